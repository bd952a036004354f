"""The steps in which time is kept: rests, paced breaths, counted repetitions, words with a time.
A word takes 100 ms, a bell strikes for 1.5 s; a frame is 24 ms, and a session opens with 0.48 s."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.problem import Place
from audioguide.core.units import (
    FRAME,
    OPENING,
    RATE,
    Frames,
    Samples,
    nearest_frame,
    samples,
    start_of,
)
from audioguide.core.voice import Voice
from audioguide.script.duration import Span
from audioguide.script.moment import Anchor
from audioguide.script.session_settings import GAP
from audioguide.timeline.clip import BreathTone, Clip, Extent, Speech, Strike
from audioguide.timeline.layout import layout
from audioguide.timeline.rundown import AnchoredClip, Held, Item, Rundown, Silence, Sound
from tests.writing import TONE, at_seconds, happens, heard, laid_out, mistakes, rundown_of

MEND = "shorten the words, move the cue, or lengthen the hold"
HERE = Place("script.yaml", 1, 1)


def on_the_clock(seconds: float) -> Frames:
    """The frame nearest to a time after the opening."""
    return nearest_frame(Samples(start_of(OPENING) + samples(seconds)))


def test_a_rest_happens_as_a_hold_does(tmp_path: Path) -> None:
    step = """
        - {what}: 30s-40s
          say: Lie still.
          at: {{ halfway: Half., 10s left: Ten. }}
          start_chime: wood
          countdown: 3
          chime: bell
        - say: Done.
        """

    rest = laid_out(tmp_path, step.format(what="rest"))

    assert heard(rest) == heard(laid_out(tmp_path, step.format(what="hold")))


def test_a_rest_says_its_own_name_in_a_problem(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "- { rest: 5s, at: { 6s: Late. } }") == [
        f"script.yaml:3:25: this cue would start 1.01 s after its rest ends ({MEND})"
    ]


def test_a_rest_of_a_range_lasts_its_middle(tmp_path: Path) -> None:
    assert happens(rundown_of(tmp_path, "- rest: 20s-40s")) == ["rest 30 s"]


def test_breaths_are_led_by_a_tone_in_and_a_tone_out(tmp_path: Path) -> None:
    found = rundown_of(tmp_path, "- breathe: { in: 4s, hold: 1s, out: 6s, rest: 2s, cycles: 2 }")

    assert happens(found) == ["breathe 26 s", *("(breathe in)", "(breathe out)") * 2]


def test_a_breath_tone_lasts_as_long_as_its_part(tmp_path: Path) -> None:
    found = rundown_of(tmp_path, "- breathe: { in: 4s, out: 6.5s, cycles: 2 }")

    assert set(found.clips()) == {BreathTone("in", samples(4)), BreathTone("out", samples(6.5))}


def test_a_breath_follows_its_own_clock_to_the_frame(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - breathe: { in: 4s, hold: 1s, out: 6s, rest: 1s, cycles: 2 }
        - say: Done.
        """,
    )

    # 0.48 + 0, 5, 12, 17 and 24 s, each on the nearest frame of 24 ms.
    assert heard(timeline) == [
        ("tone", "(breathe in)", 0.48),
        ("tone", "(breathe out)", 5.472),
        ("tone", "(breathe in)", 12.48),
        ("tone", "(breathe out)", 17.472),
        ("say", "Done.", 24.48),
    ]


def test_breaths_led_by_words_name_every_part(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path, "- breathe: { in: 4s, hold: 1s, out: 6s, rest: 1s, cycles: 1, by: words }"
    )

    assert happens(found) == ["breathe 12 s", "Breathe in.", "Hold.", "Breathe out.", "Rest."]


