"""When everything is heard. A word takes 100 ms, a bell 1.5 s and rings for 5; a frame is 24 ms,
and the session opens with 20 silent ones (0.48 s)."""

from collections.abc import Mapping
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
    Samples,
    frames_holding,
    samples,
    start_of,
)
from audioguide.script.duration import Span
from audioguide.script.moment import Anchor
from audioguide.timeline.clip import Clip, Extent, Speech, Strike
from audioguide.timeline.layout import PlacedClip, Timeline, layout
from audioguide.timeline.rundown import (
    AnchoredClip,
    ChapterStart,
    Held,
    Item,
    Rundown,
    Silence,
    Sound,
)
from tests.writing import TONE, at_seconds, heard, laid_out, mistakes, rundown_of

HALF_A_FRAME = 0.012


def test_a_session_opens_with_20_silent_frames(tmp_path: Path) -> None:
    assert heard(laid_out(tmp_path, "- say: Lie down.")) == [("say", "Lie down.", 0.48)]


def test_a_gap_parts_two_sounds(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: Lie down.
        - say: Bend your knees.
        """,
    )

    assert heard(timeline) == [("say", "Lie down.", 0.48), ("say", "Bend your knees.", 1.488)]


def test_say_pause_say_is_the_pause_from_end_to_onset(tmp_path: Path) -> None:
    first, second = laid_out(
        tmp_path,
        """
        - say: Lie down.
        - pause: 5s
        - say: Bend your knees.
        """,
    ).placed

    silence = at_seconds(second.start) - first.end / RATE
    assert silence == pytest.approx(5, abs=HALF_A_FRAME)


def test_a_pause_of_nothing_takes_the_gap_away(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: Lie down now.
        - pause: 0s
        - say: Bend.
        """,
    )

    # 300 ms are 12.5 frames: the second waits for the end of the 13th.
    assert heard(timeline)[1] == ("say", "Bend.", 0.792)


def test_a_pause_before_the_first_words_is_silence(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - pause: 3s
        - say: Lie down.
        """,
    )

    assert heard(timeline) == [("say", "Lie down.", 3.48)]


def test_a_hold_is_counted_from_the_end_of_its_say(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - hold: 30s
          say: Roll slowly over the sore place.
          at: { 3s: Soften., 1/3: Slower., halfway: Half. }
        - say: Done.
        """,
    )

    # Six words end at 1.08 s; the moments are 3, 10, 15 and 30 s later, on the nearest frame.
    assert heard(timeline) == [
        ("say", "Roll slowly over the sore place.", 0.48),
        ("cue", "Soften.", 4.08),
        ("cue", "Slower.", 11.088),
        ("cue", "Half.", 16.08),
        ("say", "Done.", 31.08),
    ]


def test_what_belongs_to_the_end_is_counted_back_from_its_frame(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - hold: 30s
          say: Roll.
          at: { 10s left: Ten more. }
          countdown: 3
          chime: bell
        """,
    )

    # The hold ends at 30.58 s, so on frame 1274 (30.576 s): 417, 125, 83 and 42 frames before.
    assert heard(timeline) == [
        ("say", "Roll.", 0.48),
        ("cue", "Ten more.", 20.568),
        ("count", "three", 27.576),
        ("count", "two", 28.584),
        ("count", "one", 29.568),
        ("chime", "(bell)", 30.576),
    ]


def test_a_range_lasts_its_middle(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - hold: 30s-60s
        - say: Done.
        """,
    )

    assert heard(timeline) == [("say", "Done.", 45.48)]


def test_a_chime_takes_its_strike_and_rings_on_under_what_follows(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - chime: bell
        - say: Lie down.
        """,
    )

    # 0.48 + 1.5 (strike) + 0.4 (gap) = 2.38 s
    assert heard(timeline) == [("chime", "(bell)", 0.48), ("say", "Lie down.", 2.784)]


def test_a_chime_of_a_say_strikes_at_its_end(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- { say: Lie down on the floor., chime: bell }")

    assert heard(timeline)[1] == ("chime", "(bell)", 0.984)


def test_a_session_ends_with_its_last_tail(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- chime: bell")

    assert at_seconds(timeline.length) == 5.496  # 0.48 + 5 s, in whole frames


def test_a_tail_that_fades_in_a_pause_adds_nothing(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - chime: bell
        - pause: 6s
        """,
    )

    assert at_seconds(timeline.length) == 7.992  # 0.48 + 1.5 + 6 s


