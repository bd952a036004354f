"""Words that a voice gets wrong, and how to write them so that it does not."""

import re
from dataclasses import dataclass
from functools import lru_cache


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
        if not self.entries:
            return text
        fitting = [
            entry
            for scope in (voice or None, language, "")
            for entry in self.entries
            if entry.scope == scope
        ]
        if not fitting:
            return text
        # The longest first: `sacrum bone` before `sacrum`. Each word is a group of its own, since
        # no folding of letters agrees with the pattern's (ß, the dotless i).
        fitting.sort(key=lambda entry: len(entry.word), reverse=True)
        pattern = _any_of(tuple(entry.word for entry in fitting))
        return pattern.sub(lambda found: fitting[(found.lastindex or 1) - 1].spelt, text)


@lru_cache(maxsize=16)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(f"({re.escape(word)})" for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
