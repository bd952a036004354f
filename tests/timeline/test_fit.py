"""Flexible time: ranges move by one common fraction until a session has the length asked for."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.core.units import RATE, Samples, nearest_frame, samples, start_of
from audioguide.core.voice import VoiceChoice
from audioguide.script.duration import Span
from audioguide.script.files import ScriptFile
from audioguide.script.library import read_library
from audioguide.script.moment import Anchor
from audioguide.script.overrides import Overrides
from audioguide.session.routine import read_routine
from audioguide.timeline.clip import Clip, Extent, Speech, Strike
from audioguide.timeline.fit import fit
from audioguide.timeline.layout import Timeline, layout
from audioguide.timeline.rundown import AnchoredClip, Held, Item, Rundown, Silence, Sound
from tests.writing import TONE, at_seconds, extent, heard, laid_out, mistakes, rundown_of, write

HERE = Place("script.yaml", 1, 1)
MEND = "widen the ranges, or change the length"
FIT = "shorten the words, move the cue, or lengthen the hold"


def test_all_ranges_move_by_one_common_fraction(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        title: Hips
        length: 40.68s
        steps:
          - pause: 10s-20s
          - say: First.
          - hold: 10s-30s
          - say: Second.
          - rest: 5s-5s
        """,
    )

    # 0.48 + 0.1 + 0.1 + 5 s are fixed; 35 of 20 to 50 s are asked for: half of the way.
    assert heard(timeline) == [("say", "First.", 15.48), ("say", "Second.", 35.592)]
    assert at_seconds(timeline.length) == 40.68


def test_a_third_of_the_way_is_a_third_for_every_range(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        title: Hips
        length: 30.72s
        steps:
          - pause: 3s-6s
          - say: First.
          - pause: 20s-38s
          - say: Last.
        """,
    )

    # 30.72 - 0.48 - 0.2 = 30.04 s of 23 to 44: 7.04/21 of the way.
    ideal = 0.48 + 3 + 3 * 7.04 / 21
    assert at_seconds(timeline.placed[0].start) == pytest.approx(ideal, abs=0.024)


def test_without_a_length_every_range_lasts_its_middle(tmp_path: Path) -> None:
    assert at_seconds(laid_out(tmp_path, "- pause: 10s-20s").length) == 15.48


def test_the_last_tail_belongs_to_the_length(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        title: Hips
        length: 30s
        steps:
          - hold: 10s-60s
            chime: bell
        """,
    )

    # The bell rings for 5 s: it strikes at 25 s.
    assert at_seconds(timeline.length) == 30
    assert at_seconds(timeline.placed[-1].start) == pytest.approx(25, abs=0.024)


def test_speech_and_single_times_never_bend(tmp_path: Path) -> None:
    script = """
        title: Hips
        length: {length}
        steps:
          - say: One two three four.
            within: 5s
          - pause: 3s
          - say: Five six.
          - hold: 10s
            countdown: 3
          - breathe: {{ in: 2s, out: 2s, cycles: 2 }}
          - reps: 2
            every: 3s
          - pause: 1s-60s
        """

    short = laid_out(tmp_path, script.format(length="40s"))
    long = laid_out(tmp_path, script.format(length="80s"))

    assert heard(short) == heard(long)


@pytest.mark.parametrize(
    ("length", "reached"), [("20.47s", 20.472), ("20.48s", 20.472), ("30.4s", 30.408)]
)
def test_both_ends_of_what_can_be_reached_are_reached(
    tmp_path: Path, length: str, reached: float
) -> None:
    script = f"title: Hips\nlength: {length}\nsteps:\n  - pause: 20s-30s\n"

    assert at_seconds(laid_out(tmp_path, script).length) == pytest.approx(reached, abs=0.08)


def test_a_length_too_short_names_what_can_be_reached(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        title: Hips
        length: 1m
        steps:
          - pause: 2m-3m
        """,
    )

    assert told == [
        "script.yaml:2:9: the session cannot last 1:00: its shortest is 2:00.5, its longest 3:00.5"
        f" ({MEND})"
    ]


def test_a_length_too_long_names_what_can_be_reached(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        title: Hips
        steps:
          - pause: 2m
        length: 1h
        """,
    )

    assert told == [
        "script.yaml:4:9: the session cannot last 1:00:00: its shortest is 2:00.5, "
        f"its longest 2:00.5 ({MEND})"
    ]


