"""`audioguide watch`: sessions built again on every save."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audioguide.cli.codes import OK
from audioguide.cli.options import at_once, choosing, command_of, into

if TYPE_CHECKING:
    from audioguide.app.watch import Run

_ENDING = ("q", "Q", "\x04", "")
"""Keys that end it: q, Ctrl-D; nothing is read from a terminal that is gone."""

_BEHIND = 0.2
"""Seconds between two looks whether the terminal is ours again."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@into
@at_once
@choosing
def watch(paths: tuple[Path, ...], output: Path, jobs: int, **chosen: Any) -> int:
    """Build scripts, or folders of them, and build again on every save. Default: scripts/."""
    from audioguide.app.watch import runs
    from audioguide.cli.report import Report
    from audioguide.core.errors import WatchError
    from audioguide.session.library import find_scripts
    from audioguide.session.options import BuildOptions, Outcome
    from audioguide.store.store import Store, default_folder

    paths = paths or (Path("scripts"),)
    options = BuildOptions(output, command_of(**chosen))
    try:
        find_scripts(paths)
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    report = Report(0, as_json=False)

    def hear(outcome: Outcome) -> None:
        report.tell(outcome)

    with (
        _ended_by_key() as keys,
        closing(runs(paths, options, Store(default_folder()), jobs, hear)) as built,
    ):
        click.echo(f"watching {' '.join(map(_named, paths))}: {keys} ends", err=True)
        try:
            _tell_first(next(built))
            for run in built:
                _tell(run)
                report = Report(0, as_json=False)  # a problem that is still there is told again
        except WatchError as error:
            raise click.ClickException(str(error)) from error
    return OK


def _named(path: Path) -> str:
    return f"{path}/" if path.is_dir() else str(path)


def _tell_first(run: "Run") -> None:
    """Raises ClickException: what cannot be done the first time is wrongly asked for."""
    if run.error:
        raise click.ClickException(run.error)
    if not run.outcomes:
        click.echo("no scripts found yet", err=True)
    _tell(run)


def _tell(run: "Run") -> None:
    from audioguide.cli.report import tell_problems
    from audioguide.cli.words import shown

    for path in run.missing:
        click.echo(f"there is nothing at {shown(path)} any more", err=True)
    tell_problems(run.problems, Path())
    if run.error:
        click.echo(run.error, err=True)
    tally = Counter(outcome.status for outcome in run.outcomes)
    if tally:
        told = ", ".join(f"{count} {status}" for status, count in sorted(tally.items()))
        click.echo(f"{told} in {run.took:.2f} s")


@contextmanager
def _ended_by_key() -> Iterator[str]:
    """A block that q or Ctrl-D ends in the middle of whatever it does, when there is a terminal to
    press them on, and that Ctrl-C interrupts. Gives what ends it, in words."""
    from threading import Event, Thread

    if not sys.stdin.isatty() or not _is_in_front():
        yield "Ctrl-C"
        return
    pressed = Event()

    def wait() -> None:
        while _key() not in _ENDING:
            pass
        pressed.set()
        _interrupt()

    try:
        with _keys_at_once():
            Thread(target=wait, name="keys", daemon=True).start()
            yield "q or Ctrl-C"
    except KeyboardInterrupt:
        if not pressed.is_set():
            raise


if sys.platform == "win32":

    def _is_in_front() -> bool:
        return True

    @contextmanager
    def _keys_at_once() -> Iterator[None]:
        yield

    def _key() -> str:
        import msvcrt

        return msvcrt.getwch()

    def _interrupt() -> None:
        from _thread import interrupt_main

        interrupt_main()

else:

    def _is_in_front() -> bool:
        """Whether the terminal is ours: the system stops who uses it in the background."""
        try:
            return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
        except OSError:  # it controls others
            return False

    @contextmanager
    def _keys_at_once() -> Iterator[None]:
        """A block in which a key is there without Enter, and is not shown. The terminal is as
        before afterwards, also when the process is asked to end."""
        import signal
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        asked = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            tty.setcbreak(terminal, termios.TCSANOW)
            yield
        finally:
            if _is_in_front():
                termios.tcsetattr(terminal, termios.TCSANOW, before)
            signal.signal(signal.SIGTERM, asked)

    def _key() -> str:
        import select
        import time

        terminal = sys.stdin.fileno()
        try:
            while True:
                select.select([terminal], [], [])
                if _is_in_front():
                    return os.read(terminal, 1).decode("ascii", "replace")
                time.sleep(_BEHIND)
        except OSError:
            return ""

    def _interrupt() -> None:
        """As Ctrl-C does it: a signal to the thread that waits, which others cannot wake."""
        import signal
        from threading import main_thread

        main = main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGINT)
