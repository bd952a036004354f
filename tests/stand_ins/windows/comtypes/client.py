"""Stands in for SAPI 5: it speaks at once, in 16 kHz stereo, and tells of its end only when it is
heard. It takes no rate beyond 10."""

# ruff: noqa: N802
import math
import wave
from array import array
from typing import Any

RATE = 16_000

_TOKEN = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\"


class _Token:
    def __init__(self, name: str, language: str, gender: str, hertz: int) -> None:
        self.Id, self.name = _TOKEN + name.upper(), f"Microsoft {name} Desktop"
        self.attributes = {"Language": language, "Gender": gender, "Age": "Adult"}
        self.hertz = hertz

    def GetDescription(self) -> str:
        return self.name

    def GetAttribute(self, name: str) -> str:
        return self.attributes[name]


_VOICES = [_Token("David", "409", "Male", 200), _Token("Hedda", "407", "Female", 300)]


class _Voice:
    def __init__(self) -> None:
        self.Voice, self.Volume, self.EventInterests = _VOICES[0], 100, 0
        self.AudioOutputStream: Any = None
        self._rate = 0

    @property
    def Rate(self) -> int:
        return self._rate

    @Rate.setter
    def Rate(self, rate: int) -> None:
        if not -10 <= rate <= 10:
            raise ValueError("the rate is out of range")
        self._rate = rate

    def GetVoices(self) -> list[_Token]:
        return _VOICES

    def Speak(self, text: str, flags: int = 0) -> None:
        count = round(len(text.split()) * RATE * 0.4 * 1.11**-self._rate)
        turn = 2 * math.pi * self.Voice.hertz / RATE
        one = [round(9000 * math.sin(turn * n)) for n in range(count)]
        both = array("h", (sample for sample in one for _ in range(2)))
        self.AudioOutputStream.write(both.tobytes())


class _Stream:
    def Open(self, path: str, mode: int) -> None:
        self._file = wave.open(path, "wb")  # noqa: SIM115
        self._file.setparams((2, 2, RATE, 0, "NONE", ""))

    def write(self, frames: bytes) -> None:
        self._file.writeframes(frames)

    def close(self) -> None:
        self._file.close()


def CreateObject(name: str) -> Any:
    return {"SAPI.SPVoice": _Voice, "SAPI.SPFileStream": _Stream}[name]()


def GetEvents(source: Any, sink: Any) -> object:
    return object()
