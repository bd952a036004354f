"""How long a text will take to speak, without speaking it."""

import re

from audioguide.core.units import RATE, Samples
from audioguide.core.voice import Voice

_AT_RATE = 150
"""Words a minute at which the figures below were fitted."""

_START, _LETTER, _SENTENCE, _CLAUSE = 0.20, 0.064, 0.62, 0.38
"""Seconds: of any text, for each letter, between two sentences, after a comma. A least-squares fit
to 107 lines of the shipped routines in eSpeak NG's English voice; it is off by 0.19 s (rms)."""

_NO_LETTERS = re.compile(r"\W+")
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s)")
_CLAUSE_ENDS = re.compile(r"[,;:](?=\s)")


def estimate(text: str, voice: Voice) -> Samples:
    """The likely length of a text in a voice."""
    if voice.engine == "tone":
        return Samples(len(text.split()) * RATE // 10)
    letters = len(_NO_LETTERS.sub("", text))
    sentences, clauses = len(_SENTENCE_ENDS.findall(text)), len(_CLAUSE_ENDS.findall(text))
    at_150 = _START + _LETTER * letters + _SENTENCE * sentences + _CLAUSE * clauses
    return Samples(round(at_150 * RATE * _AT_RATE / voice.rate))
