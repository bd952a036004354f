"""Instruments: what a finished MP3 sounds like, measured without the code that made it."""

import subprocess
from pathlib import Path

import numpy as np

from audioguide.core.ffmpeg import executable
from audioguide.mp3.frame import MONO, Format
from audioguide.sound.audio import Wave


def decode(path: Path, channels: int = 1) -> Wave:
    """The samples a player plays, delay and padding left out as the Info header asks. One channel:
    shape (n,); two: (n, 2)."""
    into = ["-f", "f32le", "-ac", str(channels), "-"]
    command = [executable(), "-v", "error", "-i", str(path), *into]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    wave = np.frombuffer(done.stdout, "<f4").astype(np.float64)
    return wave if channels == 1 else wave.reshape(-1, channels)


def lame(pcm: bytes, format: Format = MONO) -> list[bytes]:
    """The frames of 16-bit PCM encoded whole, by ffmpeg alone."""
    source = ["-f", "s16le", "-ar", "48000", "-ac", f"{format.channels}", "-i", "-"]
    options = ["-b:a", f"{format.kbits}k", "-reservoir", "0", "-compression_level", "7"]
    bare = ["-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "-"]
    command = [executable(), "-v", "error", *source, "-c:a", "libmp3lame", *options, *bare]
    out = subprocess.run(command, input=pcm, capture_output=True, check=True).stdout
    size = format.frame_bytes
    assert len(out) % size == 0
    return [out[at : at + size] for at in range(0, len(out), size)]


def onset(wave: Wave, near: float, reach: float = 0.06, quiet: float = 10 ** (-50 / 20)) -> float:
    """Seconds at which sound begins near a time, in a stretch that is silent before it."""
    first = round((near - reach) * 48_000)
    loud = np.flatnonzero(np.abs(wave[first : first + round(2 * reach * 48_000)]) > quiet)
    assert loud.size, f"no sound within {reach} s of {near}"
    return float(first + loud[0]) / 48_000


def body(path: Path, format: Format = MONO) -> bytes:
    """The frames of a file, its ID3 tag and Info header left out."""
    content = path.read_bytes()
    assert content[:3] == b"ID3"
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte
    return content[10 + size + format.frame_bytes :]
