"""From a Script to the flat list of what happens: includes, sides and repeats written out, every
name in every text filled in. Nothing is placed yet: only order and lengths are known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NoReturn, assert_never

from audioguide.core.bed import SOFTEST, Bed
from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.core.units import RATE, Samples
from audioguide.core.voice import Voice, VoiceChoice
from audioguide.language import LANGUAGES
from audioguide.script.choices import GAP, Choices
from audioguide.script.duration import Span
from audioguide.script.fields import LONGEST_TEXT
from audioguide.script.model import Script
from audioguide.script.moment import Anchor
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
    Timed,
    Voiced,
)
from audioguide.script.text import Text, fill
from audioguide.timeline.cast import Cast, never_missing
from audioguide.timeline.clip import BreathTone, Clip, Kind, Speech, Strike

SWITCH_PAUSE = Samples(5 * RATE)
"""Time to change sides when the script says nothing of it."""

TICK = "tick"
"""The chime that counts repetitions without a word."""

NOWHERE = Place("", 1, 1)

MOST_STEPS = 50_000
"""More than a six-hour session could hold at two a second: a bound for nested repeats, also of
steps that make no sound. What sounds inside a step counts too."""

MOST_CHARACTERS = 2_000_000
"""Twice what the fastest voice speaks in six hours: a bound for texts inside repeats."""


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
class AnchoredClip:
    """A clip that sounds at a moment of a hold."""

    anchor: Anchor
    clip: Clip
    kind: Kind
    place: Place


@dataclass(frozen=True, slots=True)
class Held:
    """Time in which clips may sound: a hold or rest, paced breaths, counted repetitions, or words
    that have a time to be spoken in."""

    what: Literal["hold", "rest", "breathe", "reps", "say"]
    span: Span
    cues: tuple[AnchoredClip, ...]
    place: Place

    @property
    def begins_with_sound(self) -> bool:
        """Whether a gap parts it from a sound before it. A hold begins when its words end."""
        return self.what in ("breathe", "reps", "say")


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter begins with whatever comes next."""

    title: str
    place: Place


Item = Sound | Silence | Held | Mark


@dataclass(frozen=True, slots=True)
class Rundown:
    """A session in order, without times."""

    title: str
    items: tuple[Item, ...]
    gap: Samples = GAP
    length: Samples | None = None
    """What flexible times are fitted to; None uses the middle of each."""
    length_place: Place = NOWHERE
    bed: Bed | None = None
    """What sounds under it, a file of the author's by its absolute path."""
    wake: bool = True
    """Whether a floor is played before a sound that follows a silence."""
    warnings: tuple[Problem, ...] = ()
    """What an author should know of the voices."""
    wanted: tuple[Voice, ...] = ()
    """Every voice that was asked for, those that are missing too."""

    def clips(self) -> dict[Clip, Place]:
        """Every clip once, in the order written, and where it first stands in the script."""
        found: dict[Clip, Place] = {}
        for item in self.items:
            for clip, place in _clips(item):
                found.setdefault(clip, place)
        return found


def rundown(
    script: Script,
    choices: Choices,
    chimes: Mapping[str, Path] = MappingProxyType({}),
    why_missing: Callable[[Voice], str | None] = never_missing,
) -> Rundown:
    """What happens in a session. `chimes` are the library's own, by name, as sound files;
    `why_missing` tells why a voice is missing on this machine, or None. Raises ScriptProblems:
    names without a value, texts with nothing to speak, repeats beyond reason, voices that may not
    be used."""
    cast = Cast(choices, why_missing)
    writer = _RundownWriter(choices, chimes, cast)
    writer.steps(script.steps, choices.values)
    if writer.problems or cast.problems:
        raise ScriptProblems([*writer.problems, *cast.problems])
    items = tuple(writer.items)
    return Rundown(
        title=script.title,
        items=items,
        gap=choices.gap,
        length=choices.length,
        length_place=choices.length_place,
        bed=_under(choices.bed, items),
        wake=choices.wake,
        warnings=tuple(cast.warnings),
        wanted=tuple(dict.fromkeys(cast.wanted)),
    )


