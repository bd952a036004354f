"""German. {side} is a stem that takes an ending: `das {side}e Knie`, `auf der {side}en Seite`,
`dein {side}er Fuß`, `nach {side}s`."""

from audioguide.language.safety import SafetyWords
from audioguide.language.spoken import SpokenWords
from audioguide.language.table import Language

_TO_NINETEEN = (
    *("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    *("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn"),
    *("siebzehn", "achtzehn", "neunzehn"),
)
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def _tens() -> tuple[str, ...]:
    units = ("", "einund", *(f"{unit}und" for unit in _TO_NINETEEN[2:10]))
    return tuple(unit + ten for ten in _TENS for unit in units)


_PARTS = "seite|gesäßhälfte|pobacke|hüfte|bein|oberschenkel|knie|wade|fuß|ferse|schulter|arm|leiste"


def _side(stem: str) -> str:
    """A bare `recht` means rather, a `rechter Winkel` is no side, and a hand is a tool."""
    return rf"\b{stem}(?:e[nmrs]?|s)\b(?! (?:hand|hände|faust|finger|daumen|winkel)\b)"


GERMAN = Language(
    code="de",
    marc="deu",
    espeak="gmw/de",
    spoken=SpokenWords(
        left="link",
        right="recht",
        switch="Wechsle jetzt auf die {side}e Seite.",
        numbers=(*_TO_NINETEEN, *_tens(), "einhundert"),
        breathe_in="Einatmen.",
        breathe_hold="Halten.",
        breathe_out="Ausatmen.",
        breathe_rest="Ruhen.",
    ),
    safety=SafetyWords(
        ease_off=(
            *("weniger druck", "weniger gewicht", "weniger fest", "druck weg", "lass nach"),
            *("zu viel", "zu stark", "zu fest", "zu intensiv", "leichter", "sanfter", "nachlassen"),
        ),
        ice=("eis(?:beutel|pack|würfel)?", "kühl(?:pack|akku)s?"),
        left=_side("link"),
        right=_side("recht"),
        other=(
            rf"\bandere[nmrs]? (?:{_PARTS})\b|\bwechs(?:el|le)\w* (?:\w+ )?(?:seiten?|beine?)\b"
        ),
        neither=(
            r"\b(?:beide\w*|jede\w*|mitte|setz\w*|sitz\w*|steh\w*|aufsteh\w*|vierfüßler\w*)\b"
            r"|\bauf (?:dem|den) (?:rücken|bauch)\b"
        ),
    ),
)
