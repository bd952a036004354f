"""A text that was not written for audioguide, as a script."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audioguide.app.new import free_place, write_script
from audioguide.app.starter import likely_length
from audioguide.core.errors import RequestError, ScriptProblems, UnreadableError, UsageError
from audioguide.core.problem import Problem
from audioguide.core.units import Samples
from audioguide.importing.draft import Draft
from audioguide.importing.draft import Loss as Loss
from audioguide.importing.formats import understand
from audioguide.importing.writing import script_text
from audioguide.script.files import library_of
from audioguide.script.source import LARGEST

STDIN = "-"
"""The name of standard input."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A script that was made of a text."""

    path: Path
    title: str
    steps: int
    chapters: int
    losses: tuple[Loss, ...]
    """What it could not take over, in order of line."""
    length: Samples | None
    """Of its session, estimated; None when it has problems."""
    root: Path
    """The folder of its library."""
    problems: tuple[Problem, ...]


def import_text(
    file: str, title: str, form: str | None, output: Path | None, stdin: Callable[[int], bytes]
) -> ImportResult | Loss:
    """Write a script that says what a text says, or tell why nothing can be made of it. `stdin`
    reads so many bytes of standard input. Raises RequestError."""
    source = "standard input" if file == STDIN else Path(file).name
    path = free_place(_name(file, title, output), output)
    try:
        draft = understand(_data(file, stdin), source, title=title, form=form or "")
        text = script_text(draft, source)
    except UnreadableError as error:
        return Loss(error.line, error.message)
    write_script(path, text)
    return _imported(path, draft)


def _name(file: str, title: str, output: Path | None) -> str:
    """A name for the script, as names of files are."""
    given = title if file == STDIN else Path(file).stem
    name = re.sub(r"\W+", "-", given.lower()).strip("-_")
    if not name and file == STDIN and not (output and output.suffix):
        raise UsageError("standard input has no name: give the script one with --title or -o")
    return name or "imported"


def _data(file: str, stdin: Callable[[int], bytes]) -> bytes:
    """The bytes of a file, one more than may be in it."""
    try:
        if file == STDIN:
            return stdin(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise RequestError(f"cannot read {file}: {error.strerror}") from error


def _imported(path: Path, draft: Draft) -> ImportResult:
    length, problems = None, ScriptProblems([])
    try:
        length = likely_length(path)
    except ScriptProblems as found:
        problems = found
    return ImportResult(
        path=path,
        title=draft.title,
        steps=len(draft.steps),
        chapters=Counter(step.kind for step in draft.steps)["chapter"],
        losses=tuple(draft.losses),
        length=length,
        root=library_of(path.absolute().parent),
        problems=problems.problems,
    )
