"""A rehearsal engine: each word is a tone of exactly 100 ms, so that lengths can be foretold."""

import math
from array import array
from collections.abc import Sequence
from zlib import crc32

from audioguide.core.units import RATE
from audioguide.core.voice import Voice
from audioguide.speech.engine import Speaker, Spoken

WORD = RATE // 10
"""Samples in a word: 100 ms at 48 kHz, so that nothing is resampled."""

_AMPLITUDE = 8000
"""About -12 dBFS: like speech, quiet enough for any gain that follows."""


class ToneEngine:
    """Speaks in tones."""

    def version(self, voice: Voice) -> str:
        """Constant: the tones never change."""
        return "tone 1"

    def why_missing(self, voice: Voice) -> str:
        """Nothing: tones are always there."""
        return ""

    def speakers(self) -> Sequence[Speaker]:
        """The one that there is."""
        return [Speaker("tone", "")]

    def phonemes(self, text: str, voice: Voice) -> str:
        """Nothing: tones are no sounds of a language."""
        return ""

    def warm(self) -> None:
        """Nothing takes a while."""

    def speak(self, text: str, voice: Voice) -> Spoken:
        """One tone for each word, its pitch drawn from the word. The voice does not matter."""
        return Spoken(b"".join(_tone(word) for word in text.split()), RATE)

    def forget(self) -> None:
        """Tones are never missing."""

    def close(self) -> None:
        """Nothing was started, nor ever will be."""


def _tone(word: str) -> bytes:
    # Whole periods in 100 ms, and a cosine: it begins and ends at full level, so that trimming
    # takes nothing off.
    hertz = 300 + 10 * (crc32(word.encode()) % 60)
    step = 2 * math.pi * hertz / RATE
    return array("h", (round(_AMPLITUDE * math.cos(step * n)) for n in range(WORD))).tobytes()
