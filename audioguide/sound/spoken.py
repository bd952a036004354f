"""An engine's speech made ready: trimmed, resampled to 48 kHz, its pieces joined."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import soxr

from audioguide.core.units import RATE, samples
from audioguide.sound.audio import Wave
from audioguide.speech.silence import trimmed

BETWEEN = Fraction(35, 100)
"""Seconds between the pieces of a long text: what eSpeak leaves between two sentences."""


def ready(pieces: Sequence[tuple[bytes, int]]) -> Wave:
    """The pieces of one text, each (mono 16-bit PCM, its rate), as one wave at 48 kHz."""
    waves = [_resample(trimmed(np.frombuffer(pcm, "<i2"), rate), rate) for pcm, rate in pieces]
    gap = np.zeros(samples(BETWEEN))
    parts = [part for piece in waves for part in (gap, piece)][1:]
    return np.concatenate(parts)


def _resample(wave: Wave, rate: int) -> Wave:
    return wave if rate == RATE else soxr.resample(wave, rate, RATE, quality="HQ")
