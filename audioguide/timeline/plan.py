"""From a Script to the flat list of what happens: includes, sides and repeats written out, every
name in every text filled in. Nothing is placed yet: only order and lengths are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from audioguide.language import LANGUAGES, Language
from audioguide.script.duration import Span
from audioguide.script.model import (
    Anchor,
    Chapter,
    Chime,
    Hold,
    Include,
    Note,
    Pause,
    Repeat,
    Say,
    Script,
    Sides,
    Step,
)
from audioguide.script.problem import Place, Problem, ScriptProblems
from audioguide.script.text import Text, fill
from audioguide.timeline.clip import Clip, Speech, Strike
from audioguide.units import RATE, Samples
from audioguide.voice import Voice

SWITCH_PAUSE = Samples(5 * RATE)
"""Time to change sides when the script says nothing of it."""

GAP = Samples(RATE * 4 // 10)
"""Silence between two sounds with no written time between them: a breath."""

MOST_STEPS = 50_000
"""More than a six-hour session could hold at two a second: a bound for nested repeats, also of
steps that make no sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A clip in the stream of time."""

    clip: Clip
    place: Place
    joined: bool = False
    """Follows the sound before it at once, without a gap."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A pause."""

    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class HeldCue:
    """A clip that sounds at a moment of a hold."""

    anchor: Anchor
    clip: Speech
    place: Place


@dataclass(frozen=True, slots=True)
class Held:
    """A hold: time in which cues may sound."""

    span: Span
    cues: tuple[HeldCue, ...]
    countdown: tuple[Speech, ...]
    """Numbers in the order heard; the last starts one second before the end."""
    place: Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter begins with whatever comes next."""

    title: str
    place: Place


Item = Sound | Silence | Held | Mark


@dataclass(frozen=True, slots=True)
class Plan:
    """A session in order, without times."""

    title: str
    items: tuple[Item, ...]
    gap: Samples = GAP

    def clips(self) -> dict[Clip, Place]:
        """Every clip once, in the order written, and where it first stands in the script."""
        found: dict[Clip, Place] = {}
        for item in self.items:
            for clip, place in _clips(item):
                found.setdefault(clip, place)
        return found


def plan(script: Script, voice: Voice) -> Plan:
    """What happens in a session spoken by `voice`. Raises ScriptProblems: names without a value,
    texts with nothing to speak, repeats beyond reason."""
    planner = _Planner(voice, LANGUAGES[script.language])
    planner.steps(script.steps, {})
    if planner.problems:
        raise ScriptProblems(planner.problems)
    return Plan(script.title, tuple(planner.items))


class _Planner:
    """Gathers items, and the problems of texts."""

    def __init__(self, voice: Voice, language: Language) -> None:
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        self._taken = 0
        self._voice = replace(voice, language=language.code)
        self._language = language

    def steps(self, steps: Iterable[Step], values: Mapping[str, str]) -> None:
        """Write out steps in which the names of `values` are known."""
        for step in steps:
            self._taken += 1
            if self._taken > MOST_STEPS:
                too_many = Problem(step.place, f"a session of more than {MOST_STEPS:,} steps")
                raise ScriptProblems([*self.problems, too_many])
            self._step(step, values)

    def _step(self, step: Step, values: Mapping[str, str]) -> None:
        match step:
            case Say():
                self._say(step.say, values)
                self._chime(step.chime, step.place)
            case Pause():
                self.items.append(Silence(step.pause, step.place))
            case Hold():
                self._hold(step, values)
            case Chime():
                self.items.append(Sound(Strike(step.chime), step.place))
            case Chapter():
                self.items.append(Mark(self._fill(step.chapter, values), step.place))
            case Include():
                self.steps(step.fragment, values)
            case Sides():
                self._sides(step, values)
            case Repeat():
                for n in range(1, step.repeat + 1):
                    self.steps(step.steps, {**values, "n": str(n), "total": str(step.repeat)})
            case Note():
                pass
            case _:
                assert_never(step)

    def _say(self, text: Text, values: Mapping[str, str]) -> None:
        self.items.append(Sound(self._speech(text, values), text.place))

    def _hold(self, step: Hold, values: Mapping[str, str]) -> None:
        if step.say is not None:
            self._say(step.say, values)
        cues = tuple(
            HeldCue(cue.anchor, self._speech(cue.text, values), cue.text.place) for cue in step.at
        )
        numbers = reversed(self._language.numbers[1 : step.countdown + 1])
        counts = tuple(Speech(number, self._voice) for number in numbers)
        self.items.append(Held(step.hold, cues, counts, step.place))
        self._chime(step.chime, step.place)

    def _chime(self, name: str | None, place: Place) -> None:
        if name is not None:
            self.items.append(Sound(Strike(name), place, joined=True))

    def _sides(self, step: Sides, values: Mapping[str, str]) -> None:
        first, second = (self._side(side, values) for side in step.sides)
        before = {**values, "side": first, "other_side": second}
        after = {**values, "side": second, "other_side": first}
        self.steps(step.steps, before)
        match step.switch:
            case None:
                self._say(Text(self._language.switch, step.place), after)
                self.items.append(Silence(Span(SWITCH_PAUSE, SWITCH_PAUSE), step.place))
            case Text():
                self._say(step.switch, after)
            case steps:
                self.steps(steps, after)
        self.steps(step.steps, after)

    def _side(self, side: Text, values: Mapping[str, str]) -> str:
        words = self._fill(side, values)
        return self._language.sides.get(words, words)

    def _speech(self, text: Text, values: Mapping[str, str]) -> Speech:
        words = self._fill(text, values)
        if words and not any(character.isalnum() for character in words):
            self.problems.append(Problem(text.place, "there is nothing to speak in this text"))
        return Speech(words, self._voice)

    def _fill(self, text: Text, values: Mapping[str, str]) -> str:
        try:
            return fill(text, values)
        except ScriptProblems as found:
            self.problems += found.problems
            return ""


def _clips(item: Item) -> Iterable[tuple[Clip, Place]]:
    match item:
        case Sound(clip=clip, place=place):
            return ((clip, place),)
        case Held(cues=cues, countdown=countdown, place=place):
            counts = ((number, place) for number in countdown)
            return (*((cue.clip, cue.place) for cue in cues), *counts)
        case Silence() | Mark():
            return ()
        case _:
            assert_never(item)
