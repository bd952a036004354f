"""The tones to breathe along with: rising for an inhale, falling for an exhale."""

from typing import Literal

import numpy as np

from audioguide.core.units import RATE, Samples, samples
from audioguide.sound.audio import Wave, ratio

SHORTEST, LONGEST = samples(0.2), samples(60)
"""Samples. Under the shortest a glide is a chirp; no breath is longer than the longest."""

PEAK = -18.0
"""dBFS: under the voice, whose peaks come near full scale, and over a bed."""

LOW, HIGH = 220.0, 330.0
"""Hz between which the tone glides, A3 and a fifth above: the range of a hummed breath."""

_PARTIALS = [(1, -6.0), (2, 0.0), (3, -10.0)]
"""Harmonics and their levels in dB, by design: the second, from 440 to 660 Hz, is the strongest, so
that a phone's speaker, which gives little below 400 Hz, still carries the glide."""

_LONGEST_FADE = samples(1)
"""Each end fades for a third of the tone, but no longer than this: the listener has to hear when
the breath ends."""


def breath(direction: Literal["in", "out"], length: Samples) -> Wave:
    """A soft tone of exactly `length` samples that glides up ("in") or down ("out") a fifth, evenly
    in pitch, and begins and ends at zero. An exhale begins at the pitch where an inhale ends.
    Raises ValueError when `length` is not within SHORTEST and LONGEST."""
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"a breath of {length} samples, not {SHORTEST} to {LONGEST}")
    phase = _glide(*((LOW, HIGH) if direction == "in" else (HIGH, LOW)), length)
    wave = np.zeros(length)
    for harmonic, level in _PARTIALS:
        wave += ratio(level) * np.sin(harmonic * phase)
    fade = min(_LONGEST_FADE, length // 3)
    rising = (1 - np.cos(np.pi * np.arange(fade) / fade)) / 2
    wave[:fade] *= rising
    wave[-fade:] *= rising[::-1]
    return np.asarray(wave * (ratio(PEAK) / np.abs(wave).max()))


def _glide(first: float, last: float, length: Samples) -> Wave:
    """The phase in radians of a tone that goes from `first` to `last` Hz: the integral of
    2 pi first (last / first) ** (t / T) over t, so that no jump of phase can click."""
    interval = np.log(last / first)
    passed = np.arange(length) / length
    cycles = first * length / RATE * np.expm1(interval * passed) / interval
    return np.asarray(2 * np.pi * cycles)
