"""Clips laid over one another, and over a bed, into the sound of one segment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from audioguide.sound.audio import AudioSegment, Wave, ratio, segment, silence, wave
from audioguide.sound.floor import floor
from audioguide.sound.limiter import CEILING, limit
from audioguide.units import FRAME, FRAME_MS, NOTHING, Frames, Samples, start_of

HEADROOM = 18.0
"""dB kept free while clips are summed in 32 bits: eight of them at full scale cannot clip."""

_NONE = Frames(0)

Curve: TypeAlias = Sequence[tuple[int, float]]
"""A factor over time: (frame at whose start it is reached, factor), in order."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The bed behind a segment, margins included."""

    wave: Wave
    """Shape (n, channels), at its full level."""
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
    bed = None if backdrop is None else _shaped(backdrop, before)
    peak = 0.0 if bed is None else float(np.abs(bed).max())
    voices = limit(_bus(parts, length), ratio(CEILING) - peak)
    if wake:
        voices[: start_of(wake)] += floor(start_of(wake))
    voices = np.pad(voices, (start_of(before), start_of(after)))
    return segment(voices if bed is None else voices[:, None] + bed)


def _bus(parts: Iterable[tuple[AudioSegment, float, Frames]], length: Frames) -> Wave:
    bus = silence(length).set_sample_width(4)
    for audio, gain, start in parts:
        clip = audio.set_sample_width(4).apply_gain(gain - HEADROOM)
        bus = bus.overlay(clip, position=start * FRAME_MS)
    return wave(bus) * ratio(HEADROOM)


def _shaped(backdrop: Backdrop, before: Frames) -> Wave:
    gain = np.ones(len(backdrop.wave))
    for curve in backdrop.curves:
        gain *= drawn(curve, Samples(gain.size), start_of(before))
    return np.asarray(backdrop.wave * gain[:, None])


def drawn(curve: Curve, length: Samples, zero: Samples = NOTHING) -> Wave:
    """A curve as a factor for each of `length` samples, of which the one at `zero` begins frame 0.
    From one point to the next it follows half a cosine, so that it has no corner."""
    frames, factors = (np.array(column) for column in zip(*curve, strict=True))
    at = (np.arange(length) - zero) / FRAME
    place = np.interp(at, frames, np.arange(frames.size))
    point = np.minimum(place.astype(int), frames.size - 1)
    following = np.minimum(point + 1, frames.size - 1)
    eased = (1 - np.cos(np.pi * (place - point))) / 2
    return np.asarray(factors[point] + (factors[following] - factors[point]) * eased)
