"""What every speech engine is: something that turns words into samples."""

from dataclasses import dataclass
from typing import Protocol

from audioguide.voice import Voice


class SpeechError(Exception):
    """A text could not be spoken. The message says why, in words for the author."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Speech as an engine gave it, silence at both ends included."""

    pcm: bytes
    """Mono, signed 16-bit, little-endian."""
    rate: int
    """Samples a second."""


class Engine(Protocol):
    """A speech engine. Safe to call from several threads."""

    def version(self) -> str:
        """What changes when the same words would sound different: part of a clip's key."""

    def warm(self) -> None:
        """Start what takes a while, without waiting for it. Nothing is raised: what goes wrong is
        told when something is spoken."""

    def speak(self, text: str, voice: Voice) -> Spoken:
        """Speak a text. The same text and voice give the same samples, whatever was spoken
        before. Raises SpeechError."""

    def close(self) -> None:
        """Let go of every process and file."""
