"""An author's own sound file, made a loop that goes round without a seam."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, TypeAlias

import numpy as np
import soxr
from numpy.typing import NDArray

from audioguide.core import ffmpeg
from audioguide.core.errors import FailedRunError, LateRunError, SoundError
from audioguide.core.problem import quoted
from audioguide.core.units import FRAME, RATE, Frames, samples
from audioguide.sound.audio import FULL_SCALE, ratio
from audioguide.sound.chime import SILENT
from audioguide.sound.loop import PEAK, Loop, pcm16
from audioguide.sound.sound_file import (
    AU,
    QUIET,
    RATES,
    TO_DO,
    check,
    decoding,
    described,
    too_slow,
)

LONGEST = 30 * 60
"""Seconds of sound in a file: what goes round under a session has long been forgotten by then."""

SHORTEST = samples(1)
"""Samples between the silences at both ends: shorter, what goes round is a buzz, not a bed."""

_CROSSFADE = samples(2)
"""Samples in which the end goes over into the beginning, at most a quarter of the sound. By
design: gentle, and short against any bed."""

_CHUNK = 65_536
"""Samples at once: 1.4 s, 1 MB of two channels."""

_SAME = 1.5 / FULL_SCALE
"""What two channels that hold the same differ by at most: each was rounded to 16 bits."""

_SANE = 1e6
"""120 dB over full scale: larger numbers, like infinity, are a fault of whatever wrote them."""

_LIMIT_SECONDS = 300
"""To decode and resample half an hour takes some seconds."""

_Part: TypeAlias = NDArray[np.float32]
_Sound: TypeAlias = NDArray[np.float64]
"""A stretch of sound, shape (n, channels)."""


def read_bed(path: Path, stereo: bool | None) -> Loop:
    """The sound of a file as a loop, for the caller to close. Silence at both ends, 60 dB under the
    peak, is left out; then the last 2 s cross over into the first with equal power, and the loop
    runs from where that ends. Two channels if `stereo`, one if not; None: one when the file has one
    or all it has hold the same, else two. Its peak is PEAK, but where the crossfade adds. The file
    is not trusted, its path is taken as it stands. What is decoded lies in a temporary file, up to
    700 MB at 30 min. Raises SoundError, FfmpegError, OSError."""
    check(path)
    file = TemporaryFile(prefix="audioguide-")  # noqa: SIM115 (the loop closes it)
    try:
        return _loop(path, stereo, file)
    except BaseException:
        file.close()
        raise


class _Decoded:
    """The sound of a file, kept on disk at 48 kHz as floats."""

    def __init__(self, path: Path, stereo: bool | None, file: BinaryIO) -> None:
        self.length = 0
        self.peak = 0.0
        self._file = file
        self._width = 1
        apart = 0.0
        with closing(_resampled(path, mono=stereo is False)) as parts:
            for part in parts:
                self._width = part.shape[1]
                apart = max(apart, float(np.abs(part[:, 0] - part[:, -1]).max(initial=0.0)))
                self.peak = max(self.peak, float(np.abs(part).max(initial=0.0)))
                self.length += len(part)
                file.write(part.astype("<f4").tobytes())
        self.channels = 2 if stereo or (stereo is None and apart > _SAME) else 1

    def read(self, start: int, length: int) -> _Sound:
        """A stretch in the channels that the loop has."""
        self._file.seek(4 * self._width * start)
        found = np.frombuffer(self._file.read(4 * self._width * length), "<f4")
        sound: _Sound = found.reshape(-1, self._width).astype(np.float64)
        if self.channels == self._width:
            return sound
        if self.channels == 1:
            return np.asarray(sound.mean(axis=1, keepdims=True))
        return np.repeat(sound, 2, axis=1)

    def sounding(self) -> tuple[int, int]:
        """The first sample that is not silence, and the one after the last."""
        chunks = range(0, self.length, _CHUNK)
        first = next(self._loud(chunks))[0]
        return first, next(self._loud(reversed(chunks)))[1] + 1

    def _loud(self, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The first and the last sample that is heard, of each chunk that has one."""
        for start in starts:
            level = np.abs(self.read(start, _CHUNK)).max(axis=1)
            loud = np.flatnonzero(level > QUIET * self.peak)
            if loud.size:
                yield start + int(loud[0]), start + int(loud[-1])