def test_a_session_waits_8_seconds_for_a_tail_and_no_longer(tmp_path: Path) -> None:
    rundown = rundown_of(tmp_path, "- chime: bell")

    timeline = layout(rundown, {Strike("bell"): Extent(samples(1.5), samples(60))})

    assert at_seconds(timeline.length) == pytest.approx(0.48 + 1.5 + 8, abs=HALF_A_FRAME)


def test_a_session_without_a_sound_lasts_its_pauses(tmp_path: Path) -> None:
    assert at_seconds(laid_out(tmp_path, "- pause: 3s").length) == 3.48


def _chapters(timeline: Timeline) -> list[tuple[str, float, float]]:
    return [(c.title, at_seconds(c.start), at_seconds(c.end)) for c in timeline.chapters]


def test_a_session_without_chapters_is_one_of_its_title(tmp_path: Path) -> None:
    assert _chapters(laid_out(tmp_path, "- pause: 3s")) == [("Hips", 0, 3.48)]


def test_time_before_the_first_chapter_is_named_by_the_title(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - pause: 3s
        - chapter: Roll
        - pause: 3s
        """,
    )

    assert _chapters(timeline) == [("Hips", 0, 3.48), ("Roll", 3.48, 6.48)]


def test_a_chapter_at_the_start_includes_the_opening(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - chapter: Ready
        - say: Lie down.
        - pause: 2.8s
        - chapter: Roll
        - hold: 3s
        """,
    )

    assert _chapters(timeline) == [("Ready", 0, 3.48), ("Roll", 3.48, 6.48)]


def test_a_chapter_begins_with_its_first_words_not_with_the_gap(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: Lie down.
        - chapter: Roll
        - say: Roll.
        """,
    )

    assert timeline.chapters[1].start == timeline.placed[1].start


def test_a_chapter_in_which_nothing_happens_is_left_out(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - chapter: Nothing
        - chapter: Something
        - pause: 3s
        - chapter: The end
        """,
    )

    assert _chapters(timeline) == [("Something", 0, 3.48)]


MEND = "shorten the words, move the cue, or lengthen the hold"


def test_cue_past_the_end_of_its_hold_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 10s
          at:
            9s: This cue of twelve words is a good deal longer than it should be.
        """,
    )

    # From frame 395 (9.48 s) for 1.4 s, where frame 437 (10.488 s) is the end.
    assert told == [f"script.yaml:5:9: this cue runs 0.39 s past the end of its hold ({MEND})"]


def test_cue_that_ends_with_its_hold_fits(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 12s
          at: { 3s left: Thirty 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 20 1 2 3 4 5 6 7 8 9 30. }
        """,
    )

    assert told == []


def test_cue_over_another_cue_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 12s
          at:
            6s: One two three four five six seven eight nine ten eleven.
            1s: Soften.
            7s: Breathe.
        """,
    )

    # From 6.48 s for 1.1 s; the next begins on frame 312 (7.488 s).
    assert told == [f"script.yaml:5:9: this cue runs 0.09 s into the cue after it ({MEND})"]


def test_cue_over_the_countdown_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 30s
          at: { 3.5s left: Let go of it all now. }
          countdown: 3
        """,
    )

    assert told == [f"script.yaml:4:20: this cue runs 0.10 s into the countdown ({MEND})"]


def test_cue_on_the_end_of_its_hold_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(tmp_path, "- { hold: 12s, at: { 12s: Now., 15s: Late. } }")

    assert told == [
        f"script.yaml:3:27: this cue would start only when its hold ends ({MEND})",
        f"script.yaml:3:38: this cue would start 3.00 s after its hold ends ({MEND})",
    ]


