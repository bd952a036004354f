"""Texts with `{names}` in them: read with their mistakes found, filled when values are known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem, suggestion

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|[{}]")
_NAME = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """Words an author wrote, white space folded, `{names}` not yet filled in."""

    template: str
    place: Place


def parse_text(words: str, place: Place) -> Text:
    """A Text. Raises ValueError, with a sentence for the author, on braces that do not pair."""
    template = " ".join(words.split())
    if _plain(template):
        return Text(template, place)
    for piece in _PIECE.finditer(template):
        name = piece["name"]
        if piece.group() in ("{", "}"):
            raise ValueError(
                f"a `{piece.group()}` without its partner (write it twice for a brace)"
            )
        if name is not None and not _NAME.fullmatch(name):
            raise ValueError(f"`{{{name}}}` is not a name (write `{{{{` for a brace)")
    return Text(template, place)


def fill(text: Text, values: Mapping[str, str]) -> str:
    """The words to be spoken. `{Name}` is the value of `name`, capitalised; values are not
    filled again. Raises ScriptProblems when a name has no value."""
    if _plain(text.template):
        return text.template
    missing = [name for name in _names(text.template) if _value(name, values) is None]
    if missing:
        raise ScriptProblems(
            Problem(text.place, f"`{{{name}}}` has no value here", _hint(name, values))
            for name in missing
        )
    return _PIECE.sub(lambda piece: _replace(piece, values), text.template)


def _plain(template: str) -> bool:
    """Most texts have no name in them."""
    return "{" not in template and "}" not in template


def _names(template: str) -> list[str]:
    return [piece["name"] for piece in _PIECE.finditer(template) if piece["name"] is not None]


def _replace(piece: re.Match[str], values: Mapping[str, str]) -> str:
    if piece["name"] is None:
        return piece.group()[0]
    return _value(piece["name"], values) or ""


def _value(name: str, values: Mapping[str, str]) -> str | None:
    if name in values:
        return values[name]
    lowered = name[:1].lower() + name[1:]
    found = values.get(lowered)
    return None if found is None else found[:1].upper() + found[1:]


def _hint(name: str, values: Mapping[str, str]) -> str:
    if name.lower() in ("side", "other_side"):
        return "{side} and {other_side} are known inside the steps of `sides`"
    if name.lower() in ("n", "total"):
        return "{n} and {total} are known inside the steps of `repeat`"
    return suggestion(name, values)