def test_the_shortest_and_the_longest_shown_can_be_asked_for(tmp_path: Path) -> None:
    script = "title: Hips\nlength: {}\nsteps:\n  - pause: 20s-30s\n"
    (told,) = mistakes(tmp_path, script.format("1h"))
    shortest = told.partition("shortest is ")[2].partition(",")[0]
    longest = told.partition("longest ")[2].partition(" (")[0]

    assert [mistakes(tmp_path, script.format(end)) for end in (shortest, longest)] == [[], []]


def _commanded(folder: Path, script: str, overrides: Overrides) -> Timeline:
    located = ScriptFile(folder, write(folder, script))
    found = read_routine(located, overrides, read_library(folder)).rundown
    return fit(found, {clip: extent(clip) for clip in found.clips()})


def test_the_command_line_s_length_goes_before_the_script_s(tmp_path: Path) -> None:
    script = "title: Hips\nlength: 2m\nsteps:\n  - pause: 10s-5m\n"

    timeline = _commanded(tmp_path, script, Overrides(VoiceChoice(engine="tone"), samples(60)))

    assert at_seconds(timeline.length) == 60


def test_a_length_of_the_command_line_that_cannot_be_reached_is_the_file_s_problem(
    tmp_path: Path,
) -> None:
    script = "title: Hips\nlength: 2m\nsteps:\n  - pause: 10s-5m\n"

    with pytest.raises(ScriptProblems) as found:
        _commanded(tmp_path, script, Overrides(VoiceChoice(engine="tone"), samples(5)))

    assert [problem.place for problem in found.value.problems] == [HERE]


