"""Outputs whose script is gone."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from audioguide.core.errors import PlanError
from audioguide.core.names import LARGE_COVER
from audioguide.script.files import ScriptFile
from audioguide.session.options import PLAN, BuildOptions, Outcome, plan_files
from audioguide.session.record import load
from audioguide.store.store import Store


def orphans(scripts: Iterable[ScriptFile], options: BuildOptions, store: Store) -> list[Outcome]:
    """Sessions in the output folder that none of a run's scripts made, and whose own script is no
    longer where it was. Nothing of them is removed."""
    known = list(scripts)
    names = {located.name for located in known}
    roots = {located.root for located in known}
    left = [name for name in plan_files(options.output) if name not in names]
    return [
        Outcome(found, "orphan") for name in left for found in _gone(name, roots, options, store)
    ]


def prune(found: Iterable[Outcome], options: BuildOptions, store: Store) -> list[Outcome]:
    """Remove the files of orphans. One without a record of its script stays an orphan: it may be
    that of another library. Raises OSError."""
    pruned: list[Outcome] = []
    for orphan in found:
        if load(store, options.target(orphan.located)) is None:
            pruned.append(orphan)
            continue
        for path in (*options.files(orphan.located), options.beside(orphan.located, LARGE_COVER)):
            path.unlink(missing_ok=True)
            with suppress(OSError):  # another session's file is in it
                path.parent.rmdir()
        pruned.append(Outcome(orphan.located, "pruned"))
    return pruned


def _gone(name: str, roots: set[Path], options: BuildOptions, store: Store) -> Iterator[ScriptFile]:
    """The script that an output was built from, when it is gone; the record tells which that was,
    or else the plan, for a library of this run."""
    record = load(store, options.output / f"{name}.mp3")
    if record is not None:
        built_from = ScriptFile(Path(record.root), Path(record.script))
    elif len(roots) == 1:
        (root,) = roots
        built_from = ScriptFile(root, root / _script(options.output / "data" / f"{name}{PLAN}"))
    else:
        return
    if built_from.name == name and not built_from.path.is_file():
        yield built_from


def _script(plan: Path) -> str:
    """The script that a plan names; nothing when it is no plan of ours."""
    # Here: few outputs lack a record, and a run with nothing to do has no time for it.
    from audioguide.publish.plan_reader import read_plan

    try:
        return read_plan(plan.read_bytes()).script
    except (OSError, PlanError):
        return ""
