"""Chimes by name: what each is made of, how loud it is, and when the next step may begin."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from audioguide.core.built_in import ChimeName
from audioguide.core.units import RATE, Samples, samples
from audioguide.sound.audio import Wave, ratio
from audioguide.sound.breath import breath
from audioguide.sound.loudness import TARGET
from audioguide.sound.struck import Partial, struck
from audioguide.sound.weighting import momentary

SILENT = -60.0
"""dBFS under which a tail counts as silent."""

LONGEST = samples(8)
"""How long a chime may ring: no session waits longer for the last one."""

_CLEAR = 3.0
"""LU under the voice, of what marks an end or a change. By design: as soft as a level can be that
is not missed after a silence, and nobody who lies with closed eyes starts at it."""

_BREATH = 5.0
"""LU under the voice, of what is breathed with: as the tones of `breathe` are, which last."""

_TICK, _WOOD = 12.0, 13.0
"""LU under the voice, of what counts repetitions. It is heard beside speech all the same, as the
0.4 s that are measured hold one short stroke and silence: its peak is at -12 dBFS, too low to
startle or to tire when it comes fifty times."""

_OWN_PEAK = -6.0
"""dBFS, the most that an author's own sound may reach: a click has next to no loudness, and would
be raised until it hurt."""

_RINGING = samples(1.5)
"""What the stroke of a bell takes: by then it has spoken, and words can be told from it."""

_COUNT = samples(0.2)
"""What a stroke that counts takes: all of its sound."""

_APART = samples(0.6)
"""From the first stroke of the double bell to the second. By design: far enough for two strokes,
near enough for one sign."""

_BREATHED = samples(3)
"""What a breath takes, by design: with one in and one out, ten a minute, calm and in anyone's
reach."""

_STICK, _MALLET = samples(0.0015), samples(0.004)
_LEATHER, _FELT = samples(0.008), samples(0.02)
"""Samples in which a blow rises to its full level. A hard one still has to sound like a click
without being a step in the wave."""

_LOUDEST = samples(2)
"""Within this time every chime is at its loudest. Measuring all of a long one would cost as much as
making it."""

_FADE = samples(0.05)
"""A tail that has fallen under SILENT fades to zero in this time."""

_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of the golden ratio, modulo 1, fill the unit evenly and repeat nowhere."""


@dataclass(frozen=True, slots=True)
class Chime:
    """A stroke: its sound with the whole tail, and the time it takes."""

    wave: Wave
    strike: Samples
    """After this the next step begins; the tail rings on."""


def bell() -> Chime:
    """A small hand bell on A5. The partials are those of a tuned bell: hum, prime, tierce, quint,
    nominal, superquint and octave nominal at 0.5, 1, 1.2, 1.5, 2, 3 and 4 times the prime (T. D.
    Rossing, Science of Percussion Instruments, 2000, ch. 11). Low partials ring longest; all but
    the hum lie over 800 Hz, so that a phone's speaker carries it."""
    return Chime(_faded(_levelled(_bell(), _CLEAR)), _RINGING)


def bowl() -> Chime:
    """A Tibetan singing bowl. The modes of its rim are at 1, 2.78, 5.18 and 8.16 times the lowest,
    as in a bowl of 180 mm, and as no bowl is quite round each comes as two a little apart, which
    beat (O. Inácio, L. L. Henrique, J. Antunes, The Dynamics of Tibetan Singing Bowls, Acta
    Acustica 92, 2006, 637-653). Pitch, levels, falls and beats are by design: slow, the higher the
    faster; and the second mode, at 712 Hz, is strong, for a phone's speaker loses the first."""
    lowest = 256.0
    modes = [
        # ratio, level in dB, seconds to fall by 60 dB, beats a second
        (1.0, 0.0, 11.0, 0.6),
        (2.78, 2.0, 8.0, 1.1),
        (5.18, -6.0, 5.0, 1.7),
        (8.16, -15.0, 2.8, 2.6),
    ]
    partials = []
    for ratio_, level, fall, beat in modes:
        partials.append(Partial(lowest * ratio_, level, fall))
        # 5 dB under the other, so that a beat sinks but never falls silent, and a quarter behind it
        # at the stroke, so that it swells first.
        partials.append(Partial(lowest * ratio_ + beat, level - 5, fall, phase=0.75))
    return Chime(_faded(_levelled(struck(partials, LONGEST, _LEATHER), _CLEAR)), _RINGING)


def gong() -> Chime:
    """A tam-tam, struck softly. Its partials are dense and in no ratio. The stroke moves the low
    modes, and they feed the higher ones, so that the sound opens within half a second and then
    darkens again (N. H. Fletcher, T. D. Rossing, The Physics of Musical Instruments, 1998, ch. 20).
    How many, how loud and how fast is by design: four low modes that carry the tail, and above them
    56 up to 3 kHz, as dense everywhere, as a plate's are; the higher the softer, the later and the
    shorter. They are strewn by rule, not by chance: the same every time."""
    partials = [
        Partial(84.0, -11.0, 9.0),
        Partial(127.0, -9.0, 9.0, phase=0.25),
        Partial(193.0, -10.0, 8.5, bloom=0.03, phase=0.5),
        Partial(271.0, -11.0, 8.0, bloom=0.05, phase=0.75),
    ]
    for number in range(56):
        # Multiples of the square, not of the number: in step, phases would add up to a buzz.
        pitch = 330 + 48 * (number + number**2 * _GOLDEN % 1)
        octaves = math.log2(pitch / 330)
        level = -11 - 4 * octaves + 6 * (number * _GOLDEN % 1)
        phase = number**2 * math.sqrt(2) % 1
        partials.append(Partial(pitch, level, 9 * 0.75**octaves, pitch / 2000, phase))
    return Chime(_faded(_levelled(struck(partials, LONGEST, _FELT), _CLEAR)), _RINGING)


