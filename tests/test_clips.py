"""Clips that several sessions want at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

from audioguide.build.clips import Clips
from audioguide.build.store import Store
from audioguide.speech.engine import SpeechError, Spoken
from audioguide.speech.tone import Tone
from audioguide.timeline.clip import Speech
from audioguide.voice import Voice

VOICE = Voice(engine="tone")
ONLY_FIRST, SHARED = Speech("Lie down.", VOICE), Speech("Well done.", VOICE)


class Hoarse(Tone):
    """Refuses to speak, when it is time."""

    def __init__(self) -> None:
        self.asked, self.time = Event(), Event()

    def speak(self, text: str, voice: Voice) -> Spoken:
        self.asked.set()
        assert self.time.wait(20)
        raise SpeechError("a sore throat")


def test_a_session_hears_only_of_its_own_clips_that_failed(
    tmp_path: Path, monkeypatch: Any
) -> None:
    engine = Hoarse()
    with ThreadPoolExecutor(1) as pool, ThreadPoolExecutor(2) as sessions:
        clips = Clips(Store(tmp_path), pool, {"tone": engine})
        submit, joined = clips._once.submit, Event()
        first = sessions.submit(clips.extents, [ONLY_FIRST, SHARED])
        assert engine.asked.wait(20)

        def join(*arguments: Any) -> Any:
            found = submit(*arguments)
            joined.set()
            return found

        monkeypatch.setattr(clips._once, "submit", join)
        second = sessions.submit(clips.extents, [SHARED])
        assert joined.wait(20)
        engine.time.set()

        assert first.result()[1] == {ONLY_FIRST: "a sore throat", SHARED: "a sore throat"}
        assert second.result() == ({}, {SHARED: "a sore throat"})
