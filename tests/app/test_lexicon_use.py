"""Words of a lexicon that never fit, told by `check` of a whole library."""

from pathlib import Path

import pytest

from audioguide.app import check
from audioguide.app.check import check_library
from audioguide.script.files import ScriptFile, locate
from audioguide.script.overrides import Overrides

NECK = """\
title: Psoas
steps:
  - hold: 20s
    say: Sit tall.
    at: { halfway: Soften the sacrum. }
    countdown: 3
  - include: shared/end.yaml
"""
HIPS = "title: Hüfte\nlanguage: de\nsteps:\n  - say: Die Reha.\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of a library with two scripts, one of them German."""
    Path(tmp_path, "shared").mkdir()
    Path(tmp_path, "neck.yaml").write_text(NECK, "utf-8")
    Path(tmp_path, "hips.yaml").write_text(HIPS, "utf-8")
    Path(tmp_path, "shared/end.yaml").write_text("- say: Lift the coccyx.\n", "utf-8")
    return tmp_path


def told(root: Path, lexicon: str, scripts: list[ScriptFile] | None = None, jobs: int = 1) -> str:
    """The warnings of a library with a lexicon."""
    Path(root, "library.yaml").write_text(f"lexicon: {lexicon}\n", "utf-8")
    found = check_library(scripts or list(locate(root)), Overrides(), jobs)[root]
    assert all(problem.place.file == "library.yaml" for problem in found)
    return "\n".join(
        f"{it.place.line}:{it.place.column}: {it.severity}: {it.message} ({it.hint})"
        for it in found
    )


WAY_OUT = "take it out, or write it as the texts do"


def test_words_that_never_fit_are_told_where_they_stand(library: Path) -> None:
    assert told(library, '\n  sit: sitt\n  "#": number\n  en:\n    hips: hipps') == (
        f"3:3: warning: `#` never fits a text of this library ({WAY_OUT})\n"
        f"5:5: warning: `hips` never fits a text of this library ({WAY_OUT})"
    )


@pytest.mark.parametrize("word", ["tall", "sacrum", "three", "coccyx", "Reha", "die reha"])
def test_a_word_may_be_in_a_line_a_cue_a_count_or_a_fragment(library: Path, word: str) -> None:
    assert told(library, f"{{ {word}: a }}") == ""


def test_a_title_is_not_spoken(library: Path) -> None:
    assert "`psoas` never fits" in told(library, "{ psoas: so-as }")


def test_a_word_fits_whoever_speaks_here(library: Path) -> None:
    voices = "\nvoices: { low: { engine: tone } }"

    assert told(library, f"{{ piper: {{ tall: a }}, low: {{ sacrum: b }} }}{voices}") == ""


def test_a_word_of_a_language_is_for_texts_of_that_language(library: Path) -> None:
    assert told(library, "{ en: { Reha: a }, de: { Reha: b } }").startswith("1:18: warning: `Reha`")


def test_a_word_that_several_scopes_share_is_used_if_one_of_them_uses_it(library: Path) -> None:
    assert told(library, '{ "en, de": { Reha: a } }') == ""


def test_nothing_is_told_where_only_some_scripts_are_checked(library: Path) -> None:
    (neck,) = locate(library / "neck.yaml")

    assert told(library, "{ psoas: so-as }", [neck]) == ""


def test_nothing_is_told_where_a_script_cannot_be_read(library: Path) -> None:
    Path(library, "library.yaml").write_text("lexicon: { psoas: so-as }\n", "utf-8")
    Path(library, "hips.yaml").write_text("title: Hips\nsteps:\n  - sya: Psoas.\n", "utf-8")

    (problem,) = check_library(list(locate(library)), Overrides(), 1)[library]
    assert problem.message == "there is no step `sya`"


def test_processes_share_what_they_found(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_AT_ONCE", 1)

    found = told(library, "{ Reha: a, tall: b, psoas: c }", jobs=2)
    assert found == f"1:30: warning: `psoas` never fits a text of this library ({WAY_OUT})"