def test_breaths_speak_the_language_of_the_script_in_the_voice_of_the_step(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        title: Atem
        language: de
        steps:
          - breathe: { in: 4s, out: 6s, cycles: 1, by: words }
            voice: { rate: 100 }
        """,
    )

    assert list(found.clips()) == [
        Speech("Einatmen.", Voice("tone", "", "de", 100)),
        Speech("Ausatmen.", Voice("tone", "", "de", 100)),
    ]


@pytest.mark.parametrize("by", ["tones", "words"])
def test_a_hundred_breaths_never_drift_from_their_clock(tmp_path: Path, by: str) -> None:
    """3.333 and 4.777 s are no whole frames; rounded one by one they would be seconds late."""
    timeline = laid_out(
        tmp_path, f"- breathe: {{ in: 3.333s, out: 4.777s, cycles: 100, by: {by} }}"
    )

    assert [placed.start for placed in timeline.placed] == [
        on_the_clock(cycle * 8.11 + part) for cycle in range(100) for part in (0, 3.333)
    ]


def test_a_gap_parts_breaths_from_the_words_before_them(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: Breathe along.
        - breathe: { in: 4s, out: 6s, cycles: 1 }
          start_chime: bell
          chime: bell
        """,
    )

    # Words end at 0.68; the bell strikes after the gap at 1.48, the breath after 1.5 + 0.8 s.
    assert heard(timeline) == [
        ("say", "Breathe along.", 0.48),
        ("chime", "(bell)", 1.488),
        ("tone", "(breathe in)", 3.792),
        ("tone", "(breathe out)", 7.776),
        ("chime", "(bell)", 13.8),
    ]


def test_breaths_begin_a_second_after_their_instruction(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path, "- say: Breathe along.\n- breathe: { in: 4s, out: 6s, cycles: 1 }"
    )

    assert heard(timeline)[1] == ("tone", "(breathe in)", 1.68)


def test_a_longer_gap_goes_before_the_second(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        "- { reps: 2, every: 3s, say: Lift. }",
        {"library.yaml": "gap: 1.4s"},
    )

    assert heard(timeline)[1] == ("count", "one", 1.992)


def test_a_word_longer_than_its_part_of_the_breath_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - breathe: { in: 4s, hold: 0.2s, out: 6s, rest: 0.2s, cycles: 3, by: words }
        - breathe: { in: 0.2s, out: 0.2s, cycles: 3, by: words }
          voice: { engine: tone }
        """,
    )

    assert [line.split(": ")[0] for line in told] == ["script.yaml:4:3"]
    assert "this cue runs" in told[0]


def test_breaths_beyond_any_session_are_a_problem_and_not_an_hour_of_work(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - repeat: 1000
          steps:
            - breathe: { in: 0.2s, out: 0.2s, cycles: 1000 }
        """,
    )

    assert told == ["script.yaml:5:7: a session of more than 50,000 steps"]


def test_repetitions_begin_a_second_after_their_instruction(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - reps: 4
          every: 3s
          say: Lift, and lower.
        - say: Done.
        """,
    )

    # The words end at 0.78 s; the clock starts at 1.78 and runs for 12 s.
    assert heard(timeline) == [
        ("say", "Lift, and lower.", 0.48),
        ("count", "one", 1.776),
        ("count", "two", 4.776),
        ("count", "three", 7.776),
        ("count", "four", 10.776),
        ("say", "Done.", 13.776),
    ]


def test_repetitions_are_counted_by_ticks(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- { reps: 3, every: 2s, count: tick, chime: bell }")

    assert heard(timeline) == [
        ("chime", "(tick)", 0.48),
        ("chime", "(tick)", 2.472),
        ("chime", "(tick)", 4.488),
        ("chime", "(bell)", 6.48),
    ]


@given(reps=st.integers(1, 100), every=st.integers(200, 5000))
def test_counts_never_drift_and_the_step_lasts_them_all(reps: int, every: int) -> None:
    pace = samples(every / 1000)
    count = Strike("tick")
    cues = tuple(AnchoredClip(_at(n * pace), count, "chime", HERE) for n in range(reps))
    whole = Samples(reps * pace)
    after = Strike("bell")
    rundown = Rundown("Hips", (Held("reps", Span(whole, whole), cues, HERE), Sound(after, HERE)))

    *counts, last = layout(rundown, dict.fromkeys([count, after], _extent(0.1))).placed

    at = [placed.start for placed in counts]
    assert at == [nearest_frame(Samples(start_of(OPENING) + n * pace)) for n in range(reps)]
    assert last.start == nearest_frame(Samples(start_of(OPENING) + whole))


def test_repetitions_are_counted_to_a_hundred(tmp_path: Path) -> None:
    counted = happens(rundown_of(tmp_path, "- { reps: 100, every: 2s }"))

    assert (counted[0], counted[-1], len(set(counted))) == ("reps 200 s", "one hundred", 101)


def test_a_count_over_the_next_is_a_problem(tmp_path: Path) -> None:
    rundown = rundown_of(tmp_path, "- { reps: 3, every: 1s }")

    with pytest.raises(Exception, match=r"the count runs 0\.\d\d s into the count after it"):
        layout(rundown, dict.fromkeys(rundown.clips(), _extent(1.1)))


def test_words_within_a_time_take_exactly_that_time(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: Lie down.
          within: 20s
        - say: Done.
        """,
    )

    assert heard(timeline) == [("say", "Lie down.", 0.48), ("say", "Done.", 20.472)]