def test_cues_are_judged_at_every_length_of_their_hold(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        title: Hips
        length: 28s
        steps:
          - hold: 10s-30s
            at: { 12s: Late. }
        """,
    )

    assert told == [
        "script.yaml:5:16: this cue would start 1.99 s after its hold ends when it lasts 10 s"
        f" ({FIT})"
    ]


SPANS = st.tuples(st.integers(RATE, 60 * RATE), st.integers(0, 60 * RATE)).map(
    lambda ends: Span(Samples(ends[0]), Samples(sum(ends)))
)
SHARES = st.fractions(0, 1, max_denominator=10_000)


@st.composite
def flexible(draw: st.DrawFn) -> tuple[Rundown, dict[Clip, Extent]]:
    """Sessions of words, pauses, holds with a cue, and chimes that ring on."""
    extents: dict[Clip, Extent] = {}

    def clip(found: Clip, tail: int) -> Clip:
        length = draw(st.integers(1, RATE // 4))
        extents[found] = Extent(Samples(length), Samples(length + draw(st.integers(0, tail))))
        return found

    def item(number: int, kind: str) -> list[Item]:
        words = Speech(f"words {number}", TONE)
        match kind:
            case "say":
                return [Sound(clip(words, 0), HERE)]
            case "pause":
                return [Silence(draw(SPANS), HERE)]
            case "chime":
                return [Sound(clip(Strike(f"chime {number}"), 5 * RATE), HERE)]
            case _:
                cue = AnchoredClip(Anchor(Fraction(1, 2), Samples(0)), clip(words, 0), "cue", HERE)
                return [Held("hold", draw(SPANS), (cue,), HERE)]

    kinds = draw(st.lists(st.sampled_from(["say", "pause", "chime", "hold"]), max_size=20))
    items = [one for number, kind in enumerate(kinds) for one in item(number, kind)]
    return Rundown("Hips", (*items, Silence(draw(SPANS), HERE))), extents


@given(flexible(), SHARES)
def test_any_length_within_reach_is_met_to_within_a_frame(
    session: tuple[Rundown, dict[Clip, Extent]], share: Fraction
) -> None:
    rundown, extents = session
    within_reach = layout(rundown, extents, share).length
    asked = replace(rundown, length=start_of(within_reach))

    assert abs(fit(asked, extents).length - within_reach) <= 1


@given(flexible(), SHARES)
def test_a_fitted_session_is_a_layout_at_one_share(
    session: tuple[Rundown, dict[Clip, Extent]], share: Fraction
) -> None:
    """Speech lasts as long as it did, and comes in the same order."""
    rundown, extents = session
    asked = replace(rundown, length=start_of(layout(rundown, extents, share).length))

    fitted = fit(asked, extents)

    before = layout(rundown, extents).placed
    assert [(p.clip, p.extent) for p in fitted.placed] == [(p.clip, p.extent) for p in before]


@given(flexible(), st.integers(2, 100))
def test_a_length_out_of_reach_is_one_problem_at_the_length(
    session: tuple[Rundown, dict[Clip, Extent]], beyond: int
) -> None:
    rundown, extents = session
    longest = layout(rundown, extents, Fraction(1)).length
    place = Place("script.yaml", 2, 9)
    asked = replace(rundown, length=Samples(start_of(longest) + beyond * 1152), length_place=place)

    with pytest.raises(ScriptProblems) as found:
        fit(asked, extents)

    assert [problem.place for problem in found.value.problems] == [place]


def test_many_small_ranges_meet_their_length_too() -> None:
    """Were each rounded alone, ten thousand would move together, by nine frames at a time."""
    span = Span(samples(1), samples(1.5))
    length = samples(12_345.678)

    timeline = fit(Rundown("Hips", (Silence(span, HERE),) * 10_000, length=length), {})

    assert abs(timeline.length - nearest_frame(length)) <= 1


def _estimated(folder: Path, script: str) -> tuple[Problem, ...]:
    found = rundown_of(folder, script)
    extents = {clip: extent(clip) for clip in found.clips()}
    return fit(found, extents, estimated=True).warnings


def test_a_small_estimated_overrun_is_a_warning(tmp_path: Path) -> None:
    (warning,) = _estimated(
        tmp_path,
        """
        - say: One two three four five six seven eight nine ten eleven twelve.
          within: 1s
        """,
    )

    # 1.2 s in 42 frames (1.008 s)
    assert warning == Problem(
        Place("script.yaml", 3, 8),
        "this text runs 0.19 s past the end of its time (estimated)",
        FIT,
        "warning",
    )


def test_an_estimated_overrun_of_more_than_a_third_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ScriptProblems) as found:
        _estimated(
            tmp_path,
            """
            - say: One two three four five six seven eight nine ten eleven twelve thirteen fourteen.
              within: 1s
            """,
        )

    (problem,) = found.value.problems
    assert (problem.message, problem.severity) == (
        "this text runs 0.39 s past the end of its time (estimated)",
        "error",
    )


@pytest.mark.parametrize(("length", "severity"), [(1.333, "warning"), (1.345, "error")])
def test_the_line_between_them_is_a_third_of_the_slot(length: float, severity: str) -> None:
    words = Speech("words", TONE)
    cue = AnchoredClip(Anchor(Fraction(0), Samples(0)), words, "say", HERE)
    second = Span(samples(1.008), samples(1.008))
    rundown = Rundown("Hips", (Held("say", second, (cue,), HERE),))
    extents: dict[Clip, Extent] = {words: Extent(samples(length), samples(length))}

    try:
        found = fit(rundown, extents, estimated=True).warnings
    except ScriptProblems as problems:
        found = problems.problems

    assert [problem.severity for problem in found] == [severity]


def test_an_estimate_that_fits_warns_of_nothing(tmp_path: Path) -> None:
    assert _estimated(tmp_path, "- { say: Hi., within: 1s }") == ()


def test_an_estimated_overrun_at_one_length_of_a_range_ends_with_estimated(tmp_path: Path) -> None:
    (warning,) = _estimated(
        tmp_path,
        """
        - hold: 10s-20s
          at: { 9s: One two three four five six seven eight nine ten eleven. }
        """,
    )

    assert warning.message == (
        "this cue runs 0.09 s past the end of its hold when it lasts 10 s (estimated)"
    )


def test_an_estimated_error_at_one_length_goes_before_a_warning_at_another(tmp_path: Path) -> None:
    """At 16 s the cue has 1 s until the next, at 16.6 s only 0.7 s."""
    with pytest.raises(ScriptProblems, match=r"when it lasts 16\.6 s"):
        _estimated(
            tmp_path,
            """
            - hold: 15.4s-16.6s
              at:
                halfway: One two three four five six seven eight nine ten eleven.
                9s: Next.
            """,
        )


def test_a_warning_stops_nothing_when_a_length_is_asked_for(tmp_path: Path) -> None:
    warnings = _estimated(
        tmp_path,
        """
        title: Hips
        length: 20s
        steps:
          - pause: 10s-20s
          - say: One two three four five six seven eight nine ten eleven twelve.
            within: 1s
        """,
    )

    assert [warning.severity for warning in warnings] == ["warning"]
