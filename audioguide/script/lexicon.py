"""Words that a voice gets wrong, and how to write them so that it does not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from audioguide.core.built_in import EngineName
from audioguide.core.problem import Place
from audioguide.core.voice import Voice

_APOSTROPHE = "['’]"


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
        letters; no word is joined to the next by it."""
        fitting = [entry for entry in self.entries if entry.scope.holds(voice)]
        if not fitting:
            return text
        # The longest first: `sacrum bone` before `sacrum`. Each word is a group of its own, since
        # no folding of letters agrees with the pattern's (ß, the dotless i).
        fitting.sort(key=_precedence, reverse=True)
        parts: list[str] = []
        end = 0
        for found in _any_of(tuple(entry.word for entry in fitting)).finditer(text):
            parts += [text[end : found.start()], fitting[(found.lastindex or 1) - 1].spelt]
            end = found.end()
        return _joined([*parts, text[end:]]) if parts else text

    def used(self, texts: Mapping[str, Iterable[str]]) -> frozenset[Place]:
        """The places of the words that texts of some languages have, whatever engine or voice
        speaks them."""
        pages = {language: "\n".join(spoken) for language, spoken in texts.items()}
        found: set[Place] = set()
        for entry in self.entries:
            theirs = (text for it, text in pages.items() if entry.scope.language in ("", it))
            if entry.place not in found and any(map(entry.fits, theirs)):
                found.add(entry.place)
        return frozenset(found)


def _precedence(entry: Respelling) -> tuple[bool, int, tuple[bool, bool, bool]]:
    return not _is_sign(entry.word[0]), len(entry.word), entry.scope.strength


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of words, each a group, that are no part of longer ones: `s` is not in `it's`,
    but in `'s'`. A sign at an edge may touch what it likes: `#` in `#3`. Those that begin with a
    sign come last; the others are looked for only where a word begins: of 200, in 0.4 ms a text
    in place of 1.5."""
    begun = [_end_of(word) for word in words if not _is_sign(word[0])]
    signs = [_end_of(word) for word in words if _is_sign(word[0])]
    at_begin = [rf"(?<!\w)(?<!\w{_APOSTROPHE})(?:{'|'.join(begun)})"] if begun else []
    return re.compile("|".join([*at_begin, *signs]), re.IGNORECASE)


def _end_of(word: str) -> str:
    escaped = re.sub(_APOSTROPHE, _APOSTROPHE, re.escape(word))
    return f"({escaped})" if _is_sign(word[-1]) else rf"({escaped})(?!\w)(?!{_APOSTROPHE}\w)"


def _is_sign(character: str) -> bool:
    """Whether it is no part of words: `½` and `²` touch them."""
    return not (character.isalpha() or character.isdecimal() or character == "_")


def _joined(parts: Iterable[str]) -> str:
    """Parts in a row, a space between words that would run together. Phonemes are a word."""
    joined: list[str] = []
    for part in filter(None, parts):
        if joined and _ENDS_A_WORD.search(joined[-1]) and _BEGINS_A_WORD.match(part):
            joined.append(" ")
        joined.append(part)
    return "".join(joined)


_ENDS_A_WORD = re.compile(r"(?:\w|\]\])\Z")
_BEGINS_A_WORD = re.compile(r"\w|\[\[")
