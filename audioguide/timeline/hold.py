"""The inside of a hold: when its cues sound, and whether they have room.

What is counted from the hold's start lies on its ideal clock; what belongs to its end (`10s left`,
the countdown) is counted back in frames from the frame on which it ends.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from audioguide.script.problem import Place, Problem
from audioguide.timeline.clip import Clip, Extent, Speech
from audioguide.timeline.plan import Held, HeldCue
from audioguide.units import (
    RATE,
    Frames,
    Samples,
    frames_holding,
    nearest_frame,
    seconds,
    start_of,
)

Grid: TypeAlias = Callable[[Samples], Frames]


@dataclass(frozen=True, slots=True)
class Moment:
    """A clip of a hold with its place in time."""

    kind: Literal["cue", "count"]
    clip: Speech
    at: Frames
    place: Place


def moments(
    held: Held, start: Samples, free: Frames, length: Samples, frame: Grid = nearest_frame
) -> list[Moment]:
    """The cues and counts of a hold that begins at the ideal time `start` and lasts `length`, in
    order; `frame` gives the frame for an ideal time. None starts before `free`, the first frame of
    the hold that speech before it leaves, when it is only rounding that puts it there."""
    end = frame(Samples(start + length))
    found = [
        Moment("cue", cue.clip, _from(free, _onset(cue, start, length, end, frame)), cue.place)
        for cue in held.cues
    ]
    for seconds_left, clip in enumerate(reversed(held.countdown), start=1):
        at = Frames(end - nearest_frame(Samples(seconds_left * RATE)))
        found.append(Moment("count", clip, _from(free, at), held.place))
    return sorted(found, key=lambda moment: moment.at)


def clashes(
    held: Held,
    start: Samples,
    free: Frames,
    extents: Mapping[Clip, Extent],
    frame: Grid = nearest_frame,
) -> Iterator[Problem]:
    """Cues that begin before the hold does, run past its end or into one another: at the
    shortest, the middle and the longest of its range, each told once."""
    told: set[Place] = set()
    for length in dict.fromkeys((held.span.middle, held.span.shortest, held.span.longest)):
        end = frame(Samples(start + length))
        when = "" if length == held.span.middle else f" when it lasts {seconds(length):g} s"
        for problem in _crowded(
            moments(held, start, free, length, frame), free, end, extents, when
        ):
            if problem.place not in told:
                told.add(problem.place)
                yield problem


def _onset(cue: HeldCue, start: Samples, length: Samples, end: Frames, frame: Grid) -> Frames:
    if cue.anchor.from_end:
        return Frames(end - nearest_frame(Samples(-cue.anchor.offset)))
    ideal = Samples(start + round(cue.anchor.share * length) + cue.anchor.offset)
    return frame(ideal)


def _from(free: Frames, at: Frames) -> Frames:
    return free if at == free - 1 else at


def _crowded(
    order: list[Moment], free: Frames, end: Frames, extents: Mapping[Clip, Extent], when: str
) -> Iterator[Problem]:
    for moment in order:
        name = _name(moment)
        if moment.at < free:
            yield _problem(
                moment, f"{name} would start {_s(free, moment.at)} before its hold{when}"
            )
        elif moment.at >= end:
            late = f"{_s(moment.at, end)} after" if moment.at > end else "only when"
            yield _problem(moment, f"{name} would start {late} its hold ends{when}")
    for moment, following in pairwise(order):
        over = _over(moment, following.at, extents)
        if over:
            after = "the countdown" if following.kind == "count" else "the cue after it"
            yield _problem(moment, f"{_name(moment)} runs {over} into {after}{when}")
    for moment in order[-1:]:
        over = _over(moment, end, extents)
        if over and moment.at < end:
            yield _problem(moment, f"{_name(moment)} runs {over} past the end of its hold{when}")


def _over(moment: Moment, limit: Frames, extents: Mapping[Clip, Extent]) -> str:
    length = extents[moment.clip].length
    if moment.at + frames_holding(length) <= limit:
        return ""
    return _text(Samples(start_of(moment.at) + length - start_of(limit)))


def _problem(moment: Moment, message: str) -> Problem:
    return Problem(moment.place, message, "shorten the words, move the cue, or lengthen the hold")


def _name(moment: Moment) -> str:
    return "the countdown" if moment.kind == "count" else "this cue"


def _s(later: Frames, earlier: Frames) -> str:
    return _text(Samples(start_of(later) - start_of(earlier)))


def _text(length: Samples) -> str:
    return f"{max(seconds(length), 0.01):.2f} s"
