"""Chimes, made from partials: struck bodies whose overtones fade one by one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audioguide.sound.audio import Wave, ratio
from audioguide.units import RATE, Samples, samples

SILENT = -60.0
"""dBFS under which a tail counts as silent."""


@dataclass(frozen=True, slots=True)
class Chime:
    """A stroke: its sound with the whole tail, and the time it takes."""

    wave: Wave
    strike: Samples
    """After this the next step begins; the tail rings on."""


def bell() -> Chime:
    """A small hand bell on A5. The partials are those of a tuned bell: hum, prime, tierce, quint,
    nominal, superquint and octave nominal at 0.5, 1, 1.2, 1.5, 2, 3 and 4 times the prime (T. D.
    Rossing, Science of Percussion Instruments, 2000, ch. 11). Low partials ring longest; all but
    the hum lie over 800 Hz, so that a phone's speaker carries it."""
    prime = 880.0
    partials = [
        # ratio, level in dB, seconds to fall by 60 dB
        (0.5, -9.0, 5.5),
        (1.0, -3.0, 4.5),
        (1.2, -8.0, 3.5),
        (1.5, -14.0, 2.8),
        (2.0, 0.0, 3.0),
        (3.0, -9.0, 1.8),
        (4.0, -14.0, 1.1),
    ]
    time = np.arange(samples(8)) / RATE
    wave = np.zeros(time.size)
    for ratio_, level, fall in partials:
        wave += ratio(level) * np.sin(2 * np.pi * prime * ratio_ * time) * 10 ** (-3 * time / fall)
    return Chime(_finish(wave, peak=-9.0), samples(1.5))


def _finish(wave: Wave, peak: float) -> Wave:
    """Softened at the very start (4 ms, or it clicks), brought to its peak in dBFS, and cut with a
    fade where it falls silent."""
    rise = samples(0.004)
    wave = wave.copy()
    wave[:rise] *= (1 - np.cos(np.pi * np.arange(rise) / rise)) / 2
    wave *= ratio(peak) / np.abs(wave).max()
    heard = np.flatnonzero(np.abs(wave) > ratio(SILENT))
    end = heard[-1] + 1
    fade = min(samples(0.05), end)
    wave[end - fade : end] *= (1 + np.cos(np.pi * np.arange(fade) / fade)) / 2
    return wave[:end]


CHIMES: dict[str, Callable[[], Chime]] = {"bell": bell}
"""Chimes by the name that scripts use."""
