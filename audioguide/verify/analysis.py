"""A finished session analysed from front to back, once: where each cue is, and how loud what is."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TypeAlias

import numpy as np

from audioguide.core.units import RATE, Samples, samples, seconds
from audioguide.publish.built_audio import BedAlone, BuiltAudio, BuiltClip
from audioguide.publish.plan_file import PlanCue, PlanFile
from audioguide.sound.audio import Wave, decibels, ratio
from audioguide.sound.limiter import true_peaks
from audioguide.sound.loudness import AS_PLAYED, loudness
from audioguide.sound.weighting import level
from audioguide.verify.listen import HEAD, Meter, decoding, find_clip, mean_square, metering

REACH = samples(0.5)
"""How far from its place a cue is looked for."""

_PEAKS_AT_ONCE = 4 * RATE
_AROUND = 16
"""Samples on either side that an interpolated peak is worked out from, and some to spare."""

_BED_AT_ONCE = RATE

_LINES_AT_ONCE = 30
_LINES_LONGEST = 60 * RATE
"""Samples of lines that may wait to be measured together: 23 MB."""

KeptSound: TypeAlias = Callable[[BuiltClip], Wave | None]
"""Gives a clip's kept sound; None when it is not kept and cannot be made again."""


@dataclass(frozen=True, slots=True)
class CueAnalysis:
    """A cue of the plan, as it sounds; None for what its sound, no longer kept, cannot tell."""

    likeness: float | None = None
    """Of what sounds there to what was to."""
    late: float | None = None
    """Seconds after its place; before it when negative."""
    gain: float | None = None
    """dB over the gain it was made with."""
    level: float | None = None
    """LUFS as played, of words alone: neither the bed nor a tail."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an MP3 sounds like."""

    length: Samples
    cues: tuple[CueAnalysis, ...]
    """As the plan has them."""
    speech: float | None
    """LUFS as played over all that is spoken, the bed with it; None when nothing is."""
    peaks: tuple[float, ...]
    """dBTP of each channel."""
    alone: tuple[float | None, ...]
    """LUFS as played of each stretch in which the bed is alone; None for one under 1 s."""
    complaints: tuple[str, ...]
    """Of the decoder."""


def analyse(
    mp3: Path, channels: int, plan: PlanFile, built: BuiltAudio, sound: KeptSound, stop: Event
) -> Analysis:
    """Decode a session and look for what its plan tells of. Raises FfmpegError, OSError, and
    CancelledError once `stop` is set: three hours take a minute."""
    lasts = plan.length
    with decoding(mp3, channels, lasts) as recording, metering(channels, lasts) as meter:
        analyser = _Analyser(plan, built, sound, meter, channels)
        for start, end, take in sorted(analyser.tasks(), key=lambda task: task[0]):
            if stop.is_set():
                raise CancelledError
            take(recording.window(start, end))
        length = recording.length()
        return analyser.analysis(length, tuple(recording.complaints()))


_Task: TypeAlias = tuple[int, int, Callable[[Wave], None]]
"""First sample, the one after the last, and what to do with the window between."""


