"""Safety rules: what no routine should ask of a listener. Each warns, at the longest of each range,
and a script can silence it with a reason.

Sources: "How to Massage Your Sciatica Trigger Points" and "Why Is My Upper Buttocks Sore?". What is
called ordinary practice below stands in neither.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, assert_never

from audioguide.core.built_in import RULES, RuleName
from audioguide.core.problem import Place, Problem
from audioguide.core.units import RATE, Samples, clock, samples, seconds
from audioguide.language import LANGUAGES
from audioguide.safety.sides import OPPOSITE, Side, SidedHolds, sided
from audioguide.safety.silences import silences
from audioguide.safety.wording import ICE
from audioguide.script.library import Library
from audioguide.script.model import Script
from audioguide.script.session_settings import LANGUAGE
from audioguide.script.steps import Breathe, walk
from audioguide.timeline.clip import Speech
from audioguide.timeline.layout import Timeline
from audioguide.timeline.rundown import Held, Rundown, Silence

LONGEST_PRESS = samples(60)
"""On one spot: "for about 30 seconds to a minute" (How to Massage Your Sciatica Trigger Points)."""

LONGEST_ICE = samples(20 * 60)
"""At a time: "15 to 20 minutes" (Why Is My Upper Buttocks Sore?)."""

LONGEST_BREATH_HOLD = samples(10)
"""Ordinary practice."""

LONGEST_SILENCE = samples(2 * 60)
"""Ordinary practice: after two minutes closed eyes wonder whether the player has stopped."""

ABOUT_EQUAL = samples(5)
"""Between the sides: what a listener who changes sides does not notice."""


@dataclass(frozen=True)
class Subject:
    """What the rules judge: a script, and what becomes of it at the longest of each range."""

    script: Script
    library: Library
    rundown: Rundown
    timeline: Timeline

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.script.language or self.library.language or LANGUAGE

    @cached_property
    def sided(self) -> SidedHolds:
        """Which side each of its holds works on."""
        return sided(self.script, self.language)

    def tagged(self, tag: str) -> bool:
        """Whether it is a routine of this kind."""
        return tag in (written.casefold() for written in self.script.tags)

    @property
    def tags_place(self) -> Place:
        """Where the tags stand, for what is missing from a routine because of them."""
        return self.script.places.get("tags", self.script.place)


Rule: TypeAlias = Callable[[Subject], Iterable[Problem]]


def unsafe(
    script: Script, library: Library, rundown: Rundown, timeline_at_longest: Timeline
) -> tuple[Problem, ...]:
    """What the rules say of a session, as warnings in order of place; those that the script's
    `allow` names are silent. The timeline is that of the rundown at the longest of each range."""
    subject = Subject(script, library, rundown, timeline_at_longest)
    found = {
        replace(problem, hint=f"{problem.hint}, or write `allow: {{ {name}: why }}`")
        for name in RULES
        if name not in script.allow
        for problem in rule_named(name)(subject)
    }
    return tuple(sorted(found))


def long_press(subject: Subject) -> Iterator[Problem]:
    """More than 60 s on one spot of a massage: a hold, or holds in a row with nothing but pauses
    between. `rest` never counts. Source: rolling "for about 30 seconds to a minute", How to Massage
    Your Sciatica Trigger Points."""
    if not subject.tagged("massage"):
        return
    for holds in _rows_of_holds(subject.rundown):
        total = Samples(sum(hold.span.longest for hold in holds))
        over = f"{_time(total)} on one spot, {_time(total - LONGEST_PRESS)} too long"
        if total > LONGEST_PRESS and len(holds) == 1:
            hint = f"make it {_time(LONGEST_PRESS)} at most"
            yield _warning(holds[0].place, f"this hold is up to {over}", hint)
        elif total > LONGEST_PRESS:
            message = f"{len(holds)} holds with no word or chime between are up to {over}"
            yield _warning(holds[0].place, message, "say where to go next, or shorten them")


def one_side(subject: Subject) -> Iterator[Problem]:
    """Holds on one side, none on the other. Sees holds outside `sides` whose words, or the words
    before them, name a side (see `sided`); is silent once the other side is named anywhere, or a
    `sides` is in the script. Does not see reps, hands, and sides that {values} name. Source:
    "repeat on both sides", How to Massage Your Sciatica Trigger Points."""
    found = subject.sided
    for side, other in OPPOSITE.items():
        if found.only(side) and other not in found.named:
            message = (
                f"the {side} side is held for up to {_time(found.total(side))}, "
                f"the {other} side not at all"
            )
            yield _warning(found.only(side)[0], message, "put the work into `sides: [right, left]`")


def uneven_sides(subject: Subject) -> Iterator[Problem]:
    """Both sides are held, one of them more than 5 s longer. Sees what `one_side` sees, holds
    inside `sides` being equal; is silent when the cues of a hold change its side. Source: both
    sides, and more time on the leg that hurts more, How to Massage Your Sciatica Trigger Points;
    which leg that is, only the listener knows."""
    found = subject.sided
    if found.mixed:
        return
    longer: Side = "left" if found.total("left") > found.total("right") else "right"
    other = OPPOSITE[longer]
    over = Samples(found.total(longer) - found.total(other))
    if found.total(other) and over > ABOUT_EQUAL:
        message = (
            f"the {longer} side is held for up to {_time(found.total(longer))}, "
            f"the {other} side for {_time(found.total(other))}: {_time(over)} less"
        )
        hint = "give both the same time, or let the listener choose the sore side"
        yield _warning(found.only(longer)[-1], message, hint)


def long_ice(subject: Subject) -> Iterator[Problem]:
    """Over 20 min of holds and rests, taken together, where title, tags, areas or tools speak of
    ice; placed at the step that reaches beyond. Pauses do not count: they are for getting ready.
    Source: "15 to 20 minutes", Why Is My Upper Buttocks Sore?"""
    script = subject.script
    if not ICE.search(" ".join((script.title, *script.tags, *script.areas, *script.tools))):
        return
    total = 0
    places: list[Place] = []
    for item in subject.rundown.items:
        if isinstance(item, Held) and item.what in ("hold", "rest"):
            total += item.span.longest
            places += [item.place] if total > LONGEST_ICE else []
    if places:
        over = f"up to {_time(total)} of ice, {_time(total - LONGEST_ICE)} too long"
        yield _warning(places[0], over, f"end the ice after {_time(LONGEST_ICE)} at most")


def long_breath_hold(subject: Subject) -> Iterator[Problem]:
    """A breath held for over 10 s. Ordinary practice, not from the sources."""
    for step in walk(subject.script.steps):
        if isinstance(step, Breathe) and step.breathe.hold > LONGEST_BREATH_HOLD:
            length = step.breathe.hold
            over = f"{_time(length)}, {_time(length - LONGEST_BREATH_HOLD)} too long"
            hint = f"hold it for {_time(LONGEST_BREATH_HOLD)} at most"
            yield _warning(step.place, f"the breath is held for {over}", hint)


def no_red_flags(subject: Subject) -> Iterator[Problem]:
    """A routine for pain without the library's red flags; silent when the library names none.
    Source: when to see a doctor, and when at once, Why Is My Upper Buttocks Sore?"""
    fragment = subject.library.red_flags
    if fragment and subject.tagged("pain") and fragment not in subject.script.files:
        message = "a routine tagged `pain` that does not say when to see a doctor"
        yield _warning(subject.tags_place, message, _to_include(subject, fragment))


def no_ease_off(subject: Subject) -> Iterator[Problem]:
    """A massage that has neither the library's fragment on easing off nor a line that says it.
    Source: too much pressure does harm, "ease off", How to Massage Your Sciatica Trigger Points."""
    fragment = subject.library.ease_off
    if not subject.tagged("massage") or (fragment and fragment in subject.script.files):
        return
    spoken = (clip.text.lower() for clip in subject.rundown.clips() if isinstance(clip, Speech))
    phrases = LANGUAGES[subject.language].safety.ease_off
    if not any(phrase in words for words in spoken for phrase in phrases):
        message = "a routine tagged `massage` that does not say how to ease off"
        hint = "say what to do when it is too much"
        if fragment:
            hint = f"{_to_include(subject, fragment)}, {hint}"
        yield _warning(subject.tags_place, message, hint)


def long_silence(subject: Subject) -> Iterator[Problem]:
    """Over 2 min without a sound, at the step that most of it belongs to; a chime sounds until its
    tail is silent. Ordinary practice, not from the sources."""
    longest: dict[Place, Samples] = {}
    for length, place in silences(subject.rundown, subject.timeline, LONGEST_SILENCE):
        longest[place] = max(length, longest.get(place, length))
    for place, length in longest.items():
        over = f"{_time(length)}, {_time(length - LONGEST_SILENCE)} too long"
        hint = "say a word or strike a chime on the way"
        yield _warning(place, f"nothing sounds for up to {over}", hint)


def rule_named(name: RuleName) -> Rule:
    """The rule of a name that `allow` takes."""
    match name:
        case "long-press":
            return long_press
        case "one-side":
            return one_side
        case "uneven-sides":
            return uneven_sides
        case "long-ice":
            return long_ice
        case "long-breath-hold":
            return long_breath_hold
        case "no-red-flags":
            return no_red_flags
        case "no-ease-off":
            return no_ease_off
        case "long-silence":
            return long_silence
        case _:
            assert_never(name)


def _rows_of_holds(rundown: Rundown) -> Iterator[list[Held]]:
    """Holds that follow one another with nothing but pauses between."""
    row: list[Held] = []
    for item in rundown.items:
        if isinstance(item, Held) and item.what == "hold":
            row.append(item)
        elif row and not isinstance(item, Silence):
            yield row
            row = []
    if row:
        yield row


def _to_include(subject: Subject, fragment: str) -> str:
    up = "../" * subject.script.place.file.count("/")
    return f"write `- include: {up}{fragment}`"


def _time(length: int) -> str:
    """As a person says it: the samples that rounding to the frame grid adds do not show."""
    if length >= 2 * 60 * RATE:
        return f"{clock(Samples(length + RATE // 2))} min"
    return f"{round(seconds(Samples(length)), 1):g} s"


def _warning(place: Place, message: str, hint: str) -> Problem:
    return Problem(place, message, hint, "warning")
