"""What audioguide itself speaks."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWords:
    """The words of one language that no script has to write."""

    left: str
    right: str
    """What {side} becomes for the sides that scripts call `left` and `right`. In a language that
    inflects it is the stem, and the author writes the ending: `das {side}e Knie`."""
    switch: str
    """Said between two sides when the script gives no words of its own; may hold {side}."""
    numbers: tuple[str, ...]
    """`numbers[n]` is how n is counted aloud, from 0 to 100."""
    breathe_in: str
    breathe_hold: str
    breathe_out: str
    breathe_rest: str
    """What `breathe` with `by: words` says at the start of each part of a breath."""

    @property
    def sides(self) -> Mapping[str, str]:
        """What {side} becomes, by what scripts call the side."""
        return {"left": self.left, "right": self.right}
