"""What the command line decides of sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audioguide.units import Samples
from audioguide.voice import VoiceChoice


@dataclass(frozen=True, slots=True)
class Command:
    """What the command line says of sessions."""

    voice: VoiceChoice = field(default_factory=VoiceChoice)
    length: Samples | None = None
    values: Mapping[str, str] = field(default_factory=dict)
