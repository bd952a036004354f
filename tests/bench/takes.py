"""The lines of built sessions as they sound: each distinct one once, cut from its MP3."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import soxr

from tests.bench.hearing import HEARD_RATE, base_of
from tests.bench.narration import Narration, spoken_cues
from tests.listening import decode

if TYPE_CHECKING:
    from tests.bench.hearing import Sound

AROUND = 0.15
"""Seconds before and after a line, so that nothing of it is missing; a gap is longer."""

_SEED = 1
_RATE = 48_000
"""Samples a second of a session."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sessions, and where it is first said."""

    text: str
    """As the author wrote it."""
    written: tuple[str, ...]
    """How it may be written: as the author did, and as the plan says that it is spoken."""
    language: str
    """BCP 47."""
    session: str
    start: float
    """Seconds."""
    end: float
    sessions: set[str] = field(default_factory=set)
    """All that say it."""


@dataclass(frozen=True, slots=True)
class Take:
    """A line, and its sound."""

    line: Line
    sound: "Sound"


def takes(narration: Narration, language: str = "", sample: int = 0) -> Iterator[Take]:
    """All lines of the sessions built, or those of one language; of more than `sample` lines, if
    that is not 0, so many, the same ones each time."""
    lines = [line for line in _lines(narration) if base_of(line.language).startswith(language)]
    if 0 < sample < len(lines):
        chosen = sorted(random.Random(_SEED).sample(range(len(lines)), sample))
        lines = [lines[number] for number in chosen]
    for session, said in groupby(lines, key=lambda line: line.session):
        wave = decode(narration.output / f"{session}.mp3").astype(np.float32)
        for line in said:
            yield Take(line, _cut(wave, line.start - AROUND, line.end + AROUND))


def _lines(narration: Narration) -> list[Line]:
    found: dict[tuple[str, str], Line] = {}
    for session, plan in narration.plans().items():
        language = plan["about"]["language"]
        for cue in spoken_cues(plan):
            text = cue["text"]
            written = tuple(dict.fromkeys((text, cue.get("spoken") or text)))
            line = Line(text, written, language, session, cue["start"], cue["end"])
            found.setdefault((language, text), line).sessions.add(session)
    return list(found.values())


def _cut(wave: "Sound", start: float, end: float) -> "Sound":
    part = wave[max(0, round(start * _RATE)) : round(end * _RATE)]
    sound: Sound = np.clip(soxr.resample(part, _RATE, HEARD_RATE), -1, 1)
    return sound
