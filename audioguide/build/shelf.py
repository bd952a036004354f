"""The sessions of an output folder, and what is told of them together."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioguide.build.outputs import planned
from audioguide.publish.shelf import Programme, Recording, Shelf, read_recording
from audioguide.script.choices import ALBUM, ARTIST, LANGUAGE

TOLD = "data/shelf.json"
"""What is told of an output folder as a whole, from the library that was built there last."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an output folder as a whole."""

    title: str = ALBUM
    summary: str = ""
    author: str = ARTIST
    language: str = LANGUAGE
    date: str = ""
    url: str = ""
    programmes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Titles, and names of sessions."""


def read_shelf(output: Path) -> Shelf:
    """What an output folder has to show. Sessions whose files are gone or not ours are left out."""
    told = Told()
    with suppress(OSError, KeyError, TypeError, ValueError):
        told = _told(json.loads((output / TOLD).read_bytes()))
    return shelf_of(output, told)


def shelf_of(output: Path, told: Told) -> Shelf:
    """The shelf of an output folder of which this is told."""
    found: dict[str, Recording] = {}
    for name, plan in planned(output).items():
        with suppress(OSError, ValueError):  # it is being written, or from another version
            size = (output / f"{name}.mp3").stat().st_size
            found[name] = read_recording(name, plan.read_bytes(), size)
    programmes = (
        Programme(title, tuple(found[name] for name in names if name in found))
        for title, names in told.programmes
    )
    return Shelf(
        title=told.title,
        summary=told.summary,
        author=told.author,
        language=told.language,
        date=told.date,
        url=told.url,
        recordings=tuple(found.values()),
        programmes=tuple(one for one in programmes if one.recordings),
    )


def _told(found: Mapping[str, Any]) -> Told:
    programmes = ((str(one[0]), tuple(map(str, one[1]))) for one in found["programmes"])
    words = {key: str(found[key]) for key in found if key != "programmes"}
    return Told(**words, programmes=tuple(programmes))
