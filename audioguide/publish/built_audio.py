"""What was built, told in the plan, so that a finished MP3 can be held against it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from audioguide.timeline.clip import Clip

FORM = 2
"""Counted up whenever what was built is told otherwise: a session whose plan has another form is
to be built again before it can be verified."""


@dataclass(frozen=True, slots=True)
class BuiltClip:
    """A clip as it stands in the MP3."""

    clip: Annotated[Clip, Field(discriminator="kind")]
    key: str
    """What its sound is kept under in the store."""
    gain: float
    """dB from the kept sound to the MP3, encoding included; a limiter may take more."""


@dataclass(frozen=True, slots=True)
class BedAlone:
    """Time in which the bed alone is heard, at its full level."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    level: float
    """LUFS as played, of the bed alone."""


@dataclass(frozen=True, slots=True)
class BuiltBed:
    """The bed as it was measured before it was mixed. Levels are LUFS as played."""

    sound: str
    level: float
    """LU that it was set under the voice: as was asked for, or what its peaks allowed."""
    rise: float
    under: float | None
    """Over all that is spoken; None when nothing is."""
    alone: tuple[BedAlone, ...]


@dataclass(frozen=True, slots=True)
class BuiltAudio:
    """The sound of an MP3 as it left the builder."""

    channels: int
    kbits: int
    frames: int
    """After the Info header."""
    digest: str
    """SHA-256 of those frames, in hexadecimal."""
    clips: tuple[BuiltClip, ...]
    """Each clip once."""
    sounds: tuple[int, ...]
    """For each cue of the plan, its place in `clips`."""
    speech: float | None
    """LUFS as played, over all that is spoken; None when nothing is."""
    bed: BuiltBed | None
    form: int = FORM

    @property
    def stretches(self) -> tuple[BedAlone, ...]:
        """Where its bed is alone; none without a bed."""
        return () if self.bed is None else self.bed.alone

    def volumes(self) -> list[float]:
        """For each cue, LU by which its voice speaks louder than others."""
        return [self.clips[sound].clip.volume for sound in self.sounds]
