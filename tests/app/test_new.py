"""A script to start from is short, explains itself, and works at once."""

from pathlib import Path

import pytest

from audioguide.app import starter
from audioguide.app.check import check_script
from audioguide.cli import run
from audioguide.script.files import ScriptFile
from audioguide.script.library import DEFAULTS
from audioguide.script.overrides import Overrides
from audioguide.script.reader import read_script
from audioguide.session.routine import read_routine
from audioguide.speech.register import Engines
from audioguide.timeline.rundown import Rundown
from tests.writing import REHEARSED, happens

SHIPPED = Path(__file__).parents[2] / "scripts"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rundown_of(root: Path, path: Path) -> Rundown:
    return read_routine(ScriptFile(root, path), REHEARSED, DEFAULTS).rundown


def test_a_new_script_says_what_was_written_and_what_to_do_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["new", "neck"]) == 0
    assert capsys.readouterr().out == (
        "scripts/neck.yaml: written\n"
        "next: audioguide build scripts/neck.yaml\n"
        "      audioguide watch scripts/neck.yaml    builds it again on every save\n"
    )


def test_a_new_script_has_no_problems_and_lasts_about_two_minutes() -> None:
    run(["new", "neck"])
    path = Path("scripts/neck.yaml").absolute()

    found = check_script(ScriptFile(path.parent, path), Overrides(), Engines(), DEFAULTS)

    assert found == ()
    assert 90 <= starter.likely_length(path) / 48_000 <= 130


def test_a_new_script_is_short_and_every_line_fits_a_screen() -> None:
    lines = starter.starter("Neck").splitlines()
    assert len(lines) <= 32
    assert max(map(len, lines)) <= 100


def test_a_new_script_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    run(["new", "neck"])
    assert run(["build", "--engine", "tone", "--strict"]) == 0
    assert Path("output/neck.mp3").exists()


@pytest.mark.parametrize(
    ("name", "file", "title"),
    [
        ("neck-release", "neck-release.yaml", "Neck release"),
        ("desk/neck", "desk/neck.yaml", "Neck"),
        ("neck.yaml", "neck.yaml", "Neck"),
        ("neck_2.yml", "neck_2.yaml", "Neck 2"),
        ("Hüfte auf", "Hüfte-auf.yaml", "Hüfte auf"),
        ("no", "no.yaml", "No"),
        ("2024", "2024.yaml", "2024"),
    ],
)
def test_the_name_gives_file_and_title(name: str, file: str, title: str) -> None:
    assert run(["new", name]) == 0
    assert read_script(Path("scripts", file).absolute(), Path("scripts").absolute()).title == title


@pytest.mark.parametrize(
    ("output", "file"),
    [("mine", "mine/neck.yaml"), ("mine/", "mine/neck.yaml"), ("a/b.yaml", "a/b.yaml")],
)
def test_a_new_script_goes_where_it_is_told(output: str, file: str) -> None:
    assert run(["new", "neck", "-o", output]) == 0
    assert Path(file).is_file()


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            "../neck",
            "/neck",
            "a/../b",
            ".neck",
            "a/.b",
            "-neck",
            "a\\b",
            "a:b",
            "a\nb",
        ),
        *("library", "library.yaml", "desk/Library", "shared/neck", "Shared/neck", "desk/shared/x"),
        "neck.",
    ],
)
def test_names_that_are_none_are_refused(name: str, tmp_path: Path) -> None:
    assert run(["new", "--", name]) == 2
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == []


@pytest.mark.parametrize("there", ["neck.yaml", "neck.yml"])
def test_a_script_is_never_overwritten(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts").mkdir()
    Path("scripts", there).write_text("mine")

    assert run(["new", "neck"]) == 2

    assert "scripts/neck-2.yaml is free" in capsys.readouterr().err
    assert Path("scripts", there).read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("")
    assert run(["new", "neck", "-o", "file/sub"]) == 2
    assert "cannot write file/sub/neck.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("routine", starter.routines())
def test_a_copy_of_a_routine_is_heard_as_the_routine_and_needs_no_other_file(
    routine: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(starter.copied(routine, "Mine"), "utf-8")

    copy = rundown_of(tmp_path, path)

    assert copy.title == "Mine"
    assert happens(copy) == happens(rundown_of(SHIPPED, SHIPPED / f"{routine}.yaml"))


@pytest.mark.parametrize("routine", starter.routines())
def test_a_copy_of_a_routine_has_no_problems(routine: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(starter.copied(routine, "Mine"), "utf-8")
    assert check_script(ScriptFile(tmp_path, path), Overrides(), Engines(), DEFAULTS) == ()


def test_a_copy_tells_how_its_library_spells_words(capsys: pytest.CaptureFixture[str]) -> None:
    run(["new", "hips", "--from", "piriformis-release"])
    told = capsys.readouterr().out
    assert (
        "  lexicon:\n"
        "    en:\n"
        "      pyttsx3, piper, kokoro:\n"
        "        sciatic: sci-attic\n"
        "        piriformis: pirri-formiss\n"
        "      hibari:\n"
        '        piriformis: "[[pˌɪɹɪfˈɔɹmɪs]]"\n'
    ) in told


def test_words_that_a_library_spells_already_are_not_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts").mkdir()
    Path("scripts/library.yaml").write_text("lexicon: { Sciatic: a, en: { piriformis: b } }")
    run(["new", "hips", "--from", "piriformis-release"])
    assert "lexicon" not in capsys.readouterr().out


def test_a_routine_that_is_not_shipped_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["new", "hips", "--from", "desk-rset"]) == 2
    assert "did you mean `desk-reset`?" in capsys.readouterr().err
    assert not Path("scripts").exists()


def test_routines_are_listed_when_none_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "hips", "--from", "x"]) == 2
    assert "calf-release" in capsys.readouterr().err
