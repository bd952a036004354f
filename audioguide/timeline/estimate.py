"""Lengths of clips that were never made: for checks and cue sheets that must not speak."""

from collections.abc import Iterable
from typing import assert_never

from audioguide.core.units import samples
from audioguide.timeline.clip import BreathTone, Clip, Extent, Speech, Strike
from audioguide.timeline.speech_length import estimate

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


def estimated(clips: Iterable[Clip]) -> dict[Clip, Extent]:
    """How long each clip will be, more or less."""
    return {clip: _extent(clip) for clip in clips}


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