def _under(bed: Bed | None, items: Iterable[Item]) -> Bed | None:
    """The bed, as far under the softest voice as it was to lie under all."""
    softest = min((clip.volume for item in items for clip, _ in _clips(item)), default=0.0)
    if bed is None or not softest:
        return bed
    return replace(bed, level=min(bed.level - softest, SOFTEST))


class _RundownWriter:
    """Gathers items, and the problems of texts."""

    def __init__(self, choices: Choices, chimes: Mapping[str, Path], cast: Cast) -> None:
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        self._taken = 0
        self._filled = 0
        self._choices = choices
        self._chimes = chimes
        self._cast = cast
        self._language = LANGUAGES[choices.language].spoken

    def steps(self, steps: Iterable[Step], values: Mapping[str, str]) -> None:
        """Write out steps in which the names of `values` are known."""
        for step in steps:
            self._take(1, step.place)
            self._step(step, values)

    def _step(self, step: Step, values: Mapping[str, str]) -> None:
        match step:
            case Say():
                self._say(step, values)
            case Pause():
                self.items.append(Silence(step.pause, step.place))
            case Hold():
                self._timed("hold", step.hold, step, values)
            case Rest():
                self._timed("rest", step.rest, step, values)
            case Breathe():
                self._breathe(step)
            case Reps():
                self._reps(step, values)
            case Chime():
                self.items.append(Sound(self._strike(step.chime), step.place))
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

    def _take(self, number: int, place: Place) -> None:
        """Bound what repeats can make of a short script."""
        self._taken += number
        if self._taken > MOST_STEPS:
            self._stop(place, f"a session of more than {MOST_STEPS:,} steps")

    def _held(self, held: Held) -> None:
        self._take(len(held.cues), held.place)
        self.items.append(held)

    def _say(self, step: Say, values: Mapping[str, str]) -> None:
        self._begin(step)
        speech = self._speech(step.say, values, step.voice)
        if step.within is None:
            self.items.append(Sound(speech, step.say.place))
        else:
            cue = AnchoredClip(_after(0), speech, "say", step.say.place)
            self._held(Held("say", Span(step.within, step.within), (cue,), step.place))
        self._end(step)

    def _timed(
        self, what: Literal["hold", "rest"], span: Span, step: Timed, values: Mapping[str, str]
    ) -> None:
        self._words(step.say, step, values)
        cues = [
            AnchoredClip(
                cue.anchor, self._speech(cue.text, values, step.voice), "cue", cue.text.place
            )
            for cue in step.at
        ]
        if step.start_chime:
            cues.append(
                AnchoredClip(_after(0), self._strike(step.start_chime), "chime", step.place)
            )
        for left in range(step.countdown, 0, -1):
            number = self._number(left, step)
            cues.append(AnchoredClip(_before_end(left * RATE), number, "count", step.place))
        self._held(Held(what, span, tuple(cues), step.place))
        self._end(step)

    def _breathe(self, step: Breathe) -> None:
        self._begin(step)
        breath, words = step.breathe, self._language
        parts = (
            (breath.inhale, words.breathe_in, BreathTone("in", breath.inhale)),
            (breath.hold, words.breathe_hold, None),
            (breath.exhale, words.breathe_out, BreathTone("out", breath.exhale)),
            (breath.rest, words.breathe_rest, None),
        )
        cues: list[AnchoredClip] = []
        at = 0
        for _ in range(breath.cycles):
            for length, word, tone in parts:
                if length and breath.by == "words":
                    speech = self._spell(word, step.voice, step.place)
                    cues.append(AnchoredClip(_after(at), speech, "cue", step.place))
                elif length and tone:
                    cues.append(AnchoredClip(_after(at), tone, "tone", step.place))
                at += length
        self._held(Held("breathe", Span(Samples(at), Samples(at)), tuple(cues), step.place))
        self._end(step)

    def _reps(self, step: Reps, values: Mapping[str, str]) -> None:
        self._words(step.say, step, values)
        self._begin(step)
        kind: Kind = "count" if step.count == "aloud" else "chime"
        cues = tuple(
            AnchoredClip(
                _after(number * step.every),
                self._strike(TICK) if step.count == "tick" else self._number(number + 1, step),
                kind,
                step.place,
            )
            for number in range(step.reps)
        )
        length = Samples(step.reps * step.every)
        self._held(Held("reps", Span(length, length), cues, step.place))
        self._end(step)

    def _sides(self, step: Sides, values: Mapping[str, str]) -> None:
        first, second = (self._side(side, values) for side in step.sides)
        before = {**values, "side": first, "other_side": second}
        after = {**values, "side": second, "other_side": first}
        self.steps(step.steps, before)
        match step.switch:
            case None:
                self._words(Text(self._language.switch, step.place), None, after)
                self.items.append(Silence(Span(SWITCH_PAUSE, SWITCH_PAUSE), step.place))
            case Text():
                self._words(step.switch, None, after)
            case tuple() as steps:
                self.steps(steps, after)
            case _:
                assert_never(step.switch)
        self.steps(step.steps, after)

    def _begin(self, step: Voiced) -> None:
        if step.start_chime:
            self.items.append(Sound(self._strike(step.start_chime), step.place))

    def _end(self, step: Voiced) -> None:
        if step.chime:
            self.items.append(Sound(self._strike(step.chime), step.place, joined=True))

    def _words(self, text: Text | None, step: Voiced | None, values: Mapping[str, str]) -> None:
        if text is not None:
            speech = self._speech(text, values, step.voice if step else None)
            self.items.append(Sound(speech, text.place))

    def _side(self, side: Text, values: Mapping[str, str]) -> str:
        words = self._fill(side, values)
        return self._language.sides.get(words, words)

    def _speech(self, text: Text, values: Mapping[str, str], voice: VoiceChoice | None) -> Speech:
        words = self._fill(text, values)
        speech = self._spell(words, voice, text.place)
        if words and not any(character.isalnum() for character in speech.spoken):
            self.problems.append(Problem(text.place, "there is nothing to speak in this text"))
        return speech

    def _number(self, number: int, step: Voiced) -> Speech:
        return self._spell(self._language.numbers[number], step.voice, step.place)

    def _spell(self, words: str, choice: VoiceChoice | None, place: Place) -> Speech:
        voice = self._cast.voice(choice, place)
        spelt = self._choices.lexicon.spell(words, voice.language, voice.name)
        return Speech(words, voice, "" if spelt == words else spelt)

    def _strike(self, name: str) -> Strike:
        return Strike(name, self._chimes.get(name))

    def _fill(self, text: Text, values: Mapping[str, str]) -> str:
        try:
            words = fill(text, values)
        except ScriptProblems as found:
            self.problems += found.problems
            return ""
        self._filled += len(words)
        if len(words) > LONGEST_TEXT:
            self._stop(
                text.place, f"a text of more than {LONGEST_TEXT:,} characters, names filled in"
            )
        if self._filled > MOST_CHARACTERS:
            self._stop(text.place, f"a session of more than {MOST_CHARACTERS:,} characters")
        return words

    def _stop(self, place: Place, message: str) -> NoReturn:
        raise ScriptProblems([*self.problems, Problem(place, message)])


def _after(samples: int) -> Anchor:
    return Anchor(Fraction(0), Samples(samples))


def _before_end(samples: int) -> Anchor:
    return Anchor(Fraction(1), Samples(-samples))


def _clips(item: Item) -> Iterable[tuple[Clip, Place]]:
    match item:
        case Sound(clip=clip, place=place):
            return ((clip, place),)
        case Held(cues=cues):
            return ((cue.clip, cue.place) for cue in cues)
        case Silence() | Mark():
            return ()
        case _:
            assert_never(item)
