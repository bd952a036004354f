"""Chimes, made from partials: struck bodies whose overtones fade one by one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audioguide.sound.audio import Wave, ratio
from audioguide.units import RATE, Samples, samples

SILENT = -60.0
"""dBFS under which a tail counts as silent."""

_BELL = -9.0
"""dBFS, the peak of a bell."""

_RINGING = samples(1.5)
"""What the stroke of a bell takes: by then it has spoken, and words can be told from it."""

_COUNTED = -12.0
"""dBFS, the peak of what counts repetitions: heard beside speech at -19 LUFS, whose own peaks come
near full scale, and too low to startle when it comes alone."""

_MALLET, _STICK = samples(0.004), samples(0.0015)
"""Samples in which a stroke rises to its full level: a soft blow, and a hard one, which still has
to sound like a click without being a step in the wave."""


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
    return Chime(_finish(_struck(prime, partials, samples(8)), peak=_BELL), _RINGING)


def tick() -> Chime:
    """A soft, short, clear click to count by, some 0.1 s long. Made by design, after no instrument:
    three partials that share no octave, so that it has a colour but hardly a pitch, between 2 and
    6 kHz, where hearing is keenest and a phone's speaker strong, so that a low level will do."""
    partials = [
        (1.0, 0.0, 0.12),
        (1.6, -6.0, 0.08),
        (2.7, -12.0, 0.05),
    ]
    wave = _struck(2000.0, partials, samples(0.2))
    return Chime(_finish(wave, peak=_COUNTED, rise=_STICK), samples(0.2))


def wood() -> Chime:
    """A wood block. The partials are those of a uniform bar with free ends, at 1, 2.756 and 5.404
    times the lowest (N. H. Fletcher, T. D. Rossing, The Physics of Musical Instruments, 1998, ch.
    2); a real block is hollow and strays from them. Pitch, levels and falls are by design: dry, and
    the higher the shorter, as wood damps."""
    partials = [
        (1.0, 0.0, 0.17),
        (2.756, -9.0, 0.09),
        (5.404, -18.0, 0.05),
    ]
    wave = _struck(880.0, partials, samples(0.2))
    return Chime(_finish(wave, peak=_COUNTED, rise=_STICK), samples(0.2))


def _struck(pitch: float, partials: list[tuple[float, float, float]], length: Samples) -> Wave:
    """Partials of a pitch in Hz, each (ratio to it, level in dB, seconds to fall by 60 dB)."""
    time = np.arange(length) / RATE
    wave = np.zeros(time.size)
    for ratio_, level, fall in partials:
        wave += ratio(level) * np.sin(2 * np.pi * pitch * ratio_ * time) * 10 ** (-3 * time / fall)
    return wave


def _finish(wave: Wave, peak: float, rise: Samples = _MALLET) -> Wave:
    """Softened at the very start (or it clicks), brought to its peak in dBFS, and cut with a fade
    where it falls silent."""
    wave = wave.copy()
    wave[:rise] *= (1 - np.cos(np.pi * np.arange(rise) / rise)) / 2
    wave *= ratio(peak) / np.abs(wave).max()
    heard = np.flatnonzero(np.abs(wave) > ratio(SILENT))
    end = heard[-1] + 1
    fade = min(samples(0.05), end // 4)
    wave[end - fade : end] *= (1 + np.cos(np.pi * np.arange(fade) / fade)) / 2
    return wave[:end]


def own(wave: Wave) -> Chime:
    """An author's own sound, struck as loud as the bell."""
    peak = float(np.abs(wave).max())
    return Chime(wave * (ratio(_BELL) / peak), Samples(min(wave.size, _RINGING)))


CHIMES: dict[str, Callable[[], Chime]] = {"bell": bell, "tick": tick, "wood": wood}
"""Chimes by the name that scripts use."""
