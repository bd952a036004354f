"""What can sound: plain values that name a sound without holding it."""

from dataclasses import dataclass
from typing import Literal

from audioguide.core.units import Frames, Samples, frames_holding
from audioguide.core.voice import Voice


@dataclass(frozen=True, slots=True)
class Speech:
    """Words in a voice."""

    text: str
    """As the author wrote them."""
    voice: Voice
    spelt: str = ""
    """As the engine is given them, where the lexicon spells them otherwise."""

    @property
    def spoken(self) -> str:
        """What the engine is given."""
        return self.spelt or self.text


@dataclass(frozen=True, slots=True)
class Strike:
    """One stroke of a chime."""

    chime: str
    file: str = ""
    """The author's own sound file; empty for those that are built in."""


@dataclass(frozen=True, slots=True)
class BreathTone:
    """A tone to breathe along with."""

    direction: Literal["in", "out"]
    length: Samples


Clip = Speech | Strike | BreathTone


def shown(clip: Clip) -> str:
    """A clip in a word or a sentence, for people."""
    match clip:
        case Speech(text=text):
            return text
        case Strike(chime=chime):
            return chime
        case BreathTone(direction=direction):
            return f"breathe {direction}"


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
