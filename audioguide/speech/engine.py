"""What every speech engine is: something that turns words into samples."""

import re
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.tempo import Calibration, Mark, Tempo
from audioguide.core.voice import Voice

PHONEMES = re.compile(r"\[\[(.+?)\]\]")
"""Phonemes in a text, and what stands between their brackets: mnemonics for eSpeak NG, IPA for
Piper and hibari. eSpeak and Piper mark them so themselves."""

TYPICAL = Calibration((Mark(150, Tempo(150, 0.2, 0.07, 0.6, 0.35, pause=0.5)),))
"""A voice of which nothing is known, at the default rate. eSpeak's English one is like it."""


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
    variant: bool = False
    """Whether it is another of the same engine's voices, bent a little: there are many such."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a voice from others, and from what it was. The keys of clips, and whether a
    session is fresh, are both derived from it."""

    version: str
    """Of the engine, and of all that it computes with."""
    files: tuple[Path, ...] = ()
    """What else it speaks with, as a model or a program: it counts by what it holds."""
    notes: tuple[Path, ...] = ()
    """Where what the first files hold is noted, for those that are large and in a folder of ours:
    one for each."""

    def fingerprint(self) -> str:
        """All of it in a word. As long as it is the same, the same words sound the same. Raises
        SpeechError when a file cannot be read."""
        from audioguide.store.fingerprint import digest

        try:
            held = [digest(*each) for each in zip_longest(self.files, self.notes)]
        except OSError as error:
            name = Path(error.filename or self.files[0]).name
            raise SpeechError(f"{name} cannot be read: {error.strerror or error}") from error
        return " ".join([self.version, *held])


class Engine(Protocol):
    """A speech engine. A plain one tells its identity, and speaks; whatever else there is to say
    of it, it says over again. Safe to call from several threads."""

    @abstractmethod
    def identity(self, voice: Voice) -> Identity:
        """What changes when the same words would sound different in a voice. Starts nothing, and
        is told at a glance, for a run in which all is fresh asks too. Raises MissingError when the
        voice or the engine is not there, another SpeechError when that cannot be told now."""

    @abstractmethod
    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """Speak a text, at a pace in the engine's own terms; None is the voice's own. The same
        text, voice and pace give the same samples, whatever was spoken before. The voice's rate is
        not looked at: `audioguide.speech.register.Engines` makes a pace of it. Raises
        SpeechError."""

    def why_missing(self, voice: Voice) -> str | None:
        """Why a voice is missing on this machine, in words for the author; None when it is there.
        Looks, and starts nothing that takes long. Raises SpeechError when that cannot be told now:
        it took too long, say, and may be told another time."""
        try:
            self.identity(voice)
        except MissingError as error:
            return str(error)
        return None

    def paces(self, voice: Voice) -> Sequence[float]:
        """The paces at which a voice is measured, slowest first: what lies beyond them cannot be
        had. None where it has one pace. Raises SpeechError."""
        return ()

    def measured(self, voice: Voice) -> Calibration | None:
        """What was measured of exactly this voice before, and comes along; None where it has to be
        measured here. Raises SpeechError."""
        return None

    def typical(self) -> Calibration:
        """About how fast its voices are, for those that were never measured."""
        return TYPICAL

    def speakers(self) -> Sequence[Speaker]:
        """The voices there are, in order of language and name; none where any name will do. Raises
        SpeechError when the engine is not installed."""
        return ()

    def phonemes(self, text: str, voice: Voice) -> str | None:
        """What will be said, in the engine's own phonemes or in IPA; None where it cannot tell.
        Raises SpeechError."""
        return None

    # Without a statement, what follows would be abstract too.

    def warm(self) -> None:
        """Start what takes a while, without waiting for it. Nothing is raised: what goes wrong is
        told when something is spoken."""
        return

    def forget(self) -> None:
        """Look anew, when asked again, for what was missing or too slow."""
        return

    def close(self) -> None:
        """Cut off what is being spoken, and let go of every process and file. Nothing is started
        from now on: what would need it raises ClosedError at once."""
        return


def check_closed(text: str) -> None:
    """That every `[[` after phonemes is closed: eSpeak takes all that follows one for phonemes, and
    no other engine says what it was meant to. Raises SpeechError."""
    if PHONEMES.search(text) and "[[" in PHONEMES.sub("", text):
        raise SpeechError("`[[` opens phonemes that no `]]` closes")
