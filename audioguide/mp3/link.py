"""A session's file, written from front to back: tag, Info header, and frames, what lies between
segments being silence or the bed, ready made. Memory holds one segment at a time."""

from collections.abc import Iterable
from hashlib import sha256
from typing import IO

from audioguide.core.units import Frames
from audioguide.mp3.encode import LEAD
from audioguide.mp3.frame import TAIL_FRAMES, Format
from audioguide.mp3.info import info_frame

_AT_ONCE = 500
"""Frames of what lies between in one write: 144 kB of silence."""


def link(
    out: IO[bytes],
    tag: bytes,
    length: Frames,
    segments: Iterable[tuple[Frames, bytes]],
    between: bytes,
    format: Format,
) -> str:
    """Write a session of `length` frames. `segments` are (first frame of the sound, its coded
    frames as `encode` gives them), in order and apart. `between` are the frames that stand where no
    segment does: silence, or a bed's ring, which runs on from the session's start. Returns the
    SHA-256 of all frames after the Info header, in hexadecimal."""
    out.write(tag)
    coded = length + TAIL_FRAMES
    out.write(info_frame(coded, format))
    body = _Body(out, between, format.frame_bytes)
    for start, frames in segments:
        body.fill(start - LEAD)
        # What a last sound leaves in the frame after the tail is never played.
        body.write(frames[: (coded - body.at) * format.frame_bytes])
    body.fill(coded)
    return body.digest.hexdigest()


class _Body:
    """The frames of a file, and how far they have come."""

    def __init__(self, out: IO[bytes], between: bytes, size: int) -> None:
        self.at = 0
        self.digest = sha256()
        self._out, self._size = out, size
        # A single frame is repeated, so that silence is not written frame by frame.
        self._between = between * max(1, _AT_ONCE * size // len(between))
        self._round = len(self._between) // size

    def fill(self, end: int) -> None:
        """Go on with what lies between, up to a frame."""
        if end < self.at:
            raise ValueError(f"segments overlap by {self.at - end} frames")
        while self.at < end:
            first = self.at % self._round
            count = min(_AT_ONCE, self._round - first, end - self.at)
            self.write(self._between[first * self._size : (first + count) * self._size])

    def write(self, frames: bytes) -> None:
        """Go on with these frames."""
        self._out.write(frames)
        self.digest.update(frames)
        self.at += len(frames) // self._size
