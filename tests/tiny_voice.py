"""A voice that Piper can speak with, in a few kB: each phoneme is a tone of its own, with noise.

A real voice is a VITS model of 20 to 110 MB. This one takes the same inputs, gives the same output,
and draws its noise where VITS does: in the model, from a generator that goes on from run to run.
"""

import json
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 22_050
"""Samples a second, as in Piper's voices of medium quality."""

PHONEME = 800
"""Samples that a phoneme takes at a length scale of 1."""

_SYMBOLS = "_^$ !'(),-.:;?abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔəɚɛɜɡɪɫɹɾʃʊʌʒʔˈˌːθᵻ\u0303\u0329"

_ESPEAK = {"en_US": "en-us", "en_GB": "en-gb-x-rp"}
"""eSpeak's voices as real voices name them."""


def write_voice(
    folder: Path,
    name: str = "en_US-tiny-low",
    *,
    speakers: int = 1,
    phonemes: str = "espeak",
    tuned: float = 100.0,
    ballast: int = 0,
) -> Path:
    """Put a voice in a folder: model, settings and model card. `tuned` is the Hz of its lowest
    tone, `ballast` are bytes by which the model is larger. Returns the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(_model(speakers, tuned, ballast).SerializeToString())
    settings = settings_of(name, speakers=speakers, phonemes=phonemes)
    Path(f"{model}.json").write_text(json.dumps(settings), encoding="utf-8")
    card = f"# Model card for {name}\n\n* Language: en_US\n\n## Dataset\n\n* License: CC0 1.0\n"
    (folder / f"{name}.MODEL_CARD").write_text(card, encoding="utf-8")
    return model


def settings_of(name: str, *, speakers: int = 1, phonemes: str = "espeak") -> dict[str, Any]:
    """What stands in a voice's JSON file."""
    language = name.partition("-")[0]
    return {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": _ESPEAK.get(language) or language.partition("_")[0]},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "language": {"code": language},
        "num_speakers": speakers,
        "num_symbols": len(_SYMBOLS),
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(_SYMBOLS)},
        "phoneme_type": phonemes,
        "speaker_id_map": {f"p{n}": n for n in range(speakers)} if speakers > 1 else {},
    }


def _model(speakers: int, tuned: float, ballast: int) -> onnx.ModelProto:
    """ids (1, n) to a wave (1, 1, 1, n * PHONEME * length scale): sines of tuned + 12 Hz * id, and
    a hundredth of full scale of noise; padding and both ends are silent but for the noise."""
    constants = {
        "zero": [0], "one": [1], "minus_one": [-1], "shape": [1, 1, 1, -1]
    }  # fmt: skip
    numbers = {
        "tuned": tuned, "step": 12.0, "phoneme": float(PHONEME), "turn": 6.283185307 / RATE,
        "silent": 2.0, "none": 0.0, "full": 1.0, "half": 0.5, "share": 0.015, "start": 0.0,
    }  # fmt: skip
    initializers = [
        *(helper.make_tensor(n, TensorProto.INT64, [len(v)], v) for n, v in constants.items()),
        *(helper.make_tensor(n, TensorProto.FLOAT, [], [v]) for n, v in numbers.items()),
        helper.make_tensor("noise_at", TensorProto.INT64, [], [0]),
        helper.make_tensor("length_at", TensorProto.INT64, [], [1]),
    ]
    node = helper.make_node
    nodes = [
        node("Gather", ["scales", "noise_at"], ["noise_scale"]),
        node("Gather", ["scales", "length_at"], ["length_scale"]),
        node("Mul", ["length_scale", "phoneme"], ["long"]),
        node("Cast", ["long"], ["count"], to=TensorProto.INT64),
        node("Unsqueeze", ["count", "zero"], ["count_1"]),
        node("Concat", ["one", "one", "count_1"], ["spread"], axis=0),
        node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        node("Unsqueeze", ["ids", "minus_one"], ["ids_3"]),
        node("Expand", ["ids_3", "spread"], ["each"]),
        node("Reshape", ["each", "shape"], ["flat"]),
        node("Mul", ["flat", "step"], ["above"]),
        node("Add", ["above", "tuned"], ["hertz_1"]),
        node("Sub", ["flat", "silent"], ["over"]),
        node("Clip", ["over", "none", "full"], ["sounds"]),
        node("Size", ["flat"], ["size"]),
        node("Cast", ["size"], ["end"], to=TensorProto.FLOAT),
        node("Range", ["start", "end", "full"], ["time"]),
        node("Mul", ["time", "turn"], ["angle"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
        nodes += [
            node("Cast", ["sid"], ["who"], to=TensorProto.FLOAT),
            node("Mul", ["who", "phoneme"], ["higher"]),
            node("Add", ["hertz_1", "higher"], ["hertz"]),
        ]
    else:
        nodes.append(node("Identity", ["hertz_1"], ["hertz"]))
    if ballast:
        weights = numpy_helper.from_array(_weights(ballast), "ballast")
        initializers.append(weights)
        # By an index that only the text tells: or the weights would be reckoned away at loading.
        nodes.append(node("ReduceMin", ["input"], ["lowest"], keepdims=0))
        nodes.append(node("Gather", ["ballast", "lowest"], ["least"]))
        nodes.append(node("Add", ["noise_scale", "least"], ["noisy"]))
    else:
        nodes.append(node("Identity", ["noise_scale"], ["noisy"]))
    nodes += [
        node("Mul", ["hertz", "angle"], ["phase"]),
        node("Sin", ["phase"], ["tone"]),
        node("Mul", ["tone", "sounds"], ["heard"]),
        node("Mul", ["heard", "half"], ["quieter"]),
        node("RandomNormalLike", ["quieter"], ["drawn"]),
        node("Mul", ["drawn", "noisy"], ["scaled"]),
        node("Mul", ["scaled", "share"], ["noise"]),
        node("Add", ["quieter", "noise"], ["output"]),
    ]
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, initializers)
    # What every onnxruntime of these years reads; what onnx writes by itself may be too new.
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


def _weights(size: int) -> Any:
    import numpy as np

    return np.random.default_rng(1).random(size // 4, dtype=np.float32) * 1e-9
