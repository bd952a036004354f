"""Chimes: what each sounds like, how loud it is, and how it ends."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from audioguide.core.built_in import CHIMES, ChimeName
from audioguide.core.units import FRAME, RATE, Frames
from audioguide.sound.audio import Wave, audio_segment, decibels, ratio, wave
from audioguide.sound.chime import LONGEST, SILENT, Chime, chime_named, own
from audioguide.sound.limiter import CEILING, true_peaks
from audioguide.sound.loudness import ENCODER_LOSS, TARGET
from audioguide.sound.mix import mix
from audioguide.sound.weighting import momentary

STRUCK: dict[str, Chime] = {name: chime_named(name)() for name in CHIMES}

EVERY = pytest.mark.parametrize("name", CHIMES)
NONE = (Frames(0), Frames(0))

COUNTED = pytest.mark.parametrize("name", ["tick", "wood"])


def _band(sound: Wave, low: float, high: float) -> Wave:
    """What lies between two pitches in Hz."""
    size = sound.size + RATE
    spectrum = np.fft.rfft(sound, size)
    pitch = np.fft.rfftfreq(size, 1 / RATE)
    spectrum[(pitch < low) | (pitch > high)] = 0
    return np.fft.irfft(spectrum, size)[: sound.size]


def _levels(sound: Wave, seconds: float) -> list[float]:
    """dB of one stretch after the other."""
    stretch = round(seconds * RATE)
    whole = sound[: sound.size // stretch * stretch].reshape(-1, stretch)
    return [decibels(float(value)) for value in np.sqrt(np.square(whole).mean(axis=1))]


def _strongest(sound: Wave) -> float:
    """Hz of the strongest partial."""
    return float(np.argmax(np.abs(np.fft.rfft(sound, 8 * RATE)))) / 8


@EVERY
def test_chime_is_the_same_every_time(name: ChimeName) -> None:
    assert np.array_equal(chime_named(name)().wave, STRUCK[name].wave)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        *(("bell", 1.5), ("bowl", 1.5), ("gong", 1.5), ("tick", 0.2), ("wood", 0.2)),
        *(("double bell", 2.1), ("soft rise", 3), ("soft fall", 3)),
    ],
)
def test_chime_takes_as_long_as_its_stroke(name: str, seconds: float) -> None:
    assert STRUCK[name].strike == round(seconds * RATE)


@EVERY
def test_chime_begins_without_a_click(name: str) -> None:
    """The hardest blow takes 1.5 ms: a sixth of that must not reach a tenth of its peak."""
    sound = STRUCK[name].wave

    assert sound[0] == 0
    assert np.abs(sound[: RATE // 4000]).max() < np.abs(sound).max() / 10


@EVERY
def test_chime_ends_without_a_click(name: str) -> None:
    """It has fallen silent by itself before its last 50 ms fade: 0.1 dB for the rounding."""
    sound = STRUCK[name].wave

    assert abs(sound[-1]) < 1e-6
    assert decibels(np.abs(sound[-RATE // 20 :]).max()) < SILENT + 0.1
    assert decibels(np.abs(sound[-RATE // 1000 :]).max()) < -100


@EVERY
def test_no_session_waits_longer_than_it_may(name: str) -> None:
    assert STRUCK[name].wave.size < LONGEST


@pytest.mark.parametrize("name", ["bowl", "gong"])
def test_bowl_and_gong_ring_long(name: str) -> None:
    assert 6 * RATE < STRUCK[name].wave.size < 7.5 * RATE


@EVERY
def test_chime_is_heard_on_a_phone(name: str) -> None:
    """A phone's speaker gives little below 400 Hz: 3 LU may be lost there."""
    sound = STRUCK[name].wave

    assert momentary(_band(sound, 400, RATE)) > momentary(sound) - 3


@pytest.mark.parametrize(
    ("name", "under"),
    [
        *(("bell", 3), ("bowl", 3), ("gong", 3), ("double bell", 3), ("tick", 12), ("wood", 13)),
        *(("soft rise", 5), ("soft fall", 5)),
    ],
)
def test_chime_is_as_far_under_the_voice_as_it_should_be(name: str, under: float) -> None:
    """It was levelled by its first two seconds, before its tail was cut: 0.02 LU for both."""
    assert momentary(STRUCK[name].wave) == pytest.approx(TARGET - under, abs=0.02)


@EVERY
def test_chime_alone_needs_no_limiter(name: str) -> None:
    peak = float(true_peaks(STRUCK[name].wave * ratio(ENCODER_LOSS), 0.1).max())

    assert decibels(peak) < CEILING - 6


@pytest.mark.parametrize("apart", [0, 0.1, 0.5, 1.5])
def test_four_strokes_of_the_bell_need_no_limiter(apart: float) -> None:
    bell = STRUCK["bell"].wave * ratio(ENCODER_LOSS)
    together = np.zeros(bell.size + round(3 * apart * RATE))
    for number in range(4):
        start = round(number * apart * RATE)
        together[start : start + bell.size] += bell

    assert decibels(true_peaks(together).max()) < CEILING


