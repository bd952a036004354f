"""Seconds to samples to frames and back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.units import (
    FRAME,
    RATE,
    Samples,
    clock,
    frames_holding,
    nearest_frame,
    portion,
    samples,
    seconds,
    start_of,
)

LENGTHS = st.integers(0, 6 * 3600 * RATE).map(Samples)


def test_a_frame_is_24_milliseconds() -> None:
    assert samples(Fraction(24, 1000)) == FRAME


def test_a_third_of_a_second_is_the_nearest_sample() -> None:
    assert samples(Fraction(1, 3)) == 16_000


@given(LENGTHS)
def test_seconds_lose_no_sample(length: Samples) -> None:
    assert samples(seconds(length)) == length


@given(LENGTHS)
def test_nearest_frame_is_at_most_half_a_frame_away(at: Samples) -> None:
    assert abs(start_of(nearest_frame(at)) - at) <= FRAME // 2


def test_halfway_between_two_frames_is_the_later_one() -> None:
    assert nearest_frame(Samples(FRAME // 2)) == 1


@given(LENGTHS)
def test_frames_hold_a_length_with_less_than_one_to_spare(length: Samples) -> None:
    assert 0 <= start_of(frames_holding(length)) - length < FRAME


@pytest.mark.parametrize(
    ("length", "shown"),
    [(0, "0:00"), (7.99, "0:07"), (60, "1:00"), (552, "9:12"), (3723, "1:02:03")],
)
def test_clock_is_what_a_player_shows(length: float, shown: str) -> None:
    assert clock(samples(length)) == shown


@pytest.mark.parametrize(
    ("length", "shown"), [(0, "0:00.0"), (7.96, "0:08.0"), (59.94, "0:59.9"), (7323.4, "2:02:03.4")]
)
def test_clock_with_tenths_is_the_nearest(length: float, shown: str) -> None:
    assert clock(samples(length), tenths=True) == shown


def test_clock_without_hours_counts_minutes_on() -> None:
    assert clock(samples(4500), hours=False) == "75:00"


@pytest.mark.parametrize(("length", "shown"), [(75, "01:15"), (3723, "01:02:03")])
def test_clock_begins_with_as_many_digits_as_are_asked_for(length: float, shown: str) -> None:
    assert clock(samples(length), digits=2) == shown


@given(st.fractions(0, 1), st.integers(0, 10**9))
def test_a_portion_is_the_nearest_sample(share: Fraction, length: int) -> None:
    assert abs(portion(share, Samples(length)) - share * length) <= Fraction(1, 2)
