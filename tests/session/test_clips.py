"""Clips that several sessions want at the same moment, or that nobody wants any more."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice
from audioguide.session.clips import Clips
from audioguide.session.context import build_context
from audioguide.speech.engine import Spoken
from audioguide.speech.register import Engines
from audioguide.speech.tone import ToneEngine
from audioguide.store.store import Store
from audioguide.timeline.clip import Speech, Strike

VOICE = Voice(engine="tone")
ONLY_FIRST, SHARED = Speech("Lie down.", VOICE), Speech("Well done.", VOICE)


class Hoarse(ToneEngine):
    """Refuses to speak, when it is time."""

    def __init__(self) -> None:
        self.asked, self.time = Event(), Event()

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        self.asked.set()
        assert self.time.wait(20)
        raise SpeechError("a sore throat")


def test_a_clip_is_kept_by_what_its_file_holds_and_not_by_where_it_lies(tmp_path: Path) -> None:
    for name, content in {"a.wav": b"one", "b.wav": b"one", "c.wav": b"two"}.items():
        (tmp_path / name).write_bytes(content)

    with ThreadPoolExecutor(1) as pool:
        clips = Clips(Store(tmp_path / "store"), pool, Engines())
        strikes = [Strike("temple", tmp_path / name) for name in ("a.wav", "b.wav", "c.wav")]
        a, b, c = map(clips.key, [*strikes])

    assert a == b
    assert a != c


def test_a_session_is_told_only_of_its_own_clips_that_failed(
    tmp_path: Path, monkeypatch: Any
) -> None:
    engine = Hoarse()
    with ThreadPoolExecutor(1) as pool, ThreadPoolExecutor(2) as sessions:
        clips = Clips(Store(tmp_path), pool, Engines(made={"tone": engine}))
        submit, joined = clips._flight.submit, Event()
        first = sessions.submit(clips.extents, [ONLY_FIRST, SHARED])
        assert engine.asked.wait(20)

        def join(*arguments: Any) -> Any:
            found = submit(*arguments)
            joined.set()
            return found

        monkeypatch.setattr(clips._flight, "submit", join)
        second = sessions.submit(clips.extents, [SHARED])
        assert joined.wait(20)
        engine.time.set()

        assert first.result()[1] == {ONLY_FIRST: "a sore throat", SHARED: "a sore throat"}
        assert second.result() == ({}, {SHARED: "a sore throat"})


class Away(ToneEngine):
    """Has something else to say each time that it is asked what it lacks."""

    def __init__(self, *answers: str | SpeechError | None) -> None:
        self.answers, self.forgot = list(answers), 0

    def why_missing(self, voice: Voice) -> str | None:
        answer = self.answers.pop(0)
        if isinstance(answer, SpeechError):
            raise answer
        return answer

    def forget(self) -> None:
        self.forgot += 1


def test_a_voice_that_could_not_be_asked_for_is_not_missing(tmp_path: Path) -> None:
    engine = Away(SpeechError("too late"), None)
    with build_context(Store(tmp_path), 1, Engines(made={"tone": engine})) as context:
        with pytest.raises(SpeechError, match="too late"):
            context.engines.why_missing(VOICE)
        assert context.engines.why_missing(VOICE) is None


def test_engines_forget_what_they_lack_between_two_runs(tmp_path: Path) -> None:
    engine = Away("no tones", None)
    with build_context(Store(tmp_path), 1, Engines(made={"tone": engine})) as context:
        before = context.engines.why_missing(VOICE)
        context.rest()

        assert (before, engine.forgot, context.engines.why_missing(VOICE)) == ("no tones", 1, None)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a fifo")
def test_a_build_context_that_stops_ends_what_is_spoken_and_speaks_nothing_else(
    tmp_path: Path,
) -> None:
    """Otherwise each clip of a batch would take as long as a program may: 30 s."""
    voice = Voice("command", run=_endless(tmp_path / "begun"))
    clips = [Speech(f"Line {number}.", voice) for number in range(3)]
    with ThreadPoolExecutor(1) as sessions, build_context(Store(tmp_path / "store"), 1) as context:
        told = sessions.submit(context.clips.extents, clips)
        (tmp_path / "begun").read_text()  # until the first one speaks
        context.stop()

        _, faults = told.result(timeout=20)

    assert "was killed" in faults[clips[0]]
    assert {faults[clip] for clip in clips[1:]} == {"speaking was stopped"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a fifo")
@pytest.mark.parametrize("command", [["build", "-o", "output"], ["plan", "--exact"]])
def test_ctrl_c_does_not_wait_for_programs(tmp_path: Path, command: list[str]) -> None:
    lines = "".join(f"  - say: Line {number}.\n" for number in range(20))
    run = list(_endless(tmp_path / "begun"))
    script = f"title: Slow\nvoice: {{ engine: command, run: {run} }}\nsteps:\n{lines}"
    (tmp_path / "slow.yaml").write_text(script)
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(tmp_path / "cache")}
    whole = [sys.executable, "-m", "audioguide", *command, "slow.yaml", "--allow-commands"]
    with (tmp_path / "told").open("wb") as told:
        build = subprocess.Popen(whole, cwd=tmp_path, env=environment, stdout=told, stderr=told)
    (tmp_path / "begun").read_text()  # until the first one speaks
    build.send_signal(signal.SIGINT)

    assert build.wait(timeout=25) == 130  # a program has 30 s


def _endless(begun: Path) -> tuple[str, ...]:
    """A program that says through a fifo that it has begun, and speaks no end."""
    os.mkfifo(begun)
    return ("/bin/sh", "-c", f"echo > {begun}; exec sleep 60")
