"""The words of all languages as one, for a text may mix them."""

import re

from audioguide.language import LANGUAGES
from audioguide.language.importing import merged
from audioguide.language.words import Words

WORDS = merged(language.importing for language in LANGUAGES.values())

NUMBERS = {
    word: number
    for language in LANGUAGES.values()
    for number, word in enumerate(language.spoken.numbers)
}
"""From 0 to 100, as they are spelt out."""


def any_of(words: Words) -> str:
    """A regular expression for one of these words, the longest first: none hides a longer one that
    it begins."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
