"""Plain text: paragraphs, parted by empty lines, and items of lists."""

import re
from itertools import groupby

from audioguide.importing.draft import Draft
from audioguide.importing.prose import read_prose

_BULLET = re.compile(r"\s*[-*+•·–—▪◦]\s+(?=\S)")
_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s+(?=[^\W\d_])")


def read_plain_text(text: str, draft: Draft) -> None:
    """Add the steps of a plain text to a draft."""
    lines = enumerate(text.split("\n"), start=1)
    for is_text, paragraph in groupby(lines, lambda line: bool(line[1].strip())):
        if is_text:
            _paragraph(list(paragraph), draft)


def _paragraph(lines: list[tuple[int, str]], draft: Draft) -> None:
    """A passage, or one for each item of a list. One number alone is a part of its sentence."""
    numbered = [number for number, line in lines if _NUMBER.match(line)]
    is_list = len(numbered) > 1
    if is_list:
        draft.lose(numbered[0], "the numbers of this list are not spoken")
    said: list[tuple[int, str]] = []
    for number, line in lines:
        item = _BULLET.match(line) or (is_list and _NUMBER.match(line))
        if item:
            read_prose(said, draft)
            said = []
        said.append((number, line[item.end() :] if item else line))
    read_prose(said, draft)