class _Analyser:
    """What has been found so far."""

    def __init__(
        self, plan: PlanFile, built: BuiltAudio, sound: KeptSound, meter: Meter, channels: int
    ) -> None:
        self._plan = plan
        self._built = built
        self._sound = sound
        self._meter = meter
        self._stretches = built.stretches
        self._reaches = _reaches(plan.cues, built.sounds)
        self._rings_until = 0.0
        self._waiting: list[tuple[int, Wave]] = []
        self._cues = [CueAnalysis()] * len(plan.cues)
        self._peaks = np.zeros(channels)
        self._squares: dict[int, list[float]] = defaultdict(list)

    def tasks(self) -> Iterator[_Task]:
        """All there is to look for."""
        for start in range(0, samples(self._plan.length), _PEAKS_AT_ONCE):
            yield start - _AROUND, start + _PEAKS_AT_ONCE + _AROUND, self._peak
        for number, cue in enumerate(self._plan.cues):
            if cue.is_spoken:
                yield samples(cue.start), samples(cue.end), self._meter.write
            # A stroke takes up less time than it rings.
            until = max(samples(cue.end), samples(cue.start) + HEAD)
            yield samples(cue.start) - REACH, until + REACH, self._cue_taker(number)
        for number, stretch in enumerate(self._stretches):
            for start in _starts(stretch):
                yield start, start + _BED_AT_ONCE, self._bed_taker(number)

    def analysis(self, length: Samples, complaints: tuple[str, ...]) -> Analysis:
        """What was found, when all has been looked at."""
        self._measure_lines()
        spoken = any(cue.is_spoken for cue in self._plan.cues)
        return Analysis(
            length,
            tuple(self._cues),
            self._meter.loudness() if spoken else None,
            tuple(decibels(float(peak)) for peak in self._peaks),
            tuple(_level(self._squares[number]) for number in range(len(self._stretches))),
            complaints,
        )

    def _peak(self, window: Wave) -> None:
        if np.abs(window).max() <= self._peaks.max() / 2:
            return  # between such samples lies no louder peak (as in `true_peaks`)
        # At the window's own ends, a peak would be worked out from silence that is not there.
        peaks = [true_peaks(wave)[_AROUND // 2 : -_AROUND // 2].max() for wave in window.T]
        self._peaks = np.maximum(self._peaks, peaks)

    def _bed_taker(self, number: int) -> Callable[[Wave], None]:
        def take(window: Wave) -> None:
            self._squares[number].append(mean_square(window) * 2 / window.shape[1])

        return take

    def _cue_taker(self, number: int) -> Callable[[Wave], None]:
        def take(window: Wave) -> None:
            built = self._built.clips[self._built.sounds[number]]
            clip = self._sound(built)
            if clip is not None:
                self._cue(number, clip, built.gain, window.mean(axis=1))

        return take

    def _cue(self, number: int, clip: Wave, gain: float, window: Wave) -> None:
        cue = self._plan.cues[number]
        own = Samples(samples(cue.end) - samples(cue.start))
        if not cue.is_spoken:
            # Found a period beside its place, a long tone would slip out of step with its clip.
            own = min(own, HEAD)
        match = find_clip(clip, window, REACH, self._reaches[number], own)
        self._cues[number] = CueAnalysis(match.likeness, seconds(match.late), match.gain - gain)
        if cue.is_spoken:
            place = REACH + match.late
            there = window[place : place + clip.size]
            # What sounds with a line would be measured with it; its own gain is told without.
            line = there if self._is_alone(number) else clip * ratio(match.gain)
            self._waiting.append((number, line))
            waiting = sum(wave.size for _, wave in self._waiting)
            if len(self._waiting) == _LINES_AT_ONCE or waiting > _LINES_LONGEST:
                self._measure_lines()
        else:
            self._rings_until = max(self._rings_until, cue.start + clip.size / RATE)

    def _is_alone(self, number: int) -> bool:
        """Whether nothing sounds with a line: no bed, no tail, no stroke."""
        cue, after = self._plan.cues[number], self._plan.cues[number + 1 : number + 2]
        struck = any(other.start < cue.end for other in after)
        return self._built.bed is None and self._rings_until <= cue.start and not struck

    def _measure_lines(self) -> None:
        if self._waiting:
            levels = loudness([wave for _, wave in self._waiting])
            for (number, _), found in zip(self._waiting, levels, strict=True):
                self._cues[number] = replace(self._cues[number], level=found + AS_PLAYED)
            self._waiting.clear()


def _reaches(cues: Sequence[PlanCue], sounds: Sequence[int]) -> list[Samples]:
    """How far each cue is looked for: never nearer to the same sound elsewhere than to its own
    place, or a countdown of bells could be found one too late."""
    reaches = [REACH] * len(cues)
    last: dict[int, int] = {}
    for number, (cue, sound) in enumerate(zip(cues, sounds, strict=True)):
        if sound in last:
            before = last[sound]
            half = Samples((samples(cue.start) - samples(cues[before].start)) // 2)
            reaches[before] = min(reaches[before], half)
            reaches[number] = min(reaches[number], half)
        last[sound] = number
    return reaches


def _starts(stretch: BedAlone) -> list[int]:
    """First samples of windows, evenly spread, that cover a stretch; none when it is shorter."""
    first, last = samples(stretch.start), samples(stretch.end) - _BED_AT_ONCE
    if last < first:
        return []
    count = -(-(last - first) // _BED_AT_ONCE) + 1
    return [round(start) for start in np.linspace(first, last, count)]


def _level(squares: Sequence[float]) -> float | None:
    return level(math.fsum(squares) / len(squares)) if squares else None
