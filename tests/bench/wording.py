"""Words as they are compared: what one ear writes otherwise than one author is made alike, what
sounds otherwise is not."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from tests.bench.hearing import base_of

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")

_WRITTEN_SHORT = {
    "en": {"ok": "okay", "cm": "centimeters", "min": "minutes", "dr": "doctor", "vs": "versus"},
    "de": {"ok": "okay", "cm": "zentimeter", "min": "minuten", "bzw": "beziehungsweise"},
}
"""What the ear writes in short though it has heard the word."""
_SIGNS = {"en": {"%": " percent ", "&": " and "}, "de": {"%": " prozent ", "&": " und "}}


def words_of(text: str, language: str) -> list[str]:
    """The words of a text for comparison: lower case, without punctuation, hyphens and apostrophes,
    numbers written out, English in American spelling. Homophones stay what they are. `language`:
    BCP 47."""
    base = base_of(language)
    plain = unicodedata.normalize("NFKC", text).lower().replace("ß", "ss")
    for sign, word in _SIGNS.get(base, {}).items():
        plain = plain.replace(sign, word)
    plain = _APOSTROPHES.sub("", plain)
    if base == "en":
        plain = _ORDINAL.sub(lambda found: _spelt(found[1], base, "ordinal"), plain)
    plain = _NUMBER.sub(lambda found: f" {_spelt(found[0], base, 'cardinal')} ", plain)
    short = _WRITTEN_SHORT.get(base, {})
    words = [short.get(word, word) for word in _WORD.findall(plain)]
    return _american()(" ".join(words)).split() if base == "en" else words


@cache
def _spelt(number: str, language: str, form: str) -> str:
    from num2words import num2words

    thousands = "." if language == "de" else ","
    plain = number.replace(thousands, "").replace(",", ".")
    return str(num2words(plain, lang=language, to=form)).replace("ß", "ss")


@cache
def _american() -> Callable[[str], str]:
    from whisper_normalizer.english import EnglishSpellingNormalizer

    made: Callable[[str], str] = EnglishSpellingNormalizer()
    return made
