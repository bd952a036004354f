"""Beds of water: rain, and waves on a shore."""

import numpy as np

from audioguide.core.units import RATE, Frames, samples
from audioguide.sound.audio import Wave
from audioguide.sound.noise import FREQUENCIES, STEP, Spectrum, levelled, noise, uniform

_RAIN = Frames(2500)
"""60 s."""

_DROPS = 7200
"""Near enough to be told apart, 120 a second: fewer sound like a tap that drips. By design."""

_NEAREST, _FARTHEST = 1.0, 5.0
"""Metres, over which drops fall evenly; farther ones are the hiss. By design."""

_DROP = 6.5
"""Amplitude of a drop at 1 m against the RMS of the hiss: few stand out, so that nobody knows them
again a minute later. By design."""

_POUNDED = 0.7
"""Share of the drops that fall on ground and leaves, the others in puddles. By design."""

_KINDS = 64
"""Different drops on each surface."""

_BREAKERS = (96, 88, 102, 91, 99, 86, 95, 93)
"""Steps of 96 ms from trough to trough of each wave, 8.3 to 9.8 s: a calm swell. 72 s in all, so
that nobody learns the order by heart. By design."""

_HEIGHTS = (1.0, 0.72, 0.9, 0.8, 1.05, 0.75, 0.95, 0.68)
"""How far each of them swells."""

_CREST = 0.42
"""The part of a wave in which it swells; it recedes more slowly than it comes."""


