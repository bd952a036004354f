"""The names of Kokoro's voices, which say what they speak: `af_heart` is American and female."""

import re
from dataclasses import dataclass

from audioguide.core.errors import MissingError

NAME = re.compile(r"[a-z][fm]_[a-z0-9]{1,40}")
"""Its first letter is a language, its second a gender."""

LICENCE = "Apache-2.0"
"""Of the model and its voices."""

_GENDERS = {"f": "female", "m": "male"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language that Kokoro speaks and eSpeak NG has phonemes of."""

    tag: str
    """BCP 47."""
    espeak: str
    """eSpeak NG's voice, by the file that it is in."""
    default: str
    """The voice that speaks when none is named."""
    scripts: tuple[str, ...] = ("LATIN",)
    """Those it is read from, as Unicode's names of letters begin."""


LANGUAGES: dict[str, Spoken] = {
    "a": Spoken("en-US", "gmw/en-US", "af_heart"),
    "b": Spoken("en-GB", "gmw/en", "bf_emma"),
    "e": Spoken("es", "roa/es", "ef_dora"),
    "f": Spoken("fr-FR", "roa/fr", "ff_siwis"),
    "h": Spoken("hi", "inc/hi", "hf_alpha", ("DEVANAGARI", "LATIN")),
    "i": Spoken("it", "roa/it", "if_sara"),
    "p": Spoken("pt-BR", "roa/pt-BR", "pf_dora"),
}
"""By the first letter of a voice's name."""

_UNSPOKEN = {"j": "Japanese", "z": "Chinese"}
"""Languages whose phonemes eSpeak NG does not make as the model was taught them."""


def spoken_by(name: str) -> Spoken:
    """The language of a voice, by its name. Raises MissingError when there is no such language, or
    it cannot be spoken here."""
    if name[:1] in _UNSPOKEN and NAME.fullmatch(name):
        raise MissingError(
            f"`{name}` speaks {_UNSPOKEN[name[0]]}, whose phonemes cannot be made here for Kokoro: "
            "take another engine"
        )
    if not NAME.fullmatch(name) or name[0] not in LANGUAGES:
        raise MissingError(f"Kokoro has no voice `{name}`: write one like `af_heart`")
    return LANGUAGES[name[0]]


def default_voice(language: str) -> str:
    """Who speaks a language, given as a BCP 47 tag, when nobody is named: a voice of its region, if
    there is one. Raises MissingError."""
    for of in (str.casefold, primary):
        for spoken in LANGUAGES.values():
            if of(spoken.tag) == of(language):
                return spoken.default
    raise MissingError(f"Kokoro has no voice for `{language}`")


def primary(tag: str) -> str:
    """A language without its region."""
    return tag.partition("-")[0].casefold()


def is_offered(name: str) -> bool:
    """Whether a name is that of a voice that can speak here."""
    return bool(NAME.fullmatch(name)) and name[0] in LANGUAGES


def gender(name: str) -> str:
    """`female` or `male`."""
    return _GENDERS[name[1]]
