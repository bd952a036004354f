"""Which file of a library a path means."""

from pathlib import Path, PurePosixPath

from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted, suggestion


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


def _files_beside(path: Path) -> list[str]:
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(entry.name for entry in beside if entry.is_file())
