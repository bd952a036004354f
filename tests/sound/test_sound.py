"""Sound before it is encoded: trimmed, measured, limited, mixed."""

from array import array

import numpy as np
import pytest

from audioguide.core.units import FRAME, RATE, Frames
from audioguide.sound.audio import Wave, audio_segment, decibels, ratio, silence, wave
from audioguide.sound.limiter import CEILING, limit, true_peaks
from audioguide.sound.loudness import ENCODER_LOSS, TARGET, gain, loudness
from audioguide.sound.mix import mix
from audioguide.sound.spoken import ready
from audioguide.speech.silence import LEAD, TAIL


def _tone(hertz: float, seconds: float, level: float = 0.25) -> Wave:
    return level * np.cos(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def _pcm(samples: Wave) -> bytes:
    return array("h", np.rint(samples * 32767).astype(int).tolist()).tobytes()


def test_silence_at_both_ends_is_trimmed() -> None:
    speech = np.concatenate([np.zeros(9000), _tone(400, 0.5), np.zeros(7000)])

    trimmed = ready([(_pcm(speech), RATE)])

    assert trimmed.size == pytest.approx(0.5 * RATE + (LEAD + TAIL) * RATE, abs=2)


def test_a_soft_consonant_is_kept() -> None:
    """Noise 45 dB under the vowel, as /f/ and /h/ are, belongs to the word."""
    soft = np.random.default_rng(1).normal(0, ratio(-45), RATE // 10)
    speech = np.concatenate([np.zeros(5000), soft, _tone(400, 0.3, 0.7), soft, np.zeros(5000)])

    kept = ready([(_pcm(speech), RATE)])

    assert kept.size >= (0.5 + LEAD + TAIL) * RATE - 4


def test_resampling_keeps_pitch_and_length() -> None:
    at_22050 = 0.25 * np.cos(2 * np.pi * 1000 * np.arange(22050) / 22050)

    resampled = ready([(_pcm(at_22050), 22050)])

    assert resampled.size == RATE
    spectrum = np.abs(np.fft.rfft(resampled * np.hanning(RATE)))
    assert int(np.argmax(spectrum)) == 1000
    # No image of the tone above the old band: linear interpolation would leave one at -26 dB.
    assert decibels(float(spectrum[11_500:].max() / spectrum.max())) < -90


def test_loudness_agrees_with_the_standard() -> None:
    """EBU Tech 3341: a stereo 1 kHz sine at -23 dBFS reads -23 LUFS; one channel, 3 dB less."""
    sine = ratio(-23) * np.sin(2 * np.pi * 1000 * np.arange(5 * RATE) / RATE)

    assert loudness([sine])[0] == pytest.approx(-23 - 3.01, abs=0.15)


def test_each_clip_is_measured_on_its_own() -> None:
    clips = [_tone(500, 2.0, level) for level in (0.5, 0.05, 0.2)]

    assert loudness(clips) == [loudness([clip])[0] for clip in clips]


def test_a_short_word_is_measured_as_if_it_lasted() -> None:
    assert loudness([_tone(500, 0.2)])[0] == pytest.approx(loudness([_tone(500, 3)])[0], abs=0.1)


def test_gain_brings_a_clip_to_the_target() -> None:
    clip = _tone(700, 2, 0.03)

    louder = clip * ratio(gain(loudness([clip])[0]))

    assert loudness([louder])[0] == pytest.approx(TARGET + ENCODER_LOSS, abs=0.1)


def test_limiter_leaves_what_is_not_too_loud() -> None:
    quiet = _tone(300, 1, 0.8) * np.hanning(RATE)

    assert limit(quiet) is quiet


def test_limiter_keeps_true_peaks_under_the_ceiling() -> None:
    loud = np.random.default_rng(3).normal(0, 0.5, RATE) * np.hanning(RATE)

    assert decibels(true_peaks(limit(loud)).max()) <= CEILING + 0.1


def test_true_peak_between_two_samples_is_seen() -> None:
    """A sine at a quarter of the rate, sampled 45 degrees off its crests: 3 dB over its samples."""
    sine = np.sin(2 * np.pi * (np.arange(RATE) / 4) + np.pi / 4)

    assert decibels(true_peaks(sine)[100:-100].max()) == pytest.approx(0, abs=0.1)


def test_limiter_touches_only_the_neighbourhood_of_a_peak() -> None:
    wave = _tone(200, 2, 0.5)
    wave[RATE] = 1.5

    limited = limit(wave)

    far = np.abs(np.arange(wave.size) - RATE) > 0.04 * RATE
    assert np.array_equal(limited[far], wave[far])


@pytest.mark.parametrize("length", [0, 1, 3, 12, 48, 51, 4999])
def test_silence_has_every_sample(length: int) -> None:
    assert len(silence(Frames(length)).raw_data) == 2 * FRAME * length


def test_mix_sums_clips_on_their_frames() -> None:
    clip = audio_segment(np.full(FRAME, 0.25))

    mixed = wave(mix([(clip, 0.0, Frames(2)), (clip, decibels(0.5), Frames(2))], Frames(5)))

    assert mixed.size == 5 * FRAME
    assert np.abs(mixed[2 * FRAME : 3 * FRAME] - 0.375).max() < 1e-3
    assert not mixed[: 2 * FRAME].any()
    assert not mixed[3 * FRAME :].any()


def test_overlapping_clips_do_not_clip() -> None:
    clip = audio_segment(_tone(440, 1.0, 0.9))

    mixed = wave(mix([(clip, 0.0, Frames(0))] * 4, Frames(40)))

    assert decibels(true_peaks(mixed).max()) <= CEILING + 0.1
