"""Which language a text is written in, so that its voice is not that of another."""

import re
from collections import Counter

from audioguide.language import LANGUAGES

_COMMON = {code: language.importing.common for code, language in LANGUAGES.items()}

_LEAST = 3
"""Common words that make a language sure enough."""


def language_of(text: str) -> str:
    """The code of the language that most of the common words in a text are of; nothing when they
    are few, or tell of two."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    found = {code: sum(words[word] for word in common) for code, common in _COMMON.items()}
    first = max(found, key=lambda code: found[code])
    second = max(count for code, count in found.items() if code != first)
    return first if found[first] >= max(_LEAST, 3 * second) else ""
