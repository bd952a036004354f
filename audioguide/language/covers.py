"""The words by which a cover knows which part of the body it is for."""

from dataclasses import dataclass
from typing import TypeAlias

Stems: TypeAlias = str
"""Beginnings of words in small letters, parted by spaces; `_` is a space within one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverWords:
    """In one language, for each region. The longest that fits counts, of all regions: `pelvic
    floor` is not the pelvis, `Kreuzbein` not the Kreuz."""

    head: Stems
    arms: Stems
    back: Stems
    core: Stems
    hips: Stems
    legs: Stems
    body: Stems
    """All of it at once."""
