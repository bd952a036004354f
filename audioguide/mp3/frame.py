"""The frames that sessions are made of: MPEG-1 Layer III at 48 kHz and a constant bit rate.

At 48 kHz a frame of a constant bit rate is a whole number of bytes, never padded: frame k of a mono
session stands at byte 288 k, and seeking and chapters are exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from audioguide.core.errors import FrameError
from audioguide.core.units import FRAME, RATE, Frames

ENCODER_DELAY = 576
"""Samples by which LAME lags; every decoder adds its 529, and 1105 are left out when playing (LAME
technical FAQ, "Why is a decoded MP3 longer than the original?")."""

TAIL_FRAMES = 1
"""Coded frames after the last one of PCM: the delay carries its sound into the next one, and not
beyond, since it is shorter than a frame."""

KBITS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Bit rates of Layer III, in order of their index from 1 (ISO 11172-3, 2.4.2.3)."""

_SINGLE_CHANNEL, _JOINT_STEREO = 0xC4, 0x44
"""The last byte of a header: the mode, and that it is an original."""
_MODE_EXTENSION = 0x30
"""Which kind of joint stereo, in that byte: the encoder chooses for each frame."""


@dataclass(frozen=True, slots=True)
class Format:
    """The kind of frame that a whole session is made of."""

    channels: int
    kbits: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of a frame: three for each kbit/s."""
        return self.kbits * 1000 // 8 * FRAME // RATE

    @property
    def side_bytes(self) -> int:
        """Bytes of side information after the header (ISO 11172-3, 2.4.1.7)."""
        return 17 if self.channels == 1 else 32

    @property
    def header(self) -> bytes:
        """Sync, MPEG-1 Layer III without CRC; bit rate, 48 kHz, no padding; mode, original."""
        mode = _SINGLE_CHANNEL if self.channels == 1 else _JOINT_STEREO
        return bytes((0xFF, 0xFB, (KBITS.index(self.kbits) + 1) << 4 | 0b0100, mode))

    def pcm_bytes(self, length: Frames) -> int:
        """Bytes of 16-bit PCM in so many frames."""
        return 2 * self.channels * FRAME * length


MONO = Format(channels=1, kbits=96)
"""288 bytes a frame."""
STEREO = Format(channels=2, kbits=160)
"""480 bytes a frame, joint stereo."""


def frames(stream: bytes, format: Format) -> Iterator[bytes]:
    """The frames of an encoder's output. Raises FrameError when one is not of the format, or needs
    bytes of the frame before it (`main_data_begin`): then it could not be moved."""
    size, wanted = format.frame_bytes, format.header
    if len(stream) % size:
        raise FrameError(f"{len(stream)} bytes are not whole frames of {size}")
    for at in range(0, len(stream), size):
        frame = stream[at : at + size]
        if frame[:3] != wanted[:3] or (frame[3] ^ wanted[3]) & ~_MODE_EXTENSION:
            raise FrameError(f"frame {at // size} begins with {frame[:4].hex()}")
        if main_data_begin(frame):
            raise FrameError(f"frame {at // size} leans on the one before it")
        yield frame


def main_data_begin(frame: bytes) -> int:
    """How many bytes back a frame's data begin (ISO 11172-3, 2.4.1.7: the side information's first
    9 bits); 0 when it stands alone."""
    return frame[4] << 1 | frame[5] >> 7
