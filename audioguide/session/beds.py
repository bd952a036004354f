"""Beds made and kept: loops in pieces, how loud they are, and the frames they are linked from."""

import json
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from audioguide.core import ffmpeg
from audioguide.core.bed import LEVEL, Bed
from audioguide.core.errors import BedError
from audioguide.core.units import FRAME
from audioguide.store.keys import SOUND_VERSION, content_digest, key
from audioguide.store.single_flight import SingleFlight
from audioguide.store.store import Store

if TYPE_CHECKING:
    from audioguide.sound.audio import Wave
    from audioguide.sound.loop import Loop

LOUDEST_PEAK = -12.0
"""dBFS that a bed's peaks may have: the voice keeps what is left under the limiter's ceiling."""

_KEPT_OPEN = 8
"""Pieces of loops kept in memory: of a built-in one, all."""


@dataclass(frozen=True, slots=True)
class LoopFacts:
    """What is known of a loop without its sound."""

    frames: int
    channels: int
    level: float
    """LUFS, as the mean of its channels, as kept."""
    peak: float
    """dBFS, as kept."""


class Beds:
    """The loops that lie under sessions; each is made once and kept in the store."""

    def __init__(self, store: Store, pool: Executor) -> None:
        self._store = store
        self._flight = SingleFlight[LoopFacts](pool)
        self._lock = Lock()
        self._known: dict[str, LoopFacts] = {}
        self._keys: dict[Bed, str] = {}
        self._pieces: OrderedDict[str, bytes] = OrderedDict()

    def forget(self) -> None:
        """Read sound files anew when they are asked for again."""
        self._keys.clear()

    def facts(self, bed: Bed) -> LoopFacts:
        """What is known of a bed's loop, made now if it is missing. Raises BedError, FfmpegError,
        OSError."""
        key_ = self._key(bed)
        if key_ not in self._known:
            self._known[key_] = self._kept(key_) or self._made(bed, key_)
        return self._known[key_]

    def gain(self, bed: Bed) -> float:
        """dB from the loop as kept to the bed where it plays alone, before it is encoded. Its peaks
        may not allow what was asked for."""
        return min(self._wanted(bed), LOUDEST_PEAK - self.facts(bed).peak)

    def short_of(self, bed: Bed) -> float:
        """LU by which a bed is softer than was asked for."""
        return self._wanted(bed) - self.gain(bed)

    def key(self, bed: Bed) -> str:
        """What a bed at its full level is known by."""
        return key(self._key(bed), self.gain(bed))

    def wave(self, bed: Bed, first: int, count: int) -> "Wave":
        """`count` frames of a bed at its full level, from any frame of its loop on, round and
        round. Shape (n, channels)."""
        import numpy as np

        from audioguide.sound.audio import FULL_SCALE, ratio

        facts = self.facts(bed)
        pcm = b"".join(self._pcm(bed, first, count))
        samples = np.frombuffer(pcm, "<i2").reshape(-1, facts.channels)
        return np.asarray(samples * (ratio(self.gain(bed)) / FULL_SCALE))

    def energies(self, bed: Bed) -> "Wave":
        """The K-weighted mean square of each frame of a bed at its full level, in the MP3."""
        import numpy as np

        from audioguide.sound.audio import ratio
        from audioguide.sound.loudness import ENCODER_LOSS

        found = self._piece(bed, "energies")
        return np.frombuffer(found, "<f8") * ratio(self.gain(bed) - ENCODER_LOSS) ** 2

    def _wanted(self, bed: Bed) -> float:
        from audioguide.sound.loudness import ENCODER_LOSS, TARGET

        return TARGET + ENCODER_LOSS - bed.level + bed.rise - self.facts(bed).level

    def _key(self, bed: Bed) -> str:
        """What a bed's loop is kept under: how loud it is played does not count."""
        loop = replace(bed, level=LEVEL, rise=0.0)
        if loop not in self._keys:
            source = content_digest(Path(bed.file)) if bed.file else bed.sound
            what = (SOUND_VERSION, ffmpeg.identity(), "bed", source, bed.stereo)
            self._keys[loop] = key(*what)
        return self._keys[loop]

    def _kept(self, key_: str) -> LoopFacts | None:
        found = self._store.get("bed", key_)
        return None if found is None else LoopFacts(**json.loads(found))

    def _made(self, bed: Bed, key_: str) -> LoopFacts:
        """A bed that several sessions want at the same moment is made once."""
        (future,) = self._flight.submit([[key_]], lambda _: self._make(bed, key_))
        return future.result()

    def _make(self, bed: Bed, key_: str) -> LoopFacts:
        """Keep a loop's pieces, then what is known of it: an entry means that all is there. Raises
        as `facts`."""
        import numpy as np

        from audioguide.core.errors import SoundError
        from audioguide.sound.audio import FULL_SCALE, decibels
        from audioguide.sound.loop import frame_energies
        from audioguide.sound.weighting import level

        try:
            with _opened(bed) as loop:
                peak = 0.0
                for number, block in enumerate(loop.blocks()):
                    self._store.put("bed", key(key_, number), block)
                    peak = max(peak, float(np.abs(np.frombuffer(block, "<i2") / FULL_SCALE).max()))
                found = frame_energies(loop)
        except SoundError as error:
            raise BedError(str(error)) from error
        self._store.put("bed", key(key_, "energies"), found.astype("<f8").tobytes())
        facts = LoopFacts(loop.frames, loop.channels, level(float(found.mean())), decibels(peak))
        self._store.put("bed", key_, json.dumps(asdict(facts)).encode())
        return facts

    def _pcm(self, bed: Bed, first: int, count: int) -> Iterator[bytes]:
        """FragmentCache PCM of `count` frames from a frame on, round and round, piece by piece."""
        from audioguide.sound.loop import BLOCK

        facts = self.facts(bed)
        size = 2 * facts.channels * FRAME
        while count:
            first %= facts.frames
            piece = self._piece(bed, first // BLOCK)
            at = first % BLOCK
            found = piece[at * size : (at + count) * size]
            yield found
            first, count = first + len(found) // size, count - len(found) // size

    def _piece(self, bed: Bed, which: int | str) -> bytes:
        """A part of what is kept of a loop; all of it is made again when one is lost or damaged."""
        key_ = self._key(bed)
        part = key(key_, which)
        with self._lock:
            if part in self._pieces:
                self._pieces.move_to_end(part)
                return self._pieces[part]
        found = self._store.get("bed", part)
        if found is None:
            # Here and now: this may be a worker, which must not wait for another one.
            self._make(bed, key_)
            found = self._store.get("bed", part)
        if found is None:
            raise OSError(f"what was kept of {bed.sound} is lost again")
        with self._lock:
            self._pieces[part] = found
            while len(self._pieces) > _KEPT_OPEN:
                self._pieces.popitem(last=False)
        return found


@contextmanager
def _opened(bed: Bed) -> "Iterator[Loop]":
    """The loop of a bed, made."""
    if bed.built_in is None:
        from audioguide.sound.bed_file import read_bed

        with closing(read_bed(Path(bed.file), bed.stereo)) as loop:
            yield loop
    else:
        from audioguide.sound.bed import bed_named
        from audioguide.sound.loop import loop_of

        yield loop_of(bed_named(bed.built_in)(2 if bed.stereo else 1))
