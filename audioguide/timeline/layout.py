"""From a rundown and the lengths of its clips to places on the frame grid.

Two clocks run side by side. The ideal one counts samples and is never rounded; a sound starts on
the frame nearest to it (or the first free one), so that no error adds up over a session. What
sounds together is one segment, and stands on frames counted from its first sound: so that the
segment is the same, and encoded once, wherever on the grid the ideal clock lets it begin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.core.units import (
    OPENING,
    Frames,
    Samples,
    frames_holding,
    nearest_frame,
    samples,
    start_of,
)
from audioguide.script.duration import MIDDLE, Span
from audioguide.timeline.clip import Clip, Extent, SoundKind, is_spoken
from audioguide.timeline.hold import clashes, placed_cues
from audioguide.timeline.rundown import ChapterStart, Held, Rundown, Silence, Sound

APART = Frames(4)
"""Silent frames that part two segments. A sound of frames [s, e) shows in the coded frames
[s - 1, e + 2), so that four silent frames leave at least one silent coded frame between."""

READY = samples(1)
"""From the last word of an instruction to the first repetition, or breath, that follows it: time to
take up what was said. A longer gap holds here too."""

NO_TIME = Samples(0)

LONGEST_TAIL = nearest_frame(samples(8))
"""How long a session waits for the last chime to fade."""


@dataclass(frozen=True, slots=True)
class PlacedClip:
    """A clip with its place in time."""

    kind: SoundKind
    clip: Clip
    start: Frames
    extent: Extent
    place: Place

    @property
    def silent_from(self) -> Frames:
        """The first frame after its sound, tail included."""
        return Frames(self.start + self.extent.frames)

    @property
    def end(self) -> Samples:
        """The sample after the time it takes."""
        return Samples(start_of(self.start) + self.extent.length)


@dataclass(frozen=True, slots=True)
class ChapterSpan:
    """A title over a stretch of frames."""

    title: str
    start: Frames
    end: Frames


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session with every sound in its place."""

    length: Frames
    placed: tuple[PlacedClip, ...]
    """In order of start."""
    chapters: tuple[ChapterSpan, ...]
    """Contiguous, from 0 to the end."""
    warnings: tuple[Problem, ...] = ()


def layout(
    rundown: Rundown,
    extents: Mapping[Clip, Extent],
    share: Fraction = MIDDLE,
    *,
    estimated: bool = False,
    judge: bool = True,
) -> Timeline:
    """Every clip of the rundown in its place, flexible times at a `share` of the way from their
    shortest (0) to their longest (1). Raises ScriptProblems: cues that do not fit their hold.
    `estimated` lengths of speech make some of them warnings; without `judge` they are left to
    whoever lays the same rundown out again."""
    playhead = _Playhead(rundown.gap, extents, share, estimated, judge)
    for item in rundown.items:
        match item:
            case Sound():
                playhead.sound(item)
            case Silence(span=span):
                playhead.wait(playhead.lasting(span))
            case Held():
                playhead.hold(item)
            case ChapterStart(title=title):
                playhead.mark(title)
            case _:
                assert_never(item)
    if any(problem.severity == "error" for problem in playhead.problems):
        raise ScriptProblems(playhead.problems)
    return playhead.timeline(rundown.title)


