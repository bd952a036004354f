"""What a language must provide. No part has a default: a word that is missing is a type error."""

from dataclasses import dataclass

from audioguide.language.covers import CoverWords
from audioguide.language.importing import ImportWords
from audioguide.language.page import PageWords
from audioguide.language.safety import SafetyWords
from audioguide.language.spoken import SpokenWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All of one language."""

    code: str
    """BCP 47 tag."""
    marc: str
    """ISO 639-2 code, which ID3 asks for."""
    espeak: str
    """eSpeak NG's name for the voice that speaks it when nobody chose another."""
    calibration: tuple[str, ...]
    """Lines that are spoken to measure how fast a voice is, in seconds and in words a minute: so
    chosen that voices are as fast over all of them as over all lines of the shipped routines. In
    English (544 lines; eSpeak NG and hibari, three paces each) they are so within 0.3 %, and
    lengths foretold from them are right within 1.6 % for texts of any number of sentences and
    clauses; in German (35 lines, eSpeak NG) within 0.2 %."""
    spoken: SpokenWords
    safety: SafetyWords
    page: PageWords
    importing: ImportWords
    covers: CoverWords
