"""Stretches of sound that are encoded once, wherever they stand."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from audioguide.core.units import samples
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.layout import APART, layout
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.segment import Segment, segments
from tests.timeline.test_layout import sessions
from tests.writing import laid_out, rundown_of

SESSIONS = sessions("spchm", shortest_pause=0)


def _texts(segment: Segment) -> list[str]:
    return [getattr(part.clip, "text", "(bell)") for part in segment.parts]


def test_silence_parts_segments(tmp_path: Path) -> None:
    timeline = laid_out(
        tmp_path,
        """
        - say: Lie down.
        - say: Bend.
          chime: bell
        - say: Under the bell.
        - pause: 5s
        - say: Rest.
        """,
    )

    assert [_texts(segment) for _, segment in segments(timeline)] == [
        ["Lie down."],
        ["Bend.", "(bell)", "Under the bell."],
        ["Rest."],
    ]


@pytest.mark.parametrize(("pause", "count"), [("0.096s", 2), ("0.072s", 1)])
def test_four_silent_frames_part_and_three_do_not(tmp_path: Path, pause: str, count: int) -> None:
    """Six words are 600 ms, exactly 25 frames."""
    timeline = laid_out(
        tmp_path,
        f"""
        - say: These words fill all their frames.
        - pause: {pause}
        - say: Bend.
        """,
    )

    assert len(list(segments(timeline))) == count


@pytest.mark.parametrize("pause", ["3s", "3.001s", "3.01s", "3.02s", "17.77s"])
def test_what_sounds_together_is_the_same_segment_wherever_it_stands(
    tmp_path: Path, pause: str
) -> None:
    """None of its parts is a whole number of frames from another, and neither is the pause."""
    together = """
            - say: Let go now.
              chime: bell
            - say: Under the bell.
            - hold: 1s
              at: { 0.31s: Soften. }
              chime: bell
    """

    timeline = laid_out(
        tmp_path,
        f"""
        - repeat: 20
          steps:{together}
            - pause: {pause}
            - pause: 5s
        """,
    )

    assert len({segment for _, segment in segments(timeline)}) == 1


def test_a_session_that_ends_before_its_tail_cuts_the_last_segment(tmp_path: Path) -> None:
    rundown = rundown_of(tmp_path, "- chime: bell")
    timeline = layout(
        rundown, {clip: Extent(samples(1.5), samples(60)) for clip in rundown.clips()}
    )

    ((start, segment),) = segments(timeline)

    assert start + segment.length == timeline.length


def test_silence_has_no_segments(tmp_path: Path) -> None:
    assert list(segments(laid_out(tmp_path, "- pause: 3s"))) == []


@given(SESSIONS)
def test_segments_are_at_least_four_frames_apart(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    placed = list(segments(layout(*session)))

    assert all(
        first + segment.length + APART <= second
        for (first, segment), (second, _) in pairwise(placed)
    )


@given(SESSIONS)
def test_every_clip_is_in_one_segment_at_its_own_place(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    timeline = layout(*session)

    found = [
        (start + part.offset, part.clip)
        for start, segment in segments(timeline)
        for part in segment.parts
    ]

    assert found == [(placed.start, placed.clip) for placed in timeline.placed]


@given(SESSIONS)
def test_a_segment_begins_with_its_first_clip_and_ends_with_its_last_tail(
    session: tuple[Rundown, dict[Clip, Extent]],
) -> None:
    timeline = layout(*session)
    extents = {placed.clip: placed.extent for placed in timeline.placed}

    for _, segment in segments(timeline):
        tails = [part.offset + extents[part.clip].frames for part in segment.parts]
        assert (segment.parts[0].offset, max(tails)) == (segment.wake, segment.length)
