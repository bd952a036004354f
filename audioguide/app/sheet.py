"""The cue sheet as text: what is heard when, for a terminal of 80 columns."""

import textwrap
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from audioguide.core.problem import Place
from audioguide.core.units import Frames, clock, start_of
from audioguide.core.voice import Voice
from audioguide.script.session_settings import SessionSettings
from audioguide.timeline.clip import is_spoken
from audioguide.timeline.layout import ChapterSpan, PlacedClip, Timeline

_WIDTH = 80
_TIME, _SOURCE = 10, 18

_INDENT = {"say": 0, "count": 4}
"""Of a kind of cue; of the others 2."""


def sheet_text(title: str, file: str, timeline: Timeline, *, estimated: bool) -> str:
    """Chapters and cues with their times, and the line of the script that says so: alone for the
    script itself, after its file's name for a fragment."""
    guess = ", estimated" if estimated else ""
    head = f"{title}  ({_clock(timeline.length)}{guess})"
    return "\n".join([head, *_lines(file, timeline)])


def settings_text(settings: SessionSettings, timeline: Timeline) -> str:
    """Each setting, and who decided it; then who speaks, and how much of it."""
    decided = [f"{name:<14} {value:<32} {by}" for name, value, by in settings.origins]
    voices = Counter(placed.clip.voice for placed in timeline.placed if placed.clip.voice)
    spoken = [f"{'speaks':<14} {_voice(one):<32} {_cues(n)}" for one, n in voices.most_common()]
    return "\n".join([*decided, *spoken])


def _voice(voice: Voice) -> str:
    return f"{voice.shown}, {voice.rate} words a minute"


def _cues(number: int) -> str:
    return f"{number} cue{'s' if number != 1 else ''}"


def _lines(file: str, timeline: Timeline) -> Iterator[str]:
    def chapter_of(placed: PlacedClip) -> ChapterSpan:
        return next(c for c in reversed(timeline.chapters) if c.start <= placed.start)

    for chapter, cues in groupby(timeline.placed, chapter_of):
        yield ""
        yield f"{_clock(chapter.start):>8}  {chapter.title.upper()}"
        for placed in cues:
            yield from _cue(placed, file)


def _cue(placed: PlacedClip, file: str) -> Iterator[str]:
    indent = " " * _INDENT.get(placed.kind, 2)
    words = placed.clip.words
    if not is_spoken(placed.kind):
        words = f"({words})"
    width = _WIDTH - _TIME - _SOURCE - len(indent)
    first, *rest = textwrap.wrap(words, width) or [""]
    source = _source(placed.place, file)
    yield f"{_clock(placed.start):>8}  {indent}{first:<{width}}{source:>{_SOURCE}}".rstrip()
    for line in rest:
        yield f"{'':{_TIME}}{indent}{line}"


def _source(place: Place, file: str) -> str:
    if place.file == file:
        return str(place.line)
    name = place.file.rsplit("/", 1)[-1].removesuffix(".yaml")
    return f"{name[: _SOURCE - 7]}:{place.line}"


def _clock(frame: Frames) -> str:
    return clock(start_of(frame), tenths=True)
