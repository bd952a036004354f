"""Which side of the body a hold works on, as far as the words of a script tell."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from audioguide.core.problem import Place
from audioguide.core.units import Samples
from audioguide.safety.wording import SIDES
from audioguide.script.model import Script
from audioguide.script.steps import (
    Breathe,
    Chapter,
    Chime,
    Hold,
    Include,
    Note,
    Pause,
    Repeat,
    Reps,
    Rest,
    Say,
    Sides,
    Step,
)
from audioguide.script.text import Text

Side: TypeAlias = Literal["left", "right"]

OPPOSITE: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class WorkedHold:
    """A hold, at its longest, and the sides that it works on: one, both alike, or none told."""

    sides: tuple[Side, ...]
    length: Samples
    place: Place


@dataclass(frozen=True, slots=True)
class SidedHolds:
    """The holds of a script, and every side that its words name."""

    holds: tuple[WorkedHold, ...]
    named: frozenset[Side]
    mixed: bool
    """Whether the cues of a hold name another side than it began with: for how long each is worked
    cannot be told."""

    def total(self, side: Side) -> Samples:
        """How long a side is worked."""
        return Samples(sum(hold.length for hold in self.holds if side in hold.sides))

    def only(self, side: Side) -> tuple[Place, ...]:
        """Where the holds stand that work on this side alone."""
        return tuple(hold.place for hold in self.holds if hold.sides == (side,))


def sided(script: Script, language: str) -> SidedHolds:
    """The holds of a script with their sides. A hold inside `sides` works on both alike. Any other
    has the side that its own words name, or else the last words before it that name one, up to a
    new chapter, a `sides`, or words for the middle, for both sides or for a change of position.
    What a {value} stands for is not looked at: a side that can be chosen is not one-sided."""
    reader = _SideReader(SIDES[language])
    reader.steps(script.steps)
    return SidedHolds(tuple(reader.holds), frozenset(reader.named), reader.mixed)


class _SideReader:
    """Follows a script, and notes the sides that its words name."""

    def __init__(self, words: re.Pattern[str]) -> None:
        self.holds: list[WorkedHold] = []
        self.named: set[Side] = set()
        self.mixed = False
        self._words = words
        self._side: Side | None = None
        self._last: Side | None = None
        self._paired = False

    def steps(self, steps: Iterable[Step]) -> None:
        """Follow steps in order. `repeat` is walked as often as it says, as in the rundown."""
        for step in steps:
            self._step(step)

    def _step(self, step: Step) -> None:
        match step:
            case Say() | Reps():
                self._read(step.say)
            case Hold():
                self._hold(step)
            case Rest():
                for text in (step.say, *(cue.text for cue in step.at)):
                    self._read(text)
            case Chapter():
                self._side = None
                self._read(step.chapter)
            case Include():
                self.steps(step.fragment)
            case Sides():
                self._sides(step)
            case Repeat():
                for _ in range(step.repeat):
                    self.steps(step.steps)
            case Pause() | Breathe() | Chime() | Note():
                pass
            case _:
                assert_never(step)

    def _sides(self, step: Sides) -> None:
        outer, self._paired = self._paired, True
        self.steps(step.steps)
        self._paired = outer
        self._side = self._last = None
        self.named |= {"left", "right"}

    def _hold(self, step: Hold) -> None:
        if self._paired:
            self.holds.append(WorkedHold(("left", "right"), step.hold.longest, step.place))
            return
        self._read(step.say)
        sides = {self._side} if self._side else set()
        for cue in step.at:
            self._read(cue.text)
            sides |= {self._side} if self._side else set()
        self.holds.append(WorkedHold(tuple(sorted(sides)), step.hold.longest, step.place))
        self.mixed |= len(sides) > 1

    def _read(self, text: Text | None) -> None:
        """The last side that a text names holds from here on; two of them are none."""
        if text is None or self._paired:
            return
        named = list(self._mentions(text.template))
        self.named |= {side for side in named if side}
        if {"left", "right"} <= set(named):
            self._side = self._last = None
        elif named:
            self._side = named[-1]

    def _mentions(self, words: str) -> Iterator[Side | None]:
        """Each side named, in order; None for neither."""
        for found in self._words.finditer(words):
            match found.lastgroup:
                case "left" | "right" as side:
                    self._last = side
                case "other":
                    self._last = OPPOSITE[self._last] if self._last else None
                case _:
                    yield None
                    continue
            yield self._last
