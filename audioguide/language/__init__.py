"""Languages, all of one in a file: what audioguide speaks in it, and by which words it knows what
others wrote."""

from audioguide.language.de import GERMAN
from audioguide.language.en import ENGLISH
from audioguide.language.table import Language

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, GERMAN)}
"""By BCP 47 tag."""

__all__ = ["LANGUAGES", "Language"]