@EVERY
def test_tails_ring_on_under_the_next_strokes_undistorted(name: str) -> None:
    """Each clip is rounded to 16 bits before the sum and the sum once after it: half a step each,
    and 32-bit gain and sum are some 2000 times finer."""
    chime = STRUCK[name]
    clip, strike = audio_segment(chime.wave), -(-chime.strike // FRAME)
    starts = [Frames(number * strike) for number in range(4)]
    length = Frames(starts[-1] + -(-chime.wave.size // FRAME))

    mixed = wave(mix([(clip, 0.0, start) for start in starts], length, NONE, NONE[0], None))

    parts = np.zeros(length * FRAME)
    for start in starts:
        parts[start * FRAME :][: chime.wave.size] += chime.wave
    assert np.abs(mixed - parts).max() < (4 / 2 + 1 / 2 + 0.1) / 32768


def test_struck_bodies_can_be_told_apart() -> None:
    """Each two differ by at least a minor third in their strongest partial, or one rings ten times
    as long; the others move, or strike twice."""
    bodies = [STRUCK[name].wave for name in ("bell", "bowl", "gong", "tick", "wood")]

    for one, other in combinations(bodies, 2):
        low, high = sorted([_strongest(one), _strongest(other)])
        short, long = sorted([one.size, other.size])
        assert high / low > 6 / 5 or long / short > 10


def test_bowl_beats_slowly() -> None:
    """Its lowest mode, 256 Hz, swells and sinks 0.6 times a second while it fades by 60 dB in
    11 s: held against that fall, it has three to five crests in 7 s."""
    levels = np.array(_levels(_band(STRUCK["bowl"].wave, 200, 320), 0.1))
    held = levels + 60 / 11 * 0.1 * np.arange(levels.size)

    crests = (held[1:-1] > held[:-2]) & (held[1:-1] > held[2:])

    assert crests[:-3].sum() in (3, 4, 5)
    assert held[:-3].max() - held[:-3].min() > 6


def test_gong_opens_after_the_stroke_and_darkens_again() -> None:
    gong = STRUCK["gong"].wave
    low, high = (_levels(_band(gong, *band), 0.1) for band in ((0, 160), (1000, 4000)))

    assert high[4] > high[0] + 6
    assert low[4] < low[0] + 3
    assert high[50] - low[50] < high[4] - low[4] - 12


def test_double_bell_is_struck_twice() -> None:
    """A stroke is heard in the high partials, which fade fast: they start afresh, 10 dB and more
    above what is left, at the two strokes and nowhere else."""
    levels = _levels(_band(STRUCK["double bell"].wave, 2400, 8000), 0.05)

    strokes = [n + 1 for n, (a, b) in enumerate(pairwise(levels)) if b > a + 10]

    assert levels[0] > -40
    assert strokes == [round(0.6 / 0.05)]


@pytest.mark.parametrize(("name", "interval"), [("soft rise", 1), ("soft fall", -1)])
def test_breaths_rise_and_fall(name: str, interval: int) -> None:
    """A fifth in 3 s, from 0.5 to 2.5 s: two thirds of it. Half a second has room for 2 Hz, of
    some 500."""
    sound = STRUCK[name].wave
    early, late = (
        _strongest(sound[round((at - 0.1) * RATE) : round((at + 0.1) * RATE)] * np.hanning(9600))
        for at in (0.5, 2.5)
    )

    assert late / early == pytest.approx(1.5 ** (interval * 2 / 3), rel=0.01)


@COUNTED
def test_what_counts_repetitions_strikes_at_once(name: str) -> None:
    """It rises within 2 ms, or it would be no click."""
    sound = np.abs(STRUCK[name].wave)

    assert sound[: RATE // 500].max() > sound.max() / 2


@COUNTED
def test_what_counts_repetitions_fits_into_its_strike(name: str) -> None:
    assert RATE // 20 < STRUCK[name].wave.size < STRUCK[name].strike


@COUNTED
def test_what_counts_repetitions_does_not_startle(name: str) -> None:
    assert decibels(np.abs(STRUCK[name].wave).max()) < -11.5


def _hum(seconds: float, level: float = 0.01) -> Wave:
    return level * np.sin(2 * np.pi * 500 * np.arange(round(seconds * RATE)) / RATE)


@pytest.mark.parametrize("level", [0.002, 0.9])
def test_own_sound_is_as_loud_as_the_bell(level: float) -> None:
    chime = own(_hum(2, level))

    # The bell's tail is cut after it was levelled.
    assert momentary(chime.wave) == pytest.approx(momentary(STRUCK["bell"].wave), abs=0.02)


def test_own_click_is_not_raised_until_it_hurts() -> None:
    """A hundredth of a second is some 16 dB less loud than a tone."""
    chime = own(_hum(0.01))

    assert decibels(np.abs(chime.wave).max()) == pytest.approx(-6, abs=0.01)


def test_own_sound_longer_than_a_session_waits_fades_out() -> None:
    long = _hum(20, 0.1)

    sound = own(long).wave

    assert sound.size == LONGEST
    assert abs(sound[-1]) < 1e-9
    seconds = _levels(sound, 1)
    assert max(seconds[:7]) - min(seconds[:7]) < 0.01
    fading = _levels(sound[-RATE:], 0.1)
    assert fading == sorted(fading, reverse=True)


def test_own_sound_is_levelled_by_what_is_heard_of_it() -> None:
    """Its loudest part comes after the eighth second, and is left out."""
    crescendo = np.concatenate([_hum(8, 0.01), _hum(4, 0.5)])

    assert momentary(own(crescendo).wave) == pytest.approx(TARGET - 3, abs=0.02)


def test_own_sound_of_eight_seconds_keeps_its_end() -> None:
    whole = _hum(8)

    sound = own(whole).wave

    assert np.allclose(sound / sound.max(), whole / whole.max(), atol=1e-9)


@pytest.mark.parametrize(("seconds", "taken"), [(0.3, 0.3), (5, 1.5)])
def test_own_sound_takes_no_longer_than_a_bell(seconds: float, taken: float) -> None:
    assert own(_hum(seconds)).strike == round(taken * RATE)
