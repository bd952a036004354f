"""YAML's syntax errors in an author's words: where they began, and how to mend them."""

import re
from dataclasses import dataclass

import yaml

from audioguide.core.problem import Place, Problem
from audioguide.script.source import LINE_BREAK, TAB

NO_TAGS = ("tags (`!…`) are not used in scripts", "quote a text with `!`")

_QUOTE = 'quote the text: "…"'
_COLUMNS = "check the indentation: the items of a list stand in one column, the keys of a step too"

# A line's start can be matched in one way only: a hostile script must not make these slow.
_KEY = r" *(?:- +)*(?P<key>\w[\w ]*): +"
_BRACE_VALUE = re.compile(_KEY + r"(?P<value>\{[^{}]*\}(?! *$| +#).*)")
_TWO_COLONS = re.compile(_KEY + r"(?P<value>[^\"'\s].*:(?: .*)?$)")
_QUOTED_VALUE = re.compile(_KEY + r"(?P<value>([\"']).*)")

_WRONG_START = ("scanning an alias", "scanning an anchor", "scanning a block scalar")


@dataclass(frozen=True, slots=True)
class _Fault:
    """What a parser says, and the line it speaks of."""

    problem: str
    context: str
    at: Place
    began: Place
    """Where the thing begins that is not well formed."""
    line: str
    """The line of `at`."""


def explain(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """A parser's error as a Problem with its place and, for the mistakes this format invites,
    a hint that can be copied."""
    mark = error.problem_mark or error.context_mark
    assert mark is not None, "libyaml and PyYAML mark every syntax error"
    start = error.context_mark or mark
    lines = LINE_BREAK.split(text)
    fault = _Fault(
        error.problem or "",
        error.context or "",
        Place(file, mark.line + 1, mark.column + 1),
        Place(file, start.line + 1, start.column + 1),
        lines[mark.line] if mark.line < len(lines) else "",
    )
    return next(problem for rule in _RULES if (problem := rule(fault)))


def gave_up_on_depth(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Where the parser met a level of nesting that is too deep for it. libyaml has a limit of 1000
    from 0.2.6 on, and reads up to 1024 characters ahead: it may give up before its first event."""
    said = error.problem or ""
    return error.problem_mark if "nesting" in said or "depth" in said else None


def _brace_value(fault: _Fault) -> Problem | None:
    brace = _BRACE_VALUE.match(fault.line)
    if not brace or fault.at.column <= brace.start("value") + 1:
        return None
    place = Place(fault.at.file, fault.at.line, brace.start("value") + 1)
    hint = f"quote the text: {brace['key']}: {_in_quotes(brace['value'])}"
    return Problem(place, "a text that starts with `{` must be quoted", hint)


def _second_colon(fault: _Fault) -> Problem | None:
    if not fault.problem.startswith("mapping values are not allowed"):
        return None
    colon = _TWO_COLONS.match(fault.line)
    if colon and fault.at.column > colon.start("value"):
        hint = f"quote the text: {colon['key']}: {_in_quotes(colon['value'])}"
        return Problem(fault.at, "a second `: ` in one line", hint)
    hint = "check the indentation here, and the colon in the line above"
    return Problem(fault.at, "a key where none can stand", hint)


def _missing_colon(fault: _Fault) -> Problem | None:
    if "expected ':'" not in fault.problem:
        return None
    hint = "a key is followed by a colon and a space: `pause: 5s`"
    return Problem(fault.began, "a key without its colon", hint)


def _quoted(fault: _Fault) -> Problem | None:
    """Quotes that are never closed, or hold an escape that means nothing."""
    if "quoted scalar" not in fault.context:
        return None
    if "unexpected" in fault.problem:
        return Problem(fault.began, "a quote that is never closed", _QUOTE)
    hint = "write it twice, `\\\\`, or use single quotes: '…'"
    return Problem(fault.at, "a backslash that means nothing here", hint)


def _after_quote(fault: _Fault) -> Problem | None:
    before = fault.line[: fault.at.column - 1].rstrip()
    found = _QUOTED_VALUE.match(fault.line)
    if not found or len(before) <= found.start("value") + 1 or before[-1] != found[3]:
        return None
    value = found["value"].rstrip()
    inner = value[1:-1] if value[-1] == found[3] else value
    hint = f"quote all of it: {found['key']}: {_in_quotes(inner)}"
    return Problem(fault.at, "a text that goes on after its closing quote", hint)


def _wrong_start(fault: _Fault) -> Problem | None:
    if fault.problem.startswith("found character") and "cannot start" in fault.problem:
        sign = fault.line[fault.at.column - 1 : fault.at.column]
        if sign == "\t":
            return Problem(fault.at, *TAB)
        return Problem(fault.at, f"a text cannot start with `{sign}`", _QUOTE)
    if fault.context.endswith(_WRONG_START):
        return Problem(fault.began, "a text cannot start with `*`, `&`, `|` or `>`", _QUOTE)
    return None


def _tag(fault: _Fault) -> Problem | None:
    is_tag = "tag" in fault.problem or fault.context.endswith(" a tag")
    return Problem(fault.began, *NO_TAGS) if is_tag else None


def _plainly(fault: _Fault) -> Problem:
    """The parser's words, put so that an author knows what to look for."""
    problem, at = fault.problem, fault.at
    if "expected key" in problem or "block end" in problem:
        return Problem(at, "this does not belong to the mapping above it", _COLUMNS)
    if "'-' indicator" in problem:
        return Problem(at, "a list item was expected here (`- …`)", _COLUMNS)
    if "sequence entries are not allowed" in problem:
        hint = "begin it on a line of its own, or quote the text"
        return Problem(at, "a list cannot begin here", hint)
    if "',' or ']'" in problem:
        return Problem(at, "the list `[…]` is not closed", "add the missing `]`")
    if "',' or '}'" in problem:
        hint = "add the missing `}`, and quote texts in it"
        return Problem(at, "the mapping `{…}` is not closed", hint)
    return Problem(at, f"not YAML: {problem}")


_RULES = (
    _brace_value,
    _second_colon,
    _missing_colon,
    _quoted,
    _after_quote,
    _wrong_start,
    _tag,
    _plainly,
)
"""The first that has something to say is heard; the last always has."""


def _in_quotes(value: str) -> str:
    """A text as YAML wants it, its comment left out."""
    words = value.split(" #")[0].rstrip()
    if '"' in words or "\\" in words:
        return "'" + words.replace("'", "''") + "'"
    return f'"{words}"'
