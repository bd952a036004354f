"""What the command line decides of sessions, over scripts and libraries."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from audioguide.core.units import Samples
from audioguide.core.voice import VoiceChoice


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says of sessions."""

    voice: VoiceChoice = field(default_factory=VoiceChoice)
    length: Samples | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    allow_commands: bool = False
    """Whether voices may run programs."""
    trusted: tuple[str, ...] = ()
    """Folders whose libraries' voices may."""

    def for_library(self, root: Path) -> "Overrides":
        """What is said of the sessions of one library."""
        home = root.resolve()
        allowed = self.allow_commands or any(home.is_relative_to(folder) for folder in self.trusted)
        return replace(self, allow_commands=allowed, trusted=())
