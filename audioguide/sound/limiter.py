"""A true-peak limiter for one segment: what is too loud between or on the samples is turned down,
gently and only there. Written here because ffmpeg's `alimiter` knows sample peaks only, and carries
its state on from one segment to the next."""

import numpy as np

from audioguide.core.units import RATE
from audioguide.sound.audio import Wave, ratio

CEILING = -1.5
"""dBTP before encoding. LAME takes 0.45 dB off; what coding adds to a peak stays under the bar of
-1 dBTP."""

_BLOCK = RATE // 1000
"""The gain is worked out per millisecond."""
_REACH = 15
"""Milliseconds the gain begins to fall before a peak and takes to rise after it: longer than a
pitch period of a low voice, so that the wave's shape survives."""

_PIECE, _MARGIN = 5 * RATE, RATE // 10
"""Samples limited at once, so that a long segment takes little memory, and what is looked at on
either side of them: more than the gain reaches."""

_PHASES, _HALF = 4, 6
"""Four-fold oversampling, as ITU-R BS.1770-4 Annex 2 asks of a true-peak meter, by a windowed sinc
that reaches 6 samples to each side."""


def limit(wave: Wave, beside: Wave | None = None) -> Wave:
    """The wave with no true peak over CEILING; the same wave when there is none. `beside` is what
    else is heard, shape (n, channels): where there is much of it, less is left."""
    limited = wave
    for start in range(0, wave.size, _PIECE):
        around = slice(max(start - _MARGIN, 0), start + _PIECE + _MARGIN)
        gain = _gain(wave[around], None if beside is None else beside[around])
        if gain is not None:
            if limited is wave:
                limited = wave.copy()
            inside = gain[start - around.start :][:_PIECE]
            limited[start : start + inside.size] *= inside
    return limited


def _gain(wave: Wave, beside: Wave | None) -> Wave | None:
    """The factor for each sample; None where nothing is too loud."""
    room = np.full(wave.size, ratio(CEILING))
    if beside is not None:
        room -= np.abs(beside).max(axis=1)
    peaks = true_peaks(wave, float(room.min(initial=1.0)))
    if not (peaks > room).any():
        return None
    blocks = -(-wave.size // _BLOCK)
    need = np.ones(blocks * _BLOCK)
    need[: peaks.size] = np.minimum(1.0, room / np.maximum(peaks, 1e-9))
    # Interpolating between blocks looks one further, hence the reach of the minimum.
    held = _least_nearby(need.reshape(blocks, _BLOCK).min(axis=1), _REACH + 1)
    window = np.hanning(2 * _REACH + 3)[1:-1]
    smooth = np.convolve(np.pad(held, _REACH, mode="edge"), window / window.sum(), mode="valid")
    centres = (np.arange(blocks) + 0.5) * _BLOCK
    return np.interp(np.arange(wave.size), centres, smooth)


def true_peaks(wave: Wave, above: float = ratio(CEILING)) -> Wave:
    """For each sample, the largest amplitude on it and up to the next, four-fold oversampled where
    it may be `above` an amplitude."""
    padded = np.pad(wave, _HALF)
    peaks: Wave = np.abs(wave)
    # A peak between two samples has a loud one on at least one side: only there it is looked for.
    loud = peaks > 0.5 * above
    loud[:-1] |= loud[1:]
    near = np.flatnonzero(loud)
    if near.size:
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _HALF)[near + 1]
        between = np.abs(around @ _KERNELS).max(axis=1)
        peaks[near] = np.maximum(peaks[near], between)
    return peaks


def _least_nearby(values: Wave, reach: int) -> Wave:
    padded = np.pad(values, reach, mode="edge")
    least: Wave = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    return least


def _kernels() -> Wave:
    """Interpolation kernels for 1/4, 2/4 and 3/4 of the way to the next sample: (12, 3)."""
    taps = np.arange(-_HALF + 1, _HALF + 1)
    shifts = np.arange(1, _PHASES) / _PHASES
    distance = shifts[None, :] - taps[:, None]
    kernels = np.sinc(distance) * np.cos(np.pi * distance / (2 * (_HALF + 1))) ** 2
    return np.asarray(kernels / kernels.sum(axis=0))


_KERNELS = _kernels()
