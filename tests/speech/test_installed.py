"""Versions of what is installed."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audioguide.speech import installed as versions
from audioguide.speech.installed import installed, place


@pytest.fixture(autouse=True)
def _unknown() -> Iterator[None]:
    for known in (installed, place, versions._folders):
        known.cache_clear()
    yield
    for known in (installed, place, versions._folders):
        known.cache_clear()


def test_folder_that_may_not_be_listed_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refused(path: str) -> Any:  # by hand: root may list every folder
        if path == str(tmp_path):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(os, "scandir", refused)
    assert installed("pyttsx3")[0].isdecimal()


def test_the_folder_of_a_distribution_is_told_without_an_import() -> None:
    assert (place("pyttsx3") / "pyttsx3" / "__init__.py").is_file()


def test_what_is_not_installed_has_no_folder() -> None:
    with pytest.raises(ModuleNotFoundError):
        place("nobody-has-this")
