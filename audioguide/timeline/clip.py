"""What can sound: plain values that name a sound without holding it.

A clip answers for itself: all that keeps clips, tells of them or lists what they are made from goes
by what `Sounding` asks of each. Only what makes a sound, and what guesses its length, know one
clip from another.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Literal, Self, TypeAlias, assert_never

from audioguide.core.built_in import CHIMES, ChimeName
from audioguide.core.units import Frames, Samples, frames_holding
from audioguide.core.voice import Voice

SoundKind: TypeAlias = Literal["say", "cue", "count", "chime", "tone"]
"""What a sound is to the listener; the kinds of cues in a plan."""


def is_spoken(kind: SoundKind) -> bool:
    """Whether it is words."""
    match kind:
        case "say" | "cue" | "count":
            return True
        case "chime" | "tone":
            return False
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True)
class Sounding(ABC):
    """What every clip tells of itself. One is a frozen dataclass, and a member of `Clip`; a field
    that names a sound file of the author's is a Path."""

    @property
    @abstractmethod
    def kind(self) -> SoundKind:
        """What it is to the listener, unless a hold says otherwise; no two clips share one, and it
        tells them apart in keys and plans."""

    @property
    @abstractmethod
    def words(self) -> str:
        """A word or a sentence for people."""

    @property
    @abstractmethod
    def sounded(self) -> str:
        """What is done to it, as in "this cannot be spoken"."""

    @property
    def voice(self) -> Voice | None:
        """Who speaks it; None unless it has a field of that name."""
        return None

    @property
    def volume(self) -> float:
        """LU over or under the level of all that is like it."""
        return 0.0 if self.voice is None else self.voice.volume

    @property
    def files(self) -> tuple[Path, ...]:
        """The author's own sound files that it is made from."""
        return tuple(path for path in self._values().values() if isinstance(path, Path))

    def key_input(self, content: Callable[[Path], str]) -> dict[str, object]:
        """All that its sound follows from, by name, for a key: where a file lies does not matter,
        and it is told by its content."""
        files = {name: content(it) for name, it in self._values().items() if isinstance(it, Path)}
        return asdict(self) | files

    def portable(self) -> Self:
        """As others may be told of it: where files lie on this machine is nobody's business."""
        found = self._values().items()
        return replace(self, **{name: Path(it.name) for name, it in found if isinstance(it, Path)})

    def _values(self) -> dict[str, object]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class Speech(Sounding):
    """Words in a voice."""

    text: str
    """As the author wrote them."""
    voice: Voice
    spelt: str = ""
    """As the engine is given them, where the lexicon spells them otherwise."""
    kind: Literal["say"] = field(default="say", kw_only=True, repr=False)

    @property
    def words(self) -> str:
        """What is said."""
        return self.text

    @property
    def sounded(self) -> str:
        """It is spoken."""
        return "spoken"

    @property
    def spoken(self) -> str:
        """What the engine is given."""
        return self.spelt or self.text

    def portable(self) -> Self:
        """Nor is what is run on this machine."""
        return replace(self, voice=replace(self.voice, run=()))


@dataclass(frozen=True, slots=True)
class Strike(Sounding):
    """One stroke of a chime."""

    chime: str
    file: Path | None = None
    """The author's own sound file; None for those that are built in."""
    kind: Literal["chime"] = field(default="chime", kw_only=True, repr=False)

    @property
    def words(self) -> str:
        """The chime's name."""
        return self.chime

    @property
    def sounded(self) -> str:
        """It is struck."""
        return "struck"

    @property
    def built_in(self) -> ChimeName | None:
        """Which of those that are built in; None for an author's own file."""
        return self.chime if self.file is None and self.chime in CHIMES else None


@dataclass(frozen=True, slots=True)
class BreathTone(Sounding):
    """A tone to breathe along with."""

    direction: Literal["in", "out"]
    length: Samples
    kind: Literal["tone"] = field(default="tone", kw_only=True, repr=False)

    @property
    def words(self) -> str:
        """What to do while it sounds."""
        return f"breathe {self.direction}"

    @property
    def sounded(self) -> str:
        """It is played."""
        return "played"


Clip = Speech | Strike | BreathTone


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a clip is, known once it has been made."""

    length: Samples
    """The time it takes: all of a speech, the strike of a chime."""
    sounding: Samples
    """Until it is silent: a chime's tail rings on under what follows."""

    @property
    def frames(self) -> Frames:
        """Whole frames that hold its sound."""
        return frames_holding(self.sounding)