class _Playhead:
    """The point in time at which the next thing goes."""

    def __init__(
        self,
        gap: Samples,
        extents: Mapping[Clip, Extent],
        share: Fraction,
        estimated: bool,
        judge: bool,
    ) -> None:
        self.ideal = start_of(OPENING)
        self.problems: list[Problem] = []
        self._gap = gap
        self._extents = extents
        self._share = share
        self._estimated = estimated
        self._judge = judge
        self._owed = Fraction(0)
        self._free = OPENING
        self._origin, self._first = start_of(OPENING), OPENING
        self._ringing = OPENING
        self._after: SoundKind | None = None
        self._placed: list[PlacedClip] = []
        self._chapters: list[tuple[str, Frames]] = []
        self._title: str | None = None

    def sound(self, item: Sound) -> None:
        """A clip comes next; a gap parts it from a sound before it."""
        if not item.joined:
            self._part()
        start = max(self._frame(self.ideal), self._free)
        self._open_chapter(start)
        extent = self._extents[item.clip]
        self._put(PlacedClip(item.clip.kind, item.clip, start, extent, item.place), self.ideal)
        self.ideal = Samples(self.ideal + extent.length)
        self._free = Frames(start + frames_holding(extent.length))
        self._after = item.clip.kind

    def lasting(self, span: Span) -> Samples:
        """How long a flexible time is. What rounding takes is given to the next one, so that a
        thousand of them together have the length asked for."""
        if span.shortest == span.longest:
            return span.longest
        exact = span.shortest + self._share * (span.longest - span.shortest) + self._owed
        length = Samples(round(exact))
        self._owed = exact - length
        return length

    def wait(self, length: Samples) -> None:
        """Silence comes next."""
        self._open_chapter(max(self._frame(self.ideal), self._free))
        self.ideal = Samples(self.ideal + length)
        self._after = None

    def hold(self, held: Held) -> None:
        """A hold comes next, with the cues that sound in it."""
        if held.begins_with_sound:
            self._part(READY if held.what in ("breathe", "reps") else self._gap)
        start, length = self.ideal, self.lasting(held.span)
        free = max(self._frame(start), self._free)
        self._open_chapter(free)
        if self._judge:
            self.problems += clashes(
                held, start, free, length, self._extents, self._frame, estimated=self._estimated
            )
        for cue in placed_cues(held, start, free, length, self._frame):
            extent = self._extents[cue.clip]
            placed = PlacedClip(cue.kind, cue.clip, cue.at, extent, cue.place)
            self._put(placed, start_of(cue.at))
        self.wait(length)

    def mark(self, title: str) -> None:
        """A chapter begins with what comes next."""
        self._title = title

    def timeline(self, title: str) -> Timeline:
        """What has been placed. `title` names the time before the first chapter."""
        end = max(self._frame(self.ideal), self._free)
        tails = max((placed.silent_from for placed in self._placed), default=end)
        length = max(end, min(tails, Frames(end + LONGEST_TAIL)))
        placed = sorted(self._placed, key=lambda item: item.start)
        chapters = self._contiguous(title, length)
        return Timeline(length, tuple(placed), chapters, tuple(sorted(set(self.problems))))

    def _part(self, after_words: Samples = NO_TIME) -> None:
        """Leave a gap after a sound, and a longer time `after_words`."""
        if self._after is not None:
            longest = max(self._gap, after_words) if is_spoken(self._after) else self._gap
            self.ideal = Samples(self.ideal + longest)
            self._after = None

    def _frame(self, ideal: Samples) -> Frames:
        """The frame for an ideal time: the nearest, or, while something rings, the nearest counted
        from the first sound of what rings together."""
        together = Frames(self._first + nearest_frame(Samples(ideal - self._origin)))
        alone = Frames(self._ringing + APART)
        return together if together < alone else max(nearest_frame(ideal), alone)

    def _put(self, placed: PlacedClip, ideal: Samples) -> None:
        self._placed.append(placed)
        if placed.start >= self._ringing + APART:
            self._origin, self._first = ideal, placed.start
        self._ringing = max(self._ringing, placed.silent_from)

    def _open_chapter(self, at: Frames) -> None:
        if self._title is None:
            return
        first = not self._placed and at <= OPENING
        self._chapters.append((self._title, Frames(0) if first else at))
        self._title = None

    def _contiguous(self, title: str, length: Frames) -> tuple[ChapterSpan, ...]:
        starts = self._chapters
        if not starts or starts[0][1] > 0:
            starts = [(title, Frames(0)), *starts]
        ends = [start for _, start in starts[1:]] + [length]
        return tuple(
            ChapterSpan(name, start, end)
            for (name, start), end in zip(starts, ends, strict=True)
            if start < end
        )
