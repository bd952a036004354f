"""What is wrong with a script, and where: values that are gathered, sorted and shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]

LONGEST_QUOTE = 60
"""Characters of an author's words that a message repeats."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character of a script file, so that a message can point at it."""

    file: str
    """Path relative to the library folder, with forward slashes."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a script: where, what, and what to do about it."""

    place: Place
    message: str
    hint: str = ""
    severity: Severity = "error"
    """An error stops its script from being built; a warning does not."""


def quoted(words: str) -> str:
    """An author's words inside a message, which is one line however long they are."""
    folded = " ".join(words.split())
    return f"`{folded if len(folded) <= LONGEST_QUOTE else folded[:LONGEST_QUOTE] + '…'}`"


def suggestion(word: str, known: Iterable[str]) -> str:
    """A "did you mean" for a misspelt word, or nothing when none of the known ones is near."""
    if len(word) > LONGEST_QUOTE:
        return ""
    from difflib import get_close_matches  # 2 ms, and most runs find nothing misspelt

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else ""
