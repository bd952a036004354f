"""The beds that are built in, and loops that go round."""

import hashlib
import subprocess
import sys
from contextlib import closing
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from audioguide.core.built_in import BEDS, BedName
from audioguide.core.units import FRAME, RATE, Frames
from audioguide.sound.audio import FULL_SCALE, Wave, decibels
from audioguide.sound.bed import bed_named
from audioguide.sound.loop import BLOCK, Loop, frame_energies, loop_of
from audioguide.sound.loudness import loudness
from audioguide.sound.noise import STEP, noise
from audioguide.sound.weighting import level, weighted

NAMES = pytest.mark.parametrize("name", BEDS)
CHANNELS = pytest.mark.parametrize("channels", [1, 2])


@cache
def _bed(name: BedName, channels: int) -> Wave:
    wave = bed_named(name)(channels)
    wave.flags.writeable = False
    return wave


@cache
def _loop(name: BedName, channels: int = 1) -> Loop:
    return loop_of(_bed(name, channels))


def _samples(loop: Loop) -> NDArray[np.int16]:
    return np.frombuffer(loop.stretch(Frames(0), loop.frames), "<i2").reshape(-1, loop.channels)


def _powers(wave: Wave, seconds: float) -> Wave:
    """Mean square of each whole stretch of some seconds."""
    length = round(seconds * RATE)
    pieces = wave[: len(wave) // length * length].reshape(-1, length)
    return np.asarray(np.square(pieces).mean(axis=1))


def _spectrum(wave: Wave, length: int = 8192) -> Wave:
    """Mean power spectrum of a mono wave."""
    pieces = np.lib.stride_tricks.sliding_window_view(wave, length)[:: length // 2]
    powers = np.square(np.abs(np.fft.rfft(pieces * np.hanning(length), axis=1)))
    return np.asarray(powers.mean(axis=0))


def _part(wave: Wave, low: float, high: float) -> float:
    """Share of a mono wave's power between two frequencies in Hz."""
    power = _spectrum(wave)
    hertz = np.arange(power.size) * RATE / 8192
    return float(power[(hertz >= low) & (hertz < high)].sum() / power.sum())


def _loudness(wave: Wave) -> float:
    """LUFS of a mono wave that goes round."""
    return level(float(np.square(weighted(wave)).mean()))


@NAMES
@CHANNELS
def test_bed_is_a_whole_number_of_frames_and_about_a_minute(name: BedName, channels: int) -> None:
    wave = _bed(name, channels)

    assert wave.shape[1] == channels
    assert len(wave) % FRAME == 0
    assert 55 * RATE < len(wave) < 75 * RATE


@NAMES
@CHANNELS
def test_bed_is_at_20_db_under_full_scale_and_has_no_bursts(name: BedName, channels: int) -> None:
    wave = _bed(name, channels)

    rms = decibels(float(np.sqrt(np.square(wave).mean())))
    # The rounding of peaks takes less than 0.1 dB.
    assert rms == pytest.approx(-20, abs=0.1)
    assert decibels(float(np.abs(wave).max())) - rms < 14.1


@NAMES
@CHANNELS
def test_step_over_the_seam_is_like_any_other(name: BedName, channels: int) -> None:
    """The first three differences at the seam are no more than the greatest elsewhere."""
    wave = _bed(name, channels)
    round_ = np.concatenate([wave[-8:], wave[:8]])

    for order in (1, 2, 3):
        inside = np.abs(np.diff(wave, order, axis=0)).max()
        assert np.abs(np.diff(round_, order, axis=0)).max() <= inside


@NAMES
def test_spectrum_around_the_seam_is_like_any_other(name: BedName) -> None:
    """A click would fill the high frequencies, where beds have little."""
    wave = np.roll(_bed(name, 1)[:, 0], RATE // 2)
    pieces = np.lib.stride_tricks.sliding_window_view(wave, 512)[::256] * np.blackman(512)
    high = np.square(np.abs(np.fft.rfft(pieces, axis=1)))[:, 512 // 4 :].sum(axis=1)

    seam = RATE // 2 // 256
    assert high[seam - 2 : seam + 2].max() <= np.delete(high, slice(seam - 2, seam + 2)).max()


@NAMES
def test_level_over_the_seam_moves_no_more_than_elsewhere(name: BedName) -> None:
    levels = 10 * np.log10(_powers(np.tile(_bed(name, 1)[:, 0], 2), 0.4))
    steps = np.abs(np.diff(levels))

    seam = levels.size // 2
    assert steps[seam - 2 : seam + 2].max() <= steps.max()
    assert steps[seam - 2 : seam + 2].max() < 2  # dB in 0.4 s: no jump


@NAMES
def test_loudness_over_3_s_stays_near_the_mean(name: BedName) -> None:
    """So that no crest covers the voice, and no trough is a hole."""
    powers = _powers(weighted(_bed(name, 1)[:, 0]), 3)

    assert np.abs(10 * np.log10(powers / powers.mean())).max() < 4


@NAMES
def test_two_channels_are_wide_and_sound_alike(name: BedName) -> None:
    left, right = _bed(name, 2).T

    assert np.corrcoef(left, right)[0, 1] < 0.9
    assert _loudness(left) == pytest.approx(_loudness(right), abs=0.3)
    for low, high in ((50, 400), (400, 3000), (3000, 12_000)):
        assert _part(left, low, high) == pytest.approx(_part(right, low, high), abs=0.03)


@NAMES
def test_two_channels_make_a_full_one(name: BedName) -> None:
    """Alike, their mean would be as loud as each; sharing nothing, 3 dB less."""
    left, right = _bed(name, 2).T

    each = (_loudness(left) + _loudness(right)) / 2
    assert -2 < _loudness((left + right) / 2) - each <= 0


@NAMES
def test_one_channel_sounds_like_the_mean_of_two(name: BedName) -> None:
    one, mean = _spectrum(_bed(name, 1)[:, 0]), _spectrum(_bed(name, 2).mean(axis=1))

    bands = [
        slice(round(low * 8192 / RATE), round(4 * low * 8192 / RATE)) for low in (60, 250, 900)
    ]
    levels = [10 * np.log10(one[band].sum() / mean[band].sum()) for band in bands]
    assert max(levels) - min(levels) < 0.5


def test_rain_is_a_hiss_that_rolls_off() -> None:
    power = _spectrum(_bed("rain", 1)[:, 0])
    at = [
        10 * np.log10(power[round(hertz * 8192 / RATE) + np.arange(-9, 10)].mean())
        for hertz in (150, 1000, 4000, 8000, 16_000)
    ]

    assert at[1] - at[0] > 5
    assert 1 < at[1] - at[2] < 9
    # Softer above 8 kHz by 12 dB an octave and more, as 1 kHz to 4 kHz is by 3.
    assert at[3] - at[4] > 10


def test_rain_has_drops() -> None:
    """Single drops stand out of the hiss around 2 to 6 kHz; noise alone would be steadier."""
    wave = _bed("rain", 1)[:, 0]
    spectrum = np.fft.rfft(wave)
    hertz = np.fft.rfftfreq(wave.size, 1 / RATE)
    spectrum[(hertz < 2000) | (hertz > 6000)] = 0
    band = np.fft.irfft(spectrum)

    # Of Gaussian noise it is 3.
    assert np.mean(band**4) / np.mean(band**2) ** 2 > 3.2


def test_waves_grow_brighter_as_they_swell() -> None:
    wave = _bed("waves", 1)[:, 0]
    pieces = wave[: len(wave) // RATE * RATE].reshape(-1, RATE)
    power = np.square(np.abs(np.fft.rfft(pieces, axis=1)))
    bright = power[:, 1500:8000].sum(axis=1) / power.sum(axis=1)

    # Not 1: the foam comes half a second later.
    assert np.corrcoef(np.log(power.sum(axis=1)), np.log(bright))[0, 1] > 0.6


def test_waves_come_every_8_to_10_seconds_and_no_two_alike() -> None:
    powers = np.tile(_powers(_bed("waves", 1)[:, 0], 0.1), 2)
    smooth = np.convolve(powers, np.hanning(31) / 15, "same")
    crests = [
        at for at in range(40, smooth.size - 40) if smooth[at] == smooth[at - 40 : at + 41].max()
    ]

    gaps = np.diff(crests)[:8] / 10
    # Noise moves a crest by some tenths of a second.
    assert 7.3 < gaps.min() < gaps.max() < 10.7
    assert np.ptp(gaps) > 0.5


def test_brown_noise_falls_by_6_db_an_octave_from_120_hz_on() -> None:
    power = _spectrum(_bed("brown noise", 1)[:, 0], 8192)
    octaves = 120 * 2 ** np.arange(7)

    levels = [
        10 * np.log10(power[round(low * 8192 / RATE) : round(2 * low * 8192 / RATE)].mean())
        for low in octaves
    ]
    # Its corner is at 60 Hz: there the slope has not yet reached 6 dB.
    assert np.diff(levels)[1:] == pytest.approx(-6.02, abs=0.5)


def test_brown_noise_has_little_that_nobody_hears() -> None:
    assert _part(_bed("brown noise", 1)[:, 0], 0, 30) < 0.15


def test_drone_is_heard_on_a_phone() -> None:
    """A phone's speaker gives little below 400 Hz."""
    assert _part(_bed("soft drone", 1)[:, 0], 400, 24_000) > 0.3


def test_drone_leaves_the_pitch_of_voices_alone() -> None:
    assert _part(_bed("soft drone", 1)[:, 0], 100, 255) < 1e-4


@pytest.mark.slow
def test_beds_are_the_same_every_time_and_everywhere() -> None:
    """Here, here again, and in a process that made nothing before."""
    program = (
        "import hashlib; from audioguide.core.built_in import BEDS;"
        "from audioguide.sound.bed import bed_named;"
        "from audioguide.sound.loop import loop_of;"
        "beds = map(bed_named, BEDS);"
        "hashes = [hashlib.sha256(b''.join(loop_of(make(2)).blocks())) for make in beds];"
        "print(*[found.hexdigest() for found in hashes])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    again = {name: loop_of(bed_named(name)(2)) for name in BEDS}
    for name, there in zip(BEDS, done.stdout.decode().split(), strict=True):
        for loop in (_loop(name, 2), again[name]):
            assert hashlib.sha256(_samples(loop).tobytes()).hexdigest() == there


def test_noise_is_a_whole_number_of_steps() -> None:
    with pytest.raises(ValueError, match="not a multiple"):
        noise(Frames(STEP + 1), 1, 1, lambda _: np.zeros(0))


@CHANNELS
def test_loop_is_given_at_the_same_peak(channels: int) -> None:
    pcm = _samples(_loop("rain", channels)).astype(np.float64)

    assert decibels(float(np.abs(pcm).max()) / FULL_SCALE) == pytest.approx(-6, abs=0.01)


def test_silence_makes_a_silent_loop() -> None:
    assert not any(loop_of(np.zeros((3 * FRAME, 1))).stretch(Frames(0), Frames(3)))


@CHANNELS
def test_blocks_are_the_loop_once_round(channels: int) -> None:
    frames = Frames(2 * BLOCK + 7)
    wave = np.random.default_rng(1).uniform(-1, 1, (frames * FRAME, channels))
    loop = loop_of(wave)

    blocks = list(loop.blocks())

    assert [len(block) // (2 * channels * FRAME) for block in blocks] == [BLOCK, BLOCK, 7]
    pcm = np.frombuffer(b"".join(blocks), "<i2").reshape(-1, channels)
    # The peak of uniform noise is so near 1 that the gain is known; rounding costs half a bit.
    assert np.abs(pcm - wave * FULL_SCALE * 10 ** (-6 / 20)).max() < 1


@pytest.mark.parametrize(("start", "length"), [(0, 3), (-2, 3), (6, 3), (5, 20), (-9, 7), (13, 1)])
def test_stretch_goes_round(start: int, length: int) -> None:
    loop = loop_of(np.linspace(-1, 1, 7 * FRAME)[:, np.newaxis])

    found = np.frombuffer(loop.stretch(Frames(start), Frames(length)), "<i2")

    around = np.take(
        _samples(loop)[:, 0],
        np.arange(start, start + length)[:, np.newaxis] * FRAME + np.arange(FRAME),
        mode="wrap",
    )
    assert np.array_equal(found, around.ravel())


def test_closed_loop_gives_its_samples_up() -> None:
    with closing(loop_of(np.zeros((FRAME, 1)))) as loop:
        pass

    assert loop.pcm.closed


@pytest.mark.parametrize("frames", [1, 31, 100, 101, 2500])
def test_energies_are_those_of_the_whole_loop_weighted_at_once(frames: int) -> None:
    """Two channels, so that their mean is taken; brown noise, so that the high-pass matters."""
    pcm = _samples(_loop("brown noise", 2))[: frames * FRAME] / FULL_SCALE
    loop = loop_of(pcm)
    pcm = _samples(loop) / FULL_SCALE

    found = frame_energies(loop)

    whole = sum(np.square(weighted(channel)).reshape(-1, FRAME).mean(axis=1) for channel in pcm.T)
    assert 10 * np.log10(found / (whole / 2)) == pytest.approx(np.zeros(frames), abs=0.01)


@pytest.mark.parametrize("name", ["rain", "brown noise", "soft drone"])
def test_energies_agree_with_the_meter_of_ffmpeg(name: BedName) -> None:
    """Waves are left out: the meter's gate, which weighs loud parts more, belongs to it alone."""
    loop = _loop(name)

    measured = level(float(frame_energies(loop).mean()))

    # The meter prints tenths.
    assert measured == pytest.approx(loudness([_samples(loop)[:, 0] / FULL_SCALE])[0], abs=0.3)
