"""Lengths of clips that were never made: for checks and cue sheets that must not speak."""

import re
from collections.abc import Iterable
from typing import assert_never

from audioguide.core.units import RATE, Samples, samples
from audioguide.core.voice import Voice
from audioguide.timeline.clip import BreathTone, Clip, Extent, Speech, Strike

_STRUCK = {
    "bell": Extent(samples(1.5), samples(3.3)),
    "bowl": Extent(samples(1.5), samples(7.4)),
    "gong": Extent(samples(1.5), samples(7.2)),
    "tick": Extent(samples(0.2), samples(0.2)),
    "wood": Extent(samples(0.2), samples(0.2)),
    "double bell": Extent(samples(2.1), samples(4)),
    "soft rise": Extent(samples(3), samples(3)),
    "soft fall": Extent(samples(3), samples(3)),
}
"""What the built-in chimes take and how long they ring: a test holds it against their sound."""

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
        case Strike(chime=chime, file=file):
            return _OWN if file else _STRUCK[chime]
        case BreathTone(length=length):
            return Extent(length, length)
        case _:
            assert_never(clip)
