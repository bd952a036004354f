"""A finished file decoded from front to back: windows of it, where a clip sounds in them, and how
loud it all is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audioguide.core import ffmpeg
from audioguide.core.errors import FailedRunError, FfmpegError
from audioguide.core.units import RATE, Samples, samples
from audioguide.sound.audio import Wave, decibels
from audioguide.sound.weighting import response

HEAD = samples(2)
"""What of a clip is looked for: enough to know a line by, and quick to correlate."""

_AT_ONCE = 4 * RATE
"""Samples read from the decoder at a time."""

_FAINT = 1e-8
"""Mean square of -80 dBFS: a window as quiet as that holds nothing to be alike to."""

_NOTHING = 1e-12
"""An energy that is as good as none."""

_AS_GOOD = 0.97
"""Share of the best likeness that is as good as the best: the same words said again differ from
the first ones by less, through what sounds around them."""
_AGAIN = samples(0.2)
"""Samples further than which a place as good as the best is another sounding of the same words,
and not the flank of the same one."""

_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS")


@dataclass(frozen=True, slots=True)
class Match:
    """Where a clip was found."""

    late: Samples
    """After the place where it was expected; before it when negative."""
    likeness: float
    """Normalised correlation, at most 1: what share of the amplitude there is the clip."""
    gain: float
    """dB from the clip to the recording."""


class DecodedStream:
    """Decoded samples of a file, forward only: what is asked for may not begin before what was
    asked for last, so that hours of it never stand in memory."""

    def __init__(self, decoder: ffmpeg.Stream, channels: int) -> None:
        self._decoder = decoder
        self._kept = np.zeros((0, channels), np.float32)
        self._from = 0

    def window(self, start: int, end: int) -> Wave:
        """Samples [start, end), shape (end - start, channels); silence where there are none."""
        while self._from + len(self._kept) < end and self._read(start):
            pass
        found = np.zeros((end - start, self._kept.shape[1]))
        first = max(start, self._from)
        part = self._kept[first - self._from : max(end - self._from, 0)]
        found[first - start : first - start + len(part)] = part
        return found

    def length(self) -> Samples:
        """How many samples there are in all; nothing can be asked for after this."""
        while self._read(self._from + len(self._kept)):
            pass
        return Samples(self._from + len(self._kept))

    def complaints(self) -> list[str]:
        """What the decoder had to say; to be asked when all has been read. Raises FfmpegError when
        it took too long."""
        try:
            return self._decoder.end().splitlines()
        except FailedRunError as error:
            return error.report.splitlines() or ["it failed"]

    def _read(self, needed_from: int) -> bool:
        """Read on, and forget what lies before a sample. False at the end."""
        size = 4 * self._kept.shape[1]
        content = self._decoder.read(_AT_ONCE * size)
        whole = content[: len(content) // size * size]
        new = np.frombuffer(whole, "<f4").reshape(-1, self._kept.shape[1])
        past = min(max(needed_from - self._from, 0), len(self._kept))
        self._kept = np.concatenate([self._kept[past:], new])
        self._from += past
        return bool(content)


class Meter:
    """Integrated loudness of a stream as played, by ffmpeg's ebur128."""

    def __init__(self, meter: ffmpeg.Stream) -> None:
        self._meter = meter

    def write(self, window: Wave) -> None:
        """More of the stream, shape (n, channels). Raises FfmpegError."""
        self._meter.write(window.astype("<f4").tobytes())

    def loudness(self) -> float | None:
        """LUFS (ITU-R BS.1770-4) of all that was written; None when it is under the gate or too
        short to measure. Raises FfmpegError."""
        found = _INTEGRATED.findall(self._meter.end())
        if not found:
            raise FfmpegError("ffmpeg's ebur128 gave no integrated loudness")
        value = float(found[-1])
        return value if value > -70 else None


