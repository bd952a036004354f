"""One chapter by itself: `build --only`."""

import json
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from audioguide.cli import run
from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place
from audioguide.timeline.excerpt import excerpt
from tests.writing import happens, planned

SCRIPT = """
title: Neck
length: 9m
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
HERE = Place("script.yaml", 1, 1)


@pytest.mark.parametrize(
    ("chapter", "heard"),
    [
        ("Left side", ["# Left side", "Lean to the left.", "hold 15 s"]),
        ("  rest ", ["# Rest", "Well done."]),
        ("Neck", ["Sit tall."]),
    ],
)
def test_a_chapter_is_what_happens_from_its_mark_to_the_next(
    tmp_path: Path, chapter: str, heard: list[str]
) -> None:
    found = excerpt(planned(tmp_path, SCRIPT), chapter, HERE)

    assert (happens(found), found.length) == (heard, None)


def test_a_chapter_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ScriptProblems) as found:
        excerpt(planned(tmp_path, SCRIPT), "End", HERE)

    (problem,) = found.value.problems
    assert problem.message == "there is no chapter `End`"
    assert problem.hint == "there is: Neck, Right side, Left side, Rest"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "neck.yaml").write_text(SCRIPT.replace("length: 9m\n", ""))
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

    rundown = json.loads(Path("output/data/neck.plan.json").read_text())
    (there,) = (one for one in rundown["chapters"] if one["title"] == "Right side")
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
