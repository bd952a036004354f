"""Lengths of clips that were never made: for checks and cue sheets that must not speak."""

from collections.abc import Callable, Iterable
from typing import assert_never

from audioguide.core.built_in import ChimeName
from audioguide.core.tempo import Tempo
from audioguide.core.units import samples
from audioguide.core.voice import Voice
from audioguide.timeline.clip import BreathTone, Clip, Extent, Speech, Strike

_OWN = Extent(samples(1.5), samples(4))
"""An author's own chime, its file unread."""


def estimated(clips: Iterable[Clip], tempo: Callable[[Voice], Tempo]) -> dict[Clip, Extent]:
    """How long each clip will be, more or less; `tempo` is how fast a voice speaks."""
    return {clip: _extent(clip, tempo) for clip in clips}


def _extent(clip: Clip, tempo: Callable[[Voice], Tempo]) -> Extent:
    match clip:
        case Speech(voice=voice):
            length = samples(tempo(voice).seconds(clip.spoken))
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
