"""Long texts in pieces: the time eSpeak takes grows with the square of a text's length."""

import re

LONGEST = 300
"""Characters spoken at once: about 20 s, long enough for the melody of any one sentence."""

_AFTER_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_AFTER_CLAUSE = re.compile(r"(?<=[,;:])\s+")
_AT_SPACE = re.compile(r"\s+")


def sentences(text: str) -> list[str]:
    """The text in pieces of at most LONGEST characters, cut after sentences; a sentence that is
    longer is cut after a clause, then between words. A short text stays whole."""
    pieces = [text]
    for cut in (_AFTER_SENTENCE, _AFTER_CLAUSE, _AT_SPACE):
        pieces = [part for piece in pieces for part in _fit(piece, cut)]
    return pieces


def _fit(text: str, cut: re.Pattern[str]) -> list[str]:
    if len(text) <= LONGEST:
        return [text]
    pieces = [""]
    for part in cut.split(text):
        joined = f"{pieces[-1]} {part}".strip()
        if len(joined) <= LONGEST or not pieces[-1]:
            pieces[-1] = joined
        else:
            pieces.append(part)
    return pieces
