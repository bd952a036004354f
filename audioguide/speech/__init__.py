"""Words into samples, by one engine or another. Knows nothing of MP3 and scripts."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from audioguide.speech.engine import ClosedError, Engine, MissingError, Speaker, SpeechError, Spoken
from audioguide.voice import Voice


def _pyttsx3() -> Engine:
    from audioguide.speech.pyttsx3_engine import Pyttsx3

    return Pyttsx3()


def _piper() -> Engine:
    from audioguide.speech.piper_engine import Piper

    return Piper()


def _command() -> Engine:
    from audioguide.speech.command_engine import Command

    return Command()


def _tone() -> Engine:
    from audioguide.speech.tone import Tone

    return Tone()


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
            from audioguide.speech import voice_folder

            folder = voice_folder.folder()
            return [
                *installed("piper"),
                *voice_folder.traces(voice.name, voice.language, folder),
            ]
        case "command":
            from audioguide.speech import command_engine

            return command_engine.traces(voice)
        case engine:
            return installed(engine)


__all__ = [
    "ENGINES",
    "ClosedError",
    "Engine",
    "MissingError",
    "Speaker",
    "SpeechError",
    "Spoken",
    "installed",
    "traces",
]
