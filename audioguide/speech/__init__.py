"""Words into samples, by one engine or another. Knows nothing of MP3 and scripts."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from audioguide.speech.engine import Engine, SpeechError, Spoken


def _pyttsx3() -> Engine:
    from audioguide.speech.pyttsx3_engine import Pyttsx3

    return Pyttsx3()


def _tone() -> Engine:
    from audioguide.speech.tone import Tone

    return Tone()


ENGINES: dict[str, Callable[[], Engine]] = {"pyttsx3": _pyttsx3, "tone": _tone}
"""Engines by name; each is imported when it is first asked for."""

_PACKAGES = {"pyttsx3": ("pyttsx3", "espeakng_loader")}
"""What each engine is installed as; those that are not listed are our own."""


def installed(engine: str) -> list[Path]:
    """Files by which one version of an engine is told from another without starting it."""
    specs = (find_spec(package) for package in _PACKAGES.get(engine, ()))
    return [Path(spec.origin) for spec in specs if spec is not None and spec.origin]


__all__ = ["ENGINES", "Engine", "SpeechError", "Spoken", "installed"]
