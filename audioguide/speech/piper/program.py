"""What Piper says, asked in a process that is used for nothing else: its model draws noise from a
generator that goes on from one run to the next, so that each run begins where it was loaded."""

import json
import os
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioguide.core.errors import SpeechError
from audioguide.speech.engine import PHONEMES, check_closed
from audioguide.speech.piper.voice_folder import MODEL, broken

if TYPE_CHECKING:
    from piper import PiperVoice

_SEED = 1
"""Of the generators in the model; any number will do, as long as it stays."""

_BETWEEN_SENTENCES = 0.2
"""Seconds. Piper gave as much when it was a program of its own (sentenceSilenceSeconds)."""

_INPUTS = {"input", "input_lengths", "scales"}
"""What the model of a voice takes, and `sid` if it has several speakers."""

_LOADED: "list[PiperVoice]" = []


def preload(model: str, settings: str) -> None:
    """Load a voice, on one thread: more would not survive a fork. Raises SpeechError when it cannot
    be loaded."""
    # onnxruntime reports what it is used for to its maker, from 1.29 on, unless this is set before
    # it is imported; and it would start a thread for that.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    import onnxruntime
    from piper import PiperConfig, PiperVoice

    onnxruntime.set_seed(_SEED)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what is fatal; errors are raised as well
    name = Path(model).name.removesuffix(MODEL)
    try:
        config = PiperConfig.from_dict(json.loads(Path(settings).read_text(encoding="utf-8")))
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        voice = PiperVoice(session, config)
        voice.phonemize(".")  # eSpeak's dictionary, too, is loaded once
    except Exception as error:  # onnxruntime's own have no common class
        raise broken(name, str(error)) from error
    asked = {value.name for value in session.get_inputs()}
    if asked != (_INPUTS | {"sid"} if config.num_speakers > 1 else _INPUTS):
        raise broken(name, f"its model takes {', '.join(sorted(asked))}, as none for Piper does")
    _LOADED.append(voice)


def answer(job: Mapping[str, str]) -> None:
    """Speak `job["text"]` into the WAV file `job["out"]`, or write its phonemes there."""
    [voice] = _LOADED
    _check(voice, job["text"])
    if job["ask"] == "phonemes":
        said = " ".join("".join(sentence) for sentence in voice.phonemize(job["text"]))
        Path(job["out"]).write_text(said, encoding="utf-8")
        return
    with wave.open(job["out"], "wb") as out:
        out.setparams((1, 2, voice.config.sample_rate, 0, "NONE", ""))
        out.writeframes(b"".join(_spoken(voice, job)))


def _check(voice: "PiperVoice", text: str) -> None:
    """Piper leaves out what it has no sound for; in phonemes that are written out, nobody means
    that."""
    check_closed(text)
    known = {*voice.config.phoneme_id_map, " "}
    for written in PHONEMES.findall(text):
        unknown = sorted({*written} - known)
        if unknown:
            raise SpeechError(
                f"`[[{written}]]`: {unknown[0]!r} is no phoneme of this voice, which takes IPA"
            )


def _spoken(voice: "PiperVoice", job: Mapping[str, str]) -> Iterator[bytes]:
    import numpy as np
    from piper import SynthesisConfig

    # Piper would bring every sentence to full scale: a short one is louder than its neighbours
    # then, and no room is left for what resampling adds. As the model gives them (its last step is
    # a tanh, so within full scale) the sentences of 60 texts lay 1.4 LU apart on average instead of
    # 1.8, and 5 instead of 13 texts had over 3 LU between theirs.
    manner: dict[str, Any] = {"length_scale": float(job["length"]), "normalize_audio": False}
    if job["speaker"]:
        manner["speaker_id"] = int(job["speaker"])
    for number, sentence in enumerate(voice.synthesize(job["text"], SynthesisConfig(**manner))):
        if not np.isfinite(sentence.audio_float_array).all():
            raise SpeechError("the voice gave samples that are no numbers")
        if number:
            yield bytes(2 * round(_BETWEEN_SENTENCES * sentence.sample_rate))
        yield sentence.audio_int16_bytes
