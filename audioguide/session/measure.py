"""What a finished MP3 is held against: its clips, and the loudness of its voice and its bed, each
measured alone."""

from collections.abc import Iterator

import numpy as np

from audioguide.core.bed import Bed
from audioguide.core.units import Frames, frames_holding, seconds, start_of
from audioguide.mp3.frame import TAIL_FRAMES
from audioguide.publish.built_audio import BedAlone, BuiltAudio, BuiltBed, BuiltClip
from audioguide.session.context import BuildContext
from audioguide.sound.audio import Wave
from audioguide.sound.loudness import AS_PLAYED, ENCODER_LOSS
from audioguide.sound.weighting import level
from audioguide.timeline.bed import FADE_IN, FADE_OUT
from audioguide.timeline.clip import Clip, is_spoken
from audioguide.timeline.layout import Timeline
from audioguide.timeline.segment import Assembly, between


def measured(assembly: Assembly, digest: str, context: BuildContext) -> BuiltAudio:
    """What was built of a session whose frames have a digest. Raises BedError, SpeechError,
    FfmpegError, OSError."""
    format = context.segments.format(assembly.bed)
    clips = list(dict.fromkeys(placed.clip for placed in assembly.timeline.placed))
    place = {clip: number for number, clip in enumerate(clips)}
    return BuiltAudio(
        channels=format.channels,
        kbits=format.kbits,
        frames=assembly.timeline.length + TAIL_FRAMES,
        digest=digest,
        clips=tuple(_built_clip(clip, context) for clip in clips),
        sounds=tuple(place[placed.clip] for placed in assembly.timeline.placed),
        speech=_speech(assembly.timeline, context),
        bed=None if assembly.bed is None else _bed(assembly, assembly.bed, context),
    )


def _built_clip(clip: Clip, context: BuildContext) -> BuiltClip:
    gain = context.clips.facts(clip).gain - ENCODER_LOSS
    return BuiltClip(clip.portable(), context.clips.key(clip), round(gain, 3))


def _speech(timeline: Timeline, context: BuildContext) -> float | None:
    """Of each clip its own loudness, by how long it is heard."""
    spoken = [one for one in timeline.placed if is_spoken(one.kind)]
    levels = [context.clips.facts(one.clip).level for one in spoken]
    known = [(found, one.extent.length) for found, one in zip(levels, spoken, strict=True) if found]
    if not known:
        return None
    powers, lengths = np.array([(10 ** (found / 10), length) for found, length in known]).T
    return _rounded(10 * np.log10(np.average(powers, weights=lengths)))


def _bed(assembly: Assembly, bed: Bed, context: BuildContext) -> BuiltBed:
    energies = context.beds.energies(bed)
    words = list(_under_words(assembly.timeline))
    spoken = [_mean(energies, start, end) for start, end in words]
    weights = [end - start for start, end in words]
    under = level(float(np.average(spoken, weights=weights))) - bed.rise if words else None
    alone = tuple(
        BedAlone(_at(start), _at(end), _rounded(level(_mean(energies, start, end))))
        for start, end in between(assembly)
    )
    as_played = None if under is None else _rounded(under)
    level_ = bed.level + context.beds.short_of(bed)
    return BuiltBed(bed.sound, round(level_, 2), bed.rise, as_played, alone)


def _under_words(timeline: Timeline) -> Iterator[tuple[Frames, Frames]]:
    """Frames of speech, while the bed is neither coming in nor going out."""
    first, last = FADE_IN + 1, timeline.length - FADE_OUT
    for placed in timeline.placed:
        end = placed.start + frames_holding(placed.extent.length)
        start, end = max(placed.start, first), min(end, last)
        if is_spoken(placed.kind) and start < end:
            yield Frames(start), Frames(end)


def _mean(energies: Wave, start: Frames, end: Frames) -> float:
    """Of the loop's frames from one of the session to another, round and round."""
    rounds, rest = divmod(end - start, energies.size)
    turned = np.roll(energies, -start)
    return float((rounds * energies.sum() + turned[:rest].sum()) / (end - start))


def _at(frame: Frames) -> float:
    return round(seconds(start_of(frame)), 6)


def _rounded(single: float) -> float:
    """LUFS as played, from what a single channel reads."""
    return round(float(single) + AS_PLAYED, 2)
