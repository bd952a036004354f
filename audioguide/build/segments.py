"""Segments encoded and kept, by what they hold and never by where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor

from audioguide import ffmpeg
from audioguide.build.clips import Clips
from audioguide.build.keys import key
from audioguide.build.once import Once
from audioguide.build.store import Store
from audioguide.timeline.segment import Segment

ENCODING_VERSION = 1
"""Counted up whenever mixing, limiting or encoding changes what comes out."""

_AT_ONCE = 2500
"""Frames in one run of the encoder: a minute. Starting it costs as much as encoding 5 s."""


class Segments:
    """The segments that sessions are linked from; each is encoded once and kept in the store."""

    def __init__(self, store: Store, clips: Clips, pool: Executor) -> None:
        self._store = store
        self._clips = clips
        self._once = Once[None](pool)

    def key(self, segment: Segment) -> str:
        """What a segment is kept under."""
        parts = [(self._clips.key(part.clip), part.offset) for part in segment.parts]
        return key(ENCODING_VERSION, ffmpeg.identity(), segment.length, parts)

    def ensure(self, segments: Iterable[Segment]) -> None:
        """Encode those that are missing. Raises SpeechError, FfmpegError, OSError."""
        keyed = {self.key(segment): segment for segment in segments}
        missing = [key_ for key_ in keyed if not self._store.has("frames", key_)]

        def make(keys: Sequence[str]) -> None:
            self._encode([(key_, keyed[key_]) for key_ in keys])

        batches = _batches(missing, keyed)
        for future in self._once.submit(batches, make):
            future.result()

    def frames(self, segment: Segment) -> bytes:
        """A segment's coded frames, encoded again when the store's are lost or damaged."""
        key_ = self.key(segment)
        found = self._store.get("frames", key_)
        return self._encode([(key_, segment)])[0] if found is None else found

    def silent(self) -> bytes:
        """The frame of silence."""
        from audioguide.mp3.encode import silent_frame

        key_ = key(ENCODING_VERSION, ffmpeg.identity(), "silence")
        found = self._store.get("frames", key_)
        if found is None:
            found = silent_frame()
            self._store.put("frames", key_, found)
        return found

    def _encode(self, wanted: Sequence[tuple[str, Segment]]) -> list[bytes]:
        from audioguide.mp3.encode import encode
        from audioguide.sound.mix import mix

        mixed = [
            mix(
                [(*self._clips.sound(part.clip), part.offset) for part in segment.parts],
                segment.length,
            )
            for _, segment in wanted
        ]
        coded = encode(mixed)
        for (key_, _), frames in zip(wanted, coded, strict=True):
            self._store.put("frames", key_, frames)
        return coded


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
