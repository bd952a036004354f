"""`audioguide chimes` and `audioguide beds`: what there is, and samples to choose by."""

import json
from pathlib import Path

import pytest

from audioguide.cli import run
from audioguide.core.built_in import BEDS, CHIMES


@pytest.mark.parametrize(("command", "names"), [("chimes", CHIMES), ("beds", BEDS)])
def test_every_sound_is_listed_with_a_word_about_it(
    command: str, names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command]) == 0

    lines = capsys.readouterr().out.splitlines()
    told = {name for name in names for line in lines if line.startswith(f"{name}  ")}
    assert told == set(names)
    assert all(len(line) <= 90 for line in lines)


@pytest.mark.parametrize(("command", "names"), [("chimes", CHIMES), ("beds", BEDS)])
def test_a_sample_of_each_speaks_the_words_as_written(
    command: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    assert run([command, "--say", "Let: {go}", "-o", str(tmp_path / "samples")]) == 0

    plans = sorted((tmp_path / "samples/data").glob("*.plan.json"))
    assert [path.name for path in plans] == sorted(f"{name}.plan.json" for name in names)
    for path in plans:
        texts = [cue["text"] for cue in json.loads(path.read_text())["cues"]]
        assert texts[0] == "Let: {go}"
