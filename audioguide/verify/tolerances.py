"""The tolerances a finished session is held to, a function for each, and what misses them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audioguide.core.units import clock, samples, seconds
from audioguide.publish.plan_file import PlanCue
from audioguide.verify.analysis import CueAnalysis
from audioguide.verify.measurements import (
    Measurements,
    chapters_off,
    is_found,
    spoken_level,
    under_voice,
)

TIME = 0.024
"""Seconds a cue or a chapter may be off: one frame."""
SPEECH, SPEECH_OFF = -16.0, 1.0
"""LUFS as played, and LU that all speech together may be off (AES TD1008, for speech)."""
LINE_OFF, SHORT_LINE_OFF, SHORT = 1.0, 2.0, 1.5
"""LU that a line may be off SPEECH, and a line of fewer seconds than SHORT: a meter of 0.4 s blocks
tells a few words less surely."""
PEAK = -1.0
"""dBTP."""
BED_OFF = 1.0
"""LU."""
LOUDER, SOFTER = 1.0, -2.0
"""dB that a cue may be over and under the gain it was made with. The limiter takes from loud words:
of the 236 cues of the shipped routines 0.6 dB at most, and nothing from a chime (0.0004 dB). A
voice with higher peaks will lose more."""
SURE = 0.7
"""Likeness from which a gain is judged: a bed adds to what it seems to be, by 0.22 dB where all
kinds of clips stayed this alike, and by up to 0.72 dB where some came down to 0.58."""

_EXACT = 1e-6
"""Seconds: a time that is a frame off, as a float, is not more than a frame off."""

_CHANNELS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True, slots=True)
class Miss:
    """A tolerance that was missed."""

    rule: str
    text: str
    """A sentence without its stop."""


def misses(measurements: Measurements) -> list[Miss]:
    """Every tolerance that is missed, one by one."""
    return [Miss(name, text) for name, judge in TOLERANCES.items() for text in judge(measurements)]


def unchecked(measurements: Measurements) -> list[str]:
    """What could not be looked for, in sentences without their stop."""
    gone = Counter(
        _what(cue) for cue, analysis in _pairs(measurements) if analysis.likeness is None
    )
    return [
        f"{what} is not checked ({times} times): its sound is no longer kept"
        for what, times in gone.items()
    ]


def _joins(measurements: Measurements) -> Iterator[str]:
    contents, built = measurements.contents, measurements.built
    yield from contents.faults
    yield from (f"the decoder says: {what}" for what in measurements.analysis.complaints[:1])
    if (contents.channels, contents.kbits) != (built.channels, built.kbits):
        there, planned = _CHANNELS[contents.channels], _CHANNELS.get(built.channels)
        yield f"it is {there} at {contents.kbits} kbit/s, not {planned} at {built.kbits}"
    if contents.counted is None:
        yield "it has no Info header"
    elif contents.counted != contents.frames:
        yield f"its Info header tells of {contents.counted} frames, and there are {contents.frames}"
    if contents.frames != built.frames:
        yield f"it has {contents.frames} frames, not {built.frames}"
    if contents.digest != built.digest:
        yield "its audio is not what was built"


def _length(measurements: Measurements) -> Iterator[str]:
    off = seconds(measurements.analysis.length) - measurements.plan.length
    if abs(off) > TIME + _EXACT:
        yield f"it plays {abs(off) * 1000:.0f} ms {'longer' if off > 0 else 'shorter'} than planned"


def _cues(measurements: Measurements) -> Iterator[str]:
    for cue, analysis in _pairs(measurements):
        if analysis.late is None:
            continue
        if not is_found(analysis):
            yield f"{_named(cue)} is not heard"
        elif abs(analysis.late) > TIME + _EXACT:
            when = "late" if analysis.late > 0 else "early"
            yield f"{_named(cue)} is heard {abs(analysis.late) * 1000:.0f} ms {when}"


def _gains(measurements: Measurements) -> Iterator[str]:
    for cue, analysis in _pairs(measurements):
        if analysis.gain is None or analysis.likeness is None or analysis.likeness < SURE:
            continue
        if not SOFTER <= analysis.gain <= LOUDER:
            yield f"{_named(cue)} is {analysis.gain:+.1f} dB from what it was made with"


def _chapters(measurements: Measurements) -> Iterator[str]:
    there, planned = measurements.shown.chapters, measurements.plan.chapters
    if len(there) != len(planned):
        yield f"of its {len(planned)} chapters, players see {len(there)}"
    for mark, chapter, off in zip(there, planned, chapters_off(measurements), strict=False):
        if mark.title != chapter.title:
            yield f'the chapter "{chapter.title}" is called "{mark.title}"'
        if abs(off) > TIME + _EXACT:
            when = "late" if off > 0 else "early"
            yield f'the chapter "{chapter.title}" begins {abs(off) * 1000:.0f} ms {when}'


def _tags(measurements: Measurements) -> Iterator[str]:
    readers = {"ffmpeg": measurements.shown.title, "mutagen": measurements.shown.title_by_mutagen}
    for reader, title in readers.items():
        if title is None:
            yield f"{reader} finds no title in it"
        elif title != measurements.plan.title:
            yield f'its title is "{title}" to {reader}, not "{measurements.plan.title}"'


def _speech(measurements: Measurements) -> Iterator[str]:
    found = spoken_level(measurements)
    if measurements.analysis.speech is None:
        if measurements.built.speech is not None:
            yield "no speech is heard"
    elif found is None:
        yield "its speech is no louder than its bed"
    elif abs(found - _wanted(measurements)) > SPEECH_OFF:
        yield f"its speech is at {found:.1f} LUFS, not {_wanted(measurements):.0f}"


def _lines(measurements: Measurements) -> Iterator[str]:
    pairs = zip(_pairs(measurements), measurements.built.volumes(), strict=True)
    for (cue, analysis), volume in pairs:
        most = SHORT_LINE_OFF if cue.end - cue.start < SHORT else LINE_OFF
        wanted = SPEECH + volume
        if (
            analysis.level is not None
            and is_found(analysis)
            and abs(analysis.level - wanted) > most
        ):
            yield f"{_named(cue)} is at {analysis.level:.1f} LUFS, not {wanted:.0f}"


def _peak(measurements: Measurements) -> Iterator[str]:
    for number, peak in enumerate(measurements.analysis.peaks, 1):
        if peak > PEAK:
            yield f"its peaks reach {peak:.1f} dBTP in channel {number}, over {PEAK:.0f}"


def _bed(measurements: Measurements) -> Iterator[str]:
    bed = measurements.built.bed
    if bed is None:
        return
    for stretch, found in zip(bed.alone, measurements.analysis.alone, strict=True):
        if found is not None and abs(found - stretch.level) > BED_OFF:
            yield (
                f"the bed alone at {_clock(stretch.start)} is at {found:.1f} LUFS, "
                f"not {stretch.level:.1f}"
            )
    apart, level = under_voice(measurements), bed.level + _wanted(measurements) - SPEECH
    if apart is not None and abs(apart - level) > BED_OFF:
        yield f"the bed is {apart:.1f} LU under the voice, not {level:.3g}"


def _wanted(measurements: Measurements) -> float:
    """LUFS of all speech: as measured when it was built, where some voice speaks softer."""
    built = measurements.built
    softer = any(built.volumes())
    return built.speech if softer and built.speech is not None else SPEECH


def _pairs(measurements: Measurements) -> Iterator[tuple[PlanCue, CueAnalysis]]:
    return zip(measurements.plan.cues, measurements.analysis.cues, strict=True)


def _named(cue: PlanCue) -> str:
    return f"{_what(cue)} at {_clock(cue.start)}"


def _what(cue: PlanCue) -> str:
    return f'the {"cue" if cue.is_spoken else cue.kind} "{cue.text}"'


def _clock(at: float) -> str:
    return clock(samples(at), tenths=True)


TOLERANCES: dict[str, Callable[[Measurements], Iterator[str]]] = {
    "joins": _joins,
    "length": _length,
    "cues": _cues,
    "gains": _gains,
    "chapters": _chapters,
    "tags": _tags,
    "speech": _speech,
    "lines": _lines,
    "peak": _peak,
    "bed": _bed,
}
"""All of them, by name."""
