"""ID3v2.3: who, what, chapters, words and cover. Written by mutagen, since ffmpeg's own chapters
cannot be read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    SYLT,
    TALB,
    TCON,
    TDAT,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    TYER,
    USLT,
    CTOCFlags,
    Encoding,
    Frame,
)

from audioguide.core.units import FRAME_MS, Frames
from audioguide.timeline.layout import ChapterSpan

_NO_OFFSET = 0xFFFFFFFF
"""A CHAP byte offset that says: use the times (ID3v2 Chapter Frame Addendum 1.0, 3.1)."""

_MOST_ENTRIES = 255
"""Of a table of contents: it counts them in a byte (ID3v2 Chapter Frame Addendum 1.0, 3.2)."""

_FRONT_COVER = 3
"""A kind of picture (ID3v2.3, 4.15)."""

_MILLISECONDS, _WORDS = 2, 1
"""A format of time, and a kind of content (ID3v2.3, 4.10)."""

_TAG_HEADER = 10


@dataclass(frozen=True, slots=True)
class TimedWords:
    """What is spoken from a frame on."""

    start: Frames
    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows of a session."""

    title: str
    artist: str
    album: str
    number: int
    """Its track number."""
    comment: str
    language: str
    """ISO 639-2."""
    day: date | None
    chapters: Sequence[ChapterSpan]
    words: Sequence[TimedWords]
    """In order of time."""
    cover: bytes
    """A JPEG; nothing for none."""
    genre: str = "Speech"


def tag_bytes(tags: Tags) -> bytes:
    """The whole tag, to stand before the first frame. Chapters come in order of time, for players
    that read no table of contents."""
    frames = b"".join(_frame_bytes(frame) for frame in _frames(tags))
    return b"ID3\x03\0\0" + _syncsafe(len(frames)) + frames


def _frames(tags: Tags) -> Iterator[Frame]:
    utf16 = Encoding.UTF16
    yield TIT2(encoding=utf16, text=tags.title)
    yield TPE1(encoding=utf16, text=tags.artist)
    yield TALB(encoding=utf16, text=tags.album)
    yield TRCK(encoding=Encoding.LATIN1, text=str(tags.number))
    yield TCON(encoding=utf16, text=tags.genre)
    yield TLAN(encoding=Encoding.LATIN1, text=tags.language)
    if tags.day is not None:
        yield TYER(encoding=Encoding.LATIN1, text=f"{tags.day:%Y}")
        yield TDAT(encoding=Encoding.LATIN1, text=f"{tags.day:%d%m}")
    if tags.comment:
        yield COMM(encoding=utf16, lang=tags.language, desc="", text=tags.comment)
    ids = [f"ch{number}" for number in range(len(tags.chapters))]
    yield from _contents(ids)
    for id_, chapter in zip(ids, tags.chapters, strict=True):
        yield CHAP(
            element_id=id_,
            start_time=chapter.start * FRAME_MS,
            end_time=chapter.end * FRAME_MS,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=utf16, text=chapter.title)],
        )
    if tags.words:
        yield from _lyrics(tags)
    if tags.cover:
        yield APIC(
            encoding=Encoding.LATIN1,
            mime="image/jpeg",
            type=_FRONT_COVER,
            desc="",
            data=tags.cover,
        )


def _contents(ids: Sequence[str]) -> Iterator[Frame]:
    """One ordered table of contents, in parts where it has too many entries."""
    parts = [ids[at : at + _MOST_ENTRIES] for at in range(0, len(ids), _MOST_ENTRIES)]
    top = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    if len(parts) <= 1:
        yield CTOC(element_id="toc", flags=top, child_element_ids=list(ids), sub_frames=[])
        return
    names = [f"toc{number}" for number in range(len(parts))]
    yield CTOC(element_id="toc", flags=top, child_element_ids=names, sub_frames=[])
    for name, part in zip(names, parts, strict=True):
        flags = CTOCFlags.ORDERED
        yield CTOC(element_id=name, flags=flags, child_element_ids=list(part), sub_frames=[])


def _lyrics(tags: Tags) -> Iterator[Frame]:
    """The words at one's leisure, and in time."""
    utf16, language = Encoding.UTF16, tags.language
    text = "\n".join(words.text for words in tags.words)
    timed = [(words.text, words.start * FRAME_MS) for words in tags.words]
    yield USLT(encoding=utf16, lang=language, desc="", text=text)
    yield SYLT(
        encoding=utf16, lang=language, format=_MILLISECONDS, type=_WORDS, desc="", text=timed
    )


def _frame_bytes(frame: Frame) -> bytes:
    """One frame as mutagen writes it. A whole tag of mutagen's has its frames sorted by size."""
    tag, out = ID3(), BytesIO()
    tag.add(frame)
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()[_TAG_HEADER:]


def _syncsafe(size: int) -> bytes:
    """A size in four bytes of seven bits (ID3v2.3, 3.1)."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
