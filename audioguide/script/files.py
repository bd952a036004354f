"""Which folder is the library, which of its files are scripts, and which one a path means."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted, suggestion

LIBRARY_FILE = "library.yaml"
SHARED = "shared"
"""Folders of this name hold fragments, and are never built."""


@dataclass(frozen=True, slots=True, order=True)
class ScriptFile:
    """A script file and the library it belongs to. Both absolute; links in the way there kept."""

    root: Path
    path: Path
    number: int = field(default=1, compare=False)
    """Its place among the scripts of its folder by name, from 1: its number as a track."""

    @property
    def name(self) -> str:
        """What outputs are called: the path inside the library without its ending."""
        return self.path.relative_to(self.root).with_suffix("").as_posix()


def library_of(folder: Path) -> Path:
    """The library that a folder belongs to: the nearest one upwards with a `library.yaml`, else the
    folder itself."""
    return next((up for up in (folder, *folder.parents) if (up / LIBRARY_FILE).is_file()), folder)


def locate(given: Path) -> Iterator[ScriptFile]:
    """The scripts at a path: the file itself, or every script below a folder, in order.

    The library is the nearest ancestor with a `library.yaml`, else the folder given, else the
    script's. Raises FileNotFoundError when there is nothing at the path.
    """
    given = Path(os.path.abspath(given))
    if not given.exists():
        raise FileNotFoundError(given)
    folder = given if given.is_dir() else given.parent
    root = library_of(folder)
    if given.is_dir():
        yield from sorted(_below(root, given))
    else:
        beside = _numbered(path.name for path in folder.iterdir())
        yield ScriptFile(root, given, beside.get(given.name, len(beside) + 1))


def find_file(root: Path, folder: Path, written: str) -> str:
    """The file meant by a path that an author wrote in a file of `folder`, of the library `root`:
    its path from there, links followed. Raises Mistake: no file, or one outside the library."""
    relative = PurePosixPath(written)
    try:
        home, path = root.resolve(), Path(folder, relative).resolve()
        if relative.is_absolute() or not path.is_relative_to(home):
            raise Mistake(f"{quoted(written)} lies outside the library folder")
        if path.is_dir():
            raise Mistake(f"{quoted(written)} is a folder", "name one of its files")
        if not path.is_file():
            near = suggestion(relative.name, _files_beside(path))
            raise Mistake(f"there is no file {quoted(written)}", near)
    except (OSError, ValueError, RuntimeError) as error:
        raise Mistake(f"{quoted(written)} is not a path that can be read") from error
    return path.relative_to(home).as_posix()


def _below(root: Path, folder: Path) -> Iterator[ScriptFile]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != SHARED and name[0] != "."]
        for name, number in _numbered(files).items():
            yield ScriptFile(root, Path(parent, name), number)


def _numbered(files: Iterable[str]) -> dict[str, int]:
    """The scripts among the files of a folder, and their numbers."""
    return {name: number for number, name in enumerate(sorted(filter(_is_script, files)), 1)}


def _is_script(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) and name != LIBRARY_FILE and name[0] != "."


def _files_beside(path: Path) -> list[str]:
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(entry.name for entry in beside if entry.is_file())
