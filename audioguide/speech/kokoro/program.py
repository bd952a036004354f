"""What Kokoro says, asked in a fork of a process that has its model and all voices loaded."""

import os
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioguide.core.errors import SpeechError
from audioguide.speech.joined import joined
from audioguide.speech.kokoro.names import is_offered, spoken_by
from audioguide.speech.kokoro.phonemes import Phonemizer
from audioguide.speech.kokoro.voice_folder import broken, read_styles

if TYPE_CHECKING:
    from kokoro_onnx import Kokoro

    from audioguide.speech.kokoro.voice_folder import Style

_INPUTS = ({"tokens", "style", "speed"}, {"input_ids", "style", "speed"})
"""What the model takes; older ones call the first so, newer ones otherwise."""

_DECIDING = ("PHONEMIZER_ESPEAK_LIBRARY", "PHONEMIZER_ESPEAK_DATA_PATH", "LOG_LEVEL")
"""Variables by which somebody's environment would change what is loaded, or said on stderr."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    kokoro: "Kokoro"
    styles: "dict[str, Style]"
    phonemizer: Phonemizer

    @property
    def vocabulary(self) -> Mapping[str, int]:
        known: Mapping[str, int] = self.kokoro.tokenizer.vocab
        return known


_LOADED: list[_Loaded] = []


def preload(model: str, voices: str) -> None:
    """Load the model and the voices, on one thread: more would not survive a fork. Raises
    SpeechError when they cannot be loaded."""
    # onnxruntime reports what it is used for to its maker, from 1.29 on, unless this is set before
    # it is imported; and it would start a thread for that.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    for name in _DECIDING:
        os.environ.pop(name, None)
    try:
        from kokoro_onnx import Kokoro
    except (ImportError, OSError) as error:
        raise SpeechError(f"Kokoro does not start: {error}") from error
    session = _session(model)
    # The voices are read here, all that can speak: kokoro_onnx keeps the file open and reads from
    # it when it speaks, and forks share one position in it.
    try:
        found = read_styles(Path(voices))
        styles = {name: style for name, style in found.items() if is_offered(name)}
    except SpeechError as error:
        raise broken(str(error)) from error
    try:
        kokoro = Kokoro.from_session(session, voices)
    except Exception as error:  # eSpeak's library, once more, or a vocabulary that is none
        raise SpeechError(f"Kokoro does not start: {error}") from error
    _LOADED.append(_Loaded(kokoro, styles, Phonemizer()))


def answer(job: Mapping[str, str]) -> None:
    """Speak `job["text"]` into the WAV file `job["out"]`, or write its phonemes there."""
    [loaded] = _LOADED
    name = job["voice"]
    sentences = loaded.phonemizer.sentences(job["text"], spoken_by(name), loaded.vocabulary)
    if job["ask"] == "phonemes":
        Path(job["out"]).write_text(" ".join(sentences), encoding="utf-8")
        return
    try:
        style, speed = loaded.styles[name], float(job["speed"])
        spoken = [_create(loaded.kokoro, sentence, style, speed) for sentence in sentences]
    except Exception as error:  # onnxruntime's own have no common class
        raise SpeechError(f"Kokoro could not speak this: {error}") from error
    rate = spoken[0][1]
    pcm = joined([samples for samples, _ in spoken], rate)
    with wave.open(job["out"], "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(pcm)


def _create(kokoro: "Kokoro", sentence: str, style: "Style", speed: float) -> "tuple[Style, int]":
    """Samples of a sentence, and how many a second. A long one is spoken in several parts, which
    kokoro_onnx trims and joins; the trimming of a whole one is ours, which sees samples that are no
    numbers."""
    from kokoro_onnx.config import MAX_PHONEME_LENGTH

    parted = len(sentence) > MAX_PHONEME_LENGTH
    spoken: tuple[Style, int]
    spoken = kokoro.create(sentence, style, speed, is_phonemes=True, trim=parted)
    return spoken


def _session(model: str) -> Any:
    """On the processor alone, whatever else there is: others give other samples."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what is fatal; errors are raised as well
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own have no common class
        raise broken(f"{Path(model).name}: {error}") from error
    asked = {value.name for value in session.get_inputs()}
    if asked not in _INPUTS:
        taken = ", ".join(sorted(asked))
        raise broken(f"the model takes {taken}, as none for Kokoro does")
    return session
