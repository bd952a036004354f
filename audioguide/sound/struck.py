"""Struck bodies: partials that each fade at their own pace, summed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audioguide.core.units import RATE, Samples
from audioguide.sound.audio import Wave, ratio

_SIXTY_DB = 3 * math.log(10)
"""Nepers in 60 dB."""

_BLOCK = 1024
"""Samples in a block. A sine and an exponential of every sample would cost 18 ms for 8 s of one
partial, and a gong has sixty."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A mode of vibration, as it is heard after a stroke."""

    pitch: float
    """Hz."""
    level: float
    """dB at the stroke, before any fall; relative to the other partials."""
    fall: float
    """Seconds to fall by 60 dB."""
    bloom: float = 0.0
    """Seconds, the time constant with which it grows at first: 0 when the stroke itself starts it,
    more when other modes feed it."""
    phase: float = 0.0
    """Cycles, at the stroke."""


def struck(partials: Sequence[Partial], length: Samples, blow: Samples) -> Wave:
    """The sum of partials, shape (length,), begun at zero: for `blow` samples it rises as half a
    cosine, the softer the mallet the longer. A partial is an exponentially falling sine, as a
    damped mode is (N. H. Fletcher, T. D. Rossing, The Physics of Musical Instruments, 1998, ch. 1);
    one that blooms is the difference of two that fall unequally fast: it rises from nothing."""
    falls = np.array([complex(-_SIXTY_DB / p.fall, 2 * math.pi * p.pitch) for p in partials])
    sizes = np.array([ratio(p.level) * np.exp(2j * math.pi * p.phase) for p in partials])
    blooming = np.array([p.bloom > 0 for p in partials])
    growth = np.array([1 / p.bloom for p in partials if p.bloom])
    falls = np.concatenate([falls, falls[blooming] - growth]) / RATE
    sizes = np.concatenate([sizes, -sizes[blooming]])
    # exp(a + b) = exp(a) exp(b): the samples of one block and the starts of all blocks are worked
    # out, and one product of matrices makes and sums the rest.
    starts = sizes * np.exp(np.outer(np.arange(0, length, _BLOCK), falls))
    inside = np.exp(np.outer(falls, np.arange(_BLOCK)))
    wave: Wave = (starts.real @ inside.imag + starts.imag @ inside.real).ravel()[:length]
    wave[:blow] *= (1 - np.cos(np.pi * np.arange(blow) / blow)) / 2
    return wave