def rain(channels: int) -> Wave:
    """Steady soft rain, shape (n, channels), that goes round after 60 s, at -20 dBFS RMS: a hiss of
    all the drops far away, and single ones nearby. The hiss falls by 3 dB an octave from 900 Hz to
    7 kHz, as many sounds of nature do, and by 12 more above, as air and leaves take the edge off;
    both by design."""
    rising = FREQUENCIES**2 / (FREQUENCIES**2 + 250.0**2)
    falling = 1 / (np.sqrt(1 + FREQUENCIES / 900.0) * (1 + (FREQUENCIES / 7000.0) ** 2))
    gusts = _gusts(_RAIN // STEP)
    wave = noise(_RAIN, channels, 11, lambda step: rising * falling * gusts[step])
    return levelled(_with_drops(wave))


def waves(channels: int) -> Wave:
    """A calm shore, shape (n, channels), that goes round after 72 s, at -20 dBFS RMS. Each wave
    swells, breaks and recedes; the higher it stands, the brighter it is, and its foam hisses on
    for a moment. Colours and levels are by design: its loudness over 3 s stays within 4 LU of the
    mean, so that a crest drowns no word."""
    swells, foams = _swells(lag=0.0), _swells(lag=0.07)
    flutter = 10 ** ((uniform(np.random.PCG64(23), swells.size) - 0.5) * 2.0 / 20)
    deep, body, foam = _band(90, 260), _band(220, 900), _band(1200, 5500)

    def colour(step: int) -> Spectrum:
        swell, hiss = swells[step], foams[step]
        levels = (-10 + 4 * swell, -9 + 8 * swell, -17 + 12 * hiss)
        low, middle, high = (10 ** (level / 20) for level in levels)
        power = (low * deep) ** 2 + (middle * body) ** 2 + (high * foam) ** 2
        return np.asarray(flutter[step] * np.sqrt(power))

    return levelled(noise(Frames(STEP * swells.size), channels, 21, colour))


def _gusts(steps: int) -> Spectrum:
    """Gain at each step: rain comes and goes by about 1 dB within seconds. Sums of whole cycles."""
    cycles = np.arange(2, 14)
    phases = uniform(np.random.PCG64(13), cycles.size)[:, np.newaxis]
    around = np.arange(steps) / steps
    decibels = 0.35 * np.cos(2 * np.pi * (cycles[:, np.newaxis] * around + phases)).sum(axis=0)
    return np.asarray(10 ** (decibels / 20))


def _with_drops(wave: Wave) -> Wave:
    """A wave with drops round the ring, from left to right, the near ones loud."""
    kinds = _pats() + _plinks()
    chance = uniform(np.random.PCG64(14), 4 * _DROPS).reshape(4, _DROPS)
    places = (chance[0] * len(wave)).astype(np.int64)
    pounded = chance[1] < _POUNDED
    within = np.where(pounded, chance[1] / _POUNDED, (chance[1] - _POUNDED) / (1 - _POUNDED))
    chosen = (within * _KINDS).astype(np.int64) + np.where(pounded, 0, _KINDS)
    metres = np.sqrt(_NEAREST**2 + chance[2] * (_FARTHEST**2 - _NEAREST**2))
    level = np.sqrt(np.square(wave[: samples(1)].mean(axis=1)).mean()) * _DROP
    sides = 0.6 * (2 * chance[3] - 1)
    pans = np.stack([1 + sides, 1 - sides], axis=1)[:, : wave.shape[1]]
    if wave.shape[1] == 1:
        pans = np.ones_like(pans)
    gains = level * pans / metres[:, np.newaxis]
    for place, kind, gain in zip(places, chosen, gains, strict=True):
        drop = kinds[kind][:, np.newaxis] * gain
        before = min(len(drop), len(wave) - place)
        wave[place : place + before] += drop[:before]
        wave[: len(drop) - before] += drop[before:]
    return wave


def _pats() -> list[Wave]:
    """Drops on ground and leaves: dull taps of 0.7 to 4.5 kHz that die within milliseconds."""
    chance = uniform(np.random.PCG64(15), 2 * _KINDS).reshape(2, _KINDS)
    pitches = 700 * (4500 / 700) ** chance[0]
    return [
        _ring(float(pitch), float(500 + 900 * damp), 0.0)
        for pitch, damp in zip(pitches, chance[1], strict=True)
    ]


def _plinks() -> list[Wave]:
    """Drops in puddles: the bubbles they leave, of 0.5 to 2 mm. A bubble of radius r m rings at
    3 / r Hz, dies by 0.13 / r + 0.0072 r ** -1.5 a second, and rises in pitch by a tenth of that
    (K. van den Doel, Physically based models for liquid sounds, ACM Transactions on Applied
    Perception 2, 2005)."""
    radii = 0.0005 * 4 ** uniform(np.random.PCG64(16), _KINDS)
    dampings = 0.13 / radii + 0.0072 * radii**-1.5
    return [
        0.8 * _ring(3 / float(radius), float(damping), 0.1)
        for radius, damping in zip(radii, dampings, strict=True)
    ]


def _ring(pitch: float, damping: float, rise: float) -> Wave:
    """A stroke of `pitch` Hz that dies by exp(-damping t), until it is 60 dB down."""
    time = np.arange(int(6.9 / damping * RATE)) / RATE
    onset = 1 - np.exp(-time * 3000)
    cycles = pitch * time * (1 + rise * damping * time / 2)
    return np.asarray(onset * np.exp(-damping * time) * np.sin(2 * np.pi * cycles))


def _swells(lag: float) -> Spectrum:
    """How high the water stands at each step, 0 in a trough; `lag` of a wave later."""
    parts = []
    for steps, height in zip(_BREAKERS, _HEIGHTS, strict=True):
        passed = np.arange(steps) / steps
        rising = np.sin(np.pi / 2 * passed / _CREST) ** 2
        falling = np.cos(np.pi / 2 * (passed - _CREST) / (1 - _CREST)) ** 2
        parts.append(height * np.where(passed < _CREST, rising, falling))
    late = round(lag * float(np.mean(_BREAKERS)))
    return np.roll(np.concatenate(parts), late)


def _band(low: float, high: float) -> Spectrum:
    """A soft band, falling by 12 dB an octave below `low` Hz and above `high`, pink between; its
    power is 1, so that levels compare."""
    over = FREQUENCIES / low
    shape = over**2 / (1 + over) ** 2.5 / (1 + (FREQUENCIES / high) ** 2)
    return np.asarray(shape / np.sqrt(np.square(shape).sum()))
