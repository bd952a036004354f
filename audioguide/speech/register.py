"""The speech engines by name."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine


def _pyttsx3() -> Engine:
    from audioguide.speech.pyttsx3.engine import Pyttsx3Engine

    return Pyttsx3Engine()


def _piper() -> Engine:
    from audioguide.speech.piper.engine import PiperEngine

    return PiperEngine()


def _command() -> Engine:
    from audioguide.speech.command import CommandEngine

    return CommandEngine()


def _tone() -> Engine:
    from audioguide.speech.tone import ToneEngine

    return ToneEngine()


ENGINES: dict[str, Callable[[], Engine]] = {
    "pyttsx3": _pyttsx3,
    "piper": _piper,
    "command": _command,
    "tone": _tone,
}
"""Engines by name; each is imported when it is first asked for."""

_PACKAGES = {"pyttsx3": ("pyttsx3", "espeakng_loader"), "piper": ("piper", "onnxruntime")}
"""What each engine is installed as; those that are not listed are our own."""


def installed(engine: str) -> list[Path]:
    """Files by which one version of an engine is told from another without starting it."""
    specs = (find_spec(package) for package in _PACKAGES.get(engine, ()))
    return [Path(spec.origin) for spec in specs if spec is not None and spec.origin]


def traces(voice: Voice) -> list[Path]:
    """Files by which it is told at a glance that a voice would sound otherwise now: those of its
    engine, its model, its program. Raises SpeechError when the voice is not there."""
    match voice.engine:
        case "piper":
            from audioguide.speech.piper import voice_folder

            folder = voice_folder.folder()
            return [
                *installed("piper"),
                *voice_folder.traces(voice.name, voice.language, folder),
            ]
        case "command":
            from audioguide.speech import command

            return command.traces(voice)
        case engine:
            return installed(engine)
