"""What shows all sessions of an output folder, brought up to date; when it is, nothing is read."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from audioguide.build.files import write
from audioguide.build.keys import key
from audioguide.build.outputs import planned
from audioguide.build.record import VERSION, Seen, moved, read_problems, read_seen, see
from audioguide.build.store import Store
from audioguide.script.located import SETTINGS, Located
from audioguide.script.problem import Problem, ScriptProblems

SMALL_COVER, LARGE_COVER = ".cover.jpg", ".cover-3000.jpg"
"""How the names of covers end; a feed has large ones."""


@dataclass(frozen=True, slots=True)
class _Record:
    """An output folder as it was shown last."""

    version: str
    url: str
    roots: tuple[str, ...]
    inputs: tuple[Seen, ...]
    """Settings of libraries, and the plan, MP3 and cover of each session."""
    outputs: tuple[Seen, ...]
    problems: tuple[Problem, ...]


def publish(
    scripts: Iterable[Located], output: Path, url: str, store: Store
) -> tuple[Problem, ...]:
    """Show every session of an output folder, not only those of a run. What an earlier run wrote
    and this one does not, as the playlist of a programme that is gone or the feed of a library
    that has no `url` now, is removed. With settings that cannot be read everything stays as it is:
    each session tells of them. Returns what is wrong with a library's picture, its place with the
    whole path. Raises OSError."""
    output = Path(os.path.abspath(output))
    before = _load(store, output)
    roots = tuple(sorted({str(located.root) for located in scripts}))
    roots = roots or (before.roots if before is not None else ())
    inputs = _inputs(output, roots)
    if before is not None and _is_fresh(before, url, roots, inputs):
        return before.problems
    if before is None and not planned(output):
        return ()
    from audioguide.build.showing import showing

    try:
        shown = showing(roots, url, output, store)
    except ScriptProblems:
        return ()
    earlier = () if before is None else before.outputs
    kept = () if before is None else _still_right(before, inputs)
    written = {output / name: make for name, make in shown.files}
    for path, make in written.items():
        if path not in kept:
            _put(path, make())
    for seen in earlier:
        if Path(seen.path) not in written:
            Path(seen.path).unlink(missing_ok=True)
            with suppress(OSError):  # another session's file is in it
                Path(seen.path).parent.rmdir()
    record = _Record(VERSION, url, roots, inputs, tuple(map(see, written)), shown.problems)
    store.put("record", _key(output), json.dumps(asdict(record)).encode())
    return shown.problems


def _is_fresh(before: _Record, url: str, roots: tuple[str, ...], inputs: tuple[Seen, ...]) -> bool:
    same = (before.version, before.url, before.roots, before.inputs) == (
        VERSION,
        url,
        roots,
        inputs,
    )
    return same and not any(map(moved, before.outputs))


def _inputs(output: Path, roots: tuple[str, ...]) -> tuple[Seen, ...]:
    """All that is read, as it is now."""
    files = [Path(root, SETTINGS) for root in roots]
    for name, plan in planned(output).items():
        files += (plan, output / f"{name}.mp3", output / "data" / f"{name}{SMALL_COVER}")
    return tuple(map(see, files))


def _still_right(before: _Record, inputs: tuple[Seen, ...]) -> set[Path]:
    """The large covers of sessions whose small ones are as they were: drawing them takes long."""
    same = {seen.path for seen in {*before.inputs} & {*inputs}}
    standing = (seen.path for seen in before.outputs if not moved(seen))
    return {Path(path) for path in standing if path.replace(LARGE_COVER, SMALL_COVER) in same}


def _put(path: Path, content: bytes) -> None:
    """Write what is not there already: who syncs the folder sends what changed."""
    try:
        if path.read_bytes() == content:
            return
    except OSError:
        pass
    write(path, content)


def _load(store: Store, output: Path) -> _Record | None:
    found = store.get("record", _key(output))
    try:
        said = {} if found is None else json.loads(found)
        seen = {name: read_seen(said[name]) for name in ("inputs", "outputs")}
        problems = read_problems(said["problems"])
        return _Record(**{**said, **seen, "roots": tuple(said["roots"]), "problems": problems})
    except (KeyError, TypeError, ValueError):
        return None


def _key(output: Path) -> str:
    return key("publication", str(output))
