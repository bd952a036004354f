"""The one kind of frame that sessions are made of: MPEG-1 Layer III, CBR 96 kbit/s, 48 kHz, mono.

At 48 kHz a frame at a constant bit rate is a whole number of bytes, never padded: frame k stands at
byte 288 k, and seeking and chapters are exact.
"""

from collections.abc import Iterator

KBITS = 96
FRAME_BYTES = KBITS * 1000 // 8 * 1152 // 48_000
"""288."""

ENCODER_DELAY = 576
"""Samples by which LAME lags; every decoder adds its 529, and 1105 are left out when playing (LAME
technical FAQ, "Why is a decoded MP3 longer than the original?")."""

TAIL_FRAMES = 1
"""Coded frames after the last one of PCM: the delay carries its sound into the next one, and not
beyond, since it is shorter than a frame."""

HEADER = bytes.fromhex("fffb74c4")
"""Sync, MPEG-1 Layer III without CRC; 96 kbit/s, 48 kHz, no padding; single channel, original."""


class FrameError(Exception):
    """Bytes that are not the frames they should be."""


def frames(stream: bytes) -> Iterator[bytes]:
    """The frames of an encoder's output. Raises FrameError when one is not of our kind, or needs
    bytes of the frame before it (`main_data_begin`): then it could not be moved."""
    if len(stream) % FRAME_BYTES:
        raise FrameError(f"{len(stream)} bytes are not whole frames of {FRAME_BYTES}")
    for at in range(0, len(stream), FRAME_BYTES):
        frame = stream[at : at + FRAME_BYTES]
        if frame[:4] != HEADER:
            raise FrameError(f"frame {at // FRAME_BYTES} begins with {frame[:4].hex()}")
        if main_data_begin(frame):
            raise FrameError(f"frame {at // FRAME_BYTES} leans on the one before it")
        yield frame


def main_data_begin(frame: bytes) -> int:
    """How many bytes back a frame's data begin (ISO 11172-3, 2.4.1.7: the side information's first
    9 bits); 0 when it stands alone."""
    return frame[4] << 1 | frame[5] >> 7
