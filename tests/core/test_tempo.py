"""How long texts take, and what lies between the paces that were measured."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.tempo import Calibration, Mark, Tempo, calibration, counted, rising

SLOW_AND_FAST = calibration((1, 100, 0.2, 0.10, 0.8, 0.4), (2, 200, 0.0, 0.05, 0.4, 0.2))


def test_a_text_takes_its_letters_and_what_parts_its_sentences() -> None:
    tempo = Tempo(150, start=0.2, letter=0.1, sentence=0.6, clause=0.3)

    assert tempo.seconds("Rest.") == pytest.approx(0.2 + 4 * 0.1)
    assert tempo.seconds("Rest. Now, go.") == pytest.approx(0.2 + 9 * 0.1 + 0.6 + 0.3)


def test_digits_are_read_out_at_length() -> None:
    assert counted("30 s") == (1, 11, 0, 0)


def test_dots_end_one_sentence_however_many_they_are() -> None:
    assert counted("And rest... Well done!") == (1, 15, 1, 0)


def test_what_lies_between_two_paces_is_on_a_straight_line() -> None:
    middle = SLOW_AND_FAST.at(150)

    assert astuple(middle.tempo) == pytest.approx((150, 0.1, 0.075, 0.6, 0.3, 0, 0))
    assert middle.pace == 1.5


@given(st.floats(60, 260))
def test_a_faster_rate_is_never_a_slower_pace(rate: float) -> None:
    assert SLOW_AND_FAST.at(rate).pace <= SLOW_AND_FAST.at(rate + 1).pace


@pytest.mark.parametrize(("rate", "pace"), [(60, 1), (100, 1), (200, 2), (260, 2)])
def test_beyond_what_was_measured_is_its_end(rate: float, pace: float) -> None:
    assert SLOW_AND_FAST.at(rate).pace == pace


def test_paces_that_make_nothing_faster_are_left_out() -> None:
    marks = [_mark(pace, rate) for pace, rate in ((1, 100), (2, 99), (3, 150), (4, 150))]

    assert rising(marks[::-1]) == Calibration((marks[0], marks[2]))


def _mark(pace: float, rate: float) -> Mark:
    return Mark(pace, Tempo(rate, 0, 0.1, 0, 0))
