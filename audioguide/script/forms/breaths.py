"""Breaths: their parts, how many, and what leads them."""

from typing import get_args

from audioguide.core.errors import Mistake
from audioguide.core.units import NOTHING, Samples
from audioguide.script.breath import Breath, LeadBy
from audioguide.script.fields import LONGEST_PART, MOST_REPEATS, SHORTEST_PART
from audioguide.script.forms.form import Context, Form, Key, Keys, entries, mapping_schema, plain
from audioguide.script.forms.numbers import whole_number
from audioguide.script.forms.texts import choice
from audioguide.script.forms.times import time, time_schema
from audioguide.script.nodes import Node


def _breath(node: Node, context: Context) -> Breath:
    values = entries(BREATH_PARTS, node, context)
    for part in _NEEDED:
        if part not in values:
            raise Mistake(f"`breathe` needs `{part}`", "write { in: 4s, out: 6s, cycles: 5 }")
    return Breath(
        inhale=values["in"],
        hold=values.get("hold", NOTHING),
        exhale=values["out"],
        rest=values.get("rest", NOTHING),
        cycles=values["cycles"],
        by=values.get("by", "tones"),
    )


def _length(node: Node) -> Samples:
    length = time(node)
    if not SHORTEST_PART <= length <= LONGEST_PART:
        raise Mistake("a part of a breath lasts from 0.2 s to 60 s")
    return length


_LENGTH = plain(_length, time_schema(SHORTEST_PART, LONGEST_PART))
_BY: Form[LeadBy] = choice("way to lead a breath", get_args(LeadBy))

BREATH_PARTS: Keys = {
    "in": Key(_LENGTH, "How long to breathe in.", ["4s"]),
    "hold": Key(_LENGTH, "How long to hold before breathing out.", ["1s"]),
    "out": Key(_LENGTH, "How long to breathe out.", ["6s"]),
    "rest": Key(_LENGTH, "How long to rest before the next breath.", ["1s"]),
    "cycles": Key(whole_number(1, MOST_REPEATS), "How many breaths.", [5]),
    "by": Key(_BY, "What leads it.", ["tones", "words"]),
}
_NEEDED = ("in", "out", "cycles")

BREATH = Form(
    _breath, mapping_schema("The parts of a breath, and how many.", BREATH_PARTS, _NEEDED)
)
"""The parts of a breath, and how many."""
