"""Words into samples, by one engine or another. Knows nothing of MP3 and scripts."""

from collections.abc import Callable

from audioguide.speech.engine import Engine, SpeechError, Spoken


def _pyttsx3() -> Engine:
    from audioguide.speech.pyttsx3_engine import Pyttsx3

    return Pyttsx3()


def _tone() -> Engine:
    from audioguide.speech.tone import Tone

    return Tone()


ENGINES: dict[str, Callable[[], Engine]] = {"pyttsx3": _pyttsx3, "tone": _tone}
"""Engines by name; each is imported when it is first asked for."""

__all__ = ["ENGINES", "Engine", "SpeechError", "Spoken"]
