"""Times as people write them in a text: `3s`, `10 sec`, `1 min 30`, `1:30`, `five seconds`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from audioguide.core.units import RATE
from audioguide.importing.wording import NUMBERS, WORDS, any_of
from audioguide.script.duration import LONGEST

LONGEST_SECONDS = Decimal(LONGEST) / RATE

_UNITS = {
    **dict.fromkeys(("ms", *WORDS.milliseconds), Decimal("0.001")),
    **dict.fromkeys(("", "s", *WORDS.seconds), Decimal(1)),
    **dict.fromkeys(("m", "min", *WORDS.minutes), Decimal(60)),
    **dict.fromkeys(("h", *WORDS.hours), Decimal(3600)),
}
_WORDS = {**NUMBERS, **dict.fromkeys(WORDS.one, 1)}
_PART = re.compile(
    r"(?P<number>[+]?(?:\d{1,6}(?:[.,]\d{1,6})?|[.]\d{1,6}))\s*(?P<unit>[^\W\d]*)\.?"
)
_WORD = re.compile(r"(?P<word>[^\W\d]+(?:-[^\W\d]+)?) (?P<unit>[^\W\d]+)\.?")
_CLOCK = re.compile(
    r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)"
    rf"(?:\s*(?:{any_of(('min', 'h', *WORDS.after_clock))})\.?)?"
)
_HYPHEN = re.compile(rf"-(?={any_of(WORDS.after_hyphen)})")
_TO = re.compile(rf"\s*(?:[-–—]|\b(?:{any_of(WORDS.to)})\b)\s*")
_LAST_UNIT = re.compile(r"[^\W\d]+\.?$")


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A time or a range of times, in seconds."""

    shortest: Decimal
    longest: Decimal

    @property
    def written(self) -> str:
        """As scripts write it: 3s, 1m30s, 5s-10s."""
        ends = dict.fromkeys(_written(end) for end in (self.shortest, self.longest))
        return "-".join(ends)

    @property
    def is_too_long(self) -> bool:
        """Whether no script takes it."""
        return self.longest > LONGEST_SECONDS


def parse_time(words: str) -> WrittenTime | None:
    """The time that words mean; a number alone is seconds. None when they mean none."""
    folded = " ".join(_HYPHEN.sub(" ", words.lower()).split())
    if (length := _length(folded)) is not None:
        return WrittenTime(length, length)
    ends = _TO.split(folded)
    if len(ends) != 2:
        return None
    unit = _LAST_UNIT.search(ends[1])
    first = _length(ends[0] if _LAST_UNIT.search(ends[0]) or not unit else ends[0] + unit.group())
    last = _length(ends[1])
    if first is None or last is None or first > last:
        return None
    return WrittenTime(first, last)


def _length(words: str) -> Decimal | None:
    if clock := _CLOCK.fullmatch(words):
        hours, minutes, rest = (Decimal(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + rest
    if words in WORDS.half_a_minute:
        return Decimal(30)
    if spelt := _WORD.fullmatch(words):
        if spelt["word"] not in _WORDS or spelt["unit"] not in _UNITS:
            return None
        return _WORDS[spelt["word"]] * _UNITS[spelt["unit"]]
    return _sum(words)


def _sum(words: str) -> Decimal | None:
    """`1m30s`, `1 min 30`: each part in a smaller unit than the one before."""
    total, before, at = Decimal(0), Decimal(10_000), 0
    while at < len(words):
        part = _PART.match(words, at)
        if not part or part["unit"] not in _UNITS or _UNITS[part["unit"]] >= before:
            return None
        before = _UNITS[part["unit"]]
        total += Decimal(part["number"].replace(",", ".")) * before
        at = part.end() + len(words[part.end() :]) - len(words[part.end() :].lstrip(" ,"))
    return total if words else None


def _written(length: Decimal) -> str:
    minutes, rest = divmod(length, 60)
    seconds = f"{rest.normalize():f}s" if rest or not minutes else ""
    return (f"{minutes:f}m" if minutes else "") + seconds
