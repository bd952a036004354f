"""The words that audioguide itself speaks: one table per language, one file each."""

from audioguide.language.de import GERMAN
from audioguide.language.en import ENGLISH
from audioguide.language.table import Language

LANGUAGES: dict[str, Language] = {"en": ENGLISH, "de": GERMAN}

__all__ = ["LANGUAGES", "Language"]
