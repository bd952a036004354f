"""Who speaks in a session: programs that may run or not, and voices softer than others."""

import json
import os
import sys
from pathlib import Path

import pytest

from audioguide.cli import run

BEEP = """
import sys, wave
with wave.open(sys.argv[2], "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(16000)
    out.writeframes(b"\\x00\\x20\\x00\\xe0" * 400 * len(sys.argv[1].split()))
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script whose voice is a program; the working folder is its library's."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "beep.py").write_text(BEEP)
    arguments = json.dumps([sys.executable, str(tmp_path / "beep.py"), "{text}", "{out}"])
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        f"title: A\nvoice: {{ engine: command, run: {arguments} }}\n"
        f"steps: [say: 'Hi; $(touch {tmp_path}/x)']\n"
    )
    return folder


def test_a_program_speaks_when_it_is_allowed(library: Path, tmp_path: Path) -> None:
    assert run(["build", "--allow-commands"]) == 0

    (cue,) = json.loads(Path("output/data/a.plan.json").read_text())["cues"]
    assert cue["end"] - cue["start"] == pytest.approx(0.15, abs=0.01)  # three words of 50 ms
    assert not (tmp_path / "x").exists()


def test_another_program_of_that_name_makes_a_session_stale(
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = json.dumps(["beep", str(tmp_path / "beep.py"), "{text}", "{out}"])
    (library / "a.yaml").write_text(
        f"title: A\nvoice: {{ engine: command, run: {arguments}, instead: {{ engine: tone }} }}\n"
        "steps: [say: Hi.]\n"
    )
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert run(["build", "--allow-commands"]) == 0
    assert "tone speaks instead of command" in capsys.readouterr().err
    (tmp_path / "bin" / "beep").symlink_to(sys.executable)

    assert run(["build", "--allow-commands", "--why"]) == 0
    assert "a voice was missing" in capsys.readouterr().out
    assert run(["build", "--allow-commands"]) == 0
    assert "1 fresh" in capsys.readouterr().out


def test_a_program_is_not_run_unasked(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build"]) == 1

    assert "scripts/a.yaml:2:8: error: this voice runs a program" in capsys.readouterr().err
    assert not Path("output/a.mp3").exists()


def test_a_folder_is_trusted_by_ones_own_configuration(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config/audioguide").mkdir(parents=True)
    (tmp_path / "config/audioguide/config.yaml").write_text(f"allow_commands: [{library}]\n")

    assert run(["build"]) == 0


def test_a_broken_configuration_is_wrong_usage(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config/audioguide").mkdir(parents=True)
    (tmp_path / "config/audioguide/config.yaml").write_text("allow_commands: [here]\n")

    assert run(["build"]) == 2


def test_a_check_speaks_nothing_and_refuses_nothing(library: Path) -> None:
    assert run(["check"]) == 0


def test_a_softer_voice_is_that_much_softer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scripts").mkdir()
    Path("scripts/a.yaml").write_text(
        "title: A\nsteps:\n- say: Breathe in, and let your shoulders drop a little.\n"
        "- say: Breathe in, and let your shoulders drop a little.\n  voice: { volume: -6 }\n"
    )
    assert run(["build"]) == 0
    assert run(["verify"]) == 0

    made = json.loads(Path("output/data/a.plan.json").read_text())["made"]
    loud, soft = (clip["gain"] for clip in made["clips"])
    assert loud - soft == pytest.approx(6)


@pytest.mark.slow
def test_a_bed_under_softer_voices_is_as_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scripts").mkdir()
    words = "Breathe in, and let your shoulders drop a little."
    Path("scripts/a.yaml").write_text(
        f"title: A\nbed: rain\nvoice: {{ volume: -9 }}\nsteps:\n- say: {words}\n- pause: 9s\n"
        f"- say: {words}\n"
    )

    assert run(["build"]) == 0
    assert run(["verify"]) == 0
