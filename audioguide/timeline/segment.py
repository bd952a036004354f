"""Stretches of sound between silences: the units that are encoded, cached and linked."""

from collections.abc import Iterator
from dataclasses import dataclass

from audioguide.timeline.clip import Clip
from audioguide.timeline.layout import APART, Placed, Timeline
from audioguide.units import Frames


@dataclass(frozen=True, slots=True)
class Part:
    """A clip inside a segment."""

    clip: Clip
    offset: Frames
    """From the segment's first frame."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of sound, the same wherever it stands."""

    length: Frames
    parts: tuple[Part, ...]


def segments(timeline: Timeline) -> Iterator[tuple[Frames, Segment]]:
    """The segments of a session and the frames they start on, in order."""
    group: list[Placed] = []
    end = Frames(0)
    for placed in timeline.placed:
        if group and placed.start >= end + APART:
            yield _segment(group, end)
            group = []
        group.append(placed)
        end = max(end, placed.silent_from)
    if group:
        yield _segment(group, min(end, timeline.length))


def _segment(group: list[Placed], end: Frames) -> tuple[Frames, Segment]:
    start = group[0].start
    parts = tuple(Part(placed.clip, Frames(placed.start - start)) for placed in group)
    return start, Segment(Frames(end - start), parts)
