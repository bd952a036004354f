"""The sessions of an output folder, and what is told of them together."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audioguide.core.names import TOLD
from audioguide.publish.catalogue import Catalogue, Programme, Session, read_session
from audioguide.script.choices import ALBUM, ARTIST, LANGUAGE
from audioguide.session.options import planned


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an output folder as a whole, and kept in it."""

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


def told_json(told: Told) -> bytes:
    """For the file that keeps it."""
    return json.dumps(asdict(told), indent=1).encode() + b"\n"


def read_told(output: Path) -> Told:
    """What was told last of an output folder; the defaults when nothing was."""
    with suppress(OSError, KeyError, TypeError, ValueError):
        return _told(json.loads((output / TOLD).read_bytes()))
    return Told()


def read_catalogue(output: Path) -> Catalogue:
    """What an output folder has to show. Sessions whose files are gone or not ours are left out."""
    return catalogue_of(output, read_told(output))


def catalogue_of(output: Path, told: Told) -> Catalogue:
    """The catalogue of an output folder of which this is told."""
    found: dict[str, Session] = {}
    for name, plan in planned(output).items():
        with suppress(OSError, ValueError):  # it is being written, or from another version
            size = (output / f"{name}.mp3").stat().st_size
            found[name] = read_session(name, plan.read_bytes(), size)
    programmes = (
        Programme(title, tuple(found[name] for name in names if name in found))
        for title, names in told.programmes
    )
    return Catalogue(
        title=told.title,
        summary=told.summary,
        author=told.author,
        language=told.language,
        date=told.date,
        url=told.url,
        sessions=tuple(found.values()),
        programmes=tuple(one for one in programmes if one.sessions),
    )


def _told(found: Mapping[str, Any]) -> Told:
    programmes = ((str(one[0]), tuple(map(str, one[1]))) for one in found["programmes"])
    files = tuple(map(str, found.get("files", ())))
    words = {key: str(found[key]) for key in found if key not in ("programmes", "files")}
    return Told(**words, programmes=tuple(programmes), files=files)
