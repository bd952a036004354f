"""An engine's speech made ready: trimmed, resampled to 48 kHz, its pieces joined."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import soxr

from audioguide.core.units import RATE, samples
from audioguide.sound.audio import FULL_SCALE, Wave
from audioguide.speech.silence import spoken_part

LEAD, TAIL = Fraction(3, 1000), Fraction(10, 1000)
"""Seconds kept before the first and after the last sample that sounds, and faded: a soft
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
    samples_ = np.frombuffer(pcm, "<i2")
    wave = samples_.astype(np.float64) / FULL_SCALE
    first, end = spoken_part(samples_)
    if first == end:
        return wave, rate
    lead, tail = min(first, int(LEAD * rate)), min(wave.size - end, int(TAIL * rate))
    kept = wave[first - lead : end + tail].copy()
    if lead:
        kept[:lead] *= np.arange(lead) / lead
    if tail:
        kept[-tail:] *= np.arange(tail, 0, -1) / tail
    return kept, rate


def _resample(wave: Wave, rate: int) -> Wave:
    return wave if rate == RATE else soxr.resample(wave, rate, RATE, quality="HQ")
