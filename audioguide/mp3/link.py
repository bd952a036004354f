"""A session's file, written from front to back: tag, Info header, and frames, silence between
segments being one ready-made frame over and over. Memory holds one segment at a time."""

from collections.abc import Iterable
from typing import IO

from audioguide.mp3.encode import LEAD
from audioguide.mp3.frame import FRAME_BYTES, TAIL_FRAMES
from audioguide.mp3.info import info_frame
from audioguide.units import Frames

_AT_ONCE = 500
"""Silent frames per write: 144 kB."""


def link(
    out: IO[bytes],
    tag: bytes,
    length: Frames,
    segments: Iterable[tuple[Frames, bytes]],
    silent: bytes,
) -> None:
    """Write a session of `length` frames. `segments` are (first frame of the sound, its coded
    frames as `encode` gives them), in order and apart."""
    out.write(tag)
    coded = length + TAIL_FRAMES
    out.write(info_frame(coded))
    at = 0
    for start, frames in segments:
        at += _silence(out, silent, start - LEAD - at)
        # What a last sound leaves in the frame after the tail is never played.
        at += out.write(frames[: (coded - at) * FRAME_BYTES]) // FRAME_BYTES
    _silence(out, silent, coded - at)


def _silence(out: IO[bytes], silent: bytes, count: int) -> int:
    if count < 0:
        raise ValueError(f"segments overlap by {-count} frames")
    for done in range(0, count, _AT_ONCE):
        out.write(silent * min(_AT_ONCE, count - done))
    return count
