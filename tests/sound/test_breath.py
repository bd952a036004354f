"""The tones to breathe along with."""

from typing import Literal

import numpy as np
import pytest

from audioguide.core.units import RATE, Samples, samples
from audioguide.sound.audio import Wave, decibels
from audioguide.sound.breath import LONGEST, SHORTEST, breath

Direction = Literal["in", "out"]

BOTH = pytest.mark.parametrize("direction", ["in", "out"])


def _pitch(wave: Wave, at: float) -> float:
    """Hz of the strongest partial in 0.2 s around a time, to half a hertz."""
    around = wave[round((at - 0.1) * RATE) : round((at + 0.1) * RATE)]
    spectrum = np.abs(np.fft.rfft(around * np.hanning(around.size), 2 * RATE))
    return float(np.argmax(spectrum)) / 2


@BOTH
@pytest.mark.parametrize("length", [SHORTEST, 9601, 48_000, 191_999, LONGEST])
def test_breath_lasts_exactly_as_long_as_asked(direction: Direction, length: int) -> None:
    assert breath(direction, Samples(length)).shape == (length,)


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST + 1])
def test_breath_that_nobody_can_take_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"{length} samples"):
        breath("in", Samples(length))


def test_inhale_rises_about_a_fifth() -> None:
    tone = breath("in", samples(4))

    pitches = [_pitch(tone, at) for at in (0.3, 1, 2, 3, 3.7)]

    assert pitches == sorted(set(pitches))
    # 3.4 of the 4 s of a glide that covers a fifth.
    assert pitches[-1] / pitches[0] == pytest.approx(1.5 ** (3.4 / 4), rel=0.01)


def test_exhale_falls_from_where_the_inhale_ended() -> None:
    inhaled, exhaled = breath("in", samples(4)), breath("out", samples(6))

    pitches = [_pitch(exhaled, at) for at in (0.3, 1, 3, 5, 5.7)]

    assert pitches == sorted(set(pitches), reverse=True)
    # 0.3 s away from the seam on either side, where the tones are loud enough to be measured.
    assert pitches[0] == pytest.approx(_pitch(inhaled, 3.7), rel=0.03)


@BOTH
@pytest.mark.parametrize("length", [SHORTEST, samples(3)])
def test_breath_begins_and_ends_at_zero(direction: Direction, length: Samples) -> None:
    """The first and the last millisecond lie 25 dB and more under the tone."""
    tone = breath(direction, length)

    assert tone[0] == tone[-1] == 0
    assert decibels(np.abs(tone[:48]).max()) < -18 - 25
    assert decibels(np.abs(tone[-48:]).max()) < -18 - 25


@BOTH
def test_breath_holds_no_click(direction: Direction) -> None:
    """A jump of phase or level spreads over the spectrum; the highest harmonic ends at 990 Hz."""
    tone = breath(direction, samples(4))

    frames = np.lib.stride_tricks.sliding_window_view(tone, 1024)[::256] * np.blackman(1024)
    spectrum = np.abs(np.fft.rfft(frames, axis=1)) / np.blackman(1024).sum() * 2

    above = spectrum[:, 2000 * 1024 // RATE :]
    assert decibels(float(above.max())) < -18 - 60


@BOTH
def test_breath_is_soft(direction: Direction) -> None:
    assert decibels(np.abs(breath(direction, samples(4))).max()) == pytest.approx(-18, abs=0.01)


@BOTH
def test_breath_is_heard_on_a_phone(direction: Direction) -> None:
    """A phone's speaker gives little below 400 Hz."""
    power = np.abs(np.fft.rfft(breath(direction, samples(4)), 4 * RATE)) ** 2

    assert power[4 * 400 :].sum() / power.sum() > 0.7


def test_breath_is_the_same_every_time() -> None:
    assert np.array_equal(breath("out", samples(2)), breath("out", samples(2)))
