"""Times as authors write them: `45s`, `1m30s`, `1:30`, `90`, and ranges `30s-60s`."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from audioguide.core.problem import quoted
from audioguide.core.units import RATE, Samples, portion, samples

LONGEST = Samples(3 * 3600 * RATE)
"""Three hours: longer is a typing error, and would fill a phone."""

MIDDLE = Fraction(1, 2)

HOW_TO = "write a time as 45s, 1m30s, 1:30 or 90 (seconds)"

_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_UNITS = re.compile(rf"(?:({_NUMBER})h)?\s*(?:({_NUMBER})m)?\s*(?:({_NUMBER})s)?")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d(?:\.\d{1,9})?)")
_PLAIN = re.compile(_NUMBER)
_RANGE = re.compile(r"(?P<shortest>[^-–]+)[-–](?P<longest>[^-–]+)")


@dataclass(frozen=True, slots=True)
class Span:
    """How long something lasts. A range is flexible; a single time never is."""

    shortest: Samples
    longest: Samples

    def at(self, share: Fraction) -> Samples:
        """The length at a share of the way from the shortest (0) to the longest (1)."""
        return Samples(self.shortest + portion(share, Samples(self.longest - self.shortest)))

    @property
    def middle(self) -> Samples:
        """What is used where no session length is asked for."""
        return self.at(MIDDLE)


def parse_duration(text: str) -> Samples:
    """A single time. Raises ValueError with a sentence for the author."""
    word = text.strip().lower()
    if word.startswith(("-", "–")):
        raise ValueError(f"{quoted(text)}: a time cannot be negative")
    found = _seconds(word)
    if found is None:
        raise ValueError(f"{quoted(text)} is not a time")
    length = samples(found)
    if length > LONGEST:
        raise ValueError(f"{quoted(text)} is longer than 3 hours")
    return length


@lru_cache(maxsize=1024)
def parse_span(text: str) -> Span:
    """A time or a range of times. Raises ValueError with a sentence for the author."""
    ends = _RANGE.fullmatch(text.strip())
    if not ends:
        length = parse_duration(text)
        return Span(length, length)
    shortest, longest = parse_duration(ends["shortest"]), parse_duration(ends["longest"])
    if shortest > longest:
        raise ValueError(f"{quoted(text)} runs backwards: the shorter time comes first")
    return Span(shortest, longest)


def _seconds(word: str) -> Fraction | None:
    if _PLAIN.fullmatch(word):
        return Fraction(word)
    if clock := _CLOCK.fullmatch(word):
        hours, minutes, rest = (Fraction(part or 0) for part in clock.groups())
        if rest >= 60 or (clock[1] and minutes >= 60):
            return None
        return hours * 3600 + minutes * 60 + rest
    units = _UNITS.fullmatch(word)
    if not units or not any(units.groups()):
        return None
    hours, minutes, rest = (Fraction(part or 0) for part in units.groups())
    return hours * 3600 + minutes * 60 + rest
