"""A finished MP3 as others read it: its frames straight from the standard, its tags by ffmpeg and
mutagen. Nothing here stands on the code that writes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from mutagen import MutagenError
from mutagen.id3 import ID3

from audioguide.core import ffmpeg

_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Bit rates of MPEG-1 Layer III by index (ISO 11172-3, 2.4.2.3); 0 is the free format."""

_RATE_INDEX, _RATE = 1, 48_000
_SINGLE_CHANNEL = 0b11
_FRAMES_TOLD = 1
"""The flag of an Info header that counts frames."""

_TAG_HEADER = 10
_HEADER = 4
_CRC = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What the first bytes of a frame say."""

    channels: int
    kbits: int
    size: int
    """Bytes."""
    padded: bool
    leaning: int
    """`main_data_begin`: bytes of earlier frames that it needs."""
    side_information: int
    """Where it ends: bytes from the frame's first."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The frames of a file."""

    channels: int
    """Of the first frame; 0 when there is none."""
    kbits: int
    frames: int
    """After the Info header, as far as they follow one another."""
    counted: int | None
    """Frames that the Info header counts; None without one."""
    digest: str
    """SHA-256 of all bytes after the Info header, in hexadecimal."""
    faults: tuple[str, ...]
    """Why its frames cannot be cut and joined anywhere."""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter, times in seconds."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class ShownTags:
    """What a player shows; None for a title that is not there."""

    title: str | None
    """By ffmpeg."""
    title_by_mutagen: str | None
    chapters: tuple[ChapterMark, ...]


def read_contents(path: Path) -> Contents:
    """Follow the frames of a file, ID3 tag left out, one at a time. Raises OSError."""
    with path.open("rb") as stream:
        _skip_tag(stream)
        first = stream.tell()
        head = parse(stream.read(_HEADER + _CRC + 2))
        if head is None:
            return Contents(
                channels=0,
                kbits=0,
                frames=0,
                counted=None,
                digest="",
                faults=("it holds no MP3 frame where its tag ends",),
            )
        stream.seek(first)
        counted = _counted(stream.read(head.size), head)
        if counted is None:
            stream.seek(first)
        faults = Counter[str]()
        digest = sha256()
        count = 0
        for frame, content in _follow(stream, faults):
            digest.update(content)
            if frame is not None:
                count += 1
                faults.update(_oddities(frame, head))
    found = tuple(what if n == 1 else f"{what} ({n} times)" for what, n in faults.items())
    return Contents(
        channels=head.channels,
        kbits=head.kbits,
        frames=count,
        counted=counted,
        digest=digest.hexdigest(),
        faults=found,
    )


def parse(head: bytes) -> Frame | None:
    """A frame of MPEG-1 Layer III at 48 kHz by its first 8 bytes (ISO 11172-3, 2.4.1.3, 2.4.1.7);
    None when they are something else."""
    if len(head) < _HEADER + _CRC + 2 or head[0] != 0xFF or head[1] & 0xFE != 0xFA:
        return None
    index = head[2] >> 4
    if not 0 < index < len(_KBITS) or head[2] >> 2 & 0b11 != _RATE_INDEX:
        return None
    padded = bool(head[2] >> 1 & 1)
    channels = 1 if head[3] >> 6 == _SINGLE_CHANNEL else 2
    side = _HEADER + (0 if head[1] & 1 else _CRC)
    leaning = head[side] << 1 | head[side + 1] >> 7
    size = 144 * _KBITS[index] * 1000 // _RATE + padded
    return Frame(
        channels=channels,
        kbits=_KBITS[index],
        size=size,
        padded=padded,
        leaning=leaning,
        side_information=side + (17, 32)[channels - 1],
    )


def read_tags(path: Path) -> ShownTags:
    """Title and chapters. Raises FfmpegError when ffmpeg cannot read the file."""
    # Unless times are copied, it moves chapters by the encoder's delay.
    source = ["-v", "quiet", "-copyts", *ffmpeg.source(path)]
    told = ffmpeg.run([*source, "-f", "ffmetadata", "pipe:1"]).output.decode(errors="replace")
    sections: list[tuple[str, dict[str, str]]] = [("", {})]
    for line in re.findall(r"((?:\\.|[^\\\n])+)(?:\n|$)", told, re.DOTALL):
        if line.startswith("["):
            sections.append((line, {}))
        else:
            key, _, value = line.partition("=")
            sections[-1][1][key] = re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)
    chapters = tuple(_mark(found) for kind, found in sections if kind == "[CHAPTER]")
    return ShownTags(sections[0][1].get("title"), _title(path), chapters)


def _mark(found: dict[str, str]) -> ChapterMark:
    above, below = map(int, found["TIMEBASE"].split("/"))
    start, end = (int(found[key]) * above / below for key in ("START", "END"))
    return ChapterMark(found.get("title", ""), start, end)


def _title(path: Path) -> str | None:
    try:
        found = ID3(path).get("TIT2")
    except MutagenError:
        return None
    return None if found is None else str(found)


def _skip_tag(stream: IO[bytes]) -> None:
    """Go where an ID3v2 tag ends, its size in four bytes of seven bits (ID3v2.3, 3.1)."""
    head = stream.read(_TAG_HEADER)
    size = 0
    for byte in head[6:]:
        size = size << 7 | byte & 0x7F
    stream.seek(_TAG_HEADER + size if head[:3] == b"ID3" else 0)


def _counted(frame: bytes, head: Frame) -> int | None:
    """Frames that an Info header counts (Xing header: name, flags, frames)."""
    at = head.side_information
    if frame[at : at + 4] not in (b"Info", b"Xing"):
        return None
    flags, frames = (int.from_bytes(frame[at + n : at + n + 4], "big") for n in (4, 8))
    return frames if flags & _FRAMES_TOLD else 0


def _follow(stream: IO[bytes], faults: Counter[str]) -> Iterator[tuple[Frame | None, bytes]]:
    """Each frame and its bytes; what comes after the last that can be followed has none."""
    at = stream.tell()
    while head := stream.read(_HEADER + _CRC + 2):
        frame = parse(head)
        content = head + stream.read(frame.size - len(head) if frame else 1 << 20)
        if frame is None:
            faults[f"no frame begins at byte {at}, where one should"] += 1
        elif len(content) < frame.size:
            faults[f"{len(content)} bytes are left over at the end"] += 1
            frame = None
        yield frame, content
        if frame is None:
            while rest := stream.read(1 << 20):
                yield None, rest
            return
        at += frame.size


def _oddities(frame: Frame, first: Frame) -> Iterator[str]:
    if frame.leaning:
        yield "a frame needs bytes of the one before it"
    if frame.padded:
        yield "a frame is padded"
    if (frame.channels, frame.kbits) != (first.channels, first.kbits):
        yield "a frame has another bit rate or number of channels than the first"
