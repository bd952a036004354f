"""Mappings of names to texts: values, and safety rules to silence."""

from functools import partial

from audioguide.core.built_in import RULES
from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted
from audioguide.script.fields import RESERVED
from audioguide.script.forms.form import Key, mapping_schema, named, plain
from audioguide.script.forms.texts import WORD, one_of, word
from audioguide.script.nodes import Node, Scalar
from audioguide.script.parts import each, in_place, pairs

_NAME = r"^[A-Za-z_\u0080-\uffff][0-9A-Za-z_\u0080-\uffff]*$"


def _values(node: Node) -> dict[str, str]:
    found = pairs(node, word)
    each(lambda entry: _name(entry[0]), found)
    return {key.value: value for key, value in found}


def _name(key: Scalar) -> str:
    if not key.value.isidentifier() or key.value.lower() in RESERVED:
        hint = "a name is letters, digits and _, and not one that audioguide gives"
        raise Mistake(f"{quoted(key.value)} cannot name a value", hint, key.place)
    return key.value


def _reasons(node: Node) -> dict[str, str]:
    found = pairs(node, word)
    each(lambda entry: in_place(partial(one_of, "safety rule", RULES), entry[0]), found)
    return {key.value: value for key, value in found}


VALUES = plain(
    _values,
    {**named(WORD).schema, "propertyNames": {"pattern": _NAME, "not": {"enum": [*RESERVED]}}},
)
"""Names, and what they stand for."""

REASONS = plain(
    _reasons,
    mapping_schema(
        "Safety rules by name; the value is the reason why it may be silent.",
        {
            rule: Key(WORD, f"Why `{rule}` does not apply here.", ["A physiotherapist guides it."])
            for rule in RULES
        },
    ),
)
"""Rules to silence, and why."""
