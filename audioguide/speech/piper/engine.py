"""Piper: neural voices that speak on this machine, each a model in a folder.

What speaking needs is imported when something is spoken, as pyttsx3's engine has it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.core.errors import MissingError
from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine, Identity, Speaker, Spoken
from audioguide.speech.installed import installed
from audioguide.speech.piper.voice_folder import (
    VoiceFiles,
    VoiceSettings,
    find_voice,
    folder,
    language,
    licence,
    read_settings,
    voices_in,
)
from audioguide.speech.process.model_processes import ModelProcesses

if TYPE_CHECKING:
    from audioguide.speech.process.speech_process import SpeechProcess

LIMIT = 120
"""Seconds for one utterance of at most 20 s, which the slowest machines speak in as long."""

PROGRAM = "audioguide.speech.piper.program"
"""The module that answers in a process of its own."""

PACES = (0.38, 0.5, 0.65, 0.8, 1.0, 1.2)
"""Of a voice's own pace, its length scale turned over: most read books at some 200 words a minute,
and this goes from some 100 to 240."""


class PiperEngine(Engine):
    """Speaks each text in a process of its own. Each voice is loaded once, in a process from which
    the others are forked and whose memory they share; where there is no fork, for each text."""

    def __init__(self, where: Path | None = None, limit: int = LIMIT) -> None:
        self._folder = where or folder()
        self._limit = limit
        self._processes = ModelProcesses(PROGRAM)

    def identity(self, voice: Voice) -> Identity:
        """Versions of Piper and of what it computes with, and the voice's files."""
        version = _version()
        files, _, _ = self._chosen(voice)
        return _identity(files, version)

    def speakers(self) -> Sequence[Speaker]:
        """The voices in the folder. One of several speakers is named once."""
        _version()
        found = [
            Speaker(files.name, language(files), licence=licence(files))
            for files in voices_in(self._folder)
        ]
        return sorted(found, key=lambda who: (who.language, who.name))

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the voice is given, mostly IPA."""
        return self._say("phonemes", text, voice).decode()

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """Speak a text. Raises SpeechError."""
        from audioguide.speech.audio_file import read_speech

        return read_speech(self._say("speech", text, voice, pace or 1.0))

    def paces(self, voice: Voice) -> Sequence[float]:
        """Parts of the voice's own pace."""
        return PACES

    def close(self) -> None:
        """Stop every process, and start no other."""
        self._processes.close()

    def _say(self, ask: str, text: str, voice: Voice, pace: float = 1.0) -> bytes:
        _version()
        files, settings, speaker = self._chosen(voice)
        from audioguide.speech.process.speech_process import Job

        words = {
            "ask": ask,
            "text": text,
            "speaker": speaker,
            "length": str(settings.pace / pace),
        }
        return self._process(files).say(Job(words, self._limit))

    def _chosen(self, voice: Voice) -> tuple[VoiceFiles, VoiceSettings, str]:
        """The voice's files, its settings, and the number of the speaker that `NAME#SPEAKER` asks
        for by number or name."""
        name, _, asked = voice.name.partition("#")
        files = find_voice(name, voice.language, self._folder)
        settings = read_settings(files)
        speaker = str(settings.numbers.get(asked, asked))
        if asked and not (speaker.isdecimal() and int(speaker) < settings.speakers):
            count = settings.speakers
            raise MissingError(
                f"`{files.name}` has no speaker `{asked}`: it has {count}, from 0 on"
            )
        return files, settings, speaker

    def _process(self, files: VoiceFiles) -> "SpeechProcess":
        """What speaks with a voice; another one when its files have changed."""
        content = _identity(files, _version()).fingerprint()
        return self._processes.of(files.name, content, str(files.model), str(files.settings))


def _version() -> str:
    try:
        return f"piper {installed('piper-tts')} onnxruntime {installed('onnxruntime')}"
    except ModuleNotFoundError as error:
        raise MissingError("Piper is not installed: pip install 'audioguide[piper]'") from error


def _identity(files: VoiceFiles, version: str) -> Identity:
    return Identity(version, (files.model, files.settings), (files.note,))
