"""Values made of several: lists and mappings, every part read, and what is wrong told of each."""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from functools import partial
from typing import Any, TypeVar

from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import Place, quoted, suggestion
from audioguide.script.nodes import Mapping, Node, Scalar

T = TypeVar("T")
S = TypeVar("S")


def pairs(node: Node, read: Callable[[Node], T]) -> tuple[tuple[Scalar, T], ...]:
    """The entries of a mapping whose keys the author chooses."""
    return keyed(node, lambda _, value: read(value))


def keyed(node: Node, read: Callable[[Scalar, Node], T]) -> tuple[tuple[Scalar, T], ...]:
    """The entries of a mapping whose keys the author chooses, where the key tells how to read its
    value."""
    if not isinstance(node, Mapping):
        raise Mistake("names and values are expected here", "write `name: value`, one to a line")
    return _entries(node, read)


def table(node: Node, known: Table[str, Callable[[Node], object]]) -> dict[str, Any]:
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
