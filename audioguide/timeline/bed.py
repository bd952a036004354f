"""How a bed goes with what is heard over it: in at the start, out at the end, down for words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from audioguide.core.bed import Bed
from audioguide.core.units import Frames, frames_holding, nearest_frame, samples
from audioguide.timeline.clip import is_spoken
from audioguide.timeline.layout import Timeline

Curve: TypeAlias = tuple[tuple[Frames, float], ...]
"""A factor over time: (frame at whose start it is reached, factor), in order. It is level before
the first and after the last, and goes from one to the next without a corner."""

FADE_IN, FADE_OUT = nearest_frame(samples(2)), nearest_frame(samples(4))
"""A bed comes in while the first words begin, and is given time to go."""

FIRST = Frames(1)
"""A bed begins after one silent frame: then what is coded before its first one is silence, as it
is before every session."""

AHEAD, RELEASE = nearest_frame(samples(0.2)), nearest_frame(samples(0.75))
"""How long a bed sinks before the first word, and how long it takes to rise after the last: quick
enough to be down in time, slow enough to go unnoticed."""

SHORT = nearest_frame(samples(3))
"""A pause up to this long is talked through: a bed that rose in it would pump."""


@dataclass(frozen=True, slots=True)
class LaidBed:
    """A bed laid under a session."""

    bed: Bed
    loop: Frames
    """How long it is until it begins again."""


@dataclass(frozen=True, slots=True)
class SegmentBed:
    """The bed under one segment."""

    bed: Bed
    phase: Frames
    """Where in the loop the segment's first frame lies."""
    curves: tuple[Curve, ...]
    """Their product is the bed's gain, 1 where it plays alone; frames count from the segment's
    first."""


@dataclass(frozen=True, slots=True)
class BedGain:
    """Every change of a bed's gain in a session."""

    duck: Curve
    fades: Curve

    def spans(self) -> Iterator[tuple[Frames, Frames]]:
        """Where the gain is not that of the bed alone."""
        (start, _), (loud, _), (falls, _), (end, _) = self.fades
        yield start, loud
        yield falls, end
        for at in range(0, len(self.duck), 4):
            yield self.duck[at][0], self.duck[at + 3][0]

    def within(self, start: Frames, end: Frames) -> tuple[Curve, ...]:
        """The curves over frames [start, end), counted from `start`; those that stay at 1 are left
        out."""
        cut = (_cut(curve, start, end) for curve in (self.duck, self.fades))
        return tuple(curve for curve in cut if any(factor != 1.0 for _, factor in curve))


def bed_gain(timeline: Timeline, bed: Bed) -> BedGain:
    """How the gain of a bed changes under a session."""
    length = timeline.length
    fade_in = min(FADE_IN, Frames(length // 4))
    fade_out = min(FADE_OUT, Frames(length // 4))
    fades = (
        (FIRST, 0.0),
        (Frames(FIRST + fade_in), 1.0),
        (Frames(length - fade_out), 1.0),
        (length, 0.0),
    )
    return BedGain(tuple(_duck(timeline, bed)), fades)


def _duck(timeline: Timeline, bed: Bed) -> Iterator[tuple[Frames, float]]:
    if not bed.rise:
        return
    down = 10 ** (-bed.rise / 20)
    for start, end in spoken_spans(timeline):
        yield Frames(start - AHEAD), 1.0
        yield start, down
        yield end, down
        yield Frames(end + RELEASE), 1.0


def spoken_spans(timeline: Timeline) -> Iterator[tuple[Frames, Frames]]:
    """Frames [start, end) of speech, over pauses too short to let a bed rise."""
    begun: tuple[Frames, Frames] | None = None
    for placed in timeline.placed:
        if not is_spoken(placed.kind):
            continue
        end = Frames(placed.start + frames_holding(placed.extent.length))
        if begun is None:
            begun = placed.start, end
        elif placed.start - begun[1] > SHORT:
            yield begun
            begun = placed.start, end
        else:
            begun = begun[0], max(begun[1], end)
    if begun is not None:
        yield begun


def _cut(curve: Curve, start: Frames, end: Frames) -> Curve:
    """The part of a curve that shapes frames [start, end): what lies in it, and one more on each
    side."""
    inside = [at for at, (frame, _) in enumerate(curve) if start < frame < end]
    if not inside:
        before = [knot for knot in curve if knot[0] <= start][-1:]
        after = [knot for knot in curve if knot[0] >= end][:1]
        kept = (*before, *after)
    else:
        kept = curve[max(inside[0] - 1, 0) : inside[-1] + 2]
    return tuple((Frames(frame - start), factor) for frame, factor in kept)
