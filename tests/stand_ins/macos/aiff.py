"""AIFF as macOS writes it."""

import struct
from array import array
from sys import byteorder


def aiff(samples: "array[int]", rate: int = 22_050) -> bytes:
    """An AIFF file of mono 16-bit samples."""
    big = array("h", samples)
    if byteorder == "little":
        big.byteswap()
    exponent = rate.bit_length() - 1
    extended = struct.pack(">HQ", 16383 + exponent, rate << (63 - exponent))
    common = struct.pack(">hIh", 1, len(samples), 16) + extended
    sound = struct.pack(">II", 0, 0) + big.tobytes()
    body = b"AIFF" + b"COMM" + struct.pack(">I", len(common)) + common
    body += b"SSND" + struct.pack(">I", len(sound)) + sound
    return b"FORM" + struct.pack(">I", len(body)) + body
