"""YAML's syntax errors in an author's words: where they began, and how to mend them."""

import re

import yaml

from audioguide.script.problem import Place, Problem
from audioguide.script.source import LINE_BREAK

_QUOTE = 'quote the text: "…"'

_BRACE_VALUE = re.compile(r"^\s*(?:- )?\s*(?P<key>[\w ]+):\s+(?P<value>\{[^{}]*\}\s*\S.*)$")
_TWO_COLONS = re.compile(r"^\s*(?:- )?\s*(?P<key>[\w ]+):\s+(?P<value>[^\"'].*:\s.*)$")


def explain(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """A parser's error as a Problem with its place and, for the mistakes this format invites,
    a hint that can be copied."""
    mark = error.problem_mark or error.context_mark
    assert mark is not None, "libyaml and PyYAML mark every syntax error"
    lines = LINE_BREAK.split(text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    at = Place(file, mark.line + 1, mark.column + 1)
    problem = error.problem or ""
    if brace := _BRACE_VALUE.match(line):
        place = Place(file, mark.line + 1, brace.start("value") + 1)
        hint = f'quote the text: {brace["key"]}: "{brace["value"].rstrip()}"'
        return Problem(place, "a text that starts with `{` must be quoted", hint)
    if problem.startswith("mapping values are not allowed"):
        if colon := _TWO_COLONS.match(line):
            hint = f'quote the text: {colon["key"]}: "{colon["value"].rstrip()}"'
            return Problem(at, "a second `: ` in one line", hint)
        return Problem(at, "a key where none can stand", "check the indentation of this line")
    if error.context and "quoted scalar" in error.context and error.context_mark:
        start = error.context_mark
        return Problem(
            Place(file, start.line + 1, start.column + 1), "a quote that is never closed", _QUOTE
        )
    if problem.startswith("found character that cannot start"):
        mark_text = line[mark.column : mark.column + 1]
        return Problem(at, f"a text cannot start with `{mark_text}`", _QUOTE)
    return Problem(at, *_plainly(problem))


def _plainly(problem: str) -> tuple[str, str]:
    """The parser's words, put so that an author knows what to look for."""
    indentation = "check the indentation: the items of one list stand in one column"
    if "expected key" in problem or "block end" in problem:
        return "this does not belong to the mapping above it", indentation
    if "'-' indicator" in problem:
        return "a list item was expected here (`- …`)", indentation
    if "',' or ']'" in problem:
        return "the list `[…]` is not closed", "add the missing `]`"
    if "',' or '}'" in problem:
        return "the mapping `{…}` is not closed", "add the missing `}`, and quote texts in it"
    return f"not YAML: {problem}", ""
