"""The plan of a session: what is heard when, and which line of the script says so.

Its file, in JSON, is a contract: `{script, title, estimated, length, chapters: [{title, start,
end}], cues: [{kind, start, end, text, source: {file, line}}]}`, times in seconds. Keys may be
added, never changed. Added were `about`, what a listener is told of the session, `voice`, who
speaks a cue, and `made`, what was built of it.
"""

import json
import os
from dataclasses import asdict, dataclass

from audioguide.core.units import Samples, seconds, start_of
from audioguide.publish.built_audio import BuiltAudio
from audioguide.timeline.clip import SoundKind, is_spoken
from audioguide.timeline.layout import ChapterSpan, PlacedClip, Timeline

BUILT = "made"
"""The key of a plan's file for what was built."""


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a session besides what happens in it."""

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
class PlanChapter:
    """A title over a stretch of time."""

    title: str
    start: float
    """Seconds."""
    end: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Source:
    """The line of a script that says so."""

    file: str
    """From the library's folder, with forward slashes."""
    line: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class PlanCue:
    """Something heard at a time."""

    kind: SoundKind
    start: float
    """Seconds."""
    end: float
    """Seconds; a chime's tail rings on."""
    text: str
    source: Source
    voice: str = ""
    """Who speaks it: an engine, and its name for the voice where one was chosen; empty when nobody
    does, or nobody told."""

    @property
    def is_spoken(self) -> bool:
        """Whether it is words."""
        return is_spoken(self.kind)


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A session as its plan tells of it."""

    script: str
    """The file, from the library's folder."""
    title: str
    estimated: bool
    """Whether nothing has been spoken and the lengths of speech are guesses."""
    length: float
    """Seconds."""
    about: About
    chapters: tuple[PlanChapter, ...]
    """In order; the first begins at 0, each ends where the next begins."""
    cues: tuple[PlanCue, ...]
    """In order of start."""
    built: BuiltAudio | None = None
    """None when nothing was built, or by a version that told of it otherwise."""

    @property
    def lines(self) -> tuple[PlanCue, ...]:
        """The words among its cues."""
        return tuple(cue for cue in self.cues if cue.is_spoken)


def plan_of(
    script: str, title: str, timeline: Timeline, about: About, *, estimated: bool
) -> PlanFile:
    """The plan of a session that has been laid out and not built."""
    return PlanFile(
        script=script,
        title=title,
        estimated=estimated,
        length=_seconds(start_of(timeline.length)),
        about=about,
        chapters=tuple(map(_chapter, timeline.chapters)),
        cues=tuple(map(_cue, timeline.placed)),
    )


def plan_json(plan: PlanFile) -> bytes:
    """A plan as its file holds it."""
    told = asdict(plan)
    for cue in told["cues"]:
        if not cue["voice"]:
            del cue["voice"]
    built = told.pop("built")
    if built is not None:
        told[BUILT] = built
    text = json.dumps(told, ensure_ascii=False, indent=1, default=os.fspath)
    return f"{text}\n".encode(errors="replace")


def _chapter(span: ChapterSpan) -> PlanChapter:
    return PlanChapter(span.title, _seconds(start_of(span.start)), _seconds(start_of(span.end)))


def _cue(placed: PlacedClip) -> PlanCue:
    return PlanCue(
        kind=placed.kind,
        start=_seconds(start_of(placed.start)),
        end=_seconds(placed.end),
        text=placed.clip.words,
        source=Source(placed.place.file, placed.place.line),
        voice="" if placed.clip.voice is None else placed.clip.voice.shown,
    )


def _seconds(at: Samples) -> float:
    return round(seconds(at), 6)
