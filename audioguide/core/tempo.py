"""How fast a voice speaks: what was measured of it, and what follows for a rate."""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

_NO_LETTERS = re.compile(r"\W+")
_DIGIT = re.compile(r"\d")
_SENTENCE_ENDS = re.compile(r"[.!?…]+(?=\s+\S)")
_CLAUSE_ENDS = re.compile(r"[,;:—](?=\s)")

_LEAST = 0.05
"""Seconds that any text takes."""

_OF_A_DIGIT = 5
"""Letters that a digit counts as: "2023" is read in 18 letters, "1234567" in 56, "30" in 6."""


def sentence_ends(text: str) -> int:
    """How many sentences end inside a text."""
    return len(_SENTENCE_ENDS.findall(text))


def counted(text: str) -> tuple[int, int, int, int]:
    """What the length of a text follows from: one for the text itself, its letters, the ends of
    sentences inside it, those of clauses."""
    letters = len(_NO_LETTERS.sub("", text)) + (_OF_A_DIGIT - 1) * len(_DIGIT.findall(text))
    return 1, letters, sentence_ends(text), len(_CLAUSE_ENDS.findall(text))


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long texts take in a voice at one pace. All but the rate in seconds."""

    rate: float
    """Words a minute between the first and the last sound of a line, over many lines."""
    start: float
    """What any text takes."""
    letter: float
    sentence: float
    """From one sentence to the next, in the same text."""
    clause: float
    pause: float = 0.0
    """The silence between two sentences of a text."""
    word: float = 0.0
    """For each word, where that is all that matters."""

    def seconds(self, text: str) -> float:
        """The likely length of a text."""
        by = (self.start, self.letter, self.sentence, self.clause)
        parts = sum(each * count for each, count in zip(by, counted(text), strict=True))
        return self.word * len(text.split()) or max(parts, _LEAST)


@dataclass(frozen=True, slots=True)
class Mark:
    """A voice measured at one pace."""

    pace: float
    """The engine's own setting; more is faster."""
    tempo: Tempo


@dataclass(frozen=True, slots=True)
class Calibration:
    """A voice measured at several paces."""

    marks: tuple[Mark, ...]
    """One or more, slowest first; each faster than the one before in both respects."""

    @property
    def slowest(self) -> int:
        """Words a minute that the voice speaks at least."""
        return round(self.marks[0].tempo.rate)

    @property
    def fastest(self) -> int:
        """Words a minute that the voice speaks at most."""
        return round(self.marks[-1].tempo.rate)

    def at(self, rate: float) -> Mark:
        """The voice at a rate in words a minute, on a straight line between the two marks beside
        it; beyond them, the last mark there is."""
        slower = [mark for mark in self.marks if mark.tempo.rate <= rate]
        faster = [mark for mark in self.marks if mark.tempo.rate > rate]
        if not slower or not faster:
            return (slower or faster[:1])[-1]
        below, above = slower[-1], faster[0]
        share = (rate - below.tempo.rate) / (above.tempo.rate - below.tempo.rate)

        def between(low: float, high: float) -> float:
            return low + share * (high - low)

        parts = zip(astuple(below.tempo), astuple(above.tempo), strict=True)
        return Mark(between(below.pace, above.pace), Tempo(*(between(*part) for part in parts)))


def calibration(*rows: tuple[float, ...]) -> Calibration:
    """A calibration as it stands in a table: in each row a pace, then the parts of its tempo, in
    their order."""
    return Calibration(tuple(Mark(pace, Tempo(*parts)) for pace, *parts in rows))


def rising(marks: Sequence[Mark]) -> Calibration:
    """A calibration of what was measured, in any order: a pace that made nothing faster is left
    out, and one that no pace makes faster has one mark."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.pace):
        if not kept or mark.tempo.rate > kept[-1].tempo.rate:
            kept.append(mark)
    return Calibration(tuple(kept))
