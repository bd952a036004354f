"""The floor that wakes headphones: a rustle hardly anybody hears, but no digital silence."""

import numpy as np

from audioguide.core.units import RATE, Samples, samples
from audioguide.sound.audio import Wave, ratio
from audioguide.sound.loudness import ENCODER_LOSS

LEVEL = -60.0
"""dBFS in the MP3, as the RMS of the floor: 41 dB under the voice."""

_LOW, _HIGH = 200, 4000
"""Hz: speakers and headphones carry this band, and LAME keeps it at so low a level."""

_SQUEEZE = 2.0
"""By how much the noise is driven into its ceiling: its peaks come 2 dB over its RMS instead of
12, and 4.5 once it has been coded, so that what looks for an onset at -50 dBFS does not take it for
one."""

_FADE = samples(0.02)

_SEED = 60


def floor(length: Samples) -> Wave:
    """A rustle of `length` samples, the same each time, that comes out of silence and goes back
    into it."""
    turns = np.random.PCG64(_SEED).random_raw(length // 2 + 1) / 2.0**64
    pitch = np.fft.rfftfreq(length, 1 / RATE)
    band = (pitch >= _LOW) & (pitch <= _HIGH)
    noise = np.fft.irfft(np.where(band, np.exp(2j * np.pi * turns), 0), length)
    wave = np.tanh(_SQUEEZE * noise / np.sqrt(np.mean(np.square(noise))))
    wave *= ratio(LEVEL + ENCODER_LOSS) / np.sqrt(np.mean(np.square(wave)))
    fade = min(_FADE, length // 2)
    rising = (1 - np.cos(np.pi * np.arange(fade) / fade)) / 2
    wave[:fade] *= rising
    wave[length - fade :] *= rising[::-1]
    return np.asarray(wave)
