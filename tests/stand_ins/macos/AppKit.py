"""Stands in for macOS's speech synthesizer: it writes AIFF, later, whatever the file is called."""

# ruff: noqa: N802
import math
import threading
import time
from array import array
from pathlib import Path
from typing import Any, Self

from aiff import aiff  # type: ignore[import-not-found]
from Foundation import NSObject, NSRunLoop  # type: ignore[import-not-found]

RATE = 22_050

_VOICES = {
    "com.apple.voice.compact.de-DE.Anna": ("Anna", "de_DE", "VoiceGenderFemale", 300),
    "com.apple.voice.compact.en-GB.Daniel": ("Daniel", "en_GB", "VoiceGenderMale", 200),
    "com.apple.voice.compact.en-US.Samantha": ("Samantha", "en_US", "VoiceGenderFemale", 400),
}
_OWN = "com.apple.voice.compact.en-US.Samantha"


class NSSpeechSynthesizer(NSObject):  # type: ignore[misc]
    _delegate: Any
    _rate: float
    _voice: str

    def initWithVoice_(self, voice: str | None) -> Self:
        self._voice, self._rate = voice or _OWN, 175.0
        return self

    def setDelegate_(self, delegate: Any) -> None:
        self._delegate = delegate

    def setRate_(self, rate: float) -> None:
        self._rate = rate

    def rate(self) -> float:
        return self._rate

    def setVolume_(self, volume: float) -> None: ...

    def volume(self) -> float:
        return 1.0

    def voice(self) -> str:
        return self._voice

    def setVoice_(self, voice: str) -> bool:
        """Says in its answer alone that there is no such voice; forgets the rate."""
        self._rate = 175.0
        if voice in _VOICES:
            self._voice = voice
        return voice in _VOICES

    @staticmethod
    def availableVoices() -> list[str]:
        return list(_VOICES)

    @staticmethod
    def attributesForVoice_(voice: str) -> dict[str, str]:
        name, locale, gender, _ = _VOICES[voice]
        return {
            "VoiceIdentifier": voice,
            "VoiceName": name,
            "VoiceLocaleIdentifier": locale,
            "VoiceGender": gender,
        }

    def stopSpeaking(self) -> None: ...

    def startSpeakingString_toURL_(self, text: str, path: str) -> bool:
        threading.Thread(target=self._write, args=(text, Path(path))).start()
        return True

    def _write(self, text: str, path: Path) -> None:
        count, hertz = round(len(text.split()) * RATE * 60 / self._rate), _VOICES[self._voice][3]
        samples = array(
            "h", (round(9000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(count))
        )
        whole = aiff(samples)
        time.sleep(0.02)
        path.write_bytes(aiff(array("h")))  # the header of a file without sound, for a while
        time.sleep(0.02)
        path.write_bytes(whole[: len(whole) // 2])
        time.sleep(0.02)
        path.write_bytes(whole)
        NSRunLoop.waiting.put(
            lambda: self._delegate.speechSynthesizer_didFinishSpeaking_(self, True)
        )
