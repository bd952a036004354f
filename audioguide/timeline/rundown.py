"""What happens in a session, in order: includes, sides and repeats written out, every name in every
text filled in. Nothing is placed yet: only order and lengths are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, assert_never

from audioguide.core.bed import Bed
from audioguide.core.built_in import EngineName
from audioguide.core.problem import Place, Problem
from audioguide.core.units import Samples
from audioguide.core.voice import Voice
from audioguide.script.duration import Span
from audioguide.script.moment import Anchor
from audioguide.script.session_settings import GAP
from audioguide.timeline.clip import Clip, SoundKind

NO_PLACE = Place("", 1, 1)

HeldFor: TypeAlias = Literal["hold", "rest", "breathe", "reps", "say"]
"""What time in which clips may sound is for."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A clip in the stream of time."""

    clip: Clip
    place: Place
    joined: bool = False
    """Follows the sound before it at once, without a gap."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A pause."""

    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class AnchoredClip:
    """A clip that sounds at a moment of a hold."""

    anchor: Anchor
    clip: Clip
    kind: SoundKind
    place: Place


@dataclass(frozen=True, slots=True)
class Held:
    """Time in which clips may sound: a hold or rest, paced breaths, counted repetitions, or words
    that have a time to be spoken in."""

    what: HeldFor
    span: Span
    cues: tuple[AnchoredClip, ...]
    place: Place

    @property
    def begins_with_sound(self) -> bool:
        """Whether a gap parts it from a sound before it. A hold begins when its words end."""
        return self.what in ("breathe", "reps", "say")


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """A chapter begins with whatever comes next."""

    title: str
    place: Place


Item = Sound | Silence | Held | ChapterStart


@dataclass(frozen=True, slots=True)
class Rundown:
    """A session in order, without times."""

    title: str
    items: tuple[Item, ...]
    gap: Samples = GAP
    length: Samples | None = None
    """What flexible times are fitted to; None uses the middle of each."""
    length_place: Place = NO_PLACE
    bed: Bed | None = None
    """What sounds under it, a file of the author's by its absolute path."""
    wake: bool = True
    """Whether a floor is played before a sound that follows a silence."""
    warnings: tuple[Problem, ...] = ()
    """What an author should know of the voices."""
    wanted: Mapping[Voice, Place] = field(default_factory=dict)
    """Every voice that was asked for, those that are missing too, and where it was first."""
    best: tuple[tuple[str, str, EngineName], ...] = ()
    """Where the best engine was asked for: language, name of the voice, and the one it is here."""

    def clips(self) -> dict[Clip, Place]:
        """Every clip once, in the order written, and where it first stands in the script."""
        found: dict[Clip, Place] = {}
        for item in self.items:
            for clip, place in clips_of(item):
                found.setdefault(clip, place)
        return found


def clips_of(item: Item) -> Iterable[tuple[Clip, Place]]:
    """What sounds in an item, each clip with its place."""
    match item:
        case Sound(clip=clip, place=place):
            return ((clip, place),)
        case Held(cues=cues):
            return ((cue.clip, cue.place) for cue in cues)
        case Silence() | ChapterStart():
            return ()
        case _:
            assert_never(item)
