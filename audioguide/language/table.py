"""What a language must provide."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language. Texts may hold {side}."""

    code: str
    """BCP 47 tag."""
    sides: Mapping[str, str]
    """What is said for the sides that scripts call `left` and `right`."""
    switch: str
    """Said between two sides when the script gives no words of its own."""
    numbers: tuple[str, ...]
    """`numbers[n]` is how n is counted aloud."""
