"""Which tests `make quick` chooses."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import quick


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository: two rooms with folders of tests, one and a module without."""
    for path, text in {
        "audioguide/script/reader.py": "",
        "audioguide/timeline/plan.py": "",
        "audioguide/sound/mix.py": "",
        "audioguide/units.py": "",
        "tests/script/test_reader.py": "",
        "tests/timeline/test_plan.py": "from audioguide.script import Script\n",
        "tests/test_mix.py": "from audioguide.sound.mix import mix\n",
        "tests/test_units.py": "from audioguide import ffmpeg, units\n",
        "tests/data/a.yaml": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.setattr(quick, "HOME", tmp_path)
    monkeypatch.setattr(quick, "TESTS", tmp_path / "tests")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "rooms"),
    [
        (["audioguide/script/reader.py", "audioguide/script/gone.py"], ["script"]),
        (["tests/timeline/test_plan.py", "audioguide/sound/mix.py"], ["sound", "timeline"]),
        (["audioguide/units.py"], ["units"]),
        (["audioguide/a_room_that_is_gone/a.py", "audioguide/__main__.py"], []),
        (["tests/data/a.yaml", "tests/conftest.py", "README.md", "scripts/neck.yaml"], []),
    ],
)
@pytest.mark.usefixtures("home")
def test_a_change_is_in_the_room_of_its_file(changed: Sequence[str], rooms: list[str]) -> None:
    assert quick.rooms_of(changed) == rooms


@pytest.mark.parametrize(
    ("room", "tests"),
    [
        ("script", ["tests/script"]),
        ("sound", ["tests/test_mix.py"]),
        ("units", ["tests/test_units.py"]),
    ],
)
@pytest.mark.usefixtures("home")
def test_a_room_without_a_folder_of_tests_has_those_that_import_it(
    room: str, tests: list[str]
) -> None:
    assert quick.tests_of(room) == tests


def test_a_changed_test_of_no_room_is_run_itself(home: Path) -> None:
    changed = ["tests/test_mix.py", "tests/test_gone.py", "tests/script/test_reader.py"]

    assert list(quick.own_tests(changed)) == ["tests/test_mix.py"]


@pytest.mark.usefixtures("home")
def test_a_room_that_is_nowhere_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert quick.main(["tmeline"]) == 2
    assert "no room `tmeline`" in capsys.readouterr().err
