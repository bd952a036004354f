"""Words that a voice gets wrong, and how to write them so that it does not."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from audioguide.core.built_in import EngineName
from audioguide.core.problem import Place
from audioguide.core.voice import Voice


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is to be given a spelling; by default everybody."""

    language: str = ""
    """Those who speak it; empty is every language."""
    engine: EngineName | None = None
    """Its voices; None is every engine."""
    voice: str | None = None
    """The one voice that its engine calls so, empty the one that the engine chooses; None is every
    voice."""

    @property
    def strength(self) -> tuple[bool, bool, bool]:
        """What goes before what: one voice's spelling before its engine's, that before a
        language's, that before everybody's."""
        return self.voice is not None, self.engine is not None, bool(self.language)

    def holds(self, voice: Voice) -> bool:
        """Whether a voice is one of them."""
        return (
            self.language in ("", voice.language)
            and self.engine in (None, voice.engine)
            and self.voice in (None, voice.name)
        )


EVERYBODY = Scope()


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word, and what some engines are given in its place."""

    word: str
    spelt: str
    scope: Scope = EVERYBODY
    place: Place = field(default=Place("", 1, 1), compare=False)
    """Where its word stands."""

    def fits(self, text: str) -> bool:
        """Whether a text has its word."""
        return _any_of((self.word,)).search(text) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The respellings of a library. Where several fit a place, the longest word does; of the same
    word, the spelling for the fewest who speak."""

    entries: tuple[Respelling, ...] = ()

    def spell(self, text: str, voice: Voice) -> str:
        """The text as the voice's engine should be given it. Whole words only, in any case of
        letters."""
        fitting = [entry for entry in self.entries if entry.scope.holds(voice)]
        if not fitting:
            return text
        # The longest first: `sacrum bone` before `sacrum`. Each word is a group of its own, since
        # no folding of letters agrees with the pattern's (ß, the dotless i).
        fitting.sort(key=lambda entry: (len(entry.word), entry.scope.strength), reverse=True)
        pattern = _any_of(tuple(entry.word for entry in fitting))
        return pattern.sub(lambda found: fitting[(found.lastindex or 1) - 1].spelt, text)


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(f"({re.escape(word)})" for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