def test_what_would_begin_before_its_hold_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 3s
          at: { 6s left: Six more. }
        - hold: 3s
          countdown: 6
        """,
    )

    assert told == [
        f"script.yaml:4:18: this cue would start 3.00 s before its hold ({MEND})",
        f"script.yaml:5:3: the countdown would start 3.00 s before its hold ({MEND})",
    ]


def test_a_hold_may_be_all_countdown(tmp_path: Path) -> None:
    """Rounding must not put its first number before the hold, wherever that begins."""
    told = mistakes(
        tmp_path,
        """
        - repeat: 30
          steps:
            - hold: 1s
              countdown: 1
            - hold: 10s
              at: { 10s left: Soften., 0.5s: Go on. }
            - pause: 0.01s
        """,
    )

    assert told == []


def test_cue_that_fits_only_in_the_middle_of_a_range_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - hold: 10s-20s
          at: { 12s: Late. }
        - hold: 20s-24s
          at: { halfway: Half., 12s: Twelve. }
        """,
    )

    assert told == [
        "script.yaml:4:14: this cue would start 1.99 s after its hold ends when it lasts 10 s"
        f" ({MEND})",
        f"script.yaml:6:18: this cue runs 0.10 s into the cue after it when it lasts 24 s ({MEND})",
    ]


def test_a_countdown_over_itself_is_a_problem(tmp_path: Path) -> None:
    """No language counts so slowly; an engine may."""
    rundown = rundown_of(tmp_path, "- { hold: 12s, countdown: 2 }")
    slow = {clip: Extent(samples(1.3), samples(1.3)) for clip in rundown.clips()}

    with pytest.raises(Exception, match=r"the countdown runs 0\.\d\d s into the countdown"):
        layout(rundown, slow)


