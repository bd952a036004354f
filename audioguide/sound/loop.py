"""A bed as 16-bit samples that go round, read a stretch at a time however long it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from audioguide.core.units import FRAME, Frames
from audioguide.sound.audio import FULL_SCALE, Wave, ratio
from audioguide.sound.weighting import weighted

BLOCK = Frames(500)
"""12 s: what is read, kept and encoded at once."""

PEAK = -6.0
"""dBFS of a loop's loudest sample: 15 bits of resolution, and room for what a crossfade adds."""

_STRETCH = Frames(100)
"""What is weighted at once: 2.4 s, whose spectra take 6 MB."""

_RUN_UP = Frames(5)
"""0.12 s before a stretch, for the weighting to forget that it began: its slowest part, the
high-pass at 38 Hz, falls by e every 4.2 ms (by over 200 dB in this time)."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A sound whose end runs on into its beginning. Close it: that of a long file lies on
    disk."""

    channels: int
    """1, or 2: left and right."""
    frames: Frames
    """What it lasts."""
    pcm: BinaryIO
    """Its samples: 16 bits, little-endian, interleaved."""

    def close(self) -> None:
        """Give up the samples, and the file that holds them."""
        self.pcm.close()

    def stretch(self, start: Frames, length: Frames) -> bytes:
        """`length` frames of it from a frame on, past its end from the beginning again; `start` may
        be negative. Raises OSError."""
        pieces = []
        while length > 0:
            start = Frames(start % self.frames)
            taken = min(length, self.frames - start)
            self.pcm.seek(start * self._frame_bytes)
            pieces.append(self.pcm.read(taken * self._frame_bytes))
            start, length = Frames(start + taken), Frames(length - taken)
        return b"".join(pieces)

    def blocks(self) -> Iterator[bytes]:
        """All of it, once round, in BLOCKs; the last may be shorter. Raises OSError."""
        for start in range(0, self.frames, BLOCK):
            yield self.stretch(Frames(start), Frames(min(BLOCK, self.frames - start)))

    @property
    def _frame_bytes(self) -> int:
        return 2 * self.channels * FRAME


def loop_of(wave: Wave) -> Loop:
    """The loop of a wave, shape (n, channels), n a whole number of frames: brought to PEAK, unless
    it is silent."""
    peak = max(float(wave.max()), -float(wave.min()))
    gain = ratio(PEAK) / peak if peak else 0.0
    pcm = BytesIO()
    for start in range(0, len(wave), BLOCK * FRAME):
        pcm.write(pcm16(wave[start : start + BLOCK * FRAME] * gain))
    return Loop(wave.shape[1], Frames(len(wave) // FRAME), pcm)


def pcm16(wave: Wave) -> bytes:
    """A wave within full scale, shape (n, channels), as 16-bit samples, interleaved."""
    return bytes(np.rint(wave * FULL_SCALE).astype("<i2").tobytes())


def frame_energies(loop: Loop) -> NDArray[np.float64]:
    """K-weighted mean square of each frame of a loop over its channels, shape (frames,); the
    weighting goes round with it. `audioguide.sound.weighting.level` of a mean of them is in LUFS as
    of a single channel. Raises OSError."""
    return np.concatenate([_energies(loop, start) for start in range(0, loop.frames, _STRETCH)])


def _energies(loop: Loop, start: int) -> NDArray[np.float64]:
    length = min(_STRETCH, loop.frames - start)
    pcm = loop.stretch(Frames(start - _RUN_UP), Frames(_RUN_UP + length))
    found = np.zeros(length)
    for channel in np.frombuffer(pcm, "<i2").reshape(-1, loop.channels).T:
        sound = weighted(channel / FULL_SCALE)[_RUN_UP * FRAME :]
        found += np.square(sound).reshape(length, FRAME).mean(axis=1)
    return found / loop.channels