@contextmanager
def decoding(path: Path, channels: int, lasts: float) -> Iterator[DecodedStream]:
    """A file that should last so many seconds, decoded for as long as the block lasts. Raises
    FfmpegError."""
    # In large pieces, decoding costs half: 1.1 s instead of 1.9 for 10 minutes.
    pieces = ["-map", "0:a:0", "-af", f"asetnsamples=n={RATE}:p=0"]
    form = ["-f", "f32le", "-ar", str(RATE), "-ac", str(channels), "pipe:1"]
    arguments = ["-v", "error", *ffmpeg.source(path), *pieces, *form]
    with ffmpeg.streaming(arguments, ffmpeg.LIMIT + lasts) as decoder:
        yield DecodedStream(decoder, channels)


@contextmanager
def metering(channels: int, lasts: float) -> Iterator[Meter]:
    """A meter for as long as the block lasts, of at most so many seconds of sound; one channel is
    heard on two speakers. Raises FfmpegError."""
    meter = ["-af", "ebur128=dualmono=true:framelog=verbose", "-f", "null", "-"]
    arguments = [*ffmpeg.raw("f32le", channels), *meter]
    with ffmpeg.streaming(arguments, ffmpeg.LIMIT + lasts) as running:
        yield Meter(running)


def find_clip(
    clip: Wave, recording: Wave, expected: Samples, reach: Samples, own: Samples
) -> Match:
    """Where a clip is in a mono recording, within `reach` of `expected`, which counts from the
    first sample, and how loud it is there. By normalised cross-correlation of what begins
    it; of several places as good as the best, the one nearest to `expected`. Only its first `own`
    samples count: those over which nothing else begins."""
    clip = clip[:own]
    head = clip[:HEAD]
    first = expected - reach
    searched = recording[first : expected + reach + head.size]
    product, likeness = _correlation(searched, head)
    best = int(likeness.argmax())
    # A bell's tail is like the bell, only softer: the product tells them apart.
    as_good = (likeness >= _AS_GOOD * likeness[best]) & (product >= _AS_GOOD * product[best])
    good = np.flatnonzero(as_good)
    near = int(good[np.abs(good - reach).argmin()])
    if abs(near - best) > _AGAIN:
        low = max(near - _AGAIN // 2, 0)
        best = low + int(likeness[low : near + _AGAIN // 2].argmax())
    there = recording[first + best : first + best + clip.size]
    same = clip[: there.size]
    gain = _product(there, same) / max(_product(same, same), _NOTHING)
    return Match(Samples(best - reach), float(likeness[best]), decibels(gain))


def mean_square(window: Wave) -> float:
    """The K-weighted mean square (ITU-R BS.1770-4) of samples, shape (n, channels), summed over
    the channels; a window is taken to go round."""
    power = np.square(np.abs(np.fft.rfft(window, axis=0))).sum(axis=1)
    # Parseval: each frequency but 0 stands for its negative too.
    power[1 : (len(window) + 1) // 2] *= 2
    weights = np.square(np.abs(response(len(window))))
    return _product(power, weights) / len(window) ** 2


def _correlation(searched: Wave, head: Wave) -> tuple[Wave, Wave]:
    """The product with the head at each place where it lies within what is searched, and the same
    normalised."""
    places = searched.size - head.size + 1
    size = -(-searched.size // 4096) * 4096  # numpy is quick at multiples of powers of two
    spectrum = np.fft.rfft(searched, size) * np.conj(np.fft.rfft(head, size))
    product = np.fft.irfft(spectrum, size)[:places]
    sums = np.concatenate([[0.0], np.cumsum(np.square(searched))])
    energy = np.maximum(sums[head.size :][:places] - sums[:places], _FAINT * head.size)
    return product, product / np.sqrt(energy * max(_product(head, head), _NOTHING))


def _product(one: Wave, other: Wave) -> float:
    """The sum of products. By einsum: BLAS sets threads of its own on it, which get in the way of
    other sessions' (9 ms instead of 0.3 for 5 s on two busy cores)."""
    return float(np.einsum("i,i", one, other))
