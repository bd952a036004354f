"""pydub, set up: 48 kHz mono 16-bit segments, and their samples as numpy arrays."""

import warnings
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from audioguide.core.units import FRAME, RATE, Frames

with warnings.catch_warnings():
    # It warns when no ffmpeg is on the PATH (it starts none for us), and that audioop
    # leaves the standard library (audioop-lts takes its place): so it is imported here alone.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment as AudioSegment

Wave: TypeAlias = NDArray[np.float64]
"""Samples at 48 kHz, full scale is 1.0; mono has the shape (n,)."""

FULL_SCALE = 32768.0


def audio_segment(wave: Wave) -> AudioSegment:
    """A 16-bit pydub segment of a wave, shape (n,) or (n, channels); what exceeds full scale is
    clipped."""
    scaled = wave * FULL_SCALE
    np.clip(np.rint(scaled, out=scaled), -FULL_SCALE, FULL_SCALE - 1, out=scaled)
    return from_pcm(scaled.astype("<i2").tobytes(), 1 if wave.ndim == 1 else wave.shape[1])


def from_pcm(pcm: bytes, channels: int = 1) -> AudioSegment:
    """A pydub segment of 16-bit samples at 48 kHz, channels interleaved."""
    return AudioSegment(data=pcm, sample_width=2, frame_rate=RATE, channels=channels)


def wave(audio: AudioSegment) -> Wave:
    """The samples of a mono segment of 16 or 32 bits."""
    kind = {2: "<i2", 4: "<i4"}[audio.sample_width]
    scale = float(1 << (8 * audio.sample_width - 1))
    samples = np.frombuffer(audio.raw_data, kind).astype(np.float64)
    samples /= scale
    return samples


def silence(length: Frames) -> AudioSegment:
    """Silent frames. pydub's own silence of 72 ms is a sample short: it multiplies by 0.072."""
    return from_pcm(bytes(2 * FRAME * length))


def decibels(ratio: float) -> float:
    """An amplitude ratio in dB; minus infinity for 0."""
    return 20 * float(np.log10(ratio)) if ratio > 0 else float("-inf")


def ratio(decibels: float) -> float:
    """dB as an amplitude ratio."""
    return float(10 ** (decibels / 20))
