"""Words that a voice gets wrong, and how to write them so that it does not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word, and what the engine is given in its place."""

    word: str
    spelt: str
    scope: str = ""
    """A language, or a voice by its engine's name; empty is everywhere."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The respellings of a library. Where several fit, a voice's goes before a language's, and
    that before a general one."""

    entries: tuple[Respelling, ...] = ()

    def spell(self, text: str, language: str, voice: str) -> str:
        """The text as an engine should be given it. Whole words only, in any case of letters."""
        found = {
            entry.word.casefold(): entry.spelt
            for scope in ("", language, voice)
            for entry in self.entries
            if entry.scope == scope
        }
        if not found:
            return text
        return _any_of(tuple(sorted(found, key=len, reverse=True))).sub(
            lambda word: found[word.group().casefold()], text
        )


@cache
def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
