"""Stretches of a session in which nothing sounds, and the steps that they belong to."""

from collections.abc import Iterator

from audioguide.core.problem import Place
from audioguide.core.units import FRAME, NOTHING, Frames, Samples, portion, start_of
from audioguide.timeline.layout import Timeline
from audioguide.timeline.rundown import (
    AnchoredClip,
    ChapterStart,
    Held,
    Item,
    Rundown,
    Silence,
    Sound,
)


def silences(
    rundown: Rundown, timeline: Timeline, over: Samples
) -> Iterator[tuple[Samples, Place]]:
    """Every silence longer than `over` in a timeline laid out at the longest of each range, and the
    step that most of it belongs to. A chime sounds until its tail is silent."""
    owners = [index for index, item in enumerate(rundown.items) for _ in range(_sounds(item))]
    silent_from, before = Frames(0), -1
    starts = [placed.start for placed in timeline.placed]
    for number, start in enumerate([*starts, timeline.length]):
        after = owners[number] if number < len(owners) else len(rundown.items)
        length = Samples(start_of(start) - start_of(silent_from))
        if length > over + FRAME:  # both ends are rounded to the frame grid
            yield length, _place(rundown.items, before, after)
        if number < len(starts):
            silent_from = max(silent_from, timeline.placed[number].silent_from)
            before = after


def _sounds(item: Item) -> int:
    match item:
        case Sound():
            return 1
        case Held(cues=cues):
            return len(cues)
        case Silence() | ChapterStart():
            return 0


def _place(items: tuple[Item, ...], before: int, after: int) -> Place:
    """The place of the item that is silent longest, from the one that sounded last to the one that
    sounds next."""
    between = range(max(before, 0), min(after + 1, len(items)))
    return items[max(between, key=lambda index: _silent(items[index], index, before, after))].place


def _silent(item: Item, index: int, before: int, after: int) -> Samples:
    match item:
        case Silence(span=span):
            return span.longest
        case Held(span=span, cues=cues):
            onsets = [_onset(cue, span.longest) for cue in cues]
            if index == before and index != after:
                return Samples(span.longest - max(onsets))
            return min(onsets) if index == after and index != before else span.longest
        case Sound() | ChapterStart():
            return NOTHING


def _onset(cue: AnchoredClip, length: Samples) -> Samples:
    return Samples(portion(cue.anchor.share, length) + cue.anchor.offset)
