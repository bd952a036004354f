"""What is told, as text and as JSON: problems with their lines, outcomes, why, paths."""

import os
import unicodedata
from pathlib import Path
from typing import assert_never

from audioguide.core.problem import Problem
from audioguide.core.units import clock, seconds
from audioguide.session.options import Outcome, Reason


def problem_text(problem: Problem, root: Path) -> str:
    """`path:line:col: error: message`, then the line with a caret, then the hint."""
    from audioguide.script.source import source_line  # its patterns take 5 ms to compile

    place = problem.place
    path = root / place.file
    lines = [f"{shown(path)}:{place.line}:{place.column}: {problem.severity}: {problem.message}"]
    line = source_line(path, place.line)
    if line.strip():
        number = f"{place.line:>5} | "
        lines.append(f"{number}{line}")
        lines.append(f"{' ' * (len(number) - 2)}| {_caret(line, place.column)}")
    if problem.hint:
        lines.append(f"        hint: {problem.hint}")
    return "\n".join(lines)


def problem_json(problem: Problem, root: Path) -> dict[str, object]:
    """A problem for editors and scripts."""
    place = problem.place
    return {
        "file": shown(root / place.file),
        "line": place.line,
        "column": place.column,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
    }


def outcome_text(outcome: Outcome) -> str:
    """One line for one session."""
    name = outcome.located.name
    match outcome.status:
        case "built" | "fresh":
            size = f"{outcome.size / 1e6:.1f} MB"
            return f"{outcome.status:<6}  {name:<36} {clock(outcome.length):>8} {size:>9}"
        case "failed":
            return f"failed  {name}"
        case "orphan":
            return f"orphan  {name:<36} its script is gone: --prune removes it"
        case "pruned":
            return f"pruned  {name}"
        case _:
            assert_never(outcome.status)


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """An outcome for scripts; times in seconds."""
    root = outcome.located.root
    return {
        "script": shown(outcome.located.path),
        "name": outcome.located.name,
        "status": outcome.status,
        "length": seconds(outcome.length),
        "bytes": outcome.size,
        "problems": [problem_json(problem, root) for problem in outcome.problems],
        "error": outcome.error,
        "why": [reason_text(reason) for reason in outcome.why],
    }


def reason_text(reason: Reason) -> str:
    """Why a session was stale."""
    return reason.text if reason.path is None else f"{shown(reason.path)} {reason.text}"


def shown(path: Path) -> str:
    """A path as the user would type it: relative where it lies below this folder."""
    here = os.path.abspath(os.curdir)
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute, here) if absolute.startswith(here + os.sep) else absolute


def counted(number: int, what: str) -> str:
    """`1 script`, `2 scripts`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _caret(line: str, column: int) -> str:
    """Blanks as wide as the line is up to the column, tabs kept, and a caret."""
    before = line[: column - 1]
    return "".join("\t" if char == "\t" else " " * _width(char) for char in before) + "^"


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
