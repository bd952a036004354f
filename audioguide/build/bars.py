"""The bars a finished session is held against, a rule for each, and what misses them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audioguide.build.evidence import (
    Evidence,
    chapters_off,
    is_heard,
    spoken_level,
    under_voice,
)
from audioguide.build.finished import Cue, volume
from audioguide.build.heard import HeardCue
from audioguide.publish.shelf import SPOKEN
from audioguide.units import seconds

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
    """A bar that was missed."""

    rule: str
    text: str
    """A sentence without its stop."""


def misses(evidence: Evidence) -> list[Miss]:
    """Every bar that is missed, rule by rule."""
    return [Miss(name, text) for name, rule in RULES.items() for text in rule(evidence)]


def unchecked(evidence: Evidence) -> list[str]:
    """What could not be listened for, in sentences without their stop."""
    gone = Counter(_what(cue) for cue, heard in _pairs(evidence) if heard.likeness is None)
    return [
        f"{what} is not checked ({times} times): its sound is no longer kept"
        for what, times in gone.items()
    ]


def _joins(evidence: Evidence) -> Iterator[str]:
    contents, made = evidence.contents, evidence.promise.made
    yield from contents.faults
    yield from (f"the decoder says: {what}" for what in evidence.heard.complaints[:1])
    if (contents.channels, contents.kbits) != (made.channels, made.kbits):
        there, planned = _CHANNELS[contents.channels], _CHANNELS.get(made.channels)
        yield f"it is {there} at {contents.kbits} kbit/s, not {planned} at {made.kbits}"
    if contents.told is None:
        yield "it has no Info header"
    elif contents.told != contents.frames:
        yield f"its Info header tells of {contents.told} frames, and there are {contents.frames}"
    if contents.frames != made.frames:
        yield f"it has {contents.frames} frames, not {made.frames}"
    if contents.digest != made.digest:
        yield "its audio is not what was built"


def _length(evidence: Evidence) -> Iterator[str]:
    off = seconds(evidence.heard.length) - evidence.promise.length
    if abs(off) > TIME + _EXACT:
        yield f"it plays {abs(off) * 1000:.0f} ms {'longer' if off > 0 else 'shorter'} than planned"


def _cues(evidence: Evidence) -> Iterator[str]:
    for cue, heard in _pairs(evidence):
        if heard.late is None:
            continue
        if not is_heard(heard):
            yield f"{_named(cue)} is not heard"
        elif abs(heard.late) > TIME + _EXACT:
            when = "late" if heard.late > 0 else "early"
            yield f"{_named(cue)} is heard {abs(heard.late) * 1000:.0f} ms {when}"


def _gains(evidence: Evidence) -> Iterator[str]:
    for cue, heard in _pairs(evidence):
        if heard.gain is None or heard.likeness is None or heard.likeness < SURE:
            continue
        if not SOFTER <= heard.gain <= LOUDER:
            yield f"{_named(cue)} is {heard.gain:+.1f} dB from what it was made with"


def _chapters(evidence: Evidence) -> Iterator[str]:
    there, planned = evidence.shown.chapters, evidence.promise.chapters
    if len(there) != len(planned):
        yield f"of its {len(planned)} chapters, players see {len(there)}"
    for mark, chapter, off in zip(there, planned, chapters_off(evidence), strict=False):
        if mark.title != chapter.title:
            yield f'the chapter "{chapter.title}" is called "{mark.title}"'
        if abs(off) > TIME + _EXACT:
            when = "late" if off > 0 else "early"
            yield f'the chapter "{chapter.title}" begins {abs(off) * 1000:.0f} ms {when}'


def _tags(evidence: Evidence) -> Iterator[str]:
    readers = {"ffmpeg": evidence.shown.title, "mutagen": evidence.shown.also}
    for reader, title in readers.items():
        if title is None:
            yield f"{reader} finds no title in it"
        elif title != evidence.promise.title:
            yield f'its title is "{title}" to {reader}, not "{evidence.promise.title}"'


def _speech(evidence: Evidence) -> Iterator[str]:
    found = spoken_level(evidence)
    if evidence.heard.speech is None:
        if evidence.promise.made.speech is not None:
            yield "no speech is heard"
    elif found is None:
        yield "its speech is no louder than its bed"
    elif abs(found - _wanted(evidence)) > SPEECH_OFF:
        yield f"its speech is at {found:.1f} LUFS, not {_wanted(evidence):.0f}"


def _lines(evidence: Evidence) -> Iterator[str]:
    for cue, heard in _pairs(evidence):
        bar = SHORT_LINE_OFF if cue.end - cue.start < SHORT else LINE_OFF
        wanted = SPEECH + volume(evidence.promise, cue)
        if heard.level is not None and is_heard(heard) and abs(heard.level - wanted) > bar:
            yield f"{_named(cue)} is at {heard.level:.1f} LUFS, not {wanted:.0f}"


def _peak(evidence: Evidence) -> Iterator[str]:
    for number, peak in enumerate(evidence.heard.peaks, 1):
        if peak > PEAK:
            yield f"its peaks reach {peak:.1f} dBTP in channel {number}, over {PEAK:.0f}"


def _bed(evidence: Evidence) -> Iterator[str]:
    made = evidence.promise.made.bed
    if made is None:
        return
    for stretch, found in zip(made.alone, evidence.heard.alone, strict=True):
        if found is not None and abs(found - stretch.level) > BED_OFF:
            yield (
                f"the bed alone at {_clock(stretch.start)} is at {found:.1f} LUFS, "
                f"not {stretch.level:.1f}"
            )
    apart, level = under_voice(evidence), made.level + _wanted(evidence) - SPEECH
    if apart is not None and abs(apart - level) > BED_OFF:
        yield f"the bed is {apart:.1f} LU under the voice, not {level:.3g}"


def _wanted(evidence: Evidence) -> float:
    """LUFS of all speech: as measured when it was built, where some voice speaks softer."""
    promise = evidence.promise
    softer = any(volume(promise, cue) for cue in promise.cues)
    return promise.made.speech if softer and promise.made.speech is not None else SPEECH


def _pairs(evidence: Evidence) -> Iterator[tuple[Cue, HeardCue]]:
    return zip(evidence.promise.cues, evidence.heard.cues, strict=True)


def _named(cue: Cue) -> str:
    return f"{_what(cue)} at {_clock(cue.start)}"


def _what(cue: Cue) -> str:
    return f'the {"cue" if cue.kind in SPOKEN else cue.kind} "{cue.text}"'


def _clock(at: float) -> str:
    minutes, tenths = divmod(round(at * 10), 600)
    hours, minutes = divmod(minutes, 60)
    clock = f"{minutes}:{tenths // 10:02}.{tenths % 10}"
    return f"{hours}:{clock:0>7}" if hours else clock


RULES: dict[str, Callable[[Evidence], Iterator[str]]] = {
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
"""The bars by name."""
