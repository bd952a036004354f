"""hibari: a natural English voice that speaks on this machine.

What speaking needs is imported when something is spoken, as pyttsx3's engine has it.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.tempo import Calibration
from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine, Identity, Speaker, Spoken
from audioguide.speech.hibari.model import VOICE, find_model
from audioguide.speech.hibari.paces import MEASURED, MEASURED_WITH, OWN_PACE, PACES
from audioguide.speech.installed import installed, place
from audioguide.speech.process.model_processes import ModelProcesses
from audioguide.store.store import default_folder

if TYPE_CHECKING:
    from audioguide.speech.process.speech_process import SpeechProcess

LIMIT = 60
"""Seconds for one utterance: one of 600 s takes 20."""

PROGRAM = "audioguide.speech.hibari.program"
"""The module that answers in a process of its own."""

_PACKAGE = "hibari-tts"
_NOTE = "hibari.digest"


class HibariEngine(Engine):
    """Speaks each text in a process of its own, forked from one that has loaded the model; where
    there is no fork, the model is loaded for each text."""

    def __init__(self, packages: Path | None = None, limit: int = LIMIT) -> None:
        """The model is in a folder of packages, by default where hibari is installed."""
        self._packages = packages
        self._limit = limit
        self._processes = ModelProcesses(PROGRAM)

    def identity(self, voice: Voice) -> Identity:
        """Versions of hibari and of what it computes with, and its model."""
        version = _version()
        if voice.language.partition("-")[0].casefold() != "en":
            raise MissingError(f"hibari speaks English, and not `{voice.language}`")
        if voice.name not in ("", VOICE):
            raise MissingError(f"hibari has one voice, `{VOICE}`, and no `{voice.name}`")
        model = find_model(self._packages or place(_PACKAGE))
        return Identity(version, (model,), (default_folder() / _NOTE,))

    def speakers(self) -> Sequence[Speaker]:
        """The one voice there is."""
        _version()
        return (Speaker(VOICE, "en-US", "female", "Apache-2.0"),)

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the voice is given: the IPA of misaki, in which a diphthong is one letter."""
        return self._say("phonemes", text, voice).decode()

    def warm(self) -> None:
        """Load the model in the meantime."""
        with suppress(SpeechError):
            self._process(Voice("hibari")).warm()

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """Speak a text. The pace is hibari's speed, of which 1 is its own. Raises SpeechError."""
        from audioguide.speech.audio_file import read_speech

        return read_speech(self._say("speech", text, voice, pace or OWN_PACE))

    def paces(self, voice: Voice) -> Sequence[float]:
        """Parts of hibari's own pace."""
        return PACES

    def measured(self, voice: Voice) -> Calibration | None:
        """That of the voice, as one version of the package has it."""
        with suppress(ModuleNotFoundError):
            if installed(_PACKAGE) == MEASURED_WITH:
                return MEASURED
        return None

    def typical(self) -> Calibration:
        """That of the version which was measured."""
        return MEASURED

    def forget(self) -> None:
        """Try anew to load what could not be loaded."""
        self._processes.forget()

    def close(self) -> None:
        """Stop the process, and start no other."""
        self._processes.close()

    def _process(self, voice: Voice) -> "SpeechProcess":
        """What speaks; another one when the model has changed."""
        identity = self.identity(voice)
        [model] = identity.files
        return self._processes.of(VOICE, identity.fingerprint(), str(model))

    def _say(self, ask: str, text: str, voice: Voice, pace: float = OWN_PACE) -> bytes:
        from audioguide.speech.process.speech_process import Job

        words = {"ask": ask, "text": text, "pace": str(pace)}
        return self._process(voice).say(Job(words, self._limit))


def _version() -> str:
    try:
        parts = {name: installed(name) for name in (_PACKAGE, "onnxruntime", "numpy")}
    except ModuleNotFoundError as error:
        message = "hibari is not installed: pip install 'audioguide[natural]'"
        raise MissingError(message) from error
    return " ".join(f"{name} {version}" for name, version in parts.items())
