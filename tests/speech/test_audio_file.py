"""Sound files as programs write them: read by their content."""

import io
import math
import struct
import wave
from array import array

import numpy as np
import pytest

from audioguide.core.errors import SpeechError
from audioguide.speech.audio_file import read_speech
from audioguide.speech.engine import Spoken
from tests.stand_ins.macos.aiff import aiff

RATE = 16_000
TONE = array("h", (round(9000 * math.sin(2 * math.pi * 400 * n / RATE)) for n in range(RATE // 4)))


def wav(frames: bytes, channels: int, width: int, rate: int = RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((channels, width, rate, 0, "NONE", ""))
        out.writeframes(frames)
    return file.getvalue()


def chunks(kind: bytes, *parts: tuple[bytes, bytes], order: str = "<") -> bytes:
    body = kind + b"".join(
        name + struct.pack(f"{order}I", len(part)) + part for name, part in parts
    )
    return (b"RIFF" if order == "<" else b"FORM") + struct.pack(f"{order}I", len(body)) + body


def floats() -> bytes:
    form = struct.pack("<HHIIHH", 3, 1, RATE, 4 * RATE, 4, 32)
    samples = (np.array(TONE) / 32768).astype("<f4").tobytes()
    return chunks(b"WAVE", (b"fmt ", form), (b"data", samples))


def aifc(coding: bytes, samples: bytes) -> bytes:
    extended = struct.pack(">HQ", 16383 + 13, RATE << (63 - 13))
    common = struct.pack(">hIh", 1, len(TONE), 16) + extended + coding + b"\0\0"
    return chunks(b"AIFC", (b"COMM", common), (b"SSND", bytes(8) + samples), order=">")


BIG = np.array(TONE, ">i2").tobytes()
LITTLE = np.array(TONE, "<i2").tobytes()

FILES = {
    "16-bit mono": wav(LITTLE, 1, 2),
    "16-bit stereo": wav(np.repeat(np.array(TONE, "<i2"), 2).tobytes(), 2, 2),
    "8-bit": wav((np.array(TONE) // 256 + 128).astype("u1").tobytes(), 1, 1),
    "24-bit": wav(b"".join(b"\0" + LITTLE[n : n + 2] for n in range(0, len(LITTLE), 2)), 1, 3),
    "32-bit": wav((np.array(TONE).astype("<i4") << 16).tobytes(), 1, 4),
    "float": floats(),
    "written into a pipe": wav(LITTLE, 1, 2)[:4] + b"\xff" * 4 + wav(LITTLE, 1, 2)[8:40]
    + b"\xff\xff\xff\x7f" + LITTLE,
    "AIFC, big-endian": aifc(b"NONE", BIG),
    "AIFC, little-endian": aifc(b"sowt", LITTLE),
}  # fmt: skip


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_speech_is_heard_whatever_its_format(content: bytes) -> None:
    """To within the 8 bits of the coarsest; the mean of equal channels is each of them."""
    spoken = read_speech(content)

    assert spoken.rate == RATE
    difference = np.frombuffer(spoken.pcm, "<i2").astype(int) - np.array(TONE)
    assert np.abs(difference).max() <= 256


def test_a_plain_aiff_file_is_heard() -> None:
    assert read_speech(aiff(TONE, RATE)) == Spoken(LITTLE, RATE)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no WAV or AIFF file"),
        (b"ID3\4", "no WAV or AIFF file but b'ID3"),
        (b"RIFF\0\0\0\0WAVE", "damaged"),
        (b"FORM\0\0\0\4AIFF", "damaged"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt ", "damaged"),
        (wav(b"", 1, 2), "spoke nothing"),
        (wav(bytes(1000), 1, 2), "spoke nothing"),
        (wav(LITTLE, 1, 2, rate=1), "1 samples a second"),
    ],
)
def test_a_file_that_is_no_speech_is_an_error(content: bytes, message: str) -> None:
    with pytest.raises(SpeechError, match=message):
        read_speech(content)


def test_a_file_that_is_too_large_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.speech.audio_file.LARGEST", 1000)

    with pytest.raises(SpeechError, match="more than any speech"):
        read_speech(wav(LITTLE, 1, 2))
