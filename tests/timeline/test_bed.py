"""What lies between and under the words: the floor that wakes headphones, and the bed."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.bed import Bed
from audioguide.core.units import Frames
from audioguide.timeline.bed import (
    AHEAD,
    FADE_IN,
    FADE_OUT,
    FIRST,
    RELEASE,
    LaidBed,
    bed_gain,
    spoken_spans,
)
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.layout import APART, Timeline, layout
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.segment import WAKE, Assembly, Segment, between, segments
from tests.timeline.test_layout import sessions
from tests.writing import laid_out

RAIN = Bed("rain")
RISING = Bed("rain", rise=6.0)
LOOP = Frames(2500)


def _wakes(timeline: Timeline) -> list[Frames]:
    return [segment.wake for _, segment in segments(timeline)]


def _over(timeline: Timeline, bed: Bed) -> list[tuple[Frames, Segment]]:
    return list(segments(timeline, laid=LaidBed(bed, LOOP)))


TALK_PAUSE_TALK = """
    - say: These words last.
    - pause: {pause}
    - say: Rest.
    - pause: 20s
    """


def test_a_floor_is_heard_before_a_sound_that_follows_2_s_of_silence(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="2s"))

    assert _wakes(timeline) == [WAKE, WAKE]


def test_no_floor_is_heard_after_a_shorter_silence(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="1.95s"))

    assert _wakes(timeline) == [WAKE, 0]


def test_no_floor_is_heard_while_a_bell_still_rings(tmp_path: Path) -> None:
    """The bell rings for 5 s."""
    timeline = laid_out(tmp_path, "- chime: bell\n- pause: 5s\n- say: Rest.")

    assert _wakes(timeline) == [WAKE, 0]


def test_the_floor_lasts_0_4_s_and_ends_where_the_sound_begins(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="5s"))

    starts = [(start, segment.parts[0].offset) for start, segment in segments(timeline)]

    assert [start + offset for start, offset in starts] == [p.start for p in timeline.placed]
    assert [offset for _, offset in starts] == [WAKE, WAKE]
    assert pytest.approx(0.4, abs=0.012) == WAKE * 0.024


def test_wake_can_be_switched_off(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="5s"))

    assert [segment.wake for _, segment in segments(timeline, wake=False)] == [0, 0]


def test_a_bed_needs_no_floor(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="5s"))

    assert {segment.wake for _, segment in _over(timeline, RAIN)} == {0}


def test_a_bed_fades_in_and_out(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="5s"))

    assert bed_gain(timeline, RAIN).fades == (
        (FIRST, 0.0),
        (FIRST + FADE_IN, 1.0),
        (timeline.length - FADE_OUT, 1.0),
        (timeline.length, 0.0),
    )


def test_a_bed_that_does_not_rise_leaves_segments_as_short_as_their_words(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="8s"))

    second = _over(timeline, RAIN)[1]

    assert (second[0], second[1].length) == (timeline.placed[1].start, 5)  # 100 ms
    assert second[1].under is not None
    assert second[1].under.curves == ()


def test_a_bed_sinks_ahead_of_words_and_rises_after_them(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause="8s"))

    start, segment = _over(timeline, RISING)[1]

    assert timeline.placed[1].start - start == AHEAD
    assert segment.length == AHEAD + 5 + RELEASE
    assert segment.under is not None
    ((frames, factors),) = (zip(*curve, strict=True) for curve in segment.under.curves)
    assert frames == (0, AHEAD, AHEAD + 5, AHEAD + 5 + RELEASE)
    assert factors == pytest.approx((1, 10 ** (-6 / 20), 10 ** (-6 / 20), 1))


def test_the_duck_keeps_the_times_that_were_asked_for() -> None:
    assert 0.1 <= AHEAD * 0.024 <= 0.25
    assert 0.5 <= RELEASE * 0.024 <= 1


@pytest.mark.parametrize(("pause", "talks"), [("2.9s", 1), ("3.1s", 2)])
def test_a_bed_does_not_pump_in_a_short_pause(tmp_path: Path, pause: str, talks: int) -> None:
    timeline = laid_out(tmp_path, TALK_PAUSE_TALK.format(pause=pause))

    assert len(list(spoken_spans(timeline))) == talks


def test_a_bed_stays_up_under_a_chime(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- pause: 5s\n- chime: bell\n- pause: 20s")

    assert bed_gain(timeline, RISING).duck == ()


def test_the_bed_goes_on_where_it_is_in_its_loop(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- say: Rest.\n- pause: 90s\n- say: Rest.\n- pause: 20s")

    start, segment = _over(timeline, RAIN)[1]

    assert start > LOOP
    assert segment.under is not None
    assert segment.under.phase == start - LOOP


SESSIONS = sessions("spchm", shortest_pause=0)
BEDS = st.sampled_from([RAIN, RISING, replace(RISING, rise=14.0)])


@given(SESSIONS, BEDS)
def test_segments_over_a_bed_hold_every_sound_and_keep_apart(
    session: tuple[Rundown, dict[Clip, Extent]], bed: Bed
) -> None:
    timeline = layout(*session)

    over = _over(timeline, bed)

    held = sorted(start + part.offset for start, segment in over for part in segment.parts)
    assert held == [placed.start for placed in timeline.placed]
    gaps = [after[0] - before[0] - before[1].length for before, after in pairwise(over)]
    assert all(gap >= APART for gap in gaps)


@given(SESSIONS, BEDS)
def test_segments_and_what_lies_between_them_are_the_whole_session(
    session: tuple[Rundown, dict[Clip, Extent]], bed: Bed
) -> None:
    timeline = layout(*session)
    whole = Assembly(timeline, bed, tuple(_over(timeline, bed)))

    sounding = sum(segment.length for _, segment in whole.segments)
    alone = sum(end - start for start, end in between(whole))

    assert sounding + alone == timeline.length


@given(SESSIONS)
def test_a_floor_never_touches_the_sound_before_it(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    timeline = layout(*session)

    placed = list(segments(timeline))

    gaps = [after[0] - before[0] - before[1].length for before, after in pairwise(placed)]
    assert all(gap >= APART for gap in gaps)
    assert all(start >= 1 for start, _ in placed)
