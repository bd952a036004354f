"""What sounds under a session: the plain values that scripts choose and the timeline lays."""

from dataclasses import dataclass

from audioguide.core.built_in import BEDS, BedName

LEVEL = 20.0
"""LU under the voice, unless a script says otherwise: WCAG 2.1, 1.4.7 asks for 20 dB."""

LOUDEST, SOFTEST = 6.0, 60.0
"""LU under the voice that a bed may be: nearer, the words drown; beyond, nobody hears it."""


@dataclass(frozen=True, slots=True)
class Bed:
    """A sound under the whole session."""

    sound: str
    """The name of one that is built in, or the author's sound file as it was written."""
    file: str = ""
    """The author's own sound file; empty for those that are built in."""
    level: float = LEVEL
    """LU under the voice while it speaks."""
    rise: float = 0.0
    """LU it gains where nobody speaks; it stays LOUDEST under the voice even then."""
    stereo: bool | None = None
    """Two channels, and a session of two. None: a file has those it has, what is built in one."""

    @property
    def built_in(self) -> BedName | None:
        """Which of those that are built in; None for an author's own file."""
        return self.sound if not self.file and self.sound in BEDS else None
