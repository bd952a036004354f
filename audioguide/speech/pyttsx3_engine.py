"""The default engine: pyttsx3, on Linux with the eSpeak NG that comes as a wheel."""

import io
import os
import wave
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from audioguide.speech.engine import SpeechError, Spoken
from audioguide.speech.process import ForkServer, FreshProcess, Job, Mouth
from audioguide.speech.utterance import DRIVER
from audioguide.voice import FASTEST, SLOWEST, Voice

LIMIT = 30
"""Seconds for one utterance of a few sentences, which takes 0.02 s."""

_VOICES = {"en": "gmw/en", "de": "gmw/de"}
"""eSpeak's voice for a language, where it is not the tag itself."""


class Pyttsx3:
    """Speaks each text in a process of its own."""

    def __init__(self, mouth: Mouth | None = None, limit: int = LIMIT) -> None:
        self._mouth = mouth or (ForkServer() if _can_fork() else FreshProcess())
        self._limit = limit

    def version(self) -> str:
        """Versions of pyttsx3, its driver and the embedded library."""
        return _version()

    def warm(self) -> None:
        """Start the process that speaks, without waiting for it."""
        self._mouth.warm()

    def speak(self, text: str, voice: Voice) -> Spoken:
        """Speak a text, once more if the first attempt fails. Raises SpeechError."""
        if not SLOWEST <= voice.rate <= FASTEST:
            raise SpeechError(
                f"a rate of {voice.rate} words a minute: it must lie within {SLOWEST} and {FASTEST}"
            )
        job = Job(text, voice.name or _default_voice(voice.language), voice.rate, self._limit)
        try:
            return read_wav(self._mouth.say(job))
        except SpeechError:
            return read_wav(self._mouth.say(job))

    def close(self) -> None:
        """Stop every process."""
        self._mouth.close()


def read_wav(content: bytes) -> Spoken:
    """Speech from a sound file, its format read from its first bytes and never from its name.
    Raises SpeechError when it is no mono 16-bit WAV, empty or silent."""
    if content[:4] != b"RIFF":
        raise SpeechError(f"the engine wrote no WAV file but {content[:4]!r}")
    try:
        with wave.open(io.BytesIO(content)) as sound:
            shape = sound.getnchannels(), sound.getsampwidth()
            pcm, rate = sound.readframes(sound.getnframes()), sound.getframerate()
    except (wave.Error, EOFError) as error:
        raise SpeechError(f"the engine wrote a damaged WAV file: {error}") from error
    if shape != (1, 2):
        raise SpeechError(f"the engine wrote {shape[0]} channels of {8 * shape[1]} bits")
    if not any(pcm):
        raise SpeechError("the engine spoke nothing: there may be no words in this text")
    return Spoken(pcm, rate)


def _can_fork() -> bool:
    return hasattr(os, "fork") and DRIVER == "espeak"


def _default_voice(language: str) -> str:
    return _VOICES.get(language, language) if DRIVER == "espeak" else ""


@cache
def _version() -> str:
    try:
        library = version("espeakng-loader") if DRIVER == "espeak" else ""
        return f"pyttsx3 {version('pyttsx3')} {DRIVER} {library}"
    except PackageNotFoundError as error:
        raise SpeechError(f"the speech engine is not installed: {error}") from error
