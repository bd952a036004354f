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
    chosen that over all of them eSpeak's voice is as fast, within 0.5 %, as over all lines of the
    shipped routines (544 in English, 35 in German), at 80, 110 and 150 of its own."""
    spoken: SpokenWords
    safety: SafetyWords
    page: PageWords
    importing: ImportWords
    covers: CoverWords
