"""Kokoro: a neural model that speaks on this machine, in 41 voices of six languages.

What speaking needs is imported when something is spoken, as pyttsx3's engine has it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.tempo import Calibration
from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine, Identity, Speaker, Spoken
from audioguide.speech.installed import installed
from audioguide.speech.kokoro.names import (
    LICENCE,
    default_voice,
    gender,
    is_offered,
    primary,
    spoken_by,
)
from audioguide.speech.kokoro.paces import MEASURED, MEASURED_WITH, OWN_PACE, PACES
from audioguide.speech.kokoro.voice_folder import (
    KokoroFiles,
    find_files,
    folder,
    names_in,
    vectors_crc,
)
from audioguide.speech.process.model_processes import ModelProcesses
from audioguide.store.fingerprint import digest

if TYPE_CHECKING:
    from audioguide.speech.process.speech_process import SpeechProcess

LIMIT = 240
"""Seconds for one utterance of at most 30 s: 22 s of speech took 19 s of processor on a machine
that had much else to do."""

PROGRAM = "audioguide.speech.kokoro.program"
"""The module that answers in a process of its own."""

_COMPUTES_WITH = ("kokoro-onnx", "onnxruntime", "numpy", "espeakng-loader")
"""Distributions. phonemizer is installed as well, and has no part in what is heard."""


class KokoroEngine(Engine):
    """Speaks each text in a process of its own, forked from one that has the model loaded, with all
    voices, and whose memory they share; where there is no fork, it is loaded for each text."""

    def __init__(self, where: Path | None = None, limit: int = LIMIT) -> None:
        self._folder = where or folder()
        self._limit = limit
        self._processes = ModelProcesses(PROGRAM)

    def identity(self, voice: Voice) -> Identity:
        """Versions of Kokoro and of what it computes with, the model, and the file of voices."""
        version = _version()
        files, name = self._chosen(voice)
        return _identity(files, f"{version} {name}")

    def speakers(self) -> Sequence[Speaker]:
        """The voices in the voices file whose language can be spoken."""
        _version()
        names = self._names(find_files(self._folder))
        found = [
            Speaker(name, spoken_by(name).tag, gender(name), LICENCE)
            for name in names
            if is_offered(name)
        ]
        return sorted(found, key=lambda who: (who.language, who.name))

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the model is given, in IPA."""
        return self._say("phonemes", text, voice).decode()

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """Speak a text; a pace is the model's own speed. Raises SpeechError."""
        from audioguide.speech.audio_file import read_speech

        return read_speech(self._say("speech", text, voice, pace or OWN_PACE))

    def paces(self, voice: Voice) -> Sequence[float]:
        """Speeds of the model."""
        return PACES

    def measured(self, voice: Voice) -> Calibration | None:
        """Those of three voices of the model that is fetched, in their own language."""
        _version()
        files, name = self._chosen(voice)
        if name not in MEASURED or primary(voice.language) != primary(spoken_by(name).tag):
            return None
        vectors, found = MEASURED[name]
        try:
            told = digest(files.model, files.notes[0]), installed("espeakng-loader")
            same = told == MEASURED_WITH and vectors_crc(files, name) == vectors
        except OSError as error:
            raise _unreadable(error) from error
        return found if same else None

    def typical(self) -> Calibration:
        """That of the voice which speaks English."""
        return MEASURED[default_voice("en")][1]

    def warm(self) -> None:
        """Load the model, without waiting for it."""
        try:
            _version()
            self._process(find_files(self._folder)).warm()
        except SpeechError:
            return  # told when something is spoken

    def forget(self) -> None:
        """Load anew what could not be loaded."""
        self._processes.forget()

    def close(self) -> None:
        """Stop the process, and start no other."""
        self._processes.close()

    def _say(self, ask: str, text: str, voice: Voice, speed: float = OWN_PACE) -> bytes:
        _version()
        files, name = self._chosen(voice)
        from audioguide.speech.process.speech_process import Job

        words = {"ask": ask, "text": text, "voice": name, "speed": str(speed)}
        return self._process(files).say(Job(words, self._limit))

    def _chosen(self, voice: Voice) -> tuple[KokoroFiles, str]:
        """The files, and the name of the voice: that which is asked for, or that which speaks the
        language of the words. Raises SpeechError."""
        name = voice.name or default_voice(voice.language)
        spoken_by(name)
        files = find_files(self._folder)
        names = self._names(files)
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(name, filter(is_offered, names), 3)
            hint = f": did you mean {' or '.join(f'`{other}`' for other in near)}?" if near else ""
            raise MissingError(f"Kokoro has no voice `{name}`{hint}")
        return files, name

    def _names(self, files: KokoroFiles) -> tuple[str, ...]:
        try:
            return names_in(files)
        except OSError as error:
            raise _unreadable(error) from error

    def _process(self, files: KokoroFiles) -> "SpeechProcess":
        """What speaks; another one when the files have changed."""
        content = _identity(files, _version()).fingerprint()
        return self._processes.of("kokoro", content, str(files.model), str(files.voices))


def _version() -> str:
    try:
        return " ".join(f"{name} {installed(name)}" for name in _COMPUTES_WITH)
    except ModuleNotFoundError as error:
        raise MissingError("Kokoro is not installed: pip install 'audioguide[kokoro]'") from error


def _identity(files: KokoroFiles, version: str) -> Identity:
    return Identity(version, (files.model, files.voices), files.notes)


def _unreadable(error: OSError) -> SpeechError:
    name = Path(str(error.filename or "the voices file")).name
    return SpeechError(f"{name} cannot be read: {error.strerror or error}")
