"""Noise of any colour that goes round without a seam, the same for ever."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from audioguide.core.units import FRAME, RATE, Frames, Samples
from audioguide.sound.audio import Wave, ratio

Spectrum: TypeAlias = NDArray[np.float64]
"""Amplitude at each of FREQUENCIES."""

STEP = Frames(4)
"""How often the colour may change: 96 ms, finer than any swell here."""

_HOP = Samples(STEP * FRAME)
_PIECE = Samples(2 * _HOP)

FREQUENCIES: Spectrum = np.arange(_HOP + 1, dtype=np.float64) * (RATE / _PIECE)
"""Hz, 5.2 apart: fine enough for a slope at 60 Hz."""

_LEVEL = ratio(-20.0)
"""RMS of what is made here; whoever lays it sets its own."""

_MOST = ratio(14.0)
"""Peak over RMS. Noise seldom exceeds 4 times its RMS; the few samples that do would cost the whole
loop its resolution. By design."""

_WIDTH, _WIDE_FROM = 0.7, 150.0
"""What differs between two channels, as amplitude against what they share, and the Hz under which
it fades: one as loud as the other would leave nothing in the middle and 3 dB less in mono, and low
frequencies that differ make headphones uneasy. By design; high frequencies correlate by 0.34."""

_SEAM = np.sin(np.pi * (np.arange(_PIECE) + 0.5) / _PIECE)
"""Neighbouring pieces are independent, so their powers add, and sin² + cos² is 1."""


def uniform(bits: np.random.PCG64, count: int) -> NDArray[np.float64]:
    """Random numbers in [0, 1), 53 bits each. From the raw stream, which NumPy promises to keep;
    its distributions may change from version to version (NEP 19)."""
    return np.asarray((bits.random_raw(count) >> np.uint64(11)) * 2.0**-53)


def noise(
    length: Frames, channels: int, seed: int, colour: Callable[[int], Spectrum]
) -> NDArray[np.float64]:
    """Gaussian noise, shape (n, channels), that goes round. `colour` gives its spectrum at each
    STEP; the level follows it too. A single channel is exactly the mean of two. It is laid from
    overlapping pieces with random phases, an equal number all round, so the end is a place like any
    other. Raises ValueError when `length` is not a whole number of STEPs."""
    steps, rest = divmod(length, STEP)
    if rest:
        raise ValueError(f"noise of {length} frames, not a multiple of {STEP}")
    ring = np.zeros((steps, _HOP, channels))
    shared, apart = np.random.PCG64(seed), np.random.PCG64(seed + 1)
    width = _WIDTH * FREQUENCIES**2 / (FREQUENCIES**2 + _WIDE_FROM**2)
    for step in range(steps):
        spectrum = colour(step)
        piece = _piece(shared, spectrum)[:, np.newaxis]
        if channels == 2:
            side = _piece(apart, spectrum * width)
            piece = piece + np.stack([side, -side], axis=1)
        ring[step] += piece[:_HOP]
        ring[(step + 1) % steps] += piece[_HOP:]
    return ring.reshape(-1, channels)


def levelled(wave: Wave) -> Wave:
    """A wave of any shape brought, in place, to -20 dBFS RMS over all its channels, what stands out
    from it rounded to stay within 14 dB over that."""
    flat = wave.reshape(-1)
    flat /= np.sqrt(np.einsum("i,i->", flat, flat) / flat.size)
    for start in range(0, flat.size, _PIECE):
        part = flat[start : start + _PIECE]
        part *= _LEVEL / np.sqrt(np.sqrt(np.sqrt(1 + np.square(np.square(part / _MOST)) ** 2)))
    return wave


def _piece(bits: np.random.PCG64, spectrum: Spectrum) -> Wave:
    phases = np.exp(2j * np.pi * uniform(bits, spectrum.size))
    return np.asarray(np.fft.irfft(spectrum * phases, _PIECE) * (_PIECE * _SEAM))
