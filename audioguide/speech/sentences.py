"""Long texts in pieces: the time eSpeak takes grows with the square of a text's length."""

import re
from collections.abc import Sequence

LONGEST = 300
"""Characters spoken at once: about 20 s, long enough for the melody of any one sentence."""

_AFTER_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_AFTER_CLAUSE = re.compile(r"(?<=[,;:])\s+")
_AT_SPACE = re.compile(r"\s+")


def sentences(text: str) -> list[str]:
    """The text in pieces of at most LONGEST characters, cut after sentences; a sentence that is
    longer is cut after a clause, then between words. A short text stays whole."""
    return pieces(text, LONGEST, (_AFTER_SENTENCE, _AFTER_CLAUSE, _AT_SPACE))


def pieces(text: str, longest: int, cuts: Sequence[re.Pattern[str]]) -> list[str]:
    """The text in pieces of so many characters, where it can be cut so: what is too long after one
    cut is cut by the next."""
    found = [text]
    for cut in cuts:
        found = [part for piece in found for part in _fit(piece, longest, cut)]
    return found


def _fit(text: str, longest: int, cut: re.Pattern[str]) -> list[str]:
    if len(text) <= longest:
        return [text]
    fitting = [""]
    for part in cut.split(text):
        joined = f"{fitting[-1]} {part}".strip()
        if len(joined) <= longest or not fitting[-1]:
            fitting[-1] = joined
        else:
            fitting.append(part)
    return fitting
