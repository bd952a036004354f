"""Segments encoded and kept, by what they hold and never by where they stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from audioguide.core import ffmpeg
from audioguide.core.bed import Bed
from audioguide.core.units import Frames
from audioguide.session.beds import Beds
from audioguide.session.clips import Clips
from audioguide.store.keys import ENCODING_VERSION, key
from audioguide.store.single_flight import SingleFlight
from audioguide.store.store import Store
from audioguide.timeline.segment import Segment

if TYPE_CHECKING:
    from audioguide.mp3.frame import Format
    from audioguide.sound.audio import AudioSegment
    from audioguide.sound.mix import Backdrop

_AT_ONCE = 2500
"""Frames in one run of the encoder: a minute. Starting it costs as much as encoding 5 s."""

_OF_A_RING = 500
"""Frames of a bed's loop in one run: as floats, a minute would take 100 MB."""


class Segments:
    """The segments that sessions are linked from; each is encoded once and kept in the store."""

    def __init__(self, store: Store, clips: Clips, beds: Beds, pool: Executor) -> None:
        self._store = store
        self._clips = clips
        self._beds = beds
        self._flight = SingleFlight[None](pool)

    def key(self, segment: Segment) -> str:
        """What a segment is kept under. Raises BedError, FfmpegError, OSError."""
        parts = [(self._clips.key(part.clip), part.offset) for part in segment.parts]
        under = segment.under
        bed = None if under is None else (self._beds.key(under.bed), under.phase, under.curves)
        what = (segment.length, segment.wake, parts, bed)
        return key(ENCODING_VERSION, ffmpeg.identity(), *what)

    def ensure(self, segments: Iterable[Segment]) -> None:
        """Encode those that are missing. Raises BedError, SpeechError, FfmpegError, OSError."""
        keyed = {self.key(segment): segment for segment in segments}
        missing = [key_ for key_ in keyed if not self._store.has("frames", key_)]

        def make(keys: Sequence[str]) -> None:
            self._encode([(key_, keyed[key_]) for key_ in keys])

        batches = _batches(missing, keyed)
        for future in self._flight.submit(batches, make):
            future.result()

    def frames(self, segment: Segment) -> bytes:
        """A segment's coded frames, encoded again when the store's are lost or damaged."""
        key_ = self.key(segment)
        found = self._store.get("frames", key_)
        return self._encode([(key_, segment)])[0] if found is None else found

    def format(self, bed: Bed | None) -> "Format":
        """The kind of frame of a session with this bed. Raises BedError, FfmpegError, OSError."""
        from audioguide.mp3.frame import MONO, STEREO

        return STEREO if bed is not None and self._beds.facts(bed).channels == 2 else MONO

    def between(self, bed: Bed | None) -> bytes:
        """The frames that stand where no segment does: one of silence, or all of a bed's loop.
        Raises BedError, FfmpegError, OSError."""
        if bed is None:
            return self._kept(key(ENCODING_VERSION, ffmpeg.identity(), "silence"), self._silence)
        loop = range(0, self._beds.facts(bed).frames, _OF_A_RING)
        return b"".join(self._ring(bed, first) for first in loop)

    def _ring(self, bed: Bed, first: int) -> bytes:
        """A stretch of a bed's loop, encoded with the loop itself around it."""
        count = min(_OF_A_RING, self._beds.facts(bed).frames - first)

        def encoded() -> bytes:
            from audioguide.mp3.encode import AFTER, BEFORE, LEAD, encode
            from audioguide.sound.audio import audio_segment

            around = self._beds.wave(bed, first - BEFORE, BEFORE + count + AFTER)
            format = self.format(bed)
            (coded,) = encode([audio_segment(around)], format)
            size = format.frame_bytes
            return coded[LEAD * size : (LEAD + count) * size]

        what = (self._beds.key(bed), first, count)
        return self._kept(key(ENCODING_VERSION, ffmpeg.identity(), *what), encoded)

    def _silence(self) -> bytes:
        from audioguide.mp3.encode import silent_frame
        from audioguide.mp3.frame import MONO

        return silent_frame(MONO)

    def _kept(self, key_: str, make: Callable[[], bytes]) -> bytes:
        found = self._store.get("frames", key_)
        if found is None:
            found = make()
            self._store.put("frames", key_, found)
        return found

    def _encode(self, wanted: Sequence[tuple[str, Segment]]) -> list[bytes]:
        """Encode segments of one session."""
        from audioguide.mp3.encode import encode

        under = wanted[0][1].under
        format = self.format(None if under is None else under.bed)
        coded = encode([self._mixed(segment) for _, segment in wanted], format)
        for (key_, _), frames in zip(wanted, coded, strict=True):
            self._store.put("frames", key_, frames)
        return coded

    def _mixed(self, segment: Segment) -> "AudioSegment":
        from audioguide.mp3.encode import AFTER, BEFORE
        from audioguide.sound.mix import mix

        parts = [(*self._clips.sound(part.clip), part.offset) for part in segment.parts]
        backdrop = self._backdrop(segment, (BEFORE, AFTER))
        return mix(parts, segment.length, (BEFORE, AFTER), segment.wake, backdrop)

    def _backdrop(self, segment: Segment, margins: tuple[Frames, Frames]) -> "Backdrop | None":
        from audioguide.sound.mix import Backdrop

        under, (before, after) = segment.under, margins
        if under is None:
            return None
        count = before + segment.length + after
        return Backdrop(self._beds.wave(under.bed, under.phase - before, count), under.curves)


def _batches(keys: Iterable[str], keyed: dict[str, Segment]) -> Iterator[list[str]]:
    batch: list[str] = []
    frames = 0
    for key_ in keys:
        length = keyed[key_].length
        if batch and frames + length > _AT_ONCE:
            yield batch
            batch, frames = [], 0
        batch.append(key_)
        frames += length
    if batch:
        yield batch