def _loop(path: Path, stereo: bool | None, file: BinaryIO) -> Loop:
    """The loop is written over what was decoded: it needs half the room and never overtakes it."""
    decoded = _Decoded(path, stereo, file)
    if decoded.peak < ratio(SILENT):
        mono = "" if stereo is not False else " once it is mono"
        raise SoundError(f"{quoted(path.name)} is silent{mono}: export it louder")
    first, end = decoded.sounding()
    if end - first < SHORTEST:
        lasts = f"lasts {(end - first) / RATE:.1f} s without the silence at its ends"
        raise SoundError(f"{quoted(path.name)} {lasts}: a bed takes 1 s or more")
    crossfade = min(_CROSSFADE, (end - first) // 4)
    frames = Frames((end - first - crossfade) // FRAME)
    begin, kept = first + crossfade, frames * FRAME - crossfade
    gain = ratio(PEAK) / decoded.peak
    head = decoded.read(first, crossfade)
    written = 0
    for part in _body(decoded, begin, kept, head):
        pcm = pcm16(part * gain)
        file.seek(written)
        written += file.write(pcm)
    file.truncate(written)
    return Loop(decoded.channels, frames, file)


def _body(decoded: _Decoded, begin: int, kept: int, head: _Sound) -> Iterator[_Sound]:
    """All that follows the crossfaded beginning, then the end as it goes over into that."""
    for at in range(0, kept, _CHUNK):
        yield decoded.read(begin + at, min(_CHUNK, kept - at))
    angle = np.pi / 2 * (np.arange(len(head)) + 0.5)[:, np.newaxis] / len(head)
    yield decoded.read(begin + kept, len(head)) * np.cos(angle) + head * np.sin(angle)


def _resampled(path: Path, mono: bool) -> Generator[_Part]:
    """The sound of a file at 48 kHz, part by part; with two channels at most, or one."""
    # Its own layout where that is mono or stereo, any other mixed to one of them.
    layout = ["-af", "aformat=channel_layouts=mono|stereo"]
    most = AU.size + 8 * (LONGEST + 1) * RATES[-1]
    arguments = decoding(path, *layout, "-t", str(LONGEST + 1), "-fs", str(most))
    with ffmpeg.streaming(arguments, _LIMIT_SECONDS) as decoder:
        try:
            yield from _parts(path, decoder, mono)
        except LateRunError as error:
            raise SoundError(too_slow(path, _LIMIT_SECONDS)) from error


def _parts(path: Path, decoder: ffmpeg.Stream, mono: bool) -> Iterator[_Part]:
    """Checked and resampled, a second at a time."""
    name = quoted(path.name)
    header = decoder.read(AU.size)
    offset, rate, channels = described(path, header, _report(decoder) if not header else "")
    decoder.read(offset - AU.size)
    kept, width, taken = 1 if mono else channels, 4 * channels, 0
    stream = soxr.ResampleStream(rate, RATE, kept, dtype="float32", quality="HQ")
    while found := decoder.read(rate * width):
        part = np.frombuffer(found, ">f4", len(found) // width * channels).reshape(-1, channels)
        taken += len(part)
        if taken > LONGEST * rate:
            raise SoundError(f"{name} is longer than {LONGEST // 60} min: shorten it")
        if not (np.abs(part) < _SANE).all():
            raise SoundError(f"{name} holds samples that are no numbers: export it again")
        native = part.astype(np.float32)
        yield stream.resample_chunk(native.mean(axis=1, keepdims=True) if mono else native)
    try:
        decoder.end()
    except FailedRunError as error:
        raise SoundError(f"{name} cannot be decoded as sound: {TO_DO}") from error
    if not taken:
        raise SoundError(f"{name} holds no sound: {TO_DO}")
    yield stream.resample_chunk(np.zeros((0, kept), np.float32), last=True)


def _report(decoder: ffmpeg.Stream) -> str:
    """What ffmpeg says of a file of which it decodes nothing."""
    try:
        return decoder.end()
    except FailedRunError as error:
        return error.report
