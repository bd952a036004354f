"""Texts as hibari can read them: what it would leave out is folded, or told."""

import re
from collections.abc import Collection
from unicodedata import category, lookup, name, normalize

from audioguide.core.errors import SpeechError

LONGEST_WORD = 60
"""Characters. The time that reading a word takes grows with more than the square of its length: 100
of `aA` took 0.3 s, 800 a minute. Its own longest has 45."""

_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")

_UNHEARD = ("Mn", "Me", "Cf", "Cc", "Co", "Cn", "Cs")
"""Marks that stand on no letter, soft hyphens, what is no character at all."""


def readable(text: str, known: Collection[str]) -> str:
    """A text in letters that are known, accents taken away from those that are not. Symbols stay;
    a word of more than LONGEST_WORD characters is broken. Raises SpeechError on a letter that is
    not Latin, or has no likeness among those that are known."""
    letters = "".join(_known(letter, known) for letter in normalize("NFC", text))
    return _LONG.sub(r"\g<0> ", letters)


def _known(letter: str, known: Collection[str]) -> str:
    kind = category(letter)
    if letter.isascii() or letter == "µ" or kind[0] not in "LMC":
        return letter
    if kind in _UNHEARD:
        return ""
    if kind == "Lm" and name(letter, "").startswith("MODIFIER "):
        return letter
    plain = "".join(_plain(part) for part in normalize("NFKD", letter) if part.isalpha())
    likely = filter(None, (letter, plain, letter.lower()))
    found = next((one for one in likely if one.isascii() or one in known), None)
    if found is None or "LATIN" not in _names(letter):
        raise SpeechError(
            f"hibari reads Latin letters, and {letter!r} is none: give these words another voice"
        )
    return found


def _plain(letter: str) -> str:
    """A letter without its stroke or hook."""
    if category(letter) == "Lm":
        return ""
    try:
        return lookup(name(letter, "").partition(" WITH ")[0])
    except KeyError:
        return letter


def _names(letter: str) -> str:
    """What the letters are called that one is made of."""
    return " ".join(name(part, "") for part in normalize("NFKD", letter))
