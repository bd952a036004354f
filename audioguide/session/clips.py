"""Clips made and kept: words spoken, trimmed and measured; chimes struck."""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from audioguide.core import ffmpeg
from audioguide.core.errors import SpeechError
from audioguide.core.units import Samples
from audioguide.session.clip_facts import ClipFacts
from audioguide.speech.register import Engines
from audioguide.store.keys import SOUND_VERSION, content_digest, key
from audioguide.store.single_flight import SingleFlight, result
from audioguide.store.store import Store
from audioguide.timeline.clip import Clip, Extent

if TYPE_CHECKING:
    from audioguide.session.render import Fault, RenderedClip
    from audioguide.sound.audio import AudioSegment

_AT_ONCE = 8
"""Clips made in one task: measured together they cost half, and two cores still share a session."""

Faults: TypeAlias = dict[Clip, str]
"""Why clips could not be made."""


class Clips:
    """The clips that sessions are made of; each is made once and kept in the store."""

    def __init__(self, store: Store, pool: Executor, engines: Engines) -> None:
        self._store = store
        self._flight = SingleFlight[Faults](pool)
        self._engines = engines
        self._keys: dict[Clip, str] = {}
        self._known: dict[str, ClipFacts] = {}

    def key(self, clip: Clip) -> str:
        """What the clip is kept under. Raises SpeechError when its engine or voice is missing."""
        if clip not in self._keys:
            made_from = clip.key_input(content_digest)
            self._keys[clip] = key(SOUND_VERSION, ffmpeg.identity(), made_from, self._speaker(clip))
        return self._keys[clip]

    def extents(self, clips: Iterable[Clip]) -> tuple[dict[Clip, Extent], Faults]:
        """How long each clip is, those that are missing made first; and why some could not be
        spoken. Raises FfmpegError, OSError."""
        wanted = list(clips)
        keyed, faults = self._keyed(wanted)
        missing = [key_ for key_ in keyed if self._facts(key_) is None]
        batches = [missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)]

        def make(keys: Sequence[str]) -> Faults:
            made = self._make([keyed[key_] for key_ in keys])
            return {clip: str(why) for clip, why in made.items() if isinstance(why, Exception)}

        for future in self._flight.submit(batches, make):
            told: Faults = result(future)
            faults.update(told)
        # A batch that another session began may hold clips that are none of this one's.
        own = {clip: why for clip, why in faults.items() if clip in wanted}
        spoken = {clip: key_ for key_, clip in keyed.items() if clip not in own}
        return {clip: self._extent(clip, key_) for clip, key_ in spoken.items()}, own

    def sound(self, clip: Clip) -> "tuple[AudioSegment, float]":
        """A clip's audio and its gain in dB, made again when the store's is lost or damaged.
        Raises SpeechError, FfmpegError, OSError."""
        from audioguide.sound.audio import from_pcm

        key_ = self.key(clip)
        facts, pcm = self._facts(key_), self._store.get("sound", key_)
        if facts is None or pcm is None:
            rendered = self._remake(clip)
            return from_pcm(rendered.pcm), rendered.facts.gain
        return from_pcm(pcm), facts.gain

    def facts(self, clip: Clip) -> ClipFacts:
        """What is known of a clip, made again when that is lost. Raises as `sound`."""
        return self._facts(self.key(clip)) or self._remake(clip).facts

    def forget(self) -> None:
        """Read sound files anew when they are asked for again, and tell voices anew."""
        self._keys.clear()

    def _keyed(self, clips: Iterable[Clip]) -> tuple[dict[str, Clip], Faults]:
        """Clips by their keys, and why some have none: their voice is missing."""
        keyed: dict[str, Clip] = {}
        faults: Faults = {}
        for clip in clips:
            try:
                keyed[self.key(clip)] = clip
            except SpeechError as error:
                faults[clip] = str(error)
        return keyed, faults

    def _speaker(self, clip: Clip) -> object:
        """What speaks a clip, by its identity, and at which pace; nothing for what nobody
        speaks."""
        if clip.voice is None:
            return ""
        identity = self._engines.identity(clip.voice).fingerprint()
        return identity, self._engines.pace(clip.voice)

    def _extent(self, clip: Clip, key_: str) -> Extent:
        facts = self._facts(key_) or self._remake(clip).facts
        return Extent(Samples(facts.length), Samples(facts.sounding))

    def _facts(self, key_: str) -> ClipFacts | None:
        if key_ not in self._known:
            found = self._store.get("length", key_)
            if found is None:
                return None
            self._known[key_] = ClipFacts(**json.loads(found))
        return self._known[key_]

    def _remake(self, clip: Clip) -> "RenderedClip":
        found = self._make([clip])[clip]
        if isinstance(found, Exception):
            raise found
        return found

    def _make(self, clips: Sequence[Clip]) -> "dict[Clip, RenderedClip | Fault]":
        from audioguide.session.render import render

        made = dict(zip(clips, render(clips, self._engines.speak), strict=True))
        for clip, found in made.items():
            if not isinstance(found, Exception):
                key_ = self.key(clip)
                self._store.put("sound", key_, found.pcm)
                self._store.put("length", key_, json.dumps(asdict(found.facts)).encode())
                self._known[key_] = found.facts
        return made
