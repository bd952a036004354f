"""Which part of the body a routine is for, and the colours that stand for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from audioguide.language import LANGUAGES
from audioguide.language.covers import CoverWords, Stems


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body. Colours are sRGB, as `#rrggbb`."""

    name: str
    ground: str
    """The background, quiet and dark."""
    tone: str
    """The lightest that the background becomes where something is drawn on it."""
    ink: str
    """For words. Its contrast to ground and tone is 7:1 or more (WCAG 2.1, 1.4.6)."""
    ball: str
    """For one small thing that is no word."""


HEAD = Region("head and neck", "#26333f", "#3d4e5e", "#eef1f2", "#d9c3a0")
ARMS = Region("shoulders and arms", "#392c39", "#55455a", "#f4eef1", "#dcb5a6")
BACK = Region("back", "#1b3638", "#335254", "#edf2ec", "#e0b98a")
CORE = Region("core and breath", "#3b3220", "#57492f", "#f6f0e2", "#dfb46c")
HIPS = Region("hips and buttocks", "#422a25", "#65443a", "#f9efe6", "#e6a885")
LEGS = Region("legs and feet", "#27352a", "#425342", "#f0f3e7", "#cdb77e")
BODY = Region("whole body", "#292a42", "#45466a", "#f0eff5", "#d8bda8")
OTHER = Region("other", "#33302d", "#4f4a45", "#f5f0ea", "#cbb8a1")

REGIONS = (HEAD, ARMS, BACK, CORE, HIPS, LEGS, BODY, OTHER)
"""All there are."""


def region_of(areas: Iterable[str], tags: Iterable[str] = ()) -> Region:
    """The region that an author's words speak of: the first area that names one, else the first
    tag. OTHER when none does."""
    found = (_FIRST.search(_plain(words)) for words in (*areas, *tags))
    return next((_REGION[match[0]] for match in found if match), OTHER)


def _plain(words: str) -> str:
    return " ".join(normalize("NFC", words).casefold().split())


def _stems(words: CoverWords) -> dict[Region, Stems]:
    return {
        HEAD: words.head,
        ARMS: words.arms,
        BACK: words.back,
        CORE: words.core,
        HIPS: words.hips,
        LEGS: words.legs,
        BODY: words.body,
    }


_REGION = {
    _plain(stem.replace("_", " ")): region
    for language in LANGUAGES.values()
    for region, stems in _stems(language.covers).items()
    for stem in stems.split()
}
"""By the beginnings of the words that authors use, in any language: tags are often English."""

_FIRST = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _REGION), key=len, reverse=True))})")