def test_problems_of_every_hold_come_at_once(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - repeat: 2
          steps:
            - hold: 3s
              countdown: 5
            - hold: 3s
              at: { 5s: Late. }
        """,
    )

    assert [line.split(": ")[0] for line in told] == ["script.yaml:5:7", "script.yaml:8:17"]


HERE = Place("script.yaml", 1, 1)
LENGTHS = st.integers(1, 4 * RATE).map(Samples)


@st.composite
def sessions(
    draw: st.DrawFn, kinds: str, shortest_pause: float
) -> tuple[Rundown, dict[Clip, Extent]]:
    """Sessions of (s)ay, (p)ause, (c)hime, (h)old and chapter (m)arks, all of any length."""
    extents: dict[Clip, Extent] = {}

    def speech() -> Speech:
        clip = Speech(f"words {len(extents)}", TONE)
        length = draw(LENGTHS)
        extents[clip] = Extent(length, length)
        return clip

    def strike() -> Strike:
        clip = Strike(f"chime {len(extents)}")
        length = draw(LENGTHS)
        extents[clip] = Extent(length, Samples(length + draw(LENGTHS)))
        return clip

    def cue(share: Fraction, offset: float) -> AnchoredClip:
        return AnchoredClip(Anchor(share, samples(offset)), speech(), "cue", HERE)

    def items(kind: str) -> list[Item]:
        match kind:
            case "s":
                return [Sound(speech(), HERE)]
            case "p":
                length = Samples(draw(st.integers(samples(shortest_pause), 10 * RATE)))
                return [Silence(Span(length, length), HERE)]
            case "c":
                return [Sound(strike(), HERE, joined=draw(st.booleans()))]
            case "m":
                return [ChapterStart(f"chapter {draw(st.integers())}", HERE)]
            case _:
                # Room for 4 s of words after each cue. 9 s are a whole number of frames.
                length = Samples(draw(st.integers(27 * RATE, 60 * RATE)))
                part = draw(st.fractions(Fraction(1, 6), Fraction(1, 2)))
                cues = (cue(part, 0), cue(Fraction(1), -9))
                return [
                    Held("hold", Span(length, length), cues, HERE),
                    Sound(strike(), HERE, joined=True),
                ]

    found = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=40))
    return Rundown("Hips", tuple(item for kind in found for item in items(kind))), extents


def ideals(rundown: Rundown, extents: Mapping[Clip, Extent]) -> dict[Clip, int]:
    """When each clip would sound if there were no frames, in samples."""
    found: dict[Clip, int] = {}
    now, after_sound = int(start_of(OPENING)), False
    for item in rundown.items:
        match item:
            case Sound(clip=clip, joined=joined):
                now += rundown.gap if after_sound and not joined else 0
                found[clip] = now
                now += extents[clip].length
                after_sound = True
            case Silence(span=span):
                now += span.middle
                after_sound = False
            case Held(span=span, cues=cues):
                for cue in cues:
                    share = round(cue.anchor.share * span.middle)
                    found[cue.clip] = now + share + cue.anchor.offset
                now += span.middle
                after_sound = False
            case ChapterStart():
                pass
    return found


def padded_end(placed: PlacedClip) -> int:
    """The first sample after the whole frames that hold the time it takes."""
    return start_of(placed.start) + start_of(frames_holding(placed.extent.length))


@given(sessions("sph", shortest_pause=0.2))
def test_no_onset_is_ever_more_than_half_a_frame_off(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    rundown, extents = session
    without_tails = {clip: Extent(e.length, e.length) for clip, e in extents.items()}
    ideal = ideals(rundown, extents)

    placed = layout(rundown, without_tails).placed

    # A chime that is joined to its hold has no pause before it, but the hold's last words leave it
    # seconds of room.
    assert all(abs(start_of(p.start) - ideal[p.clip]) <= FRAME // 2 for p in placed)


@given(sessions("spchm", shortest_pause=0))
def test_no_onset_is_ever_more_than_a_frame_off_unless_the_sound_before_it_fills_its_frame(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    """What rings together is counted from its first sound, which costs another half frame."""
    rundown, extents = session
    ideal = ideals(rundown, extents)

    placed = layout(rundown, extents).placed

    ends = [0, *(padded_end(p) for p in placed)]
    assert all(
        abs(start_of(p.start) - ideal[p.clip]) <= FRAME or start_of(p.start) == end
        for p, end in zip(placed, ends, strict=False)
    )


@given(sessions("spchm", shortest_pause=0))
def test_sounds_overlap_only_under_a_tail(session: tuple[Rundown, dict[Clip, Extent]]) -> None:
    timeline = layout(*session)

    assert all(
        padded_end(first) <= start_of(second.start) for first, second in pairwise(timeline.placed)
    )


@given(sessions("spchm", shortest_pause=0))
def test_every_clip_of_the_rundown_is_placed_once(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    rundown, extents = session

    placed = layout(rundown, extents).placed

    assert sorted(map(repr, extents)) == sorted(repr(p.clip) for p in placed)


@given(sessions("spchm", shortest_pause=0))
def test_chapters_are_contiguous_from_the_start_to_the_end(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    timeline = layout(*session)

    starts = [chapter.start for chapter in timeline.chapters]
    ends = [chapter.end for chapter in timeline.chapters]
    assert [0, *ends] == [*starts, timeline.length]
    assert all(start < end for start, end in zip(starts, ends, strict=True))


@given(sessions("spchm", shortest_pause=0))
def test_nothing_sounds_after_the_end_but_a_tail_of_over_8_seconds(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    timeline = layout(*session)

    assert all(p.silent_from <= timeline.length for p in timeline.placed)


def test_nothing_adds_up_over_five_hours() -> None:
    """Neither the words nor the pauses are whole frames, and each would be a third of one late."""
    words = Speech("Breathe.", TONE)
    pause = Silence(Span(samples(2.008), samples(2.008)), HERE)
    rundown = Rundown("Hips", (Sound(words, HERE), pause) * 6000)

    last = layout(rundown, {words: Extent(samples(1.0), samples(1.0))}).placed[-1]

    assert at_seconds(last.start) == pytest.approx(0.48 + 5999 * 3.008, abs=HALF_A_FRAME)
