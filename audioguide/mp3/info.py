"""The Info header: the first frame of a file, silent itself, that tells a player how long the
session is, where to seek, and how many samples to leave out at both ends.

Layout: the Xing header (Gabriel Bouvigne, MP3 Tech) with LAME's extension (Mp3 Info Tag rev. 1).
"""

import struct

from audioguide.core.units import FRAME
from audioguide.mp3.frame import ENCODER_DELAY, TAIL_FRAMES, Format

_CBR = 1


def info_frame(coded: int, format: Format) -> bytes:
    """The header of a file of `coded` frames, TAIL_FRAMES of them after the last one of PCM."""
    padding = TAIL_FRAMES * FRAME - ENCODER_DELAY
    size = format.frame_bytes
    total = (coded + 1) * size
    seek = bytes(256 * (size + coded * size * i // 100) // total for i in range(100))
    xing = struct.pack(">4sIII100sI", b"Info", 0x0F, coded, total, seek, 0)
    lame = struct.pack(
        ">9sBBfHHBB3sBBHI",
        b"LAME3.100",
        _CBR,
        0,  # lowpass, peak and both replay gains: not told here
        0.0,
        0,
        0,
        0,
        format.kbits,
        (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        0,
        0,
        0,
        total,
    )
    body = format.header + bytes(format.side_bytes) + xing + lame + b"\0\0"
    return (body + struct.pack(">H", crc16(body))).ljust(size, b"\0")


def crc16(data: bytes) -> int:
    """CRC-16/ARC, LAME's check of its own tag."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc
