"""Lengths of clips that were never made: for checks and cue sheets that must not speak."""

import re
from collections.abc import Iterable
from typing import assert_never

from audioguide.core.built_in import ChimeName
from audioguide.core.units import RATE, Samples, samples
from audioguide.core.voice import Voice
from audioguide.timeline.clip import BreathTone, Clip, Extent, Speech, Strike

_OWN = Extent(samples(1.5), samples(4))
"""An author's own chime, its file unread."""

_AT_RATE = 150
"""Words a minute at which the figures below were fitted."""

_START, _LETTER, _SENTENCE, _CLAUSE = 0.20, 0.064, 0.62, 0.38
"""Seconds: of any text, for each letter, between two sentences, after a comma. A least-squares fit
to 107 lines of the shipped routines in eSpeak NG's English voice; it is off by 0.19 s (rms)."""

_NO_LETTERS = re.compile(r"\W+")
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s)")
_CLAUSE_ENDS = re.compile(r"[,;:](?=\s)")


def estimated(clips: Iterable[Clip]) -> dict[Clip, Extent]:
    """How long each clip will be, more or less."""
    return {clip: _extent(clip) for clip in clips}


def estimate(text: str, voice: Voice) -> Samples:
    """The likely length of a text in a voice."""
    if voice.engine == "tone":
        return Samples(len(text.split()) * RATE // 10)
    letters = len(_NO_LETTERS.sub("", text))
    sentences, clauses = len(_SENTENCE_ENDS.findall(text)), len(_CLAUSE_ENDS.findall(text))
    at_150 = _START + _LETTER * letters + _SENTENCE * sentences + _CLAUSE * clauses
    return Samples(round(at_150 * RATE * _AT_RATE / voice.rate))


def _extent(clip: Clip) -> Extent:
    match clip:
        case Speech(voice=voice):
            length = estimate(clip.spoken, voice)
            return Extent(length, length)
        case Strike(built_in=str(name)):
            return _struck(name)
        case Strike():
            return _OWN
        case BreathTone(length=length):
            return Extent(length, length)
        case _:
            assert_never(clip)


def _struck(chime: ChimeName) -> Extent:
    """What a chime that is built in takes and how long it rings: a test holds it against its
    sound."""
    match chime:
        case "bell":
            return Extent(samples(1.5), samples(3.3))
        case "bowl":
            return Extent(samples(1.5), samples(7.4))
        case "gong":
            return Extent(samples(1.5), samples(7.2))
        case "tick" | "wood":
            return Extent(samples(0.2), samples(0.2))
        case "double bell":
            return Extent(samples(2.1), samples(4))
        case "soft rise" | "soft fall":
            return Extent(samples(3), samples(3))
        case _:
            assert_never(chime)
