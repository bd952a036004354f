"""German. {side} is a stem that takes an ending: `das {side}e Knie`, `auf der {side}en Seite`,
`dein {side}er Fuß`, `nach {side}s`."""

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
)
