import ast
import threading
import time
from pathlib import Path

import pytest

import audioguide
from audioguide.core import ffmpeg
from audioguide.core.errors import FailedRunError, FfmpegError, LateRunError
from audioguide.core.units import Frames
from audioguide.mp3.encode import encode
from audioguide.mp3.frame import MONO
from audioguide.sound.audio import from_pcm

ENDLESS = ["-v", "error", "-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"]
"""Silence in real time, for ever."""

SECOND = bytes(2 * 48_000)


def test_what_goes_in_on_stdin_comes_out_on_stdout() -> None:
    arguments = ["-v", "error", *ffmpeg.raw("s16le", 1), "-f", "s16be", "pipe:1"]

    assert ffmpeg.run(arguments, b"\x01\x02" * 9).output == b"\x02\x01" * 9


def test_run_that_fails_says_why_in_one_line() -> None:
    with pytest.raises(FailedRunError, match=r"^ffmpeg failed: .*No such file or directory$"):
        ffmpeg.run(["-v", "error", *ffmpeg.source(Path("/nothing.wav")), "-f", "null", "-"])


def test_run_that_takes_too_long_is_stopped_and_says_so() -> None:
    began = time.monotonic()
    with pytest.raises(LateRunError, match=r"^ffmpeg took over 1 s and was stopped$"):
        ffmpeg.run(ENDLESS, limit=1)
    assert time.monotonic() - began < 10


def test_stream_that_takes_too_long_is_stopped_and_says_so() -> None:
    with ffmpeg.streaming(ENDLESS, limit=1) as stream:
        assert stream.read(1) == b""
        with pytest.raises(LateRunError, match="took over 1 s"):
            stream.end()


def test_stream_is_read_to_its_end() -> None:
    silence = ["-f", "lavfi", "-i", "anullsrc=cl=mono:r=48000", "-t", "1"]
    with ffmpeg.streaming(["-v", "error", *silence, "-f", "s16le", "pipe:1"]) as stream:
        assert stream.read(3 * len(SECOND)) == SECOND
        assert stream.end() == ""


def test_stream_reports_once_all_is_written() -> None:
    meter = [*ffmpeg.raw("s16le", 1), "-af", "volumedetect", "-f", "null", "-"]
    with ffmpeg.streaming(meter) as stream:
        stream.write(SECOND)
        assert "n_samples: 48000" in stream.end()


def test_stream_that_stops_before_it_has_read_all_says_why() -> None:
    wrong = ["-v", "error", "-f", "no such format", "-i", "pipe:0"]
    with ffmpeg.streaming(wrong) as stream, pytest.raises(FailedRunError, match="Invalid argument"):
        for _ in range(100):
            stream.write(SECOND)


def test_stream_that_is_left_leaves_nothing_behind() -> None:
    before = threading.active_count()
    with ffmpeg.streaming(ENDLESS) as stream:
        stream.write(SECOND)
    assert stream._process.poll() is not None
    assert threading.active_count() == before


def test_encoder_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hung = tmp_path / "ffmpeg"
    hung.write_text("#!/bin/sh\nexec sleep 60\n")
    hung.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "executable", lambda: str(hung))
    monkeypatch.setattr(ffmpeg, "LIMIT", 0.2)

    with pytest.raises(FfmpegError, match=r"ffmpeg took over 0\.\d+ s and was stopped"):
        encode([from_pcm(bytes(MONO.pcm_bytes(Frames(12))))], MONO)


def test_encoder_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pydub's export left two in the temporary folder whenever ffmpeg failed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(ffmpeg, "executable", lambda: "/bin/false")

    with pytest.raises(FfmpegError):
        encode([from_pcm(SECOND)], MONO)
    assert list(tmp_path.iterdir()) == []


def test_nothing_else_starts_ffmpeg() -> None:
    """Outside, its path is only looked at: whether it is there, and whether it has changed."""
    package = Path(audioguide.__file__).parent
    starters = [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if {"subprocess", "executable"} <= _names(path) and path != Path(ffmpeg.__file__)
    ]
    assert [name for name in starters if "speech/process" not in name] == []


def _names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return plain | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
