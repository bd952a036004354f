"""hibari's model, as its package has it: where it is, and whether it is whole."""

import json
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from audioguide.core.errors import DamagedError

VOICE = "heart"
"""The one voice that comes along. The package would fetch others, which we never ask it for."""

_MODEL = Path("hibari", "assets", "hibari.onnx")
_VOICES = "voices.json"
"""Beside the model: what the package says of its voices."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the package says of its model."""

    size: int
    digest: str
    """SHA-256, in hexadecimal."""


def find_model(packages: Path) -> Path:
    """The model, in a folder of packages. Its length is looked at, and no more. Raises
    DamagedError."""
    model = packages / _MODEL
    try:
        size = model.stat().st_size
    except OSError as error:
        raise _told("missing") from error
    if size != _whole(model).size:
        raise _told("damaged")
    return model


def check_model(model: Path) -> None:
    """That the model holds what it should. Raises DamagedError."""
    try:
        with model.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _told("missing") from error
    if found != _whole(model).digest:
        raise _told("damaged")


def _whole(model: Path) -> _Whole:
    try:
        told = json.loads(model.with_name(_VOICES).read_text(encoding="utf-8"))[VOICE]
        return _Whole(int(told["bytes"]), str(told["sha256"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _told("damaged") from error


def _told(how: str) -> DamagedError:
    return DamagedError(f"hibari's model is {how}: pip install --force-reinstall hibari-tts")
