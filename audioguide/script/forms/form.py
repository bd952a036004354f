"""What a form is, and the mappings that are made of forms."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from audioguide.core.voice import VoiceChoice
from audioguide.script.nodes import Node
from audioguide.script.parts import pairs, table

Schema: TypeAlias = dict[str, object]
"""A JSON Schema."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Context:
    """What readers need to know beside the node."""

    root: Path
    """The library folder."""
    voices: Table[str, VoiceChoice]
    """The library's voices by name."""
    chimes: Collection[str]
    """The names of the library's own chimes."""
    find: Callable[[str], str]
    """Where in the library a file lies, given its path as the author wrote it; raises Mistake."""


@dataclass(frozen=True, slots=True)
class Form(Generic[T_co]):
    """How YAML holds a value. The two sides belong together: the schema accepts what is read."""

    read: Callable[[Node, Context], T_co]
    """The value, or a Mistake that says why not."""
    schema: Schema
    """What an editor checks it by."""


@dataclass(frozen=True, slots=True)
class Key(Generic[T_co]):
    """An entry of a mapping: how its value is held, what it is, and values that it may have."""

    form: Form[T_co]
    description: str
    examples: Sequence[object]

    @property
    def schema(self) -> Schema:
        """What an editor explains and checks it by."""
        described = {"description": self.description, "examples": list(self.examples)}
        return {**described, **self.form.schema}


Keys: TypeAlias = Table[str, Key[object]]
"""The entries that a mapping may have, by name."""


def plain(read: Callable[[Node], T], schema: Schema) -> Form[T]:
    """A form that needs nothing but the node."""
    return Form(lambda node, _: read(node), schema)


def entries(keys: Keys, node: Node, context: Context) -> dict[str, Any]:
    """The values of a mapping with known keys, those that are there."""
    return table(node, {name: partial(_read, key, context) for name, key in keys.items()})


def mapping_schema(description: str, keys: Keys, needed: Sequence[str] = ()) -> Schema:
    """Of a mapping with known keys."""
    return {
        "description": description,
        "type": "object",
        "properties": {name: key.schema for name, key in keys.items()},
        "required": list(needed),
        "additionalProperties": False,
    }


def named(form: Form[T]) -> Form[dict[str, T]]:
    """A mapping whose keys the author chooses, its values all in one form."""

    def read(node: Node, context: Context) -> dict[str, T]:
        found = pairs(node, lambda value: form.read(value, context))
        return {key.value: value for key, value in found}

    return Form(read, {"type": "object", "additionalProperties": form.schema})


def _read(key: Key[T], context: Context, node: Node) -> T:
    return key.form.read(node, context)
