"""What is told of all sessions of an output folder together, kept in a file of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audioguide.core.names import CATALOGUE
from audioguide.script.session_settings import ALBUM, ARTIST, LANGUAGE


@dataclass(frozen=True, slots=True)
class CatalogueSettings:
    """What is told of an output folder as a whole."""

    title: str = ALBUM
    summary: str = ""
    author: str = ARTIST
    language: str = LANGUAGE
    date: str = ""
    url: str = ""
    programmes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Titles, and names of sessions."""
    files: tuple[str, ...] = ()
    """What was written to show it, by path in the folder."""


def settings_json(settings: CatalogueSettings) -> bytes:
    """For the file that keeps them."""
    return json.dumps(asdict(settings), indent=1).encode() + b"\n"


def read_settings(output: Path) -> CatalogueSettings:
    """What was told last of an output folder; the defaults when nothing was."""
    with suppress(OSError, KeyError, TypeError, ValueError):
        return _settings(json.loads((output / CATALOGUE).read_bytes()))
    return CatalogueSettings()


def _settings(found: Mapping[str, Any]) -> CatalogueSettings:
    programmes = ((str(one[0]), tuple(map(str, one[1]))) for one in found["programmes"])
    files = tuple(map(str, found.get("files", ())))
    words = {key: str(found[key]) for key in found if key not in ("programmes", "files")}
    return CatalogueSettings(**words, programmes=tuple(programmes), files=files)
