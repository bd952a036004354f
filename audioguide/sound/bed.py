"""Beds: what sounds under a session, made here as loops that go round without a seam."""

from collections.abc import Callable
from typing import assert_never

import numpy as np

from audioguide.core.built_in import BedName
from audioguide.core.units import FRAME, RATE, Frames
from audioguide.sound.audio import Wave, ratio
from audioguide.sound.noise import FREQUENCIES, levelled, noise, uniform
from audioguide.sound.water import rain, waves

_LENGTH = Frames(2500)
"""60 s."""

_LOWEST = 60.0
"""Hz under which brown noise falls again: phones and small headphones give nothing there, and it
would take the room that the rest needs."""

_NOTES = [
    # Hz, level in dB, cycles a loop by which its strands lie apart
    (73.42, -7.0, 4),
    (293.66, 0.0, 5),
    (440.00, -2.0, 7),
    (587.33, -6.0, 6),
    (659.26, -9.0, 9),
    (880.00, -15.0, 11),
    (1174.66, -22.0, 8),
]
"""D and A with E, a suspended chord that leans nowhere, equally tempered, levels by design. Nothing
lies between 90 and 255 Hz, where speaking voices have their pitch (I. R. Titze, Principles of Voice
Production, 1994), and most of it over 290, for a phone's speaker."""

_STRAND = -8.0
"""dB of the two strands beside each note: with it they swell and sink by 10 dB, slowly."""


def brown_noise(channels: int) -> Wave:
    """A deep, smooth rush, shape (n, channels), that goes round after 60 s, at -20 dBFS RMS. Its
    power falls as 1 / f² (6 dB an octave: brown, as the path of Brownian motion) over 60 Hz."""
    colour = FREQUENCIES / (FREQUENCIES**2 + _LOWEST**2)
    return levelled(noise(_LENGTH, channels, 31, lambda _: colour))


def soft_drone(channels: int) -> Wave:
    """A quiet chord, shape (n, channels), that goes round after 60 s, at -20 dBFS RMS. Each note is
    three strands a fraction of a hertz apart, which beat; all have whole cycles a loop. The outer
    strands lie on either side, so the chord drifts between two channels."""
    length = _LENGTH * FRAME
    phases = uniform(np.random.PCG64(41), 3 * len(_NOTES)).reshape(-1, 3)
    wave = np.empty((length, channels))
    for channel in range(channels):
        pan = 0.0 if channels == 1 else 0.6 * (1 - 2 * channel)
        spectrum = np.zeros(length // 2 + 1, np.complex128)
        for (pitch, level, apart), turns in zip(_NOTES, phases, strict=True):
            cycles = round(pitch * length / RATE)
            for strand, turn in zip((-1, 0, 1), turns, strict=True):
                gain = ratio(level + abs(strand) * _STRAND) * (1 + pan * strand)
                spectrum[cycles + strand * apart] += gain * np.exp(2j * np.pi * turn)
        wave[:, channel] = np.fft.irfft(spectrum, length)
    return levelled(wave)


def bed_named(name: BedName) -> Callable[[int], Wave]:
    """What makes the bed of a name: it takes the number of channels, 1 or 2, and gives a loop,
    shape (n, channels), of a whole number of frames."""
    match name:
        case "rain":
            return rain
        case "waves":
            return waves
        case "brown noise":
            return brown_noise
        case "soft drone":
            return soft_drone
        case _:
            assert_never(name)
