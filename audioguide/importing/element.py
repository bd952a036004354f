"""An element of SSML that is open."""

from dataclasses import dataclass, field

from audioguide.core.voice import VoiceChoice

_SILENT = ("metadata", "meta", "desc", "style", "script", "title")


@dataclass(slots=True)
class Element:
    """What was read of it so far."""

    written: str
    """Its name, with a prefix if it has one."""
    line: int
    attributes: dict[str, str]
    voice: VoiceChoice | None
    """How the words in it are spoken."""
    is_revoiced: bool = False
    """Whether it changes that."""
    is_held: bool = False
    """Whether its words are not spoken as they stand."""
    words: list[str] = field(default_factory=list)
    """Those words."""

    @property
    def name(self) -> str:
        """Its name alone."""
        return self.written.rsplit(":", 1)[-1]

    @property
    def is_silent(self) -> bool:
        """Whether nobody speaks its words."""
        return self.name in _SILENT

    @property
    def shown(self) -> str:
        """Its beginning, as a note has it."""
        told = [f'{key}="{value}"' for key, value in sorted(self.attributes.items())]
        return f"<{' '.join([self.written, *told])}>"
