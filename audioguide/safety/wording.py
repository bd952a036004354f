"""Words by which the safety rules know what a script speaks of, by language: chosen to miss rather
than to mistake."""

import re

ICE = re.compile(
    r"\b(?:ice|icing|cold[ -]packs?|eis(?:beutel|pack|würfel)?|kühl(?:pack|akku)s?)\b",
    re.IGNORECASE,
)
"""Ice, in any language: tags are often English."""

EASE_OFF = {
    "en": (
        *("ease off", "ease up", "back off", "let up", "less pressure", "less weight"),
        *("too much", "too strong", "too intense", "too hard", "lighter", "more gently"),
    ),
    "de": (
        *("weniger druck", "weniger gewicht", "weniger fest", "druck weg", "lass nach"),
        *("zu viel", "zu stark", "zu fest", "zu intensiv", "leichter", "sanfter", "nachlassen"),
    ),
}
"""Words by which a line about easing off is known, in lower case."""


_PARTS_EN = (
    "side|buttock|glute|hip|leg|thigh|hamstring|quad|knee|shin|calf|ankle|foot|heel|toes?|"
    "piriformis|psoas|shoulder|arm|neck|ear|rib"
)
_PARTS_DE = (
    "seite|gesäßhälfte|pobacke|hüfte|bein|oberschenkel|knie|wade|fuß|ferse|schulter|arm|leiste"
)


def _english(side: str) -> str:
    """A hand is a tool more often than a place; "right now" and "ten seconds left" are no sides."""
    hand = r"(?![ -](?:hand|palm|fist|fingers?|thumb)\b)"
    return rf"\byour {side}\b{hand}|\b{side} (?:{_PARTS_EN})\b|\bthe {side}\b(?=\s*(?:[.,;:!?]|$))"


def _german(stem: str) -> str:
    """A bare `recht` means rather, a `rechter Winkel` is no side, and a hand is a tool."""
    return rf"\b{stem}(?:e[nmrs]?|s)\b(?! (?:hand|hände|faust|finger|daumen|winkel)\b)"


def _words(left: str, right: str, other: str, neither: str) -> re.Pattern[str]:
    named = rf"(?P<left>{left})|(?P<right>{right})|(?P<other>{other})|(?P<neither>{neither})"
    return re.compile(named, re.IGNORECASE)


SIDES: dict[str, re.Pattern[str]] = {
    "en": _words(
        _english("left"),
        _english("right"),
        rf"\bother (?:{_PARTS_EN})\b|\b(?:change|switch|swap) (?:sides|legs)\b",
        r"\b(?:both|each|either|middle|cent(?:re|er)|sit|sitting|stand|standing|all fours)\b"
        r"|\bon your (?:back|front|belly|stomach)\b",
    ),
    "de": _words(
        _german("link"),
        _german("recht"),
        rf"\bandere[nmrs]? (?:{_PARTS_DE})\b|\bwechs(?:el|le)\w* (?:\w+ )?(?:seiten?|beine?)\b",
        r"\b(?:beide\w*|jede\w*|mitte|setz\w*|sitz\w*|steh\w*|aufsteh\w*|vierfüßler\w*)\b"
        r"|\bauf (?:dem|den) (?:rücken|bauch)\b",
    ),
}
"""How each language names a side, the other one, and what is neither. The group that matched says
which."""
