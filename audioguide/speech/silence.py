"""Where speech is, and where it is silent."""

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples16 = NDArray[np.int16]
    Floats = NDArray[np.float64]

QUIET = 10 ** (-60 / 20)
"""Amplitude under which speech counts as silence: 60 dB under full scale, some 40 dB under its
loudness; eSpeak's own silence is digital zero."""

LEAD, TAIL = Fraction(3, 1000), Fraction(10, 1000)
"""Seconds kept before the first and after the last sample that sounds, and faded: a soft
consonant begins and ends below any threshold."""

_FULL_SCALE = 32768
_WITHIN = 10 ** (-45 / 20)
"""Amplitude under which a voice is silent inside a text, where it breathes a little."""


def spoken_part(samples: "Samples16") -> tuple[int, int]:
    """The first sample that sounds and the one after the last; (0, 0) where none does."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET * _FULL_SCALE)
    return (int(loud[0]), int(loud[-1]) + 1) if loud.size else (0, 0)


def trimmed(samples: "Samples16", rate: int) -> "Floats":
    """Speech without the silence at both ends, in parts of full scale. What is silent all through
    stays as it is."""
    import numpy as np

    wave = samples.astype(np.float64) / _FULL_SCALE
    first, end = spoken_part(samples)
    if first == end:
        return wave
    lead, tail = min(first, int(LEAD * rate)), min(wave.size - end, int(TAIL * rate))
    kept = wave[first - lead : end + tail].copy()
    if lead:
        kept[:lead] *= np.arange(lead) / lead
    if tail:
        kept[-tail:] *= np.arange(tail, 0, -1) / tail
    return kept


def longest_silence(samples: "Samples16") -> int:
    """Samples of the longest silence inside speech, none before and after it counted."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _WITHIN * _FULL_SCALE)
    return int(np.diff(loud).max()) if loud.size > 1 else 0
