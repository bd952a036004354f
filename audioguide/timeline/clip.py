"""What can sound: plain values that name a sound without holding it."""

from dataclasses import dataclass

from audioguide.units import Frames, Samples, frames_holding
from audioguide.voice import Voice


@dataclass(frozen=True, slots=True)
class Speech:
    """Words in a voice."""

    text: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Strike:
    """One stroke of a chime."""

    chime: str


Clip = Speech | Strike


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
