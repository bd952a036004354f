"""Clips laid over one another, and over a bed, into the sound of one segment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from audioguide.core.units import FRAME, FRAME_MS, NOTHING, Frames, Samples, start_of
from audioguide.sound.audio import AudioSegment, Wave, audio_segment, ratio, silence, wave
from audioguide.sound.floor import floor
from audioguide.sound.limiter import limit
from audioguide.timeline.bed import Curve

HEADROOM = 18.0
"""dB kept free while clips are summed in 32 bits: eight of them at full scale cannot clip."""

_NONE = Frames(0)


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The bed behind a segment, margins included."""

    wave: Wave
    """Shape (n, channels), at its full level; mixed in place."""
    curves: Sequence[Curve]
    """Its gain; frames count from the segment's first, after the margin."""


def mix(
    parts: Iterable[tuple[AudioSegment, float, Frames]],
    length: Frames,
    margins: tuple[Frames, Frames] = (_NONE, _NONE),
    wake: Frames = _NONE,
    backdrop: Backdrop | None = None,
) -> AudioSegment:
    """The clips, each (16-bit audio, gain in dB, first frame), summed and limited, over the floor
    that wakes headphones in the first `wake` frames, or over a bed: 16-bit, of exactly `length`
    frames and the margins before and after, in which only the bed is heard. What runs over the end
    is cut."""
    before, after = margins
    bus = _bus(parts, length)
    if backdrop is None:
        voices = limit(bus)
        if wake:
            voices[: start_of(wake)] += floor(start_of(wake))
        return silence(before) + audio_segment(voices) + silence(after)
    # In place: a minute of floats is 23 MB.
    mixed = backdrop.wave
    for curve in backdrop.curves:
        shape(mixed, curve, start_of(before))
    under = mixed[start_of(before) : start_of(Frames(before + length))]
    under += limit(bus, under)[:, None]
    return audio_segment(mixed)


def _bus(parts: Iterable[tuple[AudioSegment, float, Frames]], length: Frames) -> Wave:
    bus = silence(length).set_sample_width(4)
    for audio, gain, start in parts:
        clip = audio.set_sample_width(4).apply_gain(gain - HEADROOM)
        bus = bus.overlay(clip, position=start * FRAME_MS)
    summed = wave(bus)
    summed *= ratio(HEADROOM)
    return summed


def shape(sound: Wave, curve: Curve, zero: Samples = NOTHING) -> None:
    """Give a sound, shape (n, channels), the gain of a curve, in place; the sample at `zero` begins
    the curve's frame 0. From one point to the next the gain follows half a cosine, so that it has
    no corner; before the first and after the last it is level."""
    ends = [(-zero, curve[0][1]), *((frame * FRAME, factor) for frame, factor in curve)]
    ends.append((len(sound), curve[-1][1]))
    for (start, before), (end, after) in pairwise(ends):
        first, last = max(start + zero, 0), min(end + zero, len(sound))
        if first < last and before == after:
            sound[first:last] *= before
        elif first < last:
            turn = np.pi * (np.arange(first - zero, last - zero) - start) / (end - start)
            sound[first:last] *= (before + (after - before) * (1 - np.cos(turn)) / 2)[:, None]