def test_words_within_a_time_have_a_gap_before_and_a_chime_at_the_end(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: First.
        - say: Lie down.
          within: 5s
          chime: bell
        """,
    )

    # The first word ends at 0.58; the time runs from 1.38 to 6.38 s.
    assert heard(timeline) == [
        ("say", "First.", 0.48),
        ("say", "Lie down.", 1.392),
        ("chime", "(bell)", 6.384),
    ]


def test_words_longer_than_their_time_are_a_problem_where_they_stand(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - say: One two three four five six seven eight nine ten eleven twelve.
          within: 1s
        """,
    )

    # 1.2 s from frame 20, where frame 62 (1.488 s) is the end.
    assert told == [f"script.yaml:3:8: this text runs 0.19 s past the end of its time ({MEND})"]


def test_a_range_to_speak_within_is_a_problem(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path, "- { say: Hi., within: 5s-6s }")

    assert told.startswith("script.yaml:3:23: a single time is expected here, not a range")


def test_a_start_chime_strikes_inside_the_time_of_its_hold(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - hold: 30s
          say: Roll.
          start_chime: bell
          at: { 2s: Soften. }
          chime: bell
        """,
    )

    # The word fills its frames up to 0.6 s; the bell is 0 on the clock, and takes none of its 30 s.
    assert heard(timeline) == [
        ("say", "Roll.", 0.48),
        ("chime", "(bell)", 0.6),
        ("cue", "Soften.", 2.592),
        ("chime", "(bell)", 30.576),
    ]


def test_a_cue_under_the_start_chime_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 30s
          start_chime: bell
          at: { 1s: Soften. }
        """,
    )

    # 1.5 s from frame 20; the cue starts on frame 62, 1.008 s later.
    assert told == [f"script.yaml:3:3: the chime runs 0.49 s into the cue after it ({MEND})"]


