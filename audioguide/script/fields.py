"""From a node to a value of a kind that several keys ask for, or to a Mistake that says why not;
and the names and bounds that such values have."""

import re
from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as Mapping_
from functools import partial
from typing import Any, TypeVar

from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import Place, quoted, suggestion
from audioguide.core.units import Samples, samples
from audioguide.script.duration import HOW_TO, Span, parse_span
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence
from audioguide.script.text import Text, parse_text

CHIMES = ("bell", "bowl", "gong", "tick", "wood", "double bell", "soft rise", "soft fall")
"""Chimes that can be struck."""

RULES = (
    "long-press",
    "one-side",
    "uneven-sides",
    "long-ice",
    "long-breath-hold",
    "no-red-flags",
    "no-ease-off",
    "long-silence",
)
"""Safety rules that a script may silence; `audioguide.safety.rules.RULES` judges by them."""

MOST_COUNTED = 10
"""The longest countdown: beyond ten, words and seconds no longer keep step for a listener."""

MOST_REPEATS = 1000

SHORTEST_PART, LONGEST_PART = samples(0.2), samples(60)
"""Of a breath: what a tone can lead."""

MOST_REPS = 100
"""Numbers have words up to here."""

MOST_RISE = 20.0
"""LU that a bed may gain where nobody speaks, by design: a hundredfold power."""

RESERVED = ("side", "other_side", "n", "total")
"""Names that audioguide gives values to."""

LONGEST_TEXT = 5000
"""Characters: five minutes of speech in one step is a mistake, and repeats would multiply it."""

T = TypeVar("T")
S = TypeVar("S")

QUOTE = "quote a text that starts with `{` or holds `: `"

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def word(node: Node) -> str:
    """A text that is never spoken or filled: a title, a name, a path."""
    if not isinstance(node, Scalar):
        raise Mistake("a text is expected here", QUOTE)
    folded = " ".join(node.value.split())
    if not folded:
        raise Mistake("a text is expected here, and there is none")
    if len(folded) > LONGEST_TEXT:
        raise Mistake(f"a text of more than {LONGEST_TEXT:,} characters", "make it several steps")
    return folded


def words(node: Node, read: Callable[[Node], str] = word) -> tuple[str, ...]:
    """A list of words; a single word stands for a list of one."""
    if isinstance(node, Scalar):
        return (read(node),)
    if not isinstance(node, Sequence):
        raise Mistake("a list of words is expected here", "write [first, second]")
    return each(lambda item: in_place(read, item), node.items)


def text(node: Node) -> Text:
    """A text to speak or show, names not yet filled in."""
    try:
        return parse_text(word(node), node.place)
    except ValueError as error:
        raise Mistake(str(error)) from error


def span(node: Node) -> Span:
    """A time or a range of times."""
    if not isinstance(node, Scalar) or not node.value.strip():
        raise Mistake("a time is expected here", HOW_TO)
    try:
        return parse_span(word(node))
    except ValueError as error:
        raise Mistake(str(error), HOW_TO) from error


def lasting_span(node: Node) -> Span:
    """A span that is not nothing."""
    length = span(node)
    if not length.shortest:
        raise Mistake("it must last longer than nothing", HOW_TO)
    return length


def time(node: Node) -> Samples:
    """A single time that is not nothing."""
    length = lasting_span(node)
    if length.shortest != length.longest:
        raise Mistake("a single time is expected here, not a range", HOW_TO)
    return length.longest


def one_of(what: str, known: Collection[str], node: Node) -> str:
    """A word out of several."""
    name = word(node)
    if name not in known:
        hint = suggestion(name, known) or f"there is: {', '.join(known)}"
        raise Mistake(f"there is no {what} {quoted(name)}", hint)
    return name


def spaced(name: str) -> str:
    """A name with spaces where somebody may write `-` or `_`, as names of files have them."""
    return " ".join(name.replace("-", " ").replace("_", " ").split())


def whole_number(node: Node, least: int, most: int) -> int:
    """How many of something."""
    written = word(node)
    if not re.fullmatch(r"[0-9]{1,9}", written) or not least <= int(written) <= most:
        raise Mistake(f"a whole number from {least} to {most} is expected, not {quoted(written)}")
    return int(written)


def number(what: str, hint: str, least: float, most: float, node: Node) -> float:
    """An amount that may have decimals. `what` bounds it in words."""
    written = node.value.strip() if isinstance(node, Scalar) else ""
    if not _DECIMAL.fullmatch(written) or not least <= float(written) <= most:
        found = f", not {quoted(written)}" if written else ""
        raise Mistake(f"{what} is expected{found}", hint)
    return float(written)


def truth(node: Node) -> bool:
    """`true` or `false`, the only words that are not just words."""
    written = node.value.strip() if isinstance(node, Scalar) else ""
    if written not in ("true", "false"):
        found = f", not {quoted(written)}" if written else ""
        hint = suggestion(written.lower(), ("true", "false"))
        raise Mistake(
            f"`true` or `false` is expected{found}", hint or "write true for yes, and false for no"
        )
    return written == "true"


def pairs(node: Node, read: Callable[[Node], T]) -> tuple[tuple[Scalar, T], ...]:
    """The entries of a mapping whose keys the author chooses."""
    if not isinstance(node, Mapping):
        raise Mistake("names and values are expected here", "write `name: value`, one to a line")
    return _entries(node, lambda _, value: read(value))


def table(node: Node, known: Mapping_[str, Callable[[Node], object]]) -> dict[str, Any]:
    """The entries of a mapping with keys of our own; none is required."""
    if not isinstance(node, Mapping):
        raise Mistake(f"a mapping is expected here, of: {', '.join(known)}")

    def read(key: Scalar, value: Node) -> object:
        if key.value not in known:
            hint = suggestion(key.value, known) or f"it takes: {', '.join(known)}"
            raise Mistake(f"unknown key {quoted(key.value)}", hint, key.place)
        return known[key.value](value)

    return {key.value: value for key, value in _entries(node, read)}


def twice(key: Scalar, first: Place) -> Mistake:
    """The mistake of a key that stands in its mapping already."""
    message = f"{quoted(key.value)} stands here twice"
    return Mistake(message, f"the first is in line {first.line}", key.place)


def each(read: Callable[[S], T], items: Iterable[S]) -> tuple[T, ...]:
    """All of them, read; what is wrong is told of each."""
    values: list[T] = []
    wrong: list[Mistake] = []
    for item in items:
        try:
            values.append(read(item))
        except Mistake as mistake:
            wrong.append(mistake)
        except Mistakes as mistakes:
            wrong += mistakes.found
    if wrong:
        raise Mistakes(wrong)
    return tuple(values)


def in_place(read: Callable[[Node], T], node: Node) -> T:
    """An inner node, read; what is wrong with it is shown there, not at the outer one."""
    try:
        return read(node)
    except Mistake as mistake:
        raise Mistake(mistake.message, mistake.hint, mistake.place or node.place) from mistake


def _entries(node: Mapping, read: Callable[[Scalar, Node], T]) -> tuple[tuple[Scalar, T], ...]:
    seen: dict[str, Place] = {}

    def entry(key: Scalar, value: Node) -> tuple[Scalar, T]:
        if key.value in seen:
            raise twice(key, seen[key.value])
        seen[key.value] = key.place
        return key, in_place(partial(read, key), value)

    return each(lambda item: entry(*item), node.entries)
