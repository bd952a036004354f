"""Words by which the safety rules know what a script speaks of, as they look for them."""

import re

from audioguide.language import LANGUAGES
from audioguide.language.safety import SafetyWords

_ICE = "|".join(words for language in LANGUAGES.values() for words in language.safety.ice)

ICE = re.compile(rf"\b(?:{_ICE})\b", re.IGNORECASE)
"""Ice, in any language: tags are often English."""


def _sides(words: SafetyWords) -> re.Pattern[str]:
    named = (
        f"(?P<left>{words.left})|(?P<right>{words.right})"
        f"|(?P<other>{words.other})|(?P<neither>{words.neither})"
    )
    return re.compile(named, re.IGNORECASE)


SIDES = {code: _sides(language.safety) for code, language in LANGUAGES.items()}
"""How each language names a side, the other one, and what is neither. The group that matched says
which."""
