"""What a build tells while it runs and when it is done."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from textwrap import shorten
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

import click

from audioguide.app.progress import Outcome, Status
from audioguide.app.words import (
    counted,
    outcome_json,
    outcome_text,
    problem_json,
    problem_text,
    reason_text,
)
from audioguide.cli.exits import OK, PROBLEMS
from audioguide.core import doing
from audioguide.core.problem import Problem

if TYPE_CHECKING:
    from rich.progress import Progress

    from audioguide.app.check import CheckResult


_PATIENCE = 1.0
"""Seconds after which a bar is shown of a single session too."""

_SHOWN = 48
"""Characters of what is being done, beside the bar."""

_STATUSES: tuple[Status, ...] = ("built", "fresh", "failed", "orphan", "pruned")
_ALWAYS_TOLD = ("built", "fresh", "failed")


class Report:
    """Results go to stdout, problems and progress to stderr; a bar only on a terminal."""

    def __init__(self, as_json: bool, *, why: bool = False) -> None:
        self._as_json = as_json
        self._why = why
        self._outcomes: list[Outcome] = []
        self._told: set[Problem] = set()
        self._bar: Progress | None = None
        self._sessions, self._began = 0, 0.0
        self._starting = Lock()
        self._opened = ExitStack()

    def begin(self, sessions: int) -> None:
        """So many sessions will be told of. A bar is shown of several, and of one that takes its
        time."""
        if self._as_json or not sys.stderr.isatty():
            return
        self._sessions, self._began = sessions, monotonic()
        if sessions > 1:
            self._start()
        self._opened.enter_context(doing.listening(self._show))

    def close(self) -> None:
        """No more are told of."""
        self._opened.close()
        if self._bar is not None:
            self._bar.stop()

    def tell(self, outcome: Outcome) -> None:
        """A session is done."""
        self._outcomes.append(outcome)
        if self._as_json:
            return
        for problem in outcome.problems:
            # A fragment's problem belongs to every session that includes it; it is told once.
            if problem not in self._told:
                self._told.add(problem)
                self._print(problem_text(problem, outcome.located.root), err=True)
        if outcome.error:
            self._print(f"{outcome.located.name}: {outcome.error}", err=True)
        self._print(outcome_text(outcome))
        if self._why:
            for reason in outcome.why:
                self._print(f"        {reason_text(reason)}")
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])

    def finish(self) -> int:
        """The summary, and the exit code."""
        tally = Counter(outcome.status for outcome in self._outcomes)
        if self._as_json:
            click.echo(json.dumps([outcome_json(o) for o in self._outcomes], indent=1))
        elif not self._outcomes:
            click.echo("no scripts found", err=True)
        else:
            if self._why:
                self._tell_shared()
            told = [name for name in _STATUSES if tally[name] or name in _ALWAYS_TOLD]
            click.echo(", ".join(f"{tally[status]} {status}" for status in told))
        return PROBLEMS if tally["failed"] else OK

    def _tell_shared(self) -> None:
        """What made more than one session stale."""
        used = Counter(reason for outcome in self._outcomes for reason in set(outcome.why))
        for reason, sessions in used.items():
            if sessions > 1:
                how = "used by" if reason.path else "in"
                click.echo(f"{reason_text(reason)}: {how} {sessions} sessions")

    def _start(self) -> "Progress":
        with self._starting:
            if self._bar is None:
                self._bar = _bar()
                self._bar.start()
                self._bar.add_task("sessions", total=self._sessions, doing="")
        return self._bar

    def _show(self, what: str) -> None:
        """What is being done, beside the bar; from any thread."""
        if self._bar is not None or monotonic() - self._began > _PATIENCE:
            bar = self._start()
            bar.update(bar.task_ids[0], doing=shorten(what, _SHOWN, placeholder=" …"))

    def _print(self, text: str, *, err: bool = False) -> None:
        if self._bar is not None and (err or sys.stdout.isatty()):
            # Above the bar, as it stands; rich must neither wrap nor colour it.
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(text, err=err)


def sampled(build: Callable[[Report], None]) -> int:
    """What a build of samples tells; and the exit code."""
    with closing(Report(as_json=False)) as report:
        build(report)
    return report.finish()


def tell_problems(problems: Iterable[Problem], root: Path) -> None:
    """Problems of one library, each once, on stderr."""
    for problem in dict.fromkeys(problems):
        click.echo(problem_text(problem, root), err=True)


def checked(found: "CheckResult", *, strict: bool, as_json: bool) -> int:
    """What a check found; and the exit code."""
    each = [(one, root) for root, problems in found.problems.items() for one in problems]
    tally = Counter(problem.severity for problem, _ in each)
    errors, warnings = tally["error"], tally["warning"]
    if as_json:
        told = [problem_json(problem, root) for problem, root in each]
        click.echo(json.dumps({"scripts": found.scripts, "problems": told}, indent=1))
    else:
        for root, problems in found.problems.items():
            tell_problems(problems, root)
        counts = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        click.echo(f"{counted(found.scripts, 'script')}: {counts}")
    return PROBLEMS if errors or (strict and warnings) else OK


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    doing = TextColumn("{task.fields[doing]}", markup=False)
    console = Console(stderr=True)
    return Progress(*columns, TimeElapsedColumn(), doing, console=console, transient=True)
