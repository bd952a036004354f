"""How SSML wants words spoken, in the terms of a voice, and how long its breaks are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import log2, log10

from audioguide.core.voice import FAST, HIGHEST, LOWEST, SLOW, SOFTEST_VOICE, Voice
from audioguide.importing.direction import PAUSE
from audioguide.importing.timing import parse_time

USUAL = Voice()
"""Who speaks if nobody says otherwise."""

RATES = {"x-slow": 60, "slow": 80, "medium": 100, "default": 100, "fast": 125, "x-fast": 160}
"""Per cent of the usual rate. The recommendation leaves them to the processor; these are those of
eSpeak NG (ssml.c, mnem_rate)."""

PITCHES = {"x-low": 35, "low": 42, "medium": 50, "default": 50, "high": 55, "x-high": 60}
"""Pitches of a voice: 70, 85, 100, 110 and 120 per cent of 50, as eSpeak NG has them (ssml.c,
mnem_pitch)."""

VOLUMES = {"silent": 0, "x-soft": 30, "soft": 65, "medium": 100, "default": 100}
VOLUMES |= {"loud": 150, "x-loud": 230}
"""Per cent of the usual amplitude, as eSpeak NG has them (ssml.c, mnem_volume)."""

BREAKS = {"x-weak": "0.25s", "weak": "0.5s", "medium": "0.75s", "strong": "1s", "x-strong": "1.25s"}
"""The recommendation orders them only (3.2.3); these are the times of Azure's speech service."""

_OCTAVE = 50
"""Steps of pitch in an octave (eSpeak NG, wavegen.c, pitch_adjust_tab)."""

_LEAST = 0.01
"""The share that nothing counts as, so that it has a logarithm: lower than any voice goes."""

_PER_CENT = re.compile(r"(?P<sign>[+-]?)(?P<number>\d{1,4}(?:\.\d{1,6})?)(?P<unit>%?)")
_SEMITONES = re.compile(r"([+-]\d{1,4}(?:\.\d{1,6})?)st")
_DECIBELS = re.compile(r"([+-]?\d{1,4}(?:\.\d{1,6})?)dB", re.IGNORECASE)


def words_a_minute(written: str) -> int | None:
    """Words a minute. Per cent are of the usual rate, as 3.2.4 has it; with a sign, or as a plain
    number, they are what speech services and SSML 1.0 made of them."""
    share = _share(written, RATES, plain=100)
    return None if share is None else max(0, round(USUAL.rate * share / 100))


def pitch(written: str) -> int | None:
    """The pitch of a voice. Per cent are of its frequency, and semitones twelve to an octave
    (3.2.4); a frequency in Hz is none, since no script knows that of its voice."""
    if written in PITCHES:
        return PITCHES[written]
    if semitones := _SEMITONES.fullmatch(written):
        return round(USUAL.pitch + _OCTAVE * float(semitones[1]) / 12)
    share = _share(written, {}) if written.endswith("%") else None
    if share is None:
        return None
    return round(USUAL.pitch + _OCTAVE * log2(max(_LEAST, share / 100)))


def volume(written: str) -> float | None:
    """LU over the usual level, to a tenth. Decibels as 3.2.4 has them; numbers and per cent are
    of the amplitude, which SSML 1.0 (3.2.4) makes linear, with 100 the default."""
    if decibels := _DECIBELS.fullmatch(written):
        return round(float(decibels[1]), 1)
    share = _share(written, VOLUMES)
    return None if share is None else round(20 * log10(max(_LEAST, share / 100)), 1)


@dataclass(frozen=True, slots=True)
class ProsodyScale:
    """What `prosody` can change of a voice. Relative values are of the voice's own."""

    understand: Callable[[str], float | None]
    """What is wanted, possible or not; None when it cannot be known."""
    lowest: float
    highest: float
    usual: float
    unit: str


SCALES = {
    "rate": ProsodyScale(words_a_minute, SLOW, FAST, USUAL.rate, " words a minute"),
    "pitch": ProsodyScale(pitch, LOWEST, HIGHEST, USUAL.pitch, ""),
    "volume": ProsodyScale(volume, SOFTEST_VOICE, 0.0, USUAL.volume, " LU"),
}


def break_length(attributes: Mapping[str, str]) -> tuple[str, str]:
    """How long a break is, as scripts write it, or nothing; and what there is to tell of it."""
    strength = attributes.get("strength", "medium")
    if written := attributes.get("time", "").strip():
        length = parse_time(written)
        if length and not length.is_too_long:
            return length.written, ""
        return PAUSE, f'<break time="{written}"> is no time: {PAUSE} were chosen'
    if strength == "none" or strength in BREAKS:
        return BREAKS.get(strength, ""), ""
    return PAUSE, f'<break strength="{strength}"> is no strength: {PAUSE} were chosen'


def _share(written: str, names: Mapping[str, int], plain: int = 1) -> float | None:
    """Per cent of what is usual, below nothing too; `plain` is how many a number alone counts."""
    if written in names:
        return names[written]
    found = _PER_CENT.fullmatch(written)
    if not found:
        return None
    share = Decimal(found["number"]) * (1 if found["unit"] else plain)
    return float({"+": 100 + share, "-": 100 - share}.get(found["sign"], share))
