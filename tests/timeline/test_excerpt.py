"""One chapter of a rundown by itself."""

from pathlib import Path

import pytest

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place
from audioguide.timeline.excerpt import excerpt
from tests.writing import happens, rundown_of

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
    found = excerpt(rundown_of(tmp_path, SCRIPT), chapter, HERE)

    assert (happens(found), found.length) == (heard, None)


def test_a_chapter_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ScriptProblems) as found:
        excerpt(rundown_of(tmp_path, SCRIPT), "End", HERE)

    (problem,) = found.value.problems
    assert problem.message == "there is no chapter `End`"
    assert problem.hint == "there is: Neck, Right side, Left side, Rest"
