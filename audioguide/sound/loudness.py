"""How loud a clip is, and the one gain that brings it to the session's level."""

import math
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from audioguide.core import ffmpeg
from audioguide.core.errors import FfmpegError
from audioguide.core.units import RATE
from audioguide.sound.audio import Wave, audio_segment

TARGET = -19.0
"""LUFS of speech as a single channel. A phone plays mono on two channels, 3 dB louder: -16, the
level of podcasts (AES TD1008, for speech on mobile devices: -16 to -20)."""

AS_PLAYED = 10 * math.log10(2)
"""dB by which one channel played on two is louder than a single channel reads."""

ENCODER_LOSS = 20 * math.log10(1 / 0.95)
"""dB that LAME takes off: it scales its input by 0.95 (lame.c, `scale`)."""

MOST_GAIN = 20.0
"""dB. A clip that needs more is a fault of its engine; noise would come up with it."""

_SHORTEST = RATE
_REPEATED = 3 * RATE
"""A clip under 1 s holds too few of the meter's 0.4 s blocks: it is measured repeated to 3 s."""

_INTEGRATED = re.compile(
    r"Parsed_ebur128_(\d+) [^\n]*Summary:\s+Integrated loudness:\s+I:\s+(-?[\d.]+|-?inf|nan) LUFS"
)


def loudness(clips: Sequence[Wave]) -> list[float]:
    """Integrated loudness in LUFS (ITU-R BS.1770-4, by ffmpeg's ebur128) of each mono wave at
    48 kHz, as a single channel; -70 when all of it is under the gate. One run measures them all,
    each on its own. Raises FfmpegError, OSError."""
    with TemporaryDirectory(prefix="audioguide-") as folder:
        arguments: list[str] = []
        for number, clip in enumerate(clips):
            path = Path(folder, f"{number}.pcm")
            path.write_bytes(audio_segment(_long_enough(clip)).raw_data)
            arguments += ffmpeg.raw("s16le", 1, path)
        meters = (f"[{n}]ebur128=framelog=verbose[m{n}]" for n in range(len(clips)))
        arguments += ["-filter_complex", ";".join(meters)]
        for number in range(len(clips)):
            arguments += ["-map", f"[m{number}]", "-f", "null", "-"]
        report = ffmpeg.run(arguments).report
    found = {int(n): float(value) for n, value in _INTEGRATED.findall(report)}
    if len(found) != len(clips):
        raise FfmpegError("ffmpeg's ebur128 gave no integrated loudness")
    return [value if np.isfinite(value) else -70.0 for _, value in sorted(found.items())]


def gain(level: float) -> float:
    """dB that bring a clip of this loudness in LUFS to TARGET once it has been encoded."""
    return min(TARGET + ENCODER_LOSS - level, MOST_GAIN)


def _long_enough(clip: Wave) -> Wave:
    return clip if clip.size >= _SHORTEST else np.tile(clip, -(-_REPEATED // max(clip.size, 1)))
