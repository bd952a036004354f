import sys
from pathlib import Path

import pytest

from audioguide.core import crash, ffmpeg
from audioguide.core.crash import write_crash

FAULT = ZeroDivisionError("a fault of ours")


@pytest.mark.skipif(sys.platform != "linux", reason="where logs are is the platform's")
def test_log_is_always_at_the_same_place(tmp_path: Path) -> None:
    found = write_crash(FAULT)
    assert found == tmp_path / "home/.local/state/audioguide/log/crash.log"
    assert write_crash(FAULT) == found


def test_log_is_beside_the_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LOG", str(tmp_path / "logs" / "all.log"))
    assert write_crash(FAULT) == tmp_path / "logs" / "crash.log"


def test_log_goes_elsewhere_when_its_place_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("no folder")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = write_crash(FAULT)
    assert found.parent == tmp_path
    assert "a fault of ours" in found.read_text()


def test_log_tells_what_went_wrong_and_every_version(monkeypatch: pytest.MonkeyPatch) -> None:
    told = write_crash(FAULT).read_text()
    assert told.splitlines()[-1] == "ZeroDivisionError: a fault of ours"
    for name in ("audioguide 0", "Python 3.", "ffmpeg ffmpeg-", "pyttsx3 2", "numpy "):
        assert f"\n{name}" in f"\n{told}"


def test_log_is_written_without_ffmpeg_and_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_FFMPEG", "no-such-program")
    monkeypatch.setattr(crash, "_PACKAGES", ("no-such-package",))
    ffmpeg.executable.cache_clear()
    ffmpeg.identity.cache_clear()
    told = write_crash(FAULT).read_text()
    ffmpeg.executable.cache_clear()
    assert "ffmpeg – (AUDIOGUIDE_FFMPEG names `no-such-program`, which cannot be run)" in told
    assert "no-such-package –" in told


def test_log_is_written_when_the_package_with_ffmpeg_is_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AUDIOGUIDE_FFMPEG", raising=False)
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    ffmpeg.executable.cache_clear()
    ffmpeg.identity.cache_clear()
    told = write_crash(FAULT).read_text()
    assert "\nffmpeg – (" in told
    assert told.endswith("ZeroDivisionError: a fault of ours\n")


def test_log_can_tell_of_a_name_that_is_not_utf_8() -> None:
    told = write_crash(ValueError("no file caf\udce9.yaml")).read_text()
    assert told.endswith("no file caf\\udce9.yaml\n")
