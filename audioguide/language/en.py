"""English."""

from audioguide.language.spoken import SpokenWords
from audioguide.language.table import Language

_TO_NINETEEN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _tens() -> tuple[str, ...]:
    units = ("", *(f"-{unit}" for unit in _TO_NINETEEN[1:10]))
    return tuple(ten + unit for ten in _TENS for unit in units)


ENGLISH = Language(
    code="en",
    marc="eng",
    espeak="gmw/en",
    spoken=SpokenWords(
        left="left",
        right="right",
        switch="Now change to the {side} side.",
        numbers=(*_TO_NINETEEN, *_tens(), "one hundred"),
        breathe_in="Breathe in.",
        breathe_hold="Hold.",
        breathe_out="Breathe out.",
        breathe_rest="Rest.",
    ),
)
