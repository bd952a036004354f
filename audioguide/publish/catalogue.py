"""Finished sessions as listeners find them: on a page, in a feed, in playlists."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

SPOKEN = ("say", "cue", "count")
"""Kinds of cues that are words."""


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a session besides what happens in it; the key `about` of its plan."""

    summary: str
    author: str
    album: str
    """The library's title."""
    number: int
    """Its place among the sessions of its folder, from 1."""
    language: str
    """BCP 47."""
    date: str
    """ISO 8601, as the author wrote it; empty when nobody did."""
    tags: tuple[str, ...]
    areas: tuple[str, ...]
    tools: tuple[str, ...]
    position: str
    source: str
    cover: str
    """Its own picture, from the library's folder; empty where one is drawn."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A title over a stretch of time."""

    title: str
    start: float
    """Seconds."""
    end: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something spoken."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    text: str


@dataclass(frozen=True, slots=True)
class Session:
    """A finished session. Its files lie in the output folder: `NAME.mp3`, and in `data/` beside the
    plan `NAME.vtt`, `NAME.lrc`, `NAME.chapters.json` and `NAME.cover.jpg` (600 px)."""

    name: str
    """Path inside the output folder without an ending, with forward slashes."""
    title: str
    about: About
    length: float
    """Seconds."""
    size: int
    """Bytes of its MP3."""
    chapters: tuple[Chapter, ...]
    """In order; the first begins at 0, each ends where the next begins."""
    lines: tuple[Line, ...]
    """In order of start."""


@dataclass(frozen=True, slots=True)
class Programme:
    """Sessions in an order."""

    title: str
    sessions: tuple[Session, ...]
    """Those of it that are there."""

    @property
    def shown(self) -> str:
        """The title in words: `one-muscle-a-day` is a name for a file."""
        words = self.title if " " in self.title else " ".join(re.split("[-_]+", self.title))
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that an output folder has to show."""

    title: str
    summary: str
    author: str
    language: str
    """BCP 47."""
    date: str
    """ISO 8601; empty when nobody set one."""
    url: str
    """Where the output folder is published, without a slash at the end; empty when nowhere."""
    sessions: tuple[Session, ...]
    """By name."""
    programmes: tuple[Programme, ...]


def read_session(name: str, plan: bytes, size: int) -> Session:
    """The session that a plan tells of. Raises ValueError when it is none of ours."""
    try:
        return _session(name, json.loads(plan), size)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{name} has no plan of a session") from error


def about_json(about: About) -> dict[str, object]:
    """For the plan's key `about`."""
    return asdict(about)


def address(name: str, ending: str) -> str:
    """The relative address of a recording's file: `address("a b", ".mp3")` is `a%20b.mp3`,
    `address("a b", ".vtt")` is `data/a%20b.vtt`."""
    folder = "" if ending == ".mp3" else "data/"
    return quote(os.fsencode(f"{folder}{name}{ending}"))


def _session(name: str, found: Mapping[str, Any], size: int) -> Session:
    about = found["about"]
    lists = {key: tuple(map(str, about[key])) for key in ("tags", "areas", "tools")}
    chapters = [
        Chapter(str(one["title"]), float(one["start"]), float(one["end"]))
        for one in found["chapters"]
    ]
    return Session(
        name,
        str(found["title"]),
        About(**{**about, **lists}),
        float(found["length"]),
        size,
        tuple(chapters),
        spoken(found["cues"]),
    )


def spoken(cues: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The words among a plan's cues, in order of start."""
    lines = [
        Line(float(cue["start"]), float(cue["end"]), str(cue["text"]))
        for cue in cues
        if cue["kind"] in SPOKEN
    ]
    return tuple(sorted(lines, key=lambda line: line.start))
