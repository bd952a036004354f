"""English."""

from audioguide.language.safety import SafetyWords
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


_PARTS = (
    "side|buttock|glute|hip|leg|thigh|hamstring|quad|knee|shin|calf|ankle|foot|heel|toes?|"
    "piriformis|psoas|shoulder|arm|neck|ear|rib"
)


def _side(name: str) -> str:
    """A hand is a tool more often than a place; "right now" and "ten seconds left" are no sides."""
    hand = r"(?![ -](?:hand|palm|fist|fingers?|thumb)\b)"
    return rf"\byour {name}\b{hand}|\b{name} (?:{_PARTS})\b|\bthe {name}\b(?=\s*(?:[.,;:!?]|$))"


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
    safety=SafetyWords(
        ease_off=(
            *("ease off", "ease up", "back off", "let up", "less pressure", "less weight"),
            *("too much", "too strong", "too intense", "too hard", "lighter", "more gently"),
        ),
        ice=("ice", "icing", "cold[ -]packs?"),
        left=_side("left"),
        right=_side("right"),
        other=rf"\bother (?:{_PARTS})\b|\b(?:change|switch|swap) (?:sides|legs)\b",
        neither=(
            r"\b(?:both|each|either|middle|cent(?:re|er)|sit|sitting|stand|standing|all fours)\b"
            r"|\bon your (?:back|front|belly|stomach)\b"
        ),
    ),
)
