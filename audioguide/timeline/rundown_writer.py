"""From a Script to its rundown: who speaks, what is filled in, and what each step comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, assert_never

from audioguide.core.bed import SOFTEST, Bed
from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place
from audioguide.core.units import RATE, Samples
from audioguide.script.duration import Span
from audioguide.script.model import Script
from audioguide.script.moment import Anchor
from audioguide.script.session_settings import SessionSettings
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
from audioguide.script.text import Text
from audioguide.timeline.clip import BreathTone, SoundKind, Speech, Strike
from audioguide.timeline.rundown import (
    AnchoredClip,
    ChapterStart,
    Held,
    Item,
    Rundown,
    Silence,
    Sound,
    clips_of,
)
from audioguide.timeline.speech_writer import SpeechWriter
from audioguide.timeline.voice_resolver import ANYWHERE, VoiceResolver, VoicesHere

SWITCH_PAUSE = Samples(5 * RATE)
"""Time to change sides when the script says nothing of it."""

TICK = "tick"
"""The chime that counts repetitions without a word."""

MOST_STEPS = 50_000
"""More than a six-hour session could hold at two a second: a bound for nested repeats, also of
steps that make no sound. What sounds inside a step counts too."""


def write_rundown(
    script: Script,
    settings: SessionSettings,
    chimes: Mapping[str, Path] = MappingProxyType({}),
    here: VoicesHere = ANYWHERE,
) -> Rundown:
    """What happens in a session. `chimes` are the library's own, by name, as sound files; `here`
    are the voices of this machine. Raises ScriptProblems:
    names without a value, texts with nothing to speak, repeats beyond reason, voices that may not
    be used."""
    voices = VoiceResolver(settings, here)
    speech = SpeechWriter(settings, voices)
    writer = _Writer(speech, chimes)
    writer.steps(script.steps, settings.values)
    if speech.problems or voices.problems:
        raise ScriptProblems([*speech.problems, *voices.problems])
    items = tuple(writer.items)
    return Rundown(
        title=script.title,
        items=items,
        gap=settings.gap,
        length=settings.length,
        length_place=settings.length_place,
        bed=_under(settings.bed, items),
        wake=settings.wake,
        warnings=tuple(voices.warnings),
        wanted=voices.wanted,
        best=tuple((*asked, engine) for asked, engine in voices.best.items()),
    )


def _under(bed: Bed | None, items: Iterable[Item]) -> Bed | None:
    """The bed, as far under the softest voice as it was to lie under all."""
    softest = min((clip.volume for item in items for clip, _ in clips_of(item)), default=0.0)
    return replace(bed, level=min(bed.level - softest, SOFTEST)) if bed and softest else bed


class _Writer:
    """Gathers items."""

    def __init__(self, speech: SpeechWriter, chimes: Mapping[str, Path]) -> None:
        self.items: list[Item] = []
        self._speech = speech
        self._chimes = chimes
        self._taken = 0

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
                self.items.append(ChapterStart(self._speech.fill(step.chapter, values), step.place))
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
            self._speech.stop(place, f"a session of more than {MOST_STEPS:,} steps")

    def _held(self, held: Held) -> None:
        self._take(len(held.cues), held.place)
        self.items.append(held)

    def _say(self, step: Say, values: Mapping[str, str]) -> None:
        self._begin(step)
        speech = self._speech.text(step.say, values, step.voice)
        if step.within is None:
            self.items.append(Sound(speech, step.say.place))
        else:
            cue = AnchoredClip(Anchor.after(0), speech, "say", step.say.place)
            self._held(Held("say", Span(step.within, step.within), (cue,), step.place))
        self._end(step)

    def _timed(
        self, what: Literal["hold", "rest"], span: Span, step: Timed, values: Mapping[str, str]
    ) -> None:
        self._words(step.say, step, values)
        cues = [
            AnchoredClip(
                cue.anchor, self._speech.text(cue.text, values, step.voice), "cue", cue.text.place
            )
            for cue in step.at
        ]
        if step.start_chime:
            cues.append(
                AnchoredClip(Anchor.after(0), self._strike(step.start_chime), "chime", step.place)
            )
        for left in range(step.countdown, 0, -1):
            number = self._number(left, step)
            cues.append(AnchoredClip(Anchor.before_end(left * RATE), number, "count", step.place))
        self._held(Held(what, span, tuple(cues), step.place))
        self._end(step)

    def _breathe(self, step: Breathe) -> None:
        self._begin(step)
        breath, words = step.breathe, self._speech.words
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
                    speech = self._speech.spell(word, step.voice, step.place)
                    cues.append(AnchoredClip(Anchor.after(at), speech, "cue", step.place))
                elif length and tone:
                    cues.append(AnchoredClip(Anchor.after(at), tone, "tone", step.place))
                at += length
        self._held(Held("breathe", Span(Samples(at), Samples(at)), tuple(cues), step.place))
        self._end(step)

    def _reps(self, step: Reps, values: Mapping[str, str]) -> None:
        self._words(step.say, step, values)
        self._begin(step)
        kind: SoundKind = "count" if step.count == "aloud" else "chime"
        cues = tuple(
            AnchoredClip(
                Anchor.after(number * step.every),
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
        first, second = (self._speech.side(side, values) for side in step.sides)
        before = {**values, "side": first, "other_side": second}
        after = {**values, "side": second, "other_side": first}
        self.steps(step.steps, before)
        match step.switch:
            case None:
                self._words(Text(self._speech.words.switch, step.place), None, after)
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
            speech = self._speech.text(text, values, step.voice if step else None)
            self.items.append(Sound(speech, text.place))

    def _number(self, number: int, step: Voiced) -> Speech:
        return self._speech.number(number, step.voice, step.place)

    def _strike(self, name: str) -> Strike:
        return Strike(name, self._chimes.get(name))
