"""Which files are scripts, and which library they belong to."""

from pathlib import Path

import pytest

from audioguide.script.files import ScriptFile, locate


def _files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def _names(path: Path) -> list[str]:
    return [located.name for located in locate(path)]


def test_scripts_are_found_in_all_folders_in_order(tmp_path: Path) -> None:
    _files(tmp_path, "b.yaml", "a/z.yaml", "a/b/c.yml", "c.yaml")

    assert _names(tmp_path) == ["a/b/c", "a/z", "b", "c"]


def test_what_is_no_script_is_passed_over(tmp_path: Path) -> None:
    _files(tmp_path, "a.yaml", "library.yaml", "b.txt", "c.yaml~", ".d.yaml", ".git/e.yaml")

    assert _names(tmp_path) == ["a"]


def test_fragments_in_shared_folders_are_never_built(tmp_path: Path) -> None:
    _files(tmp_path, "a.yaml", "shared/b.yaml", "c/shared/d/e.yaml", "shared.yaml")

    assert _names(tmp_path) == ["a", "shared"]


def test_scripts_are_numbered_in_each_folder_by_name(tmp_path: Path) -> None:
    _files(tmp_path, "b.yaml", "a.yml", "c/z.yaml", "c/y.yaml", "library.yaml")

    numbers = {located.name: located.number for located in locate(tmp_path)}

    assert numbers == {"a": 1, "b": 2, "c/y": 1, "c/z": 2}


def test_a_script_alone_has_the_number_it_has_among_its_neighbours(tmp_path: Path) -> None:
    _files(tmp_path, "a.yaml", "b.yaml", "c/d.yaml")

    assert [located.number for located in locate(tmp_path / "b.yaml")] == [2]


def test_the_folder_given_is_the_library(tmp_path: Path) -> None:
    _files(tmp_path, "a/b.yaml")

    assert list(locate(tmp_path)) == [ScriptFile(tmp_path, tmp_path / "a/b.yaml")]


def test_the_nearest_folder_with_settings_is_the_library(tmp_path: Path) -> None:
    _files(tmp_path, "library.yaml", "mine/library.yaml", "mine/deep/down/a.yaml")

    assert list(locate(tmp_path / "mine/deep")) == [
        ScriptFile(tmp_path / "mine", tmp_path / "mine/deep/down/a.yaml")
    ]


def test_a_script_alone_has_its_folder_for_a_library(tmp_path: Path) -> None:
    _files(tmp_path, "a/b.yaml")

    assert list(locate(tmp_path / "a/b.yaml")) == [
        ScriptFile(tmp_path / "a", tmp_path / "a/b.yaml")
    ]


def test_a_script_alone_belongs_to_the_library_above_it(tmp_path: Path) -> None:
    _files(tmp_path, "library.yaml", "a/b.yaml")

    assert _names(tmp_path / "a/b.yaml") == ["a/b"]


def test_a_script_keeps_the_dots_of_its_name(tmp_path: Path) -> None:
    _files(tmp_path, "day 1.5.yaml")

    assert _names(tmp_path) == ["day 1.5"]


def test_a_path_is_absolute_without_detours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _files(tmp_path, "scripts/a.yaml")
    monkeypatch.chdir(tmp_path / "scripts")

    assert list(locate(Path("../scripts/./a.yaml"))) == [
        ScriptFile(tmp_path / "scripts", tmp_path / "scripts/a.yaml")
    ]


def test_a_folder_that_links_to_itself_is_searched_once(tmp_path: Path) -> None:
    _files(tmp_path, "a.yaml")
    (tmp_path / "again").symlink_to(tmp_path)

    assert _names(tmp_path) == ["a"]


def test_nothing_at_the_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(locate(tmp_path / "none"))


def test_an_empty_folder_holds_no_scripts(tmp_path: Path) -> None:
    assert _names(tmp_path) == []
