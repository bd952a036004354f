"""Finished sessions as listeners find them: on a page, in a feed, in playlists."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from audioguide.core.errors import PlanError
from audioguide.publish.plan_file import About, PlanChapter, PlanCue
from audioguide.publish.plan_reader import read_plan
from audioguide.session.options import plan_files
from audioguide.site.settings import CatalogueSettings, read_settings


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
    chapters: tuple[PlanChapter, ...]
    """In order; the first begins at 0, each ends where the next begins."""
    lines: tuple[PlanCue, ...]
    """What is spoken, in order of start."""


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


def read_catalogue(output: Path) -> Catalogue:
    """What an output folder has to show. Sessions whose files are gone or not ours are left out."""
    return catalogue_of(output, read_settings(output))


def catalogue_of(output: Path, settings: CatalogueSettings) -> Catalogue:
    """The catalogue of an output folder with these settings."""
    found: dict[str, Session] = {}
    for name, plan in plan_files(output).items():
        with suppress(OSError, PlanError):  # it is being written, or from another version
            size = (output / f"{name}.mp3").stat().st_size
            found[name] = read_session(name, plan.read_bytes(), size)
    programmes = (
        Programme(title, tuple(found[name] for name in names if name in found))
        for title, names in settings.programmes
    )
    return Catalogue(
        title=settings.title,
        summary=settings.summary,
        author=settings.author,
        language=settings.language,
        date=settings.date,
        url=settings.url,
        sessions=tuple(found.values()),
        programmes=tuple(one for one in programmes if one.sessions),
    )


def read_session(name: str, content: bytes, size: int) -> Session:
    """The session that a plan tells of. Raises PlanError when it is none of ours."""
    plan = read_plan(content)
    return Session(
        name=name,
        title=plan.title,
        about=plan.about,
        length=plan.length,
        size=size,
        chapters=plan.chapters,
        lines=plan.lines,
    )


def address(name: str, ending: str) -> str:
    """The relative address of a session's file: `address("a b", ".mp3")` is `a%20b.mp3`,
    `address("a b", ".vtt")` is `data/a%20b.vtt`."""
    folder = "" if ending == ".mp3" else "data/"
    return quote(os.fsencode(f"{folder}{name}{ending}"))
