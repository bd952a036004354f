"""All that was found out about a finished session, and what it comes to in numbers."""

import math
from dataclasses import dataclass

from audioguide.build.finished import Promise
from audioguide.build.heard import Heard, HeardCue
from audioguide.mp3.read import Contents, Shown
from audioguide.units import seconds

HEARD = 0.2
"""Likeness under which a cue is not there. Noise alone comes to 0.10 (tried with white, pink and
brown, and every kind of clip); a tick in brown noise 3 LU under the voice still has 0.24."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A session's plan and all that was found out about its MP3."""

    promise: Promise
    contents: Contents
    shown: Shown
    heard: Heard


@dataclass(frozen=True, slots=True)
class Figures:
    """A session in numbers; None where there is nothing to measure. Times in seconds."""

    length_off: float
    cues: int
    unchecked: int
    """Cues whose sound is no longer kept."""
    cue_off: float | None
    """The worst, with its sign, of those that are heard."""
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


def figures(evidence: Evidence) -> Figures:
    """What was measured, the worst of each."""
    heard, promise = evidence.heard, evidence.promise
    found = [cue for cue in heard.cues if cue.likeness is not None]
    levels = [cue.level for cue in heard.cues if cue.level is not None]
    lates = [cue.late for cue in found if cue.late is not None and is_heard(cue)]
    peak = max(heard.peaks)
    return Figures(
        length_off=seconds(heard.length) - promise.length,
        cues=len(heard.cues),
        unchecked=len(heard.cues) - len(found),
        cue_off=max(lates, key=abs, default=None),
        chapter_off=max(chapters_off(evidence), key=abs, default=None),
        speech=spoken_level(evidence),
        softest=min(levels, default=None),
        loudest=max(levels, default=None),
        peak=peak if math.isfinite(peak) else None,
        bed_off=max(_beds_off(evidence), key=abs, default=None),
    )


def is_heard(cue: HeardCue) -> bool:
    """Whether a cue was found at all."""
    return cue.likeness is not None and cue.likeness >= HEARD


def chapters_off(evidence: Evidence) -> list[float]:
    """Seconds that each chapter, as a player reads it, begins after its place."""
    pairs = zip(evidence.shown.chapters, evidence.promise.chapters, strict=False)
    return [mark.start - chapter.start for mark, chapter in pairs]


def spoken_level(evidence: Evidence) -> float | None:
    """LUFS as played of all speech, the bed's power taken off; None when that leaves nothing."""
    whole, bed = evidence.heard.speech, evidence.promise.made.bed
    if whole is None or bed is None or bed.under is None:
        return whole
    power = 10 ** (whole / 10) - 10 ** (bed.under / 10)
    return 10 * math.log10(power) if power > 0 else None


def under_voice(evidence: Evidence) -> float | None:
    """LU between the voice and the bed under it; None without either."""
    speech, bed = spoken_level(evidence), evidence.promise.made.bed
    return None if speech is None or bed is None or bed.under is None else speech - bed.under


def _beds_off(evidence: Evidence) -> list[float]:
    made, apart = evidence.promise.made.bed, under_voice(evidence)
    if made is None:
        return []
    pairs = zip(made.alone, evidence.heard.alone, strict=True)
    off = [found - stretch.level for stretch, found in pairs if found is not None]
    return off if apart is None else [*off, made.level - apart]
