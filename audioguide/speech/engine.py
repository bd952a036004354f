"""What every speech engine is: something that turns words into samples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from audioguide.core.voice import Voice

PHONEMES = re.compile(r"\[\[(.+?)\]\]")
"""Phonemes in a text, and what stands between their brackets: mnemonics for eSpeak NG, IPA for
Piper. Both engines mark them so themselves."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Speech as an engine gave it, silence at both ends included."""

    pcm: bytes
    """Mono, signed 16-bit, little-endian."""
    rate: int
    """Samples a second."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice that an engine has on this machine, as people are told of it."""

    name: str
    """As scripts ask for it."""
    language: str
    """BCP 47 tag; empty when it is not known."""
    gender: str = ""
    """`female`, `male`, or nothing when it is not known."""
    licence: str = ""
    """Of what is spoken with it, where it is known."""


class Engine(Protocol):
    """A speech engine. Safe to call from several threads."""

    def version(self, voice: Voice) -> str:
        """What changes when the same words would sound different in a voice: part of a clip's key.
        Raises SpeechError when it cannot be told, as of a voice that is not there."""

    def why_missing(self, voice: Voice) -> str:
        """Why a voice is missing on this machine, in words for the author; nothing when it is
        there. Looks, and starts nothing that takes long. Raises SpeechError when that cannot be
        told now: it took too long, say, and may be told another time."""

    def speakers(self) -> Sequence[Speaker]:
        """The voices there are, in order of language and name. Raises SpeechError when the engine
        is not installed."""

    def phonemes(self, text: str, voice: Voice) -> str:
        """What will be said, in the engine's own phonemes or in IPA; empty where it cannot tell.
        Raises SpeechError."""

    def warm(self) -> None:
        """Start what takes a while, without waiting for it. Nothing is raised: what goes wrong is
        told when something is spoken."""

    def speak(self, text: str, voice: Voice) -> Spoken:
        """Speak a text. The same text and voice give the same samples, whatever was spoken
        before. Raises SpeechError."""

    def forget(self) -> None:
        """Look anew, when asked again, for what was missing or too slow."""

    def close(self) -> None:
        """Cut off what is being spoken, and let go of every process and file. Nothing is started
        from now on: what would need it raises ClosedError at once."""
