"""A breath as authors pace it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from audioguide.core.units import Samples

LeadBy: TypeAlias = Literal["tones", "words"]
"""What leads a breath."""


@dataclass(frozen=True, slots=True)
class Breath:
    """How to breathe; a part of no length is left out."""

    inhale: Samples
    hold: Samples
    exhale: Samples
    rest: Samples
    cycles: int
    by: LeadBy
