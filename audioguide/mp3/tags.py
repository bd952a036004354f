"""ID3v2.3: who, what, and the chapters. Written by mutagen, since ffmpeg's own chapters cannot be
read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from mutagen.id3 import (
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TIT2,
    TPE1,
    CTOCFlags,
    Encoding,
)

from audioguide.units import FRAME_MS, Frames

_NO_OFFSET = 0xFFFFFFFF
"""A CHAP byte offset that says: use the times (ID3v2 Chapter Frame Addendum 1.0, 3.1)."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A title over frames [start, end)."""

    title: str
    start: Frames
    end: Frames


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows of a session."""

    title: str
    artist: str
    album: str
    comment: str
    chapters: Sequence[Chapter]
    genre: str = "Speech"


def tag_bytes(tags: Tags) -> bytes:
    """The whole tag, to stand before the first frame."""
    utf16 = Encoding.UTF16
    tag = ID3()
    tag.add(TIT2(encoding=utf16, text=tags.title))
    tag.add(TPE1(encoding=utf16, text=tags.artist))
    tag.add(TALB(encoding=utf16, text=tags.album))
    tag.add(TCON(encoding=utf16, text=tags.genre))
    if tags.comment:
        tag.add(COMM(encoding=utf16, lang="eng", desc="", text=tags.comment))
    ids = [f"ch{number}" for number in range(len(tags.chapters))]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    tag.add(CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]))
    for id_, chapter in zip(ids, tags.chapters, strict=True):
        tag.add(
            CHAP(
                element_id=id_,
                start_time=chapter.start * FRAME_MS,
                end_time=chapter.end * FRAME_MS,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[TIT2(encoding=utf16, text=chapter.title)],
            )
        )
    out = BytesIO()
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()
