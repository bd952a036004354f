"""Times as authors write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.units import RATE, samples, seconds
from audioguide.script.duration import LONGEST, parse_duration, parse_span

HOURS, MINUTES, SECONDS = st.integers(0, 2), st.integers(0, 59), st.integers(0, 59)


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("45s", 45),
        ("1m30s", 90),
        ("1m 30s", 90),
        ("1:30", 90),
        ("1:30.5", 90.5),
        ("90", 90),
        ("0.5", 0.5),
        ("2.5s", 2.5),
        ("1.5m", 90),
        ("9m", 540),
        ("1h", 3600),
        ("1h30m", 5400),
        ("1h5s", 3605),
        ("1:02:03", 3723),
        ("2M", 120),
        (" 45s ", 45),
        ("0", 0),
        ("75:00", 4500),
        ("3h", 3 * 3600),
    ],
)
def test_a_time_is_read(written: str, length: float) -> None:
    assert seconds(parse_duration(written)) == length


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "s", "m", "5x", "5 minutes", "1:5", "1:75", "1:60:00", ":30", "1:", "1::2"),
        *("30s1m", "1s1s", "nan", "inf", "1e5", "+5s", "5,5s", "0x10", "1_000", ".5", "5.", "½"),
        *("9999999999", "1.0000000000s"),
    ],
)
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        parse_duration(written)


@pytest.mark.parametrize("written", ["-5s", "-1:30", "–5s"])
def test_a_time_cannot_be_negative(written: str) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        parse_duration(written)


@pytest.mark.parametrize("written", ["3h1s", "10801", "180:01", "999999999h"])
def test_more_than_three_hours_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="longer than 3 hours"):
        parse_duration(written)


def test_a_time_is_exact_to_the_sample() -> None:
    assert parse_duration("0.000020833s") == 1


@given(HOURS, MINUTES, SECONDS)
def test_all_ways_of_writing_a_time_agree(hours: int, minutes: int, rest: int) -> None:
    ways = (
        f"{hours}h{minutes}m{rest}s",
        f"{hours}:{minutes:02}:{rest:02}",
        f"{hours * 3600 + minutes * 60 + rest}",
    )

    assert {parse_duration(way) for way in ways} == {
        samples(Fraction(hours * 3600 + minutes * 60 + rest))
    }


@given(st.text())
def test_any_text_is_a_time_or_a_value_error(written: str) -> None:
    try:
        span = parse_span(written)
    except ValueError:
        return
    assert 0 <= span.shortest <= span.longest <= LONGEST


@pytest.mark.parametrize("written", ["30s-60s", "30s–1m", "30 - 60", "0:30-1:00"])
def test_a_range_has_two_ends(written: str) -> None:
    span = parse_span(written)

    assert (span.shortest, span.longest) == (30 * RATE, 60 * RATE)


def test_the_middle_of_a_range_is_halfway() -> None:
    assert parse_span("30s-60s").middle == 45 * RATE


def test_a_single_time_does_not_bend() -> None:
    span = parse_span("45s")

    assert span.shortest == span.middle == span.longest


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        parse_span("60s-30s")


@pytest.mark.parametrize("written", ["30s-", "-", "30s-soon", "10s-20s-30s", "30s--60s"])
def test_half_a_range_is_no_time(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time|negative"):
        parse_span(written)
