"""A model and voices that Kokoro's engine can speak with, in a few kB: each phoneme is a tone.

The real model has 92 MB, its voices 28 MB. This one takes the same inputs and gives the same
output; what of a voice is heard is the first number of its vectors, in Hz.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

RATE = 24_000
"""Samples a second, as Kokoro has."""

PHONEME = 1200
"""Samples that a phoneme takes at a speed of 1."""

VOICES: Mapping[str, float] = {"af_heart": 100.0, "bf_emma": 150.0, "ff_siwis": 200.0}
"""By name, the Hz of a voice's lowest tone."""


def write_kokoro(
    folder: Path,
    voices: Mapping[str, float] = VOICES,
    *,
    loudness: float = 0.5,
    tokens: str = "tokens",
) -> Path:
    """Put a model and voices into a folder of voices. Returns the folder of Kokoro in it."""
    where = folder / "kokoro"
    where.mkdir(parents=True, exist_ok=True)
    (where / "model.onnx").write_bytes(model(loudness, tokens))
    write_voices(where / "voices.npz", {name: style(tuned) for name, tuned in voices.items()})
    return where


def write_voices(path: Path, voices: Mapping[str, NDArray[np.generic]]) -> None:
    """A voices file, whatever its name ends in."""
    with path.open("wb") as out:
        np.savez(out, **voices)  # type: ignore[arg-type, unused-ignore]


def style(tuned: float) -> NDArray[np.float32]:
    """A voice's vectors."""
    vectors = np.zeros((510, 1, 256), np.float32)
    vectors[:, 0, 0] = tuned
    return vectors


def model(loudness: float = 0.5, tokens: str = "tokens") -> bytes:
    """ids (1, n) to a wave (n * PHONEME / speed): sines of the voice's tone + 3 Hz * id; marks and
    both ends, whose ids are 16 at most, are silent."""
    integers = {"zero": [0], "one": [1], "minus_one": [-1], "flat_shape": [-1]}
    numbers = {
        "step": 3.0, "phoneme": float(PHONEME), "turn": 6.283185307 / RATE, "marks": 16.0,
        "none": 0.0, "full": 1.0, "loudness": loudness,
    }  # fmt: skip
    initializers = [
        *(helper.make_tensor(n, TensorProto.INT64, [len(v)], v) for n, v in integers.items()),
        *(helper.make_tensor(n, TensorProto.FLOAT, [], [v]) for n, v in numbers.items()),
    ]
    node = helper.make_node
    nodes = [
        node("Div", ["phoneme", "speed"], ["long"]),
        node("Cast", ["long"], ["count"], to=TensorProto.INT64),
        node("Concat", ["one", "count"], ["spread"], axis=0),
        node("Cast", [tokens], ["ids"], to=TensorProto.FLOAT),
        node("Reshape", ["ids", "flat_shape"], ["row"]),
        node("Unsqueeze", ["row", "minus_one"], ["column"]),
        node("Expand", ["column", "spread"], ["each"]),
        node("Reshape", ["each", "flat_shape"], ["flat"]),
        node("Slice", ["style", "zero", "one", "one"], ["tuned_2"]),
        node("Reshape", ["tuned_2", "flat_shape"], ["tuned"]),
        node("Mul", ["flat", "step"], ["above"]),
        node("Add", ["above", "tuned"], ["hertz"]),
        node("Sub", ["flat", "marks"], ["over"]),
        node("Clip", ["over", "none", "full"], ["sounds"]),
        node("Size", ["flat"], ["size"]),
        node("Cast", ["size"], ["end"], to=TensorProto.FLOAT),
        node("Range", ["none", "end", "full"], ["time"]),
        node("Mul", ["time", "turn"], ["angle"]),
        node("Mul", ["hertz", "angle"], ["phase"]),
        node("Sin", ["phase"], ["tone"]),
        node("Mul", ["tone", "sounds"], ["heard"]),
        node("Mul", ["heard", "loudness"], ["audio"]),
    ]
    inputs = [
        helper.make_tensor_value_info(tokens, TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["samples"])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, initializers)
    # What every onnxruntime of these years reads; what onnx writes by itself may be too new.
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    content: bytes = made.SerializeToString()
    return content
