"""Segments into frames, so that a segment's frames are the same wherever it stands.

With the bit reservoir off, and LAME's fast mode, which has no noise-shaping loop and so carries no
state from frame to frame, a stretch encoded with two frames of its surroundings on either side is
byte for byte what encoding the whole session would give there (measured; `test_linking` proves it
at random cuts).
"""

from collections.abc import Sequence
from io import BytesIO

from audioguide import ffmpeg
from audioguide.mp3.frame import KBITS, frames
from audioguide.sound.audio import AudioSegment, CouldntEncodeError, from_pcm
from audioguide.units import FRAME, Frames

LEAD = Frames(1)
"""Coded frames before a sound's first that already carry some of it."""
TRAIL = Frames(2)
"""Coded frames after a sound's last that still carry some of it."""
CONTEXT = Frames(2)
"""Frames of surroundings that LAME's filters and transform look at."""

OPTIONS = ("-reservoir", "0", "-compression_level", "7")
_BARE = ("-write_xing", "0", "-id3v2_version", "0", "-map_metadata", "-1", "-threads", "1")

_FRAME_PCM = bytes(2 * FRAME)


def encode(segments: Sequence[AudioSegment]) -> list[bytes]:
    """The frames of each segment (16-bit mono at 48 kHz, whole frames): from LEAD before its first
    frame to TRAIL after its last, in one run of the encoder. Raises FfmpegError."""
    apart = _FRAME_PCM * (CONTEXT + LEAD + TRAIL)
    starts: list[int] = []
    pcm = bytearray()
    for segment in segments:
        pcm += apart
        starts.append(len(pcm) // len(_FRAME_PCM))
        pcm += segment.raw_data
    pcm += apart
    coded = _lame(bytes(pcm))
    return [
        b"".join(coded[start - LEAD : start + len(segment.raw_data) // (2 * FRAME) + TRAIL])
        for start, segment in zip(starts, segments, strict=True)
    ]


def silent_frame() -> bytes:
    """The frame of silence amid silence. Raises FfmpegError."""
    return _lame(_FRAME_PCM * 8)[4]


def _lame(pcm: bytes) -> list[bytes]:
    """Every frame that pydub's export of the PCM holds."""
    AudioSegment.converter = ffmpeg.executable()
    out = BytesIO()
    try:
        from_pcm(pcm).export(
            out,
            format="mp3",
            codec="libmp3lame",
            bitrate=f"{KBITS}k",
            parameters=[*OPTIONS, *_BARE],
        )
    except (CouldntEncodeError, OSError) as error:
        raise ffmpeg.FfmpegError(f"encoding failed: {error}") from error
    coded = list(frames(out.getvalue()))
    if len(coded) < len(pcm) // len(_FRAME_PCM):
        # An interrupted ffmpeg ends its file in good order, and early.
        raise ffmpeg.FfmpegError("the encoder stopped before the end")
    return coded
