"""Clips laid over one another into the sound of one segment."""

from collections.abc import Iterable

from audioguide.sound.audio import AudioSegment, ratio, segment, silence, wave
from audioguide.sound.limiter import limit
from audioguide.units import FRAME_MS, Frames

HEADROOM = 18.0
"""dB kept free while clips are summed in 32 bits: eight of them at full scale cannot clip."""


def mix(parts: Iterable[tuple[AudioSegment, float, Frames]], length: Frames) -> AudioSegment:
    """The clips, each (16-bit audio, gain in dB, first frame), summed and limited: 16-bit mono of
    exactly `length` frames. What runs over the end is cut."""
    bus = silence(length).set_sample_width(4)
    for audio, gain, start in parts:
        clip = audio.set_sample_width(4).apply_gain(gain - HEADROOM)
        bus = bus.overlay(clip, position=start * FRAME_MS)
    return segment(limit(wave(bus) * ratio(HEADROOM)))
