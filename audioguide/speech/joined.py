"""Sentences that were spoken one by one, put together with a pause of ours between them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audioguide.core.errors import SpeechError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAUSE = 0.5
"""Seconds between two sentences of a text: shorter than what separates two texts (0.8 s), or a
listener would hear one text as several."""

_HIGHEST = 0.98
"""Amplitude of the highest peak: rounding adds to it, and what reaches 1 clips."""

_FULL_SCALE = 32767


def joined(waves: "Sequence[NDArray[np.float32]]", rate: int, pause: float = PAUSE) -> bytes:
    """Mono samples (n,) in [-1, 1], `rate` a second, one after the other, each without the silence
    at its ends and `pause` seconds apart: signed 16-bit, little-endian. What would clip is made
    softer, all by the same factor; a wave that is silent is left out, its pause as well. Raises
    SpeechError when samples are no numbers."""
    import numpy as np

    from audioguide.speech.silence import spoken_part

    if not all(np.isfinite(wave).all() for wave in waves):
        raise SpeechError("the voice gave samples that are no numbers")
    peak = max((float(np.abs(wave).max()) for wave in waves if wave.size), default=0.0)
    gain = min(1.0, _HIGHEST / peak) if peak else 1.0
    parts = []
    for wave in waves:
        samples = np.round(wave.astype(np.float64) * (gain * _FULL_SCALE)).astype("<i2")
        first, end = spoken_part(samples)
        if first < end:
            parts.append(samples[first:end].tobytes())
    return bytes(2 * round(pause * rate)).join(parts)
