"""An engine's speech made ready: trimmed, resampled to 48 kHz, its pieces joined."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import soxr

from audioguide.core.units import RATE, samples
from audioguide.sound.audio import FULL_SCALE, Wave, ratio

QUIET = ratio(-60)
"""Amplitude under which speech counts as silence: 60 dB under full scale, some 40 dB under its
loudness; eSpeak's own silence is digital zero."""

LEAD, TAIL = Fraction(3, 1000), Fraction(10, 1000)
"""Seconds kept before the first and after the last sample over QUIET, and faded: a soft
consonant begins and ends below any threshold."""

BETWEEN = Fraction(35, 100)
"""Seconds between the pieces of a long text: what eSpeak leaves between two sentences."""


def ready(pieces: Sequence[tuple[bytes, int]]) -> Wave:
    """The pieces of one text, each (mono 16-bit PCM, its rate), as one wave at 48 kHz."""
    waves = [_resample(*_trim(pcm, rate)) for pcm, rate in pieces]
    gap = np.zeros(samples(BETWEEN))
    parts = [part for piece in waves for part in (gap, piece)][1:]
    return np.concatenate(parts)


def _trim(pcm: bytes, rate: int) -> tuple[Wave, int]:
    wave = np.frombuffer(pcm, "<i2").astype(np.float64) / FULL_SCALE
    loud = np.flatnonzero(np.abs(wave) > QUIET)
    if not loud.size:
        return wave, rate
    lead, tail = min(loud[0], int(LEAD * rate)), min(wave.size - 1 - loud[-1], int(TAIL * rate))
    kept = wave[loud[0] - lead : loud[-1] + 1 + tail].copy()
    if lead:
        kept[:lead] *= np.arange(lead) / lead
    if tail:
        kept[-tail:] *= np.arange(tail, 0, -1) / tail
    return kept, rate


def _resample(wave: Wave, rate: int) -> Wave:
    return wave if rate == RATE else soxr.resample(wave, rate, RATE, quality="HQ")
