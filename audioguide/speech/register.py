"""The speech engines by name, and those of a run."""

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import assert_never

from audioguide.core.built_in import EngineName
from audioguide.core.errors import ClosedError
from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine, Identity


def engine_named(name: EngineName) -> Engine:
    """A new engine. What it needs is imported when it is first asked for."""
    match name:
        case "pyttsx3":
            from audioguide.speech.pyttsx3.engine import Pyttsx3Engine

            return Pyttsx3Engine()
        case "piper":
            from audioguide.speech.piper.engine import PiperEngine

            return PiperEngine()
        case "command":
            from audioguide.speech.command import CommandEngine

            return CommandEngine()
        case "tone":
            from audioguide.speech.tone import ToneEngine

            return ToneEngine()
        case _:
            assert_never(name)


class Engines:
    """The engines of a run, each made when it is first asked for, and what they told of voices:
    they are asked once, until all is forgotten."""

    def __init__(self, made: Mapping[EngineName, Engine] = MappingProxyType({})) -> None:
        self._made = dict(made)
        self._making = Lock()
        self._closed = False
        self._identities: dict[Voice, Identity] = {}
        self._missing: dict[Voice, str | None] = {}

    def named(self, name: EngineName) -> Engine:
        """The engine of a name. Raises ClosedError."""
        with self._making:
            if self._closed:
                raise ClosedError
            if name not in self._made:
                self._made[name] = engine_named(name)
            return self._made[name]

    def identity(self, voice: Voice) -> Identity:
        """What tells a voice from others. Raises SpeechError as `Engine.identity`."""
        if voice not in self._identities:
            self._identities[voice] = self.named(voice.engine).identity(voice)
        return self._identities[voice]

    def why_missing(self, voice: Voice) -> str | None:
        """Why a voice is missing on this machine; None when it is there. Raises SpeechError when
        that cannot be told now."""
        if voice not in self._missing:
            self._missing[voice] = self.named(voice.engine).why_missing(voice)
        return self._missing[voice]

    def forget(self) -> None:
        """Look for voices anew when they are asked for again."""
        self._identities.clear()
        self._missing.clear()
        for engine in self._made.values():
            engine.forget()

    def close(self) -> None:
        """Stop the engines, whatever they are at, and begin with no other."""
        with self._making:
            self._closed = True
        for engine in self._made.values():
            engine.close()
