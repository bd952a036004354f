"""Stretches of sound into frames, so that a stretch's frames are the same wherever it stands.

With the bit reservoir off, and LAME's fast mode, which has no noise-shaping loop and so carries no
state from frame to frame, a stretch encoded with two frames of its surroundings on either side is
byte for byte what encoding the whole session would give there (measured; `test_linking` proves it
at random cuts).
"""

from collections.abc import Sequence

from audioguide.core import ffmpeg
from audioguide.core.errors import FfmpegError
from audioguide.core.units import Frames, seconds, start_of
from audioguide.mp3.frame import Format, frames
from audioguide.sound.audio import AudioSegment

LEAD = Frames(1)
"""Coded frames before a sound's first that already carry some of it."""
TRAIL = Frames(2)
"""Coded frames after a sound's last that still carry some of it."""
CONTEXT = Frames(2)
"""Frames of surroundings that LAME's filters and transform look at."""

BEFORE, AFTER = Frames(LEAD + CONTEXT), Frames(TRAIL + CONTEXT)
"""Frames of its surroundings that a stretch is encoded with."""

OPTIONS = ("-reservoir", "0", "-compression_level", "7")
_BARE = ("-write_xing", "0", "-id3v2_version", "0", "-map_metadata", "-1", "-threads", "1")


def encode(stretches: Sequence[AudioSegment], format: Format) -> list[bytes]:
    """The frames of each stretch, in one run of the encoder. A stretch is 16-bit PCM at 48 kHz with
    BEFORE frames of what surrounds the sound before it and AFTER after it; its coded frames go
    from LEAD before the sound's first to TRAIL after its last. Raises FfmpegError."""
    size = format.pcm_bytes(Frames(1))
    coded = _lame(b"".join(stretch.raw_data for stretch in stretches), format)
    found: list[bytes] = []
    at = 0
    for stretch in stretches:
        end = at + len(stretch.raw_data) // size
        found.append(b"".join(coded[at + CONTEXT : end - CONTEXT]))
        at = end
    return found


def silent_frame(format: Format) -> bytes:
    """The frame of silence amid silence. Raises FfmpegError."""
    return _lame(bytes(format.pcm_bytes(Frames(8))), format)[4]


def _lame(pcm: bytes, format: Format) -> list[bytes]:
    """Every frame that LAME makes of the PCM."""
    count = len(pcm) // format.pcm_bytes(Frames(1))
    coding = ["-c:a", "libmp3lame", "-b:a", f"{format.kbits}k", *OPTIONS, *_BARE]
    arguments = ["-v", "error", *ffmpeg.raw("s16le", format.channels), *coding]
    limit = ffmpeg.LIMIT + seconds(start_of(Frames(count)))
    done = ffmpeg.run([*arguments, "-f", "mp3", "pipe:1"], pcm, limit)
    coded = list(frames(done.output, format))
    if len(coded) < count:
        # An interrupted ffmpeg ends its file in good order, and early.
        raise FfmpegError("the encoder stopped before the end")
    return coded
