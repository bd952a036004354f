"""What an author sees: words, places, exit codes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from audioguide.cli import run
from audioguide.core.ffmpeg import executable, identity

GOOD = "title: Good\nsteps:\n  - say: Breathe in\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scripts").mkdir()
    monkeypatch.chdir(tmp_path)


def build(*arguments: str) -> int:
    return run(["build", "--engine", "tone", *arguments])


def test_a_library_is_built_and_told_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts/good.yaml").write_text(GOOD)
    Path("scripts/bad.yaml").write_text("title: Bad\nstesp:\n  - say: x\n")

    assert build() == 1

    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == "failed  bad"
    assert lines[1].split() == ["built", "good", "0:00", "0.0", "MB"]
    assert lines[2] == "1 built, 0 fresh, 1 failed"
    assert "scripts/bad.yaml:2:1: error: unknown key `stesp`" in told.err
    assert Path("output/good.mp3").exists()


def test_a_problem_shows_its_line_with_a_caret_and_a_hint(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/neck.yaml").write_text("title: Neck\nsteps:\n  - hold: soon\n")

    build()

    assert capsys.readouterr().err == (
        "scripts/neck.yaml:3:11: error: `soon` is not a time\n"
        "    3 |   - hold: soon\n"
        "      |           ^\n"
        "        hint: write a time as 45s, 1m30s, 1:30 or 90 (seconds)\n"
    )


def test_a_caret_stands_under_wide_and_combining_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/wide.yaml").write_text("title: T\nsteps:\n  - { say: 呼吸e\u0301, hodl: 3s }\n")

    build()

    line, caret = capsys.readouterr().err.splitlines()[1:3]
    # Two characters of double width and one of none before the key.
    assert caret.index("^") == line.index("hodl") + 2 - 1


def test_a_fragments_problem_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts/shared").mkdir()
    Path("scripts/shared/part.yaml").write_text("- hold: soon\n")
    for name in "ab":
        Path(f"scripts/{name}.yaml").write_text("title: T\nsteps:\n  - include: shared/part.yaml\n")

    assert build() == 1

    told = capsys.readouterr()
    assert told.err.count("`soon` is not a time") == 1
    assert told.out.count("failed  ") == 2


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts/good.yaml").write_text(GOOD)
    Path("scripts/bad.yaml").write_text("")

    assert build("--json") == 1

    told = capsys.readouterr()
    bad, good = json.loads(told.out)
    assert told.err == ""
    assert (good["name"], good["status"], good["length"]) == ("good", "built", 0.696)
    assert bad["problems"][0]["file"] == "scripts/bad.yaml"
    assert bad["problems"][0]["message"] == "an empty script"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "nowhere"], "there is nothing at"),
        (["build", "--engine", "gramophone"], "'gramophone' is not one of"),
        (["build", "-j", "0"], "'-j'"),
        (["biuld"], "No such command 'biuld'"),
        ([], "Usage: audioguide"),
    ],
)
def test_wrong_usage_is_exit_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert words in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_written_is_exit_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/good.yaml").write_text(GOOD)
    Path("output").write_text("a file is in the way")

    assert build() == 2
    assert "cannot write to output" in capsys.readouterr().err


@pytest.fixture
def _other_ffmpeg() -> Iterator[None]:
    """ffmpeg is looked for once in a process: forgotten before and after."""
    for forget in (executable, identity):
        forget.cache_clear()
    yield
    for forget in (executable, identity):
        forget.cache_clear()


@pytest.mark.usefixtures("_other_ffmpeg")
def test_an_ffmpeg_that_cannot_be_run_is_exit_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("scripts/good.yaml").write_text(GOOD)
    monkeypatch.setenv("AUDIOGUIDE_FFMPEG", "nowhere")

    assert build() == 2
    assert "AUDIOGUIDE_FFMPEG names `nowhere`" in capsys.readouterr().err


@pytest.mark.usefixtures("_other_ffmpeg")
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg on this machine's PATH")
def test_another_ffmpeg_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("scripts/good.yaml").write_text(GOOD)
    monkeypatch.setenv("AUDIOGUIDE_FFMPEG", "ffmpeg")

    assert build() == 0
    assert Path("output/good.mp3").stat().st_size > 5000


def test_a_folder_without_scripts_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert build() == 0
    assert capsys.readouterr().err == "no scripts found\n"


def test_our_own_bug_is_exit_3_with_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LOG", str(tmp_path / "log" / "here.log"))
    (tmp_path / "log").mkdir()
    monkeypatch.setattr("audioguide.app.build.scripts_at", lambda paths: 1 / 0)

    assert build() == 3

    (line,) = capsys.readouterr().err.splitlines()
    log = Path(line.split("Details: ")[1])
    assert log == tmp_path / "log" / "crash.log"
    assert "ZeroDivisionError" in log.read_text()


def test_verbose_tells_what_was_run_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.yaml").write_text("title: Neck\nsteps:\n  - say: Hello.\n")

    assert run(["-v", "build", "good.yaml", "--engine", "tone"]) == 0

    told = capsys.readouterr().err
    assert "good is stale: never built here" in told
    assert re.search(r"good: speak took [0-9.]+ s\n", told)
    assert re.search(r"ran for [0-9.]+ s, exit 0: \S*ffmpeg\S* .*libmp3lame", told)


def test_a_log_that_cannot_be_written_is_said_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LOG", str(tmp_path / "gone" / "here.log"))

    assert build() == 2

    assert "AUDIOGUIDE_LOG: " in capsys.readouterr().err


def test_start_up_imports_no_audio() -> None:
    code = "import sys, json, audioguide.cli; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    heavy = {"numpy", "pydub", "pydantic", "rich", "mutagen", "yaml", "soxr", "imageio_ffmpeg"}
    assert not heavy & set(json.loads(done.stdout))


def test_the_command_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "audioguide", "--version"], capture_output=True, check=True
    )
    assert done.stdout.startswith(b"audioguide 0.")


def test_ctrl_c_leaves_no_half_file_and_no_process(tmp_path: Path) -> None:
    """Interrupted as soon as the first utterance is kept, with many to go."""
    for number in range(6):
        lines = "".join(f"  - say: Line {n} of session {number}.\n" for n in range(40))
        Path(f"scripts/s{number}.yaml").write_text(f"title: S{number}\nsteps:\n{lines}")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "audioguide", "build"]
    running = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not list((tmp_path / "cache").glob("sound/*/*")) and running.poll() is None:
        time.sleep(0.01)  # waits for the event itself, not for a time

    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)

    assert running.returncode == 130
    assert told.decode().splitlines()[-1] == "interrupted"
    assert not list(tmp_path.rglob("*.part"))
    assert not list(temporary.iterdir())
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_every_command_of_the_list_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out.split("Commands:")[1]
    names = [line.split()[0] for line in listed.strip().splitlines()]

    assert [run([name, "--help"]) for name in names] == [0] * 13


@pytest.mark.skipif(
    not hasattr(click.exceptions, "NoSuchCommand"), reason="this click suggests nothing"
)
def test_a_misspelt_command_is_known_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["biuld"]) == 2
    assert "'build'" in capsys.readouterr().err
