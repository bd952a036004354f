"""All that was found out about a finished session, and what it comes to in numbers."""

import math
from dataclasses import dataclass

from audioguide.core.units import seconds
from audioguide.publish.built_audio import BuiltAudio
from audioguide.publish.plan_file import PlanFile
from audioguide.verify.analysis import Analysis, CueAnalysis
from audioguide.verify.read import Contents, ShownTags

FOUND = 0.2
"""Likeness under which a cue is not there. Noise alone comes to 0.10 (tried with white, pink and
brown, and every kind of clip); a tick in brown noise 3 LU under the voice still has 0.24."""


@dataclass(frozen=True, slots=True)
class Measurements:
    """A session's plan and all that was found out about its MP3."""

    plan: PlanFile
    built: BuiltAudio
    contents: Contents
    shown: ShownTags
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Figures:
    """A session in numbers; None where there is nothing to measure. Times in seconds."""

    length_off: float
    cues: int
    unchecked: int
    """Cues whose sound is no longer kept."""
    cue_off: float | None
    """The worst, with its sign, of those that are found."""
    chapter_off: float | None
    speech: float | None
    """LUFS as played, the bed left out."""
    softest: float | None
    """LUFS as played, of lines."""
    loudest: float | None
    peak: float | None
    """dBTP; None for silence."""
    bed_off: float | None
    """LU, the worst."""


def figures(measurements: Measurements) -> Figures:
    """What was measured, the worst of each."""
    analysis, plan = measurements.analysis, measurements.plan
    found = [cue for cue in analysis.cues if cue.likeness is not None]
    levels = [cue.level for cue in analysis.cues if cue.level is not None]
    lates = [cue.late for cue in found if cue.late is not None and is_found(cue)]
    peak = max(analysis.peaks)
    return Figures(
        length_off=seconds(analysis.length) - plan.length,
        cues=len(analysis.cues),
        unchecked=len(analysis.cues) - len(found),
        cue_off=max(lates, key=abs, default=None),
        chapter_off=max(chapters_off(measurements), key=abs, default=None),
        speech=spoken_level(measurements),
        softest=min(levels, default=None),
        loudest=max(levels, default=None),
        peak=peak if math.isfinite(peak) else None,
        bed_off=max(_beds_off(measurements), key=abs, default=None),
    )


def is_found(cue: CueAnalysis) -> bool:
    """Whether a cue was found at all."""
    return cue.likeness is not None and cue.likeness >= FOUND


def chapters_off(measurements: Measurements) -> list[float]:
    """Seconds that each chapter, as a player reads it, begins after its place."""
    pairs = zip(measurements.shown.chapters, measurements.plan.chapters, strict=False)
    return [mark.start - chapter.start for mark, chapter in pairs]


def spoken_level(measurements: Measurements) -> float | None:
    """LUFS as played of all speech, the bed's power taken off; None when that leaves nothing."""
    whole, bed = measurements.analysis.speech, measurements.built.bed
    if whole is None or bed is None or bed.under is None:
        return whole
    power = 10 ** (whole / 10) - 10 ** (bed.under / 10)
    return 10 * math.log10(power) if power > 0 else None


def under_voice(measurements: Measurements) -> float | None:
    """LU between the voice and the bed under it; None without either."""
    speech, bed = spoken_level(measurements), measurements.built.bed
    return None if speech is None or bed is None or bed.under is None else speech - bed.under


def _beds_off(measurements: Measurements) -> list[float]:
    bed, apart = measurements.built.bed, under_voice(measurements)
    if bed is None:
        return []
    pairs = zip(bed.alone, measurements.analysis.alone, strict=True)
    off = [found - stretch.level for stretch, found in pairs if found is not None]
    return off if apart is None else [*off, bed.level - apart]
