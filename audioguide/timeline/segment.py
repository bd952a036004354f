"""Stretches of sound between silences: the units that are encoded, cached and linked."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audioguide.core.bed import Bed
from audioguide.core.units import FRAME, Frames, Samples, nearest_frame, samples, start_of
from audioguide.timeline.bed import LaidBed, SegmentBed, bed_gain
from audioguide.timeline.clip import Clip
from audioguide.timeline.layout import APART, PlacedClip, Timeline

WAKE = nearest_frame(samples(0.4))
"""How long a faint floor is heard before a sound, so that headphones that fell asleep in silence
are awake for it."""

ASLEEP = Samples(samples(2) - FRAME // 2)
"""Silence after which they may sleep. A pause of 2 s may lose half a frame to the grid."""

NO_FLOOR = Frames(0)


@dataclass(frozen=True, slots=True)
class Part:
    """A clip inside a segment."""

    clip: Clip
    offset: Frames
    """From the segment's first frame."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of sound, the same wherever it stands; with a bed, wherever the bed is as far."""

    length: Frames
    parts: tuple[Part, ...]
    wake: Frames = NO_FLOOR
    """Of its first frames: how many hold the floor that wakes headphones."""
    under: SegmentBed | None = None


@dataclass(frozen=True, slots=True)
class Assembly:
    """All that a session is linked from."""

    timeline: Timeline
    bed: Bed | None
    segments: tuple[tuple[Frames, Segment], ...]
    """Each with its first frame, in order and apart."""


def segments(
    timeline: Timeline, *, wake: bool = True, laid: LaidBed | None = None
) -> Iterator[tuple[Frames, Segment]]:
    """The segments of a session and the frames they start on, in order."""
    groups = list(_groups(timeline))
    if laid is None:
        quiet = (Samples(0), *(_quiet_from(group) for group in groups))
        for group, since in zip(groups, quiet, strict=False):
            yield _alone(group, since, wake=wake, length=timeline.length)
    else:
        yield from _over(timeline, laid, groups)


def between(assembly: Assembly) -> Iterator[tuple[Frames, Frames]]:
    """Frames [start, end) in which no segment sounds."""
    ends = (Frames(start + segment.length) for start, segment in assembly.segments)
    starts = (start for start, _ in assembly.segments)
    for end, start in zip((Frames(0), *ends), (*starts, assembly.timeline.length), strict=True):
        if end < start:
            yield end, start


def _groups(timeline: Timeline) -> Iterator[list[PlacedClip]]:
    """What sounds together, in order."""
    group: list[PlacedClip] = []
    end = Frames(0)
    for placed in timeline.placed:
        if group and placed.start >= end + APART:
            yield group
            group = []
        group.append(placed)
        end = max(end, placed.silent_from)
    if group:
        yield group


def _alone(
    group: Sequence[PlacedClip], since: Samples, *, wake: bool, length: Frames
) -> tuple[Frames, Segment]:
    """A segment amid silence. Nothing has sounded before it since `since`; 0 is the start."""
    onset = group[0].start
    asleep = wake and (since == 0 or start_of(onset) - since >= ASLEEP)
    floor = min(WAKE, Frames(onset - 1)) if asleep else NO_FLOOR
    start, end = Frames(onset - floor), min(_end(group), length)
    return start, Segment(Frames(end - start), _parts(group, start), floor)


def _over(
    timeline: Timeline, laid: LaidBed, groups: Iterable[Sequence[PlacedClip]]
) -> Iterator[tuple[Frames, Segment]]:
    """The segments of a session with a bed: where something sounds over it, or its
    gain changes."""
    gain = bed_gain(timeline, laid.bed)
    spans = [*gain.spans(), *((group[0].start, _end(group)) for group in groups)]
    starts = [placed.start for placed in timeline.placed]
    for start, end in _joined(spans, timeline.length):
        placed = timeline.placed[bisect_left(starts, start) : bisect_left(starts, end)]
        under = SegmentBed(laid.bed, Frames(start % laid.loop), gain.within(start, end))
        yield start, Segment(Frames(end - start), _parts(placed, start), under=under)


def _joined(
    spans: Iterable[tuple[Frames, Frames]], length: Frames
) -> Iterator[tuple[Frames, Frames]]:
    """Spans in order, those made one that have too little between them."""
    first, *others = sorted(spans)
    for start, end in others:
        if start >= first[1] + APART:
            yield first
            first = start, end
        else:
            first = first[0], max(first[1], end)
    yield first[0], min(first[1], length)


def _parts(group: Iterable[PlacedClip], start: Frames) -> tuple[Part, ...]:
    return tuple(Part(placed.clip, Frames(placed.start - start)) for placed in group)


def _end(group: Iterable[PlacedClip]) -> Frames:
    return max(placed.silent_from for placed in group)


def _quiet_from(group: Iterable[PlacedClip]) -> Samples:
    return max(Samples(start_of(one.start) + one.extent.sounding) for one in group)
