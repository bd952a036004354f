import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audioguide.core import ffmpeg, log
from audioguide.core.errors import LateRunError


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    log.end()


def test_nothing_is_told_unless_somebody_asks(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin(verbose=False)
    log.note("something")
    assert capsys.readouterr().err == ""


def test_stage_is_told_with_its_session_and_how_long_it_took(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.begin(verbose=True)
    with log.session("week/neck"), log.stage("speak"):
        pass
    assert capsys.readouterr().err.endswith("MainThread: week/neck: speak took 0.000 s\n")


def test_log_goes_on_in_the_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "audioguide.log"
    monkeypatch.setenv("AUDIOGUIDE_LOG", str(file))
    for message in ("first", "second"):
        log.begin(verbose=False)
        log.note(message)
    assert [line.split()[-1] for line in file.read_text().splitlines()] == ["first", "second"]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("value", ["1", "debug"])
def test_variable_can_ask_for_stderr(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LOG", value)
    log.begin(verbose=False)
    log.note("something")
    assert capsys.readouterr().err.count("something") == 1


@pytest.mark.parametrize("value", ["0", ""])
def test_variable_can_be_off(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LOG", value)
    assert log.log_file() is None


def test_program_that_embeds_us_sees_what_it_asks_for(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="audioguide"):
        log.ran(["ffmpeg", "-i", "a b.wav"], time.monotonic(), 0)
    assert caplog.messages == ["ran for 0.000 s, exit 0: ffmpeg -i 'a b.wav'"]


def test_run_that_was_stopped_is_told_as_such(caplog: pytest.LogCaptureFixture) -> None:
    endless = ["-v", "error", "-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"]
    with (
        caplog.at_level(logging.DEBUG, logger="audioguide"),
        ffmpeg.streaming(endless, 0.2) as stream,
        pytest.raises(LateRunError),
    ):
        stream.end()
    assert ", stopped: " in caplog.text


def test_long_command_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="audioguide"):
        log.ran(["ffmpeg", *["-i"] * 5000], time.monotonic(), 0)
    assert len(caplog.messages[0]) < 3000


def test_stderr_is_the_one_there_is_by_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A progress bar replaces it while it runs, and prints above itself what comes."""
    log.begin(verbose=True)
    told: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", told.append)
    log.note("something")
    assert "something" in "".join(told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_log_on_a_full_disk_costs_nothing_but_its_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LOG", "/dev/full")
    log.begin(verbose=False)
    log.note("something")
    log.end()
    assert capsys.readouterr().err == ""


def test_log_tells_of_a_name_that_is_not_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "audioguide.log"
    # pytest would note it too, and xdist cannot send half a character from one process to another.
    monkeypatch.setattr(logging.getLogger(log.LOGGER), "propagate", False)
    monkeypatch.setenv("AUDIOGUIDE_LOG", str(file))
    log.begin(verbose=False)
    log.note("%s is stale", "caf\udce9")
    assert file.read_text().endswith("caf\\udce9 is stale\n")
