"""One chapter by itself: `build --only`."""

import json
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from audioguide.cli import run

SCRIPT = """
title: Neck
steps:
  - say: Sit tall.
  - sides: [right, left]
    switch: ""
    steps:
      - chapter: "{Side} side"
      - hold: 10s-20s
        say: Lean to the {side}.
  - chapter: Rest
  - say: Well done.
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "neck.yaml").write_text(SCRIPT)
    return folder


def test_it_is_written_beside_the_session_and_listed_nowhere(library: Path) -> None:
    run(["build", "--engine", "tone"])
    before = {path: path.read_bytes() for path in Path("output").rglob("*.*")}

    assert run(["build", "--engine", "tone", "--only", "Right side", "scripts/neck.yaml"]) == 0

    after = {path: path.read_bytes() for path in Path("output").rglob("*.*")}
    assert {*after} - {*before} == {Path("output/neck--Right side.mp3")}
    assert all(after[path] == content for path, content in before.items())


def test_it_lasts_as_long_as_the_chapter_does(library: Path) -> None:
    run(["build", "--engine", "tone"])
    run(["build", "--engine", "tone", "--only", "Right side"])

    plan = json.loads(Path("output/data/neck.plan.json").read_text())
    (there,) = (one for one in plan["chapters"] if one["title"] == "Right side")
    alone = MP3("output/neck--Right side.mp3").info.length
    # The opening of 20 frames comes first; a frame's rounding at either end.
    assert alone == pytest.approx(there["end"] - there["start"] + 20 * 0.024, abs=0.048)


def test_a_wrong_chapter_is_a_problem_of_the_script(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "--engine", "tone", "--only", "Lefft side"]) == 1

    told = capsys.readouterr().err
    assert "scripts/neck.yaml:2:1: error: there is no chapter `Lefft side`" in told
    assert "did you mean `Left side`?" in told
