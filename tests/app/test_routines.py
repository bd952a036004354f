"""The shipped routines: that each is there and as long as it should be, and that a person in pain,
with closed eyes, can follow it. Lengths of speech are estimated; `test_end_to_end` speaks."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from audioguide.app.check import check_library
from audioguide.core.units import FRAME, Frames, Samples, nearest_frame, samples, seconds, start_of
from audioguide.safety.sides import sided
from audioguide.script.duration import MIDDLE
from audioguide.script.files import locate
from audioguide.script.library import read_library
from audioguide.script.overrides import Overrides
from audioguide.script.steps import Repeat, Sides, Step
from audioguide.session.estimates import estimated_extents
from audioguide.session.routine import Routine, read_routine
from audioguide.speech.register import Engines
from audioguide.timeline.clip import Speech
from audioguide.timeline.layout import PlacedClip, Timeline, layout
from audioguide.timeline.voice_resolver import VoicesHere
from tests.make_article_runs import RUNS, digests, shared
from tests.make_routine_table import table, written

SCRIPTS = Path(__file__).parents[2] / "scripts"
LIBRARY = read_library(SCRIPTS)

ENGINES = Engines()

MINUTES = {
    "find-your-trigger-points": 10,
    "glute-ball-release": 12,
    "hamstring-massage": 12,
    "piriformis-release": 11,
    "piriformis-stretch": 8,
    "hip-flexors-for-sitters": 10,
    "glute-bridges": 9,
    "deep-core-multifidus": 11,
    "long-spine-erectors": 9,
    "pelvic-floor-breathing": 7,
    "side-hip-glute-medius": 10,
    "si-joint-ease": 8,
    "calf-release": 7,
    "warm-up-before-lifting": 8,
    "desk-reset": 5,
    "runner-cool-down": 12,
    "ice-and-rest": 18,
    "evening-body-check-in": 11,
    "know-your-sacrum": 7,
}

ONE_MUSCLE_A_DAY = (
    "find-your-trigger-points",
    "glute-ball-release",
    "hamstring-massage",
    "piriformis-release",
    "hip-flexors-for-sitters",
    "side-hip-glute-medius",
    "evening-body-check-in",
)

ARTICLES = {
    "How to Massage Your Sciatica Trigger Points",
    "Why Does My Lower Back Hurt?: The Sacrum",
    "Why Is My Upper Buttocks Sore?",
}

THEIRS = frozenset(RUNS.read_text(encoding="utf-8").split())
"""Digests of every run of eight words in the articles."""

RED_FLAGS = "When to see a doctor"

MOVES = re.compile(
    r"(?:^|[.] )(?:lie (?:on|back)|(?:roll|turn) (?:onto|over)|kneel|push up|sit (?:down|with)"
    r"|stand (?:up|behind)|come (?:back )?(?:down|up|onto))\b",
    re.IGNORECASE,
)
"""How a sentence begins that asks for another position. One that begins with "if" or "when" speaks
of later."""

TIME_TO_MOVE = samples(5)
ROUNDED = 2 * FRAME
"""What a silence may lose when the sounds on both sides of it are moved to the frame grid."""

A_MINUTE = nearest_frame(samples(60))

LONGEST_CHAPTER = samples(3 * 60 + 1)
"""What a listener has to hear again who skips back."""


@cache
def routine(name: str) -> Routine:
    """A routine by its name."""
    (located,) = locate(SCRIPTS / f"{name}.yaml")
    return read_routine(located, Overrides(), LIBRARY, here=VoicesHere(best=ENGINES.best))


def laid_out(name: str, share: Fraction = MIDDLE) -> Timeline:
    """A routine with its ranges at a share of the way from their shortest to their longest."""
    plan = routine(name).rundown
    return layout(plan, estimated_extents(plan, ENGINES), share, estimated=True)


def lasts(name: str, share: Fraction = MIDDLE) -> Samples:
    """How long a session is."""
    return start_of(laid_out(name, share).length)


def lines(name: str, share: Fraction = MIDDLE) -> list[PlacedClip]:
    """All that is spoken, in order."""
    return [placed for placed in laid_out(name, share).placed if isinstance(placed.clip, Speech)]


def words(placed: PlacedClip) -> str:
    assert isinstance(placed.clip, Speech)
    return placed.clip.text


@pytest.fixture(params=MINUTES)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_every_routine_is_there() -> None:
    assert set(MINUTES) <= {located.name for located in locate(SCRIPTS)}


def test_one_muscle_a_day_is_seven_routines_in_order() -> None:
    assert LIBRARY.programmes["one-muscle-a-day"] == ONE_MUSCLE_A_DAY


def test_no_rule_warns_of_a_shipped_routine() -> None:
    assert check_library(list(locate(SCRIPTS)), Overrides(), 1) == {SCRIPTS: ()}


def test_no_rule_is_silenced(name: str) -> None:
    assert not routine(name).script.allow


def test_a_routine_is_as_long_as_it_says(name: str) -> None:
    assert seconds(lasts(name)) / 60 == pytest.approx(MINUTES[name], rel=0.1)


@pytest.mark.parametrize("name", [name for name in MINUTES if name != "ice-and-rest"])
def test_a_routine_can_be_built_a_tenth_shorter_and_longer(name: str) -> None:
    shortest, longest = lasts(name, Fraction(0)), lasts(name, Fraction(1))

    assert shortest <= 0.9 * lasts(name) <= 1.1 * lasts(name) <= longest


def test_ice_stays_on_for_eighteen_minutes() -> None:
    starts = {chapter.title: chapter.start for chapter in laid_out("ice-and-rest").chapters}
    frames = Frames(starts["Take the ice off"] - starts["The first three minutes"])

    assert seconds(start_of(frames)) == pytest.approx(18 * 60, abs=1)


def test_somebody_with_ice_on_is_spoken_to_every_minute() -> None:
    spoken = lines("ice-and-rest")

    assert max(after.start - line.silent_from for line, after in pairwise(spoken)) < A_MINUTE


def test_closed_eyes_are_never_left_alone_for_a_minute(name: str) -> None:
    sounds = laid_out(name).placed

    assert max(after.start - sound.silent_from for sound, after in pairwise(sounds)) < A_MINUTE


def test_a_routine_tells_what_an_index_needs(name: str) -> None:
    script = routine(name).script

    assert all((script.summary, script.tags, script.areas, script.tools, script.position))


def test_a_routine_names_the_articles_its_facts_are_from(name: str) -> None:
    assert set(routine(name).script.source.split("; ")) <= ARTICLES


def test_a_routine_begins_with_the_red_flags_in_a_short_chapter_of_their_own(name: str) -> None:
    first, second, *_ = laid_out(name).chapters

    assert (first.title, start_of(second.start) < samples(30)) == (RED_FLAGS, True)


def test_a_routine_has_chapters_to_skip_by(name: str) -> None:
    longest = max(chapter.end - chapter.start for chapter in laid_out(name).chapters)

    assert start_of(Frames(longest)) <= LONGEST_CHAPTER


def test_right_comes_before_left(name: str) -> None:
    told = {tuple(side.template for side in step.sides) for step in _sides(name)}

    assert told <= {("right", "left")}


def test_both_sides_are_held_for_the_same_time(name: str) -> None:
    found = sided(routine(name).script, "en")

    assert found.total("right") == found.total("left")


def test_there_is_time_to_move_after_every_change_of_position(name: str) -> None:
    hurried = [
        words(line)
        for line, after in pairwise(lines(name, Fraction(0)))
        if MOVES.search(words(line)) and start_of(after.start) - line.end < TIME_TO_MOVE - ROUNDED
    ]

    assert not hurried


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("Open your eyes. Roll onto one side.", True),
        ("Come down to the floor.", True),
        ("If you come down to the floor, hold on to something.", False),
    ],
)
def test_a_change_of_position_is_known_by_its_first_words(text: str, *, moves: bool) -> None:
    assert bool(MOVES.search(text)) is moves


def test_a_massage_says_that_one_muscle_group_a_day_is_enough(name: str) -> None:
    script = routine(name).script

    assert "massage" not in script.tags or "shared/one-muscle-a-day.yaml" in script.files


def test_no_run_of_eight_words_is_an_articles(name: str) -> None:
    spoken = " ".join(words(line) for line in lines(name))

    assert not shared(f"{routine(name).script.summary} {spoken}", THEIRS)


def test_the_articles_are_known_by_their_runs() -> None:
    assert len(THEIRS) > 5_000


def test_a_run_of_eight_words_is_found_whatever_its_marks_and_case() -> None:
    known = digests(["On Mondays the heron's nine sisters polish every brass doorknob in town."])

    assert shared("And the herons nine, sisters: POLISH every brass doorknob", known) == [
        "the herons nine sisters polish every brass doorknob"
    ]


def test_a_run_of_seven_words_is_anybodys() -> None:
    known = digests(["On Mondays the heron's nine sisters polish every brass doorknob in town."])

    assert not shared("The heron's nine sisters polish every brass kettle", known)


def test_the_table_of_routines_says_what_they_say() -> None:
    """`python -m tests.make_routine_table` writes it anew."""
    text, lengths = written()

    assert text == table(lengths)


def test_the_table_of_routines_has_their_lengths(name: str) -> None:
    """Within 2 %: estimates of speech miss a session that is all talk by 1 %."""
    _, lengths = written()
    minutes, rest = lengths[name].split(":")

    assert 60 * int(minutes) + int(rest) == pytest.approx(seconds(lasts(name)), rel=0.02)


def _sides(name: str) -> Iterator[Sides]:
    return (step for step in _walked(routine(name).script.steps) if isinstance(step, Sides))


def _walked(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step, (Sides, Repeat)):
            yield from _walked(step.steps)