def test_a_start_chime_of_words_strikes_before_them(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- { say: Lie down., start_chime: tick }")

    assert heard(timeline) == [("chime", "(tick)", 0.48), ("say", "Lie down.", 1.488)]


@given(before=st.integers(1, 5 * RATE), length=st.integers(10 * RATE, 30 * RATE))
def test_a_countdown_lands_on_zero(before: int, length: int) -> None:
    """Wherever the hold lies, its numbers are whole seconds (to half a frame) before its chime."""
    counts = [Speech(str(left), TONE) for left in (3, 2, 1)]
    cues = tuple(
        AnchoredClip(Anchor(Fraction(1), Samples(-left * RATE)), count, "count", HERE)
        for left, count in zip((3, 2, 1), counts, strict=True)
    )
    span = Span(Samples(length), Samples(length))
    wait = Silence(Span(Samples(before), Samples(before)), HERE)
    bell = Sound(Strike("bell"), HERE, joined=True)
    rundown = Rundown("Hips", (wait, Held("hold", span, cues, HERE), bell))

    *said, end = layout(rundown, dict.fromkeys([*counts, bell.clip], _extent(0.5))).placed

    apart = [start_of(Frames(end.start - placed.start)) for placed in said]
    assert all(
        abs(gone - left * RATE) <= FRAME // 2 for gone, left in zip(apart, (3, 2, 1), strict=True)
    )


def test_a_step_speaks_in_a_voice_of_its_own_its_cues_and_counts_too(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - hold: 30s
          say: Roll.
          voice: { rate: 100 }
          at: { halfway: Half. }
          countdown: 1
        - say: Done.
        """,
    )

    rates = {clip.text: clip.voice.rate for clip in found.clips() if isinstance(clip, Speech)}
    assert rates == {"Roll.": 100, "Half.": 100, "one": 100, "Done.": Voice().rate}


def test_steps_whose_keys_are_wrong_are_told_each_in_its_place(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - breathe: { in: 4s, cycles: 5 }
        - breathe: { in: 0.1s, out: 61s, cycles: 0, by: hand, hold: 1s-2s }
        - breathe: 5
        - breathe: { inn: 4s, out: 4s, cycles: 5 }
        - reps: 101
          every: 3s
          count: loud
        - reps: 5
        - rest: 0s
        - { say: Hi., voice: calm }
        - { say: Hi., voice: { rate: 79, engine: espeak, name: "" } }
        - { rest: 5s, start_chime: bel }
        """,
    )

    whole = "a whole number from"
    lasting = "a part of a breath lasts from 0.2 s to 60 s"
    assert [line.partition(" (")[0].removeprefix("script.yaml:") for line in told] == [
        "3:12: `breathe` needs `out`",
        f"4:18: {lasting}",
        f"4:29: {lasting}",
        f"4:42: {whole} 1 to 1000 is expected, not `0`",
        "4:49: there is no way to lead a breath `hand`",
        "4:61: a single time is expected here, not a range",
        "5:12: a mapping is expected here, of: in, hold, out, rest, cycles, by",
        "6:14: unknown key `inn`",
        f"7:9: {whole} 1 to 100 is expected, not `101`",
        "9:10: there is no way to count `loud`",
        "10:3: `reps` needs `every`",
        "11:9: it must last longer than nothing",
        "12:22: there is no voice `calm`",
        f"13:30: {whole} 80 to 450 is expected, not `79`",
        "13:42: there is no engine `espeak`",
        "13:56: a text is expected here, and there is none",
        "14:28: there is no chime `bel`",
    ]


KINDS = ("say", "within", "hold", "rest", "breathe", "words", "reps", "tick", "pause")


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 3 * RATE)), max_size=30))
def test_rounding_never_puts_a_first_sound_before_its_step(
    steps: list[tuple[str, int]],
) -> None:
    """Every held step begins with a sound at 0; none is ever told to begin before it."""
    extents: dict[Clip, Extent] = {}
    items: list[Item] = []
    for number, (kind, length) in enumerate(steps):
        clip: Clip = Speech(f"words {number}", TONE)
        extents[clip] = Extent(Samples(length), Samples(length))
        span = Span(Samples(length + RATE), Samples(length + RATE))
        held = (AnchoredClip(_at(0), clip, "cue", HERE),)
        match kind:
            case "pause":
                items.append(Silence(span, HERE))
            case "say":
                items.append(Sound(clip, HERE))
            case "within":
                items.append(Held("say", span, held, HERE))
            case "hold":
                items.append(Held("hold", span, held, HERE))
            case "rest":
                items.append(Held("rest", span, held, HERE))
            case "breathe" | "words":
                items.append(Held("breathe", span, held, HERE))
            case _:
                items.append(Held("reps", span, held, HERE))

    timeline = layout(Rundown("Hips", tuple(items), GAP), extents)

    assert all(first.silent_from <= second.start for first, second in pairwise(timeline.placed))
    assert at_seconds(timeline.length) >= 0.48


def _at(samples_in: int) -> Anchor:
    return Anchor(Fraction(0), Samples(samples_in))


def _extent(seconds: float) -> Extent:
    return Extent(samples(seconds), samples(seconds))
