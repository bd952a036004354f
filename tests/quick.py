"""The tests of the rooms that are worked on, without the slow ones: what `make quick` runs.

`python -m tests.quick [ROOM …]`; no room named, those of what is not committed, or else of the last
commit.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HOME = Path(__file__).parents[1]
TESTS = HOME / "tests"

_NOTHING_RAN = 5
"""pytest's exit code when every test was left out."""


def main(rooms: list[str]) -> int:
    """Run the tests of these rooms, or of what changed. Returns an exit code."""
    if unknown := [room for room in rooms if not _is_room(room)]:
        sys.stderr.write(f"there is no room `{unknown[0]}` in audioguide/ or tests/\n")
        return 2
    changes = [] if rooms else changed()
    rooms = rooms or rooms_of(changes)
    chosen = sorted({path for room in rooms for path in tests_of(room)} | {*own_tests(changes)})
    if not chosen:
        sys.stdout.write("no room has changed: `make quick ROOM=timeline` names one\n")
        return 0
    sys.stdout.write(f"tests of {', '.join(rooms) or 'what changed'}\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-m", "not slow", *chosen]
    code = subprocess.run(command, cwd=HOME).returncode
    return 0 if code == _NOTHING_RAN else code


def changed() -> list[str]:
    """Files, relative to the repository, that are not committed; else those of the last commit."""
    return (
        _git("diff", "--name-only", "HEAD") + _git("ls-files", "--others", "--exclude-standard")
    ) or _git("log", "-1", "--first-parent", "-m", "--name-only", "--format=")


def rooms_of(paths: Iterable[str]) -> list[str]:
    """The rooms that these files lie in, of the package or of its tests."""
    return sorted({room for path in paths if (room := _room(path)) and _is_room(room)})


def tests_of(room: str) -> list[str]:
    """The folder of a room's tests; where it has none, the modules that import the room."""
    if (TESTS / room).is_dir():
        return [f"tests/{room}"]
    imports = re.compile(rf"^(from|import) audioguide(\.| import (\w+, )*){room}\b", re.MULTILINE)
    return [
        path.relative_to(HOME).as_posix()
        for path in TESTS.rglob("test_*.py")
        if imports.search(path.read_text("utf-8"))
    ]


def own_tests(paths: Iterable[str]) -> Iterator[str]:
    """Changed test modules that lie in no room."""
    for path in paths:
        if re.fullmatch(r"tests/test_\w+\.py", path) and (HOME / path).exists():
            yield path


def _room(path: str) -> str:
    match Path(path).parts:
        case ("audioguide", name) if name.endswith(".py") and not name.startswith("__"):
            return name.removesuffix(".py")
        case ("audioguide" | "tests", room, _, *_):
            return room
        case _:
            return ""


def _is_room(name: str) -> bool:
    inside = HOME / "audioguide" / name
    return inside.is_dir() or inside.with_suffix(".py").is_file() or _has_tests(name)


def _has_tests(folder: str) -> bool:
    return any((TESTS / folder).glob("test_*.py"))


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=HOME, capture_output=True, check=True, text=True)
    return done.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
