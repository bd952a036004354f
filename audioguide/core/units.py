"""Time: samples at 48 kHz, and the MP3 frames that every clip starts on."""

from fractions import Fraction
from typing import NewType

Samples = NewType("Samples", int)
Frames = NewType("Frames", int)

NOTHING = Samples(0)

RATE = 48_000
"""Samples a second. At 48 kHz an MP3 frame is a whole number of milliseconds (24)."""

FRAME = Samples(1152)
"""Samples in one MPEG-1 Layer III frame (ISO 11172-3, 2.4.2.1)."""

FRAME_MS = 24
"""One frame in milliseconds: the grid that pydub, which counts in milliseconds, hits exactly."""

OPENING = Frames(20)
"""Silent frames before the first step: a player's start-up must not swallow a word."""


def samples(seconds: Fraction | float) -> Samples:
    """The whole number of samples nearest to a time in seconds."""
    return Samples(round(Fraction(seconds) * RATE))


def nearest_frame(at: Samples) -> Frames:
    """The frame whose start lies nearest to `at`; halfway goes to the later one."""
    return Frames((2 * at + FRAME) // (2 * FRAME))


def frames_holding(length: Samples) -> Frames:
    """The least number of whole frames that hold `length` samples."""
    return Frames(-(-length // FRAME))


def start_of(frame: Frames) -> Samples:
    """The first sample of a frame."""
    return Samples(frame * FRAME)


def portion(share: Fraction, length: Samples) -> Samples:
    """A share of a length, rounded to the nearest sample, halves up. In whole numbers: a product of
    fractions costs four times as much, and a check takes thousands."""
    return Samples((2 * share.numerator * length + share.denominator) // (2 * share.denominator))


def seconds(length: Samples) -> float:
    """Samples as seconds, for YAML, JSON and screens only."""
    return length / RATE


def clock(length: Samples, *, tenths: bool = False, hours: bool = True, digits: int = 1) -> str:
    """Samples as a person reads them: 0:07, 9:12, 1:02:03, rounded down to the second; with
    `tenths` to the nearest of these, 0:07.5. Without `hours` minutes run on past 59. `digits` is
    how many the first number has at least."""
    seconds, tenth = divmod(round(length * 10 / RATE), 10) if tenths else (length // RATE, 0)
    minutes, rest = divmod(seconds, 60)
    above, within = divmod(minutes, 60) if hours else (0, minutes)
    first = f"{above:0{digits}}:{within:02}" if above else f"{within:0{digits}}"
    return f"{first}:{rest:02}.{tenth}" if tenths else f"{first}:{rest:02}"
