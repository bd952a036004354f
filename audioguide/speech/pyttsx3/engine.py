"""The default engine: pyttsx3, on Linux with the eSpeak NG that comes as a wheel.

What speaking needs is imported when something is spoken: a run with nothing to do asks for
identities alone, and takes little longer than these imports.
"""

import json
import os
import sys
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from audioguide.core.errors import ClosedError, MissingError, SpeechError
from audioguide.core.tempo import Calibration
from audioguide.core.voice import Voice
from audioguide.speech.engine import PHONEMES, Engine, Identity, Speaker, Spoken, check_closed
from audioguide.speech.installed import installed
from audioguide.speech.pyttsx3.paces import MEASURED, MEASURED_WITH, OWN_PACE, PACES

if TYPE_CHECKING:
    from audioguide.speech.process.speech_process import SpeechProcess

DRIVER = {"darwin": "nsss", "win32": "sapi5"}.get(sys.platform, "espeak")
"""pyttsx3's driver for this platform, as its own `default_engine_by_sys_platform` has it."""

LIMIT = 30
"""Seconds for one utterance of a few sentences, which takes 0.02 s."""

PROGRAM = "audioguide.speech.pyttsx3.utterance"
"""The module that answers in a process of its own."""


class Pyttsx3Engine(Engine):
    """Speaks each text in a process of its own. `driver` is pyttsx3's, by default the platform's:
    eSpeak NG, or what macOS (nsss) and Windows (sapi5) speak with."""

    def __init__(
        self, process: "SpeechProcess | None" = None, limit: int = LIMIT, driver: str = DRIVER
    ) -> None:
        self._driver = driver
        self._making = Lock()
        self._made = process
        self._limit = limit
        self._missing: dict[tuple[str, str], str | None] = {}
        self._speakers: list[Speaker] = []

    def identity(self, voice: Voice) -> Identity:
        """Versions of pyttsx3, its driver, and the library that is embedded or the system's."""
        return Identity(_version(self._driver))

    def why_missing(self, voice: Voice) -> str | None:
        """Why a voice is missing here. The engine is asked for each name once, unless it fails."""
        asked = (voice.name, voice.language)
        if asked not in self._missing:
            self._missing[asked] = self._find_missing(voice)
        return self._missing[asked]

    def speakers(self) -> Sequence[Speaker]:
        """The voices of the driver."""
        if not self._speakers:
            _version(self._driver)
            found = json.loads(self._say("speakers", "", Voice()))
            speakers = [Speaker(*facts) for facts in found]
            self._speakers = sorted(speakers, key=lambda who: (who.language, who.name))
        return self._speakers

    def phonemes(self, text: str, voice: Voice) -> str | None:
        """The text in IPA where eSpeak NG speaks, its `[[phonemes]]` as they are."""
        if self._driver != "espeak":
            return None
        _check_phonemes(text)
        return self._say("phonemes", text, voice).decode()

    def warm(self) -> None:
        """Start the process that speaks, without waiting for it."""
        self._process().warm()

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """Speak a text, once more if the first attempt fails. The pace is the driver's rate. Raises
        SpeechError."""
        if self._driver == "espeak":
            _check_phonemes(text)
        elif PHONEMES.search(text):
            raise SpeechError("`[[…]]` are phonemes, and this engine takes none: spell the word")
        try:
            return self._spoken(text, voice, pace)
        except ClosedError:
            raise
        except SpeechError:
            return self._spoken(text, voice, pace)

    def paces(self, voice: Voice) -> Sequence[float]:
        """Rates of the driver, from the slowest that eSpeak NG takes."""
        return PACES

    def measured(self, voice: Voice) -> Calibration | None:
        """Those of the voices that eSpeak NG has for our languages, as its wheel has them."""
        name = voice.name or _default_voice(self._driver, voice.language)
        known = MEASURED.get((name, voice.language))
        return known if known and _version(self._driver) == MEASURED_WITH else None

    def forget(self) -> None:
        """Ask the engine anew which voices it has."""
        self._missing.clear()
        self._speakers = []
        self._process().forget()

    def close(self) -> None:
        """Stop every process, and start no other."""
        self._process().close()

    def _process(self) -> "SpeechProcess":
        """What speaks. macOS and Windows have one engine in a process, and no fork that is safe."""
        from audioguide.speech.process.fork_client import ForkClient
        from audioguide.speech.process.fresh_process import FreshProcess

        fork = hasattr(os, "fork") and self._driver == "espeak"
        with self._making:
            if self._made is None:
                self._made = (ForkClient if fork else FreshProcess)(PROGRAM, self._driver)
            return self._made

    def _find_missing(self, voice: Voice) -> str | None:
        try:
            _version(self._driver)
            # Our own voices are there when the engine is; to ask would start it.
            if voice.name or self._driver != "espeak" or _own_voice(voice.language) is None:
                return self._say("voice", "", voice).decode() or None
        except MissingError as error:
            return str(error)
        return None

    def _spoken(self, text: str, voice: Voice, pace: float | None) -> Spoken:
        from audioguide.speech.audio_file import read_speech

        return read_speech(self._say("speech", text, voice, pace or OWN_PACE))

    def _say(self, ask: str, text: str, voice: Voice, pace: float = 0) -> bytes:
        from audioguide.speech.process.speech_process import Job

        words = {
            "ask": ask,
            "driver": self._driver,
            "text": text,
            "voice": voice.name or _default_voice(self._driver, voice.language),
            "language": voice.language,
            "rate": str(round(pace or OWN_PACE)),
            "pitch": str(voice.pitch),
        }
        return self._process().say(Job(words, self._limit))


def _check_phonemes(text: str) -> None:
    """That eSpeak can have the phonemes that are written out: it leaves out what it has not, and
    tells nobody. Its own are ASCII, in all languages but Pyash (`phontab` of espeakng-loader 0.2.4,
    read for it). Raises SpeechError."""
    for written in PHONEMES.findall(text):
        unknown = [letter for letter in written if not letter.isascii()]
        if unknown:
            raise SpeechError(
                f"`[[{written}]]`: {unknown[0]!r} is in no phoneme of eSpeak, which takes its own, "
                "as in [[soU'as]], and no IPA"
            )
    check_closed(text)


def _default_voice(driver: str, language: str) -> str:
    """eSpeak's voice for a language; a tag without a table is a voice of eSpeak itself."""
    return (_own_voice(language) or language) if driver == "espeak" else ""


def _own_voice(language: str) -> str | None:
    """eSpeak's voice for a language that audioguide speaks."""
    from audioguide.language import LANGUAGES

    return LANGUAGES[language].espeak if language in LANGUAGES else None


def _version(driver: str) -> str:
    try:
        library = installed("espeakng-loader") if driver == "espeak" else _system()
        return f"pyttsx3 {installed('pyttsx3')} {driver} {library}"
    except ModuleNotFoundError as error:
        raise MissingError(f"the speech engine is not installed: {error}") from error


def _system() -> str:
    """macOS and Windows bring their voices along, and change them with their versions."""
    import platform

    return platform.release()
