"""What was run, why, and how long it took, for whoever asks: `--verbose`, AUDIOGUIDE_LOG, or a
program that has set up Python's logging for the logger "audioguide"."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Handler, Logger, LogRecord

# logging is imported where it is used: commands that run nothing do without it, and its 2 ms.

LOGGER = "audioguide"

VARIABLE = "AUDIOGUIDE_LOG"
"""Names a file to add to; `1` or `debug` mean stderr, `0` or nothing no log."""

_STDERR, _OFF = ("1", "debug"), ("", "0")

_LONGEST = 2000
"""Characters of a command that are told: one that measures a hundred clips names them all."""

_DEBUG, _AS_ABOVE = 10, 0
"""Levels of logging, whose numbers are part of its documentation."""

_FORM = "%(asctime)s %(threadName)s: %(message)s"

_handlers: list["Handler"] = []
"""Those that `begin` has set up."""

_session: ContextVar[str] = ContextVar("session", default="–")


def begin(verbose: bool) -> None:
    """Tell from now on, on stderr when `verbose`, and where AUDIOGUIDE_LOG says; what an earlier
    call began ends. Raises OSError when the file cannot be written."""
    end()
    file = log_file()
    on_stderr = verbose or os.environ.get(VARIABLE) in _STDERR
    if file is None and not on_stderr:
        return
    import logging

    if file is not None:
        _handlers.append(_added_to(file))
    if on_stderr:
        _handlers.append(logging.StreamHandler(_Stderr()))
    for handler in _handlers:
        handler.setFormatter(logging.Formatter(_FORM))
        _logger().addHandler(handler)
    _logger().setLevel(_DEBUG)


def end() -> None:
    """Tell no more."""
    while _handlers:
        handler = _handlers.pop()
        _logger().removeHandler(handler)
        _logger().setLevel(_AS_ABOVE)
        handler.close()


def log_file() -> Path | None:
    """The file that AUDIOGUIDE_LOG names."""
    named = os.environ.get(VARIABLE, "")
    return None if named in (*_STDERR, *_OFF) else Path(named)


def note(message: str, *values: object) -> None:
    """A line of the log; values are filled in, as logging does, only when somebody reads it."""
    _logger().debug(message, *values)


def ran(command: Sequence[str], began: float, code: int | None) -> None:
    """A program has run since `began`, by `time.monotonic`, and ended with a code; None when it was
    stopped because it took too long."""
    if _logger().isEnabledFor(_DEBUG):
        from shlex import join

        whole = join(command)
        told = whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"
        ended = "stopped" if code is None else f"exit {code}"
        note("ran for %.3f s, %s: %s", monotonic() - began, ended, told)


@contextmanager
def session(name: str) -> Iterator[None]:
    """Stages that follow in this thread are those of a session."""
    before = _session.set(name)
    try:
        yield
    finally:
        _session.reset(before)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A part of what makes a session, timed."""
    began = monotonic()
    try:
        yield
    finally:
        note("%s: %s took %.3f s", _session.get(), name, monotonic() - began)


def _added_to(file: Path) -> "Handler":
    """What writes to the end of a file. A disk that is full costs the log its lines, and the
    command nothing; names of files may hold bytes that are no UTF-8, as surrogates. Raises
    OSError."""
    from logging import FileHandler

    class Added(FileHandler):
        def handleError(self, record: "LogRecord") -> None:  # noqa: N802
            pass

        def close(self) -> None:
            with suppress(OSError):
                super().close()

    return Added(file, encoding="utf-8", errors="backslashreplace")


def _logger() -> "Logger":
    import logging

    return logging.getLogger(LOGGER)


class _Stderr:
    """Wherever stderr leads by then: a progress bar puts itself around it."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()
