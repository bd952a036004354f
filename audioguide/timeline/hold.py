"""The inside of a hold: when its cues sound, and whether they have room.

What is counted from the hold's start lies on its ideal clock; what belongs to its end (`10s left`,
the countdown) is counted back in frames from the frame on which it ends.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, assert_never

from audioguide.core.problem import Place, Problem, Severity
from audioguide.core.units import (
    Frames,
    Samples,
    frames_holding,
    nearest_frame,
    portion,
    seconds,
    start_of,
)
from audioguide.timeline.clip import Clip, Extent, SoundKind
from audioguide.timeline.rundown import AnchoredClip, Held, HeldFor

Grid: TypeAlias = Callable[[Samples], Frames]


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A clip of a hold with its place in time."""

    kind: SoundKind
    clip: Clip
    at: Frames
    place: Place


def placed_cues(
    held: Held, start: Samples, free: Frames, length: Samples, frame: Grid = nearest_frame
) -> list[PlacedCue]:
    """What sounds in a hold that begins at the ideal time `start` and lasts `length`, in order;
    `frame` gives the frame for an ideal time. None starts before `free`, the first frame of the
    hold that speech before it leaves, when it is only rounding that puts it there."""
    end = frame(Samples(start + length))
    found = [
        PlacedCue(
            cue.kind, cue.clip, _from(free, _onset(cue, start, length, end, frame)), cue.place
        )
        for cue in held.cues
    ]
    return sorted(found, key=lambda cue: cue.at)


def clashes(
    held: Held,
    start: Samples,
    free: Frames,
    length: Samples,
    extents: Mapping[Clip, Extent],
    frame: Grid = nearest_frame,
    *,
    estimated: bool = False,
) -> Iterator[Problem]:
    """Sounds that begin before the hold does, run past its end or into one another: at the length
    it has, the shortest, the middle and the longest of its range, each told once. What is judged
    by estimated lengths of speech is an error only when they are over by more than a third."""
    span = held.span
    found: list[Problem] = []
    for lasts in dict.fromkeys((length, span.middle, span.shortest, span.longest)):
        when = "" if lasts == span.middle else f" when it lasts {seconds(lasts):g} s"
        inside = _Inside(
            held=held,
            free=free,
            end=frame(Samples(start + lasts)),
            extents=extents,
            when=when,
            estimated=estimated,
        )
        found += inside.crowded(placed_cues(held, start, free, lasts, frame))
    told: set[Place] = set()
    for problem in sorted(found, key=lambda one: one.severity):  # errors go before warnings
        if problem.place not in told:
            told.add(problem.place)
            yield problem


def _onset(cue: AnchoredClip, start: Samples, length: Samples, end: Frames, frame: Grid) -> Frames:
    if cue.anchor.from_end:
        return Frames(end - nearest_frame(Samples(-cue.anchor.offset)))
    return frame(Samples(start + portion(cue.anchor.share, length) + cue.anchor.offset))


def _from(free: Frames, at: Frames) -> Frames:
    return free if at == free - 1 else at


@dataclass(frozen=True, slots=True)
class _Inside:
    """A hold of one length, into which its sounds must fit."""

    held: Held
    free: Frames
    end: Frames
    extents: Mapping[Clip, Extent]
    when: str
    estimated: bool

    def crowded(self, cues: list[PlacedCue]) -> Iterator[Problem]:
        """What does not fit, of cues in order."""
        hold = _whole(self.held.what)
        for cue in cues:
            name = self._name(cue)
            if cue.at < self.free:
                early = _text(Samples(start_of(self.free) - start_of(cue.at)))
                yield self._problem(cue, f"{name} would start {early} before {hold}")
            elif cue.at >= self.end:
                late = _text(Samples(start_of(cue.at) - start_of(self.end)))
                after = f"{late} after" if cue.at > self.end else "only when"
                yield self._problem(cue, f"{name} would start {after} {hold} ends")
        for cue, following in pairwise(cues):
            yield from self._over(cue, following.at, f"into {self._after(following)}")
        for cue in cues[-1:]:
            if cue.at < self.end:
                yield from self._over(cue, self.end, f"past the end of {hold}")

    def _over(self, cue: PlacedCue, limit: Frames, where: str) -> Iterator[Problem]:
        length = self.extents[cue.clip].length
        if cue.kind == "tone" or cue.at + frames_holding(length) <= limit:
            return  # a tone lasts as long as its part of the breath
        room = start_of(limit) - start_of(cue.at)
        lasting = f"{self._name(cue)} runs {_text(Samples(length - room))} {where}{self.when}"
        if not self.estimated:
            yield Problem(cue.place, lasting, _HINT)
            return
        severity: Severity = "warning" if 3 * length <= 4 * room else "error"
        yield Problem(cue.place, f"{lasting} (estimated)", _HINT, severity)

    def _problem(self, cue: PlacedCue, message: str) -> Problem:
        return Problem(cue.place, message + self.when, _HINT)

    def _name(self, cue: PlacedCue) -> str:
        if cue.kind == "count" and self.held.what != "reps":
            return "the countdown"
        return _NAMES.get(cue.kind, f"the {cue.kind}")

    def _after(self, following: PlacedCue) -> str:
        name = self._name(following)
        return f"{name} after it".replace("this", "the") if name != "the countdown" else name


_HINT = "shorten the words, move the cue, or lengthen the hold"

_NAMES: dict[SoundKind, str] = {"say": "this text", "cue": "this cue"}


def _whole(what: HeldFor) -> str:
    match what:
        case "hold":
            return "its hold"
        case "rest":
            return "its rest"
        case "breathe":
            return "its breaths"
        case "reps":
            return "its repetitions"
        case "say":
            return "its time"
        case _:
            assert_never(what)


def _text(length: Samples) -> str:
    return f"{max(seconds(length), 0.01):.2f} s"
