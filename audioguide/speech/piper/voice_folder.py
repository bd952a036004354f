"""The folder of Piper's voices: what is in it, and what is told of it."""

import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from audioguide.core.errors import MissingError, SpeechError
from audioguide.store.fingerprint import digest

VARIABLE = "AUDIOGUIDE_VOICES"
"""Names the folder; otherwise it is in the user's data."""

MODEL, SETTINGS, CARD = ".onnx", ".onnx.json", ".MODEL_CARD"
"""Ends of the names of a voice's files. Piper names the first two so; in its collection, each card
is called MODEL_CARD, in a folder of its own."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
"""A voice's name: that of its files, and nothing that leads out of their folder."""

_NOTE = ".onnx.digest"
_LARGEST_TEXT = 4 << 20
"""Bytes of a voice's settings or card; the settings of 904 speakers have 20 kB."""

_NEEDED = {
    "num_symbols": int,
    "num_speakers": int,
    "phoneme_id_map": dict,
    "audio": dict,
    "espeak": dict,
}
_PHONEMES = ("espeak", "text")
"""Kinds of phonemes that Piper makes of a text by itself; for others it fetches or imports more."""

_LICENCE = re.compile(r"^\W*licen[sc]e:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_TUNED = re.compile(r"\b(?:fine-? ?tuned|refined) from:?\s+(?:an? |the )?(.+)$", re.I | re.M)
_VOICE = re.compile(r"(\S+) voice\b", re.IGNORECASE)
_AFTER_NAME = re.compile(r"[(,;]|[.:]?\s*$")
_LONGEST = 60
"""Characters of what a voice is said to be tuned from: a name, not a story."""


@dataclass(frozen=True, slots=True)
class VoiceFiles:
    """A voice in the folder."""

    name: str
    model: Path

    @property
    def settings(self) -> Path:
        """What the model takes and gives, in JSON."""
        return self.model.with_name(f"{self.name}{SETTINGS}")

    @property
    def card(self) -> Path:
        """Where the voice comes from and its licence, for people; it may be missing."""
        return self.model.with_name(f"{self.name}{CARD}")

    @property
    def note(self) -> Path:
        """Where what the model holds is noted, so that it is not read each time."""
        return self.model.with_name(f"{self.name}{_NOTE}")


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What must be known of a voice before it is loaded."""

    language: str
    """BCP 47 tag."""
    speakers: int
    numbers: dict[str, int]
    """The numbers of those speakers that have names."""
    pace: float
    """The length scale at which it speaks as it was trained to."""


def folder() -> Path:
    """The folder that AUDIOGUIDE_VOICES names, else the platform's for the user's data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("audioguide", appauthor=False) / "voices"


def voices_in(where: Path) -> list[VoiceFiles]:
    """The voices in a folder, by name. One without settings is among them; it has a fault."""
    try:
        names = sorted(path.name.removesuffix(MODEL) for path in where.glob(f"*{MODEL}"))
    except OSError:
        return []
    return [VoiceFiles(name, where / f"{name}{MODEL}") for name in names if NAME.fullmatch(name)]


def find_voice(name: str, language: str, where: Path) -> VoiceFiles:
    """A voice by its name, or the first that speaks a language. Raises MissingError when it is
    not there, or not all of it."""
    files = VoiceFiles(name, _named(name, where)) if name else _first(language, where)
    for path in (files.model, files.settings):
        if not path.is_file():
            raise MissingError(
                f"there is no voice `{files.name}`: {path.name} is not in {where}; "
                f"`audioguide voices add {files.name}` fetches it"
            )
        if not path.stat().st_size:
            raise broken(files.name, f"{path.name} is empty")
    return files


def read_settings(files: VoiceFiles) -> VoiceSettings:
    """What a voice's JSON file says. Raises SpeechError when it does not say what is needed,
    a MissingError where that cannot change by itself."""
    try:
        return _read(files, digest(files.settings))
    except OSError as error:
        raise SpeechError(f"{files.settings.name} cannot be read: {error.strerror}") from error


def settings_in(name: str, content: bytes) -> VoiceSettings:
    """What is said in the JSON of a voice of that name. Raises ValueError, which says what is wrong
    with it, and MissingError for phonemes that nobody here can make."""
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise ValueError("holds no settings")
    for key, kind in _NEEDED.items():
        if not isinstance(found.get(key), kind):
            raise ValueError(f"has no `{key}`")
    if not isinstance(found["audio"].get("sample_rate"), int):
        raise ValueError("has no `sample_rate`")
    kind = found.get("phoneme_type", _PHONEMES[0])
    if kind not in _PHONEMES:
        raise MissingError(
            f"the voice `{name}` takes phonemes of the kind {kind}: audioguide speaks with "
            f"{' and '.join(_PHONEMES)} only"
        )
    return _settings(found)


def language(files: VoiceFiles) -> str:
    """The BCP 47 tag of what a voice speaks; nothing when its settings do not say."""
    try:
        return read_settings(files).language
    except SpeechError:
        return ""


def licence(files: VoiceFiles) -> str:
    """What `licence_in` finds in the card of a voice; nothing without one."""
    try:
        return licence_in(_bytes(files.card).decode())
    except (OSError, ValueError):
        return ""


def licence_in(card: str) -> str:
    """The licence that a model card names, in its own words, and the voice that this one was
    fine-tuned from, whose licence may hold for it too; nothing when the card tells neither."""
    found, base = _LICENCE.search(card), tuned_from(card)
    named = found[1] if found else ""
    return f"{named or 'none named'}; fine-tuned from {base}" if base else named


def tuned_from(card: str) -> str:
    """The voice that a model card says this one was fine-tuned from: in `Finetuned from U.S.
    English lessac voice (medium quality).`, lessac. Nothing for one made from scratch."""
    found = _TUNED.search(card)
    if not found:
        return ""
    named = _VOICE.search(found[1])
    return (named[1] if named else _AFTER_NAME.split(found[1])[0]).strip(" `*'\"[]")[:_LONGEST]


def broken(name: str, why: str) -> MissingError:
    """What is told of a voice whose files are damaged."""
    return MissingError(
        f"the voice `{name}` is broken: {why}; `audioguide voices add {name}` fetches it again"
    )


def _named(name: str, where: Path) -> Path:
    if not NAME.fullmatch(name) or ".." in name:
        raise MissingError(f"`{name}` is no name of a voice: write one like `en_US-lessac-medium`")
    return where / f"{name}{MODEL}"


def _first(asked: str, where: Path) -> VoiceFiles:
    """Of the language's country, if there is one; by name."""
    tags = [(files, language(files)) for files in voices_in(where)]
    for of in (str.casefold, _primary):
        for files, tag in tags:
            if tag and of(tag) == of(asked):
                return files
    raise MissingError(
        f"no voice in {where} speaks `{asked}`: `audioguide voices add NAME` fetches one for Piper"
    )


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()


@lru_cache(maxsize=64)
def _read(files: VoiceFiles, content: str) -> VoiceSettings:
    """Read again when the file holds something else."""
    try:
        return settings_in(files.name, _bytes(files.settings))
    except ValueError as error:
        raise broken(files.name, f"{files.settings.name} {error}") from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST_TEXT)


def _settings(found: dict[str, Any]) -> VoiceSettings:
    language, inference = found.get("language"), found.get("inference")
    code = language.get("code") if isinstance(language, dict) else None
    pace = inference.get("length_scale") if isinstance(inference, dict) else None
    numbers = found.get("speaker_id_map")
    return VoiceSettings(
        str(code or found["espeak"].get("voice", "")).replace("_", "-"),
        found["num_speakers"],
        numbers if isinstance(numbers, dict) else {},
        float(pace) if isinstance(pace, int | float) and pace > 0 else 1.0,
    )
