"""Finished sessions held against their plans."""

from collections.abc import Callable
from pathlib import Path

from audioguide.app.verdicts import HEAD, verdict_text
from audioguide.app.verdicts import verdicts_json as verdicts_json
from audioguide.core import ffmpeg
from audioguide.core.errors import RequestError
from audioguide.store.store import Store, default_folder
from audioguide.verify.finished import find_finished
from audioguide.verify.verdict import Verdict, verify


def verify_sessions(
    paths: tuple[Path, ...], output: Path, jobs: int, report: Callable[[str], None]
) -> list[Verdict]:
    """Judge finished sessions: those at the paths, or else all of the output folder. `report`
    is given the table: its head, and each row as it is known. Raises RequestError, FfmpegError."""
    try:
        sessions = find_finished(paths, output)
    except FileNotFoundError as error:
        raise RequestError(f"there is nothing at {error.args[0]}") from error
    ffmpeg.executable()
    if not sessions:
        raise RequestError("there is no session to verify")
    report(HEAD)
    store = Store(default_folder())
    return verify(sessions, store, jobs, lambda verdict: report(verdict_text(verdict)))
