"""How words stand on a cover: what of them can be printed, in which lines, and how large."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, normalize

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "fonts" / "Literata-SemiBold.ttf"
"""Latin, Greek and Cyrillic; SIL Open Font License 1.1."""

MARGIN = 0.08
"""Left free around all words. This and all lengths below are shares of the side."""

COLUMN, HEIGHT = 1 - 2 * MARGIN, 0.60
"""What a title may take; the ball and the album lie below."""

LARGEST, SMALLEST, ALBUM = 0.145, 0.08, 0.042
"""Letters of a title, and of an album. By design: a cover of 100 px can be read, and no letter of a
short title shouts."""

MOST_LINES, LEADING = 4, 1.14
"""Lines of a title, and from one to the next in sizes of its letters."""

_PER_LINE, _ORPHAN = 0.88, 0.8
"""What letters may lose in size for a line less, and for no short word alone at the end."""

LONGEST = 300
"""Characters of a title or an album that are looked at: more than can be shown."""

_CAPITAL, _DESCENDER = 0.70, 0.25
"""What letters take above and below their line, in sizes (the font's OS/2 and hhea tables)."""

_JOINTS = " ,;:|/&+·•–—-"

_REFERENCE = 1000
"""Pixels of the letters that are measured: one for each unit of the font, so nothing is rounded."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands on a cover."""

    lines: tuple[str, ...]
    size: float
    """Of its letters."""


def lines_of(title: str) -> Title:
    """A title in lines, as large as four of them can be, and as even. What does not fit at the
    smallest size ends in an ellipsis; what the font lacks is left out."""
    parts = [part for word in _shown(title[:LONGEST]).split() for part in _parts(word)]
    for kept in range(len(parts), 0, -1):
        words = (
            [*parts[: kept - 1], _ended(parts[kept - 1], SMALLEST)] if kept < len(parts) else parts
        )
        if kept > 1 and _width(" ".join(words)) * SMALLEST > MOST_LINES * COLUMN:
            continue
        laid, _ = max(map(_set, _breaks(words)), key=lambda scored: scored[1])
        if laid.size >= SMALLEST or kept == 1:
            return laid
    return Title((), LARGEST)


def write(title: Title, album: str, pen: "ImageDraw", side: int) -> None:
    """A title in the upper left corner and an album, as much of it as fits, in the lower left, in
    white on a square mask of `side` pixels."""
    left = MARGIN * side
    for place, line in enumerate(title.lines):
        base = (MARGIN + (_CAPITAL + place * LEADING) * title.size) * side
        pen.text((left, base), line, 255, _font(title.size * side), anchor="ls")
    name = _shown(album[:LONGEST])
    if _width(name) * ALBUM > COLUMN:
        name = _ended(name, ALBUM)
    pen.text((left, side - left), name, 255, _font(ALBUM * side), anchor="ls")


def _ended(words: str, size: float) -> str:
    """As much of them as fits a line before an ellipsis, in letters of this size."""
    cuts = (words[:end].rstrip(_JOINTS + ".") + "…" for end in range(len(words), -1, -1))
    return next(cut for cut in cuts if _width(cut) * size <= COLUMN)


def _parts(word: str) -> Iterator[str]:
    """A word, broken where it is wider than a line at the smallest size."""
    while _width(word) * SMALLEST > COLUMN:
        end = next(
            end for end in range(len(word), 0, -1) if _width(word[:end]) * SMALLEST <= COLUMN
        )
        yield word[:end]
        word = word[end:]
    yield word


def _breaks(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for lines in range(1, min(MOST_LINES, len(words)) + 1):
        for cuts in combinations(range(1, len(words)), lines - 1):
            edges = pairwise((0, *cuts, len(words)))
            yield tuple(" ".join(words[start:end]) for start, end in edges)


def _set(lines: tuple[str, ...]) -> tuple[Title, tuple[float, ...]]:
    """A title in these lines and how well it looks: large, no short word alone at its end, in few
    lines, and even ones."""
    widths = [_width(line) for line in lines]
    widest, tall = max(widths), _CAPITAL + (len(lines) - 1) * LEADING + _DESCENDER
    size = min(LARGEST, COLUMN / widest, HEIGHT / tall)
    worth = size * _PER_LINE ** len(lines)
    if len(lines) > 1 and " " not in lines[-1] and 2 * widths[-1] < widest:
        worth *= _ORPHAN
    slack = sum((1 - width / widest) ** 2 for width in widths)
    return Title(lines, size), (size >= SMALLEST, round(worth, 3), -slack)


def _shown(text: str) -> str:
    """What can be printed of a text, as words with single spaces. A word goes with its letters, and
    a dash at either end with the words it led to."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", normalize("NFC", text))
    words = [(word, "".join(map(_printed, word))) for word in text.split()]
    kept = [shown for word, shown in words if shown == word or any(map(str.isalnum, shown))]
    return " ".join(kept).strip("" if len(kept) == len(words) else _JOINTS)


@lru_cache(4096)
def _printed(character: str) -> str:
    """A character, or those of its parts that the font has: a circled 1 is a 1."""
    if category(character).startswith("C"):
        return ""
    return character if _has(character) else "".join(filter(_has, normalize("NFKD", character)))


def _has(character: str) -> bool:
    """What a font lacks looks like U+FFFF, which no font has."""
    font = _font(_REFERENCE / 25)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


@lru_cache(4096)
def _width(line: str) -> float:
    """In sizes of its letters, with what a last letter hangs over to the right."""
    return _font(_REFERENCE).getbbox(line, anchor="ls")[2] / _REFERENCE


@lru_cache(8)
def _font(pixels: float) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(FONT, pixels)
