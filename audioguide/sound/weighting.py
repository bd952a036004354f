"""Loudness of what ffmpeg's meter is too slow to ask about: stretches of a bed, strokes of chimes.

K-weighting and the level of a mean square, as ITU-R BS.1770-4 (2015), Annex 1, without its gates:
what is measured here does not pause.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from audioguide.core.units import samples
from audioguide.sound.audio import Wave

_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""Numerators and denominators at 48 kHz: BS.1770-4, Annex 1, tables 1 and 2."""

_OFFSET = -0.691
"""LUFS of a mean square of 1, weighted: BS.1770-4, equation (2)."""

_MOMENT, _STEP = samples(0.4), samples(0.1)
"""Momentary loudness: a window of 0.4 s, every 0.1 s (EBU Tech 3341, 2.2)."""


def weighted(wave: Wave) -> Wave:
    """A wave, shape (n,), K-weighted as if it went round: its end runs on into its beginning."""
    return np.fft.irfft(np.fft.rfft(wave) * response(wave.size), wave.size)


@lru_cache(maxsize=4)
def response(size: int) -> NDArray[np.complex128]:
    """What the weighting does to each part of a spectrum (`rfft`) of `size` samples."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    found = np.ones_like(z)
    for above, below in (_SHELF, _HIGH_PASS):
        found *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    return np.asarray(found)


def level(mean_square: float) -> float:
    """LUFS of a K-weighted mean square in one channel; minus infinity for 0."""
    return _OFFSET + 10 * float(np.log10(mean_square)) if mean_square > 0 else float("-inf")


def momentary(wave: Wave) -> float:
    """The greatest momentary loudness of a wave, shape (n,), in LUFS as a single channel. A wave
    shorter than 0.4 s is measured with silence after it."""
    padded = np.concatenate([wave, np.zeros(_MOMENT + -wave.size % _STEP)])
    squares = np.square(weighted(padded)).reshape(-1, _STEP).mean(axis=1)
    return level(float(np.convolve(squares, np.full(_MOMENT // _STEP, _STEP / _MOMENT)).max()))
