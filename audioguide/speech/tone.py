"""A rehearsal engine: each word is a tone of exactly 100 ms, so that lengths can be foretold."""

import math
from array import array
from collections.abc import Sequence
from zlib import crc32

from audioguide.core.tempo import Calibration, calibration
from audioguide.core.units import RATE
from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine, Identity, Speaker, Spoken

WORD = RATE // 10
"""Samples in a word: 100 ms at 48 kHz, so that nothing is resampled."""

_CALIBRATION = calibration((1, 600, 0, 0, 0, 0, 0, 0.1))

_AMPLITUDE = 8000
"""About -12 dBFS: like speech, quiet enough for any gain that follows."""


class ToneEngine(Engine):
    """Speaks in tones."""

    def identity(self, voice: Voice) -> Identity:
        """Always the same: the tones never change."""
        return Identity("tone 1")

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """One tone for each word, its pitch drawn from the word. The voice does not matter."""
        return Spoken(b"".join(_tone(word) for word in text.split()), RATE)

    def measured(self, voice: Voice) -> Calibration:
        """Exact: a word is a word."""
        return _CALIBRATION

    def speakers(self) -> Sequence[Speaker]:
        """The one that there is."""
        return (Speaker("tone", ""),)


def _tone(word: str) -> bytes:
    # Whole periods in 100 ms, and a cosine: it begins and ends at full level, so that trimming
    # takes nothing off.
    hertz = 300 + 10 * (crc32(word.encode()) % 60)
    step = 2 * math.pi * hertz / RATE
    return array("h", (round(_AMPLITUDE * math.cos(step * n)) for n in range(WORD))).tobytes()