def tick() -> Chime:
    """A soft, short, clear click to count by, some 0.1 s long. Made by design, after no instrument:
    three partials that share no octave, so that it has a colour but hardly a pitch, between 2 and
    6 kHz, where hearing is keenest and a phone's speaker strong, so that a low level will do."""
    partials = [
        Partial(2000.0, 0.0, 0.12),
        Partial(3200.0, -6.0, 0.08),
        Partial(5400.0, -12.0, 0.05),
    ]
    return Chime(_faded(_levelled(struck(partials, _COUNT, _STICK), _TICK)), _COUNT)


def wood() -> Chime:
    """A wood block. The partials are those of a uniform bar with free ends, at 1, 2.756 and 5.404
    times the lowest (N. H. Fletcher, T. D. Rossing, The Physics of Musical Instruments, 1998, ch.
    2); a real block is hollow and strays from them. Pitch, levels and falls are by design: dry, and
    the higher the shorter, as wood damps."""
    lowest = 880.0
    partials = [
        Partial(lowest, 0.0, 0.17),
        Partial(2.756 * lowest, -9.0, 0.09),
        Partial(5.404 * lowest, -18.0, 0.05),
    ]
    return Chime(_faded(_levelled(struck(partials, _COUNT, _STICK), _WOOD)), _COUNT)


def double_bell() -> Chime:
    """The bell struck twice. By design, the second stroke falls into the tail of the first: a sign
    that can be told from one stroke, as for a change of sides."""
    once = _bell()
    twice = np.zeros(_APART + once.size)
    twice[: once.size] += once
    twice[_APART:] += once
    return Chime(_faded(_levelled(twice, _CLEAR)), Samples(_APART + _RINGING))


def soft_rise() -> Chime:
    """A breath in. It is the rising tone of `breathe`, 3 s long, which it takes whole."""
    return Chime(_levelled(breath("in", _BREATHED), _BREATH), _BREATHED)


def soft_fall() -> Chime:
    """A breath out. It is the falling tone of `breathe`, 3 s long, which it takes whole."""
    return Chime(_levelled(breath("out", _BREATHED), _BREATH), _BREATHED)


def own(wave: Wave) -> Chime:
    """An author's own sound, shape (n,), struck as loud as the bell, but for a peak of at most
    -6 dBFS. What is longer than 8 s, which is all that a session waits for, fades over the eighth
    second to silence; what came after it is left out, and not measured. The wave is not silent:
    `read_sound` refuses such a file."""
    kept = wave[:LONGEST].copy()
    if wave.size > LONGEST:
        kept[-RATE:] *= (1 + np.cos(np.pi * np.arange(1, RATE + 1) / RATE)) / 2
    most = ratio(_OWN_PEAK) / float(np.abs(kept).max())
    gain = min(ratio(TARGET - _CLEAR - momentary(kept)), most)
    return Chime(kept * gain, Samples(min(kept.size, _RINGING)))


def chime_named(name: ChimeName) -> Callable[[], Chime]:
    """What makes the chime of a name."""
    match name:
        case "bell":
            return bell
        case "bowl":
            return bowl
        case "gong":
            return gong
        case "tick":
            return tick
        case "wood":
            return wood
        case "double bell":
            return double_bell
        case "soft rise":
            return soft_rise
        case "soft fall":
            return soft_fall
        case _:
            assert_never(name)


def _bell() -> Wave:
    prime = 880.0
    # The phases, which nobody hears, make the peak 2.3 dB lower: even four at once need no limiter.
    partials = [
        Partial(0.5 * prime, -9.0, 5.5),
        Partial(1.0 * prime, -3.0, 4.5),
        Partial(1.2 * prime, -8.0, 3.5, phase=0.5),
        Partial(1.5 * prime, -14.0, 2.8, phase=0.25),
        Partial(2.0 * prime, 0.0, 3.0),
        Partial(3.0 * prime, -9.0, 1.8, phase=0.5),
        Partial(4.0 * prime, -14.0, 1.1),
    ]
    return struck(partials, samples(5), _MALLET)


def _levelled(wave: Wave, under: float) -> Wave:
    """Brought to a momentary loudness in LU under the voice."""
    return wave * ratio(TARGET - under - momentary(wave[:_LOUDEST]))


def _faded(wave: Wave) -> Wave:
    """Ended where it has fallen silent, with a fade."""
    end = min(int(np.flatnonzero(np.abs(wave) > ratio(SILENT))[-1]) + 1 + _FADE, wave.size)
    kept = wave[:end].copy()
    kept[-_FADE:] *= (1 + np.cos(np.pi * np.arange(1, _FADE + 1) / _FADE)) / 2
    return kept
