"""What shows all sessions of an output folder, brought up to date; when it is, nothing is read."""

import errno
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.core.errors import ScriptProblems
from audioguide.core.names import COVER, LARGE_COVER
from audioguide.core.problem import Place, Problem
from audioguide.script.files import LIBRARY_FILE, ScriptFile
from audioguide.session.options import plan_files
from audioguide.session.record import VERSION, read_problems
from audioguide.store.file_state import FileState, file_state, read_states
from audioguide.store.files import write
from audioguide.store.keys import key
from audioguide.store.store import Store

if TYPE_CHECKING:
    from audioguide.site.files import Make

_NO_ROOM = (errno.ENOSPC, errno.EROFS, errno.EACCES)
"""What the next file would fail of too."""


@dataclass(frozen=True, slots=True)
class _Record:
    """An output folder as it was shown last."""

    version: str
    url: str
    """As it was asked for; a library may have another."""
    roots: tuple[str, ...]
    inputs: tuple[FileState, ...]
    """Settings of libraries, and the plan, MP3 and cover of each session."""
    outputs: tuple[FileState, ...]
    problems: tuple[Problem, ...]


def publish(
    scripts: Iterable[ScriptFile], output: Path, url: str, store: Store
) -> tuple[Problem, ...]:
    """Show every session of an output folder, not only those of a run. What an earlier run wrote
    and this one does not, as the playlist of a programme that is gone, is removed. An address stays
    known until another is given, or `none`. With settings that cannot be read everything stays as
    it is: each session tells of them. Returns what is wrong with a library's picture, and files
    that could not be written; places have the whole path. Raises OSError when nothing can be
    kept."""
    output = Path(os.path.abspath(output))
    before = _load(store, output)
    roots = tuple(sorted({str(located.root) for located in scripts}))
    roots = roots or (before.roots if before is not None else ())
    inputs = _inputs(output, roots)
    if before is not None and _is_fresh(before, url, roots, inputs):
        return before.problems
    if before is None and not plan_files(output):
        return ()
    from audioguide.site.files import site_files

    known = before is not None and before.roots == roots
    try:
        shown = site_files(roots, url, output, store, known=known)
    except ScriptProblems:
        return ()
    kept = set() if before is None else _still_right(before, inputs)
    failed = _replace(output, shown.files, shown.stale, kept)
    if failed:
        return (*shown.problems, *failed)
    outputs = tuple(file_state(output / name) for name in dict(shown.files))
    record = _Record(
        version=VERSION,
        url=url,
        roots=roots,
        inputs=inputs,
        outputs=outputs,
        problems=shown.problems,
    )
    store.put("record", _key(output), json.dumps(asdict(record)).encode())
    return shown.problems


def _is_fresh(
    before: _Record, url: str, roots: tuple[str, ...], inputs: tuple[FileState, ...]
) -> bool:
    same = before.version, before.url, before.roots, before.inputs
    gone = any(seen.facts is None or seen.is_changed() for seen in before.outputs)
    return same == (VERSION, url, roots, inputs) and not gone


def _inputs(output: Path, roots: tuple[str, ...]) -> tuple[FileState, ...]:
    """All that is read, as it is now."""
    files = [Path(root, LIBRARY_FILE) for root in roots]
    for name, plan in plan_files(output).items():
        files += (plan, output / f"{name}.mp3", output / "data" / f"{name}{COVER}")
    return tuple(map(file_state, files))


def _still_right(before: _Record, inputs: tuple[FileState, ...]) -> set[Path]:
    """The large covers of sessions whose small ones are as they were: drawing them takes long."""
    same = {seen.path for seen in {*before.inputs} & {*inputs}}
    standing = (seen.path for seen in before.outputs if seen.facts and not seen.is_changed())
    return {Path(path) for path in standing if path.replace(LARGE_COVER, COVER) in same}


def _replace(
    output: Path, files: "Iterable[tuple[str, Make]]", stale: Iterable[str], kept: set[Path]
) -> list[Problem]:
    """Write files, in order, and remove those that are stale. What is stale goes once the first is
    written, which knows of it, and before the others: where case does not count, one of them may
    have its name. Returns those that could not be written."""
    failed: list[Problem] = []
    for number, (name, make) in enumerate(files):
        path = output / name
        try:
            if path not in kept:
                _put(path, make())
        except OSError as error:
            message = f"it cannot be written: {error.strerror or error}"
            failed.append(Problem(Place(str(path), 1, 1), message))
            if error.errno in _NO_ROOM:
                break
        if number == 0:
            _remove(output, stale)
    return failed


def _remove(output: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            (output / name).unlink(missing_ok=True)
            (output / name).parent.rmdir()  # unless another session's file is in it


def _put(path: Path, content: bytes) -> None:
    """Write what is not there already: who syncs the folder sends what changed."""
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    write(path, content)


def _load(store: Store, output: Path) -> _Record | None:
    found = store.get("record", _key(output))
    try:
        said = {} if found is None else json.loads(found)
        seen = {name: read_states(said[name]) for name in ("inputs", "outputs")}
        problems = read_problems(said["problems"])
        return _Record(**{**said, **seen, "roots": tuple(said["roots"]), "problems": problems})
    except (KeyError, TypeError, ValueError):
        return None


def _key(output: Path) -> str:
    return key("publication", str(output))
