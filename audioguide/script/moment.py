"""Moments of a hold as authors write them: `halfway`, `15s`, `10s left`, `1/3`."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from audioguide.core.problem import Place, quoted
from audioguide.core.units import Samples
from audioguide.script.duration import parse_duration
from audioguide.script.text import Text

_SHARE = re.compile(r"(\d{1,4})/(\d{1,4})")
_LEFT = re.compile(r"(.+?)\s+left")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A moment of a hold: a share of its length plus an offset. `halfway` is (1/2, 0), `15s` is
    (0, 15 s), `10s left` is (1, -10 s)."""

    share: Fraction
    offset: Samples

    @classmethod
    def after(cls, samples: int) -> "Anchor":
        """So much after the hold's start."""
        return cls(Fraction(0), Samples(samples))

    @classmethod
    def before_end(cls, samples: int) -> "Anchor":
        """So much before the hold's end."""
        return cls(Fraction(1), Samples(-samples))

    @property
    def from_end(self) -> bool:
        """Whether it is counted back from the hold's end."""
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Cue:
    """A text spoken at a moment of a hold."""

    anchor: Anchor
    text: Text
    place: Place


@lru_cache(maxsize=1024)
def parse_anchor(moment: str) -> Anchor:
    """A moment of a hold. Raises ValueError with a sentence for the author."""
    folded = " ".join(moment.lower().split())
    if folded == "halfway":
        return Anchor(Fraction(1, 2), Samples(0))
    if share := _SHARE.fullmatch(folded):
        part, whole = int(share[1]), int(share[2])
        if not 0 < part < whole:
            raise ValueError(f"{quoted(moment)} does not lie inside the hold")
        return Anchor(Fraction(part, whole), Samples(0))
    try:
        if left := _LEFT.fullmatch(folded):
            return Anchor.before_end(parse_duration(left[1]))
        return Anchor.after(parse_duration(folded))
    except ValueError as error:
        raise ValueError(f"{quoted(moment)} is not a moment of a hold") from error
