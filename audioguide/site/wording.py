"""What the page says around the sessions: in the library's language, if audioguide has it."""

from audioguide.language import LANGUAGES
from audioguide.language.page import PageWords

FALLBACK = "en"


def spoken_here(language: str) -> str:
    """The language of the page's own words for a library in `language` (BCP 47): that one when
    there are words for it (`de-AT` has those of `de`), else English."""
    return language if _primary(language) in LANGUAGES else FALLBACK


def words_of(language: str) -> PageWords:
    """The page's words for a library in `language` (BCP 47)."""
    return LANGUAGES[_primary(spoken_here(language))].page


def whole_minutes(length: float) -> int:
    """Seconds as the nearest whole minute, halves up, at least 1."""
    return max(1, int(length / 60 + 0.5))


def length_text(length: float, words: PageWords) -> str:
    """Seconds as a listener plans them: `9 min`, `1 h 5 min`."""
    hours, minutes = divmod(whole_minutes(length), 60)
    return (words.hours if hours else words.minutes).format(h=hours, m=minutes)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
