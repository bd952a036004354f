"""From a node to a value that only steps ask for, or to a Mistake that says why not."""

import re
from collections.abc import Collection
from fractions import Fraction
from functools import lru_cache

from audioguide.core.errors import Mistake
from audioguide.core.problem import Place, quoted, suggestion
from audioguide.core.units import NOTHING, Samples
from audioguide.script.duration import parse_duration
from audioguide.script.fields import (
    CHIMES,
    LONGEST_PART,
    MOST_COUNTED,
    MOST_REPEATS,
    MOST_REPS,
    SHORTEST_PART,
    each,
    in_place,
    one_of,
    spaced,
    table,
    text,
    time,
    twice,
    whole_number,
    word,
)
from audioguide.script.model import Anchor, Breath, Cue
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence
from audioguide.script.text import Text

_SHARE = re.compile(r"(\d{1,4})/(\d{1,4})")
_LEFT = re.compile(r"(.+?)\s+left")


def breath(node: Node) -> Breath:
    """The parts of a breath, and how many."""
    parts = ("in", "hold", "out", "rest")
    values = table(node, {**dict.fromkeys(parts, _part_of_a_breath), "cycles": times, "by": _by})
    for part in ("in", "out", "cycles"):
        if part not in values:
            raise Mistake(f"`breathe` needs `{part}`", "write { in: 4s, out: 6s, cycles: 5 }")
    inhale, hold, exhale, rest = (values.get(part, NOTHING) for part in parts)
    return Breath(inhale, hold, exhale, rest, values["cycles"], values.get("by", "tones"))


def _part_of_a_breath(node: Node) -> Samples:
    length = time(node)
    if not SHORTEST_PART <= length <= LONGEST_PART:
        raise Mistake("a part of a breath lasts from 0.2 s to 60 s")
    return length


def _by(node: Node) -> str:
    return one_of("way to lead a breath", ("tones", "words"), node)


def reps(node: Node) -> int:
    """How many repetitions are counted."""
    return whole_number(node, 1, MOST_REPS)


def count(node: Node) -> str:
    """How repetitions are counted."""
    return one_of("way to count", ("aloud", "tick"), node)


def times(node: Node) -> int:
    """How often steps are repeated."""
    return whole_number(node, 1, MOST_REPEATS)


def countdown(node: Node) -> int:
    """How many seconds are counted."""
    return whole_number(node, 1, MOST_COUNTED)


def sides(node: Node) -> tuple[Text, Text]:
    """The two sides."""
    if not isinstance(node, Sequence) or len(node.items) != 2:
        raise Mistake("two sides are expected here", "write [right, left]")
    first, second = each(lambda item: in_place(text, item), node.items)
    return first, second


def cues(node: Node) -> tuple[Cue, ...]:
    """Cues by their moment: `halfway`, `15s`, `10s left`, `1/3`."""
    if not isinstance(node, Mapping):
        raise Mistake("moments and texts are expected here", "write `halfway: Halfway there.`")
    seen: dict[str, Place] = {}
    return each(lambda entry: _cue(*entry, seen), node.entries)


def _cue(key: Scalar, value: Node, seen: dict[str, Place]) -> Cue:
    if key.value in seen:
        raise twice(key, seen[key.value])
    seen[key.value] = key.place
    if isinstance(value, Scalar) and not value.value and not value.quoted:
        raise Mistake(
            f"{quoted(key.value)} has no text",
            'quote a text that holds a comma: { halfway: "Halfway, breathe." }',
            key.place,
        )
    try:
        anchor = parse_anchor(key.value)
    except ValueError as error:
        hint = suggestion(key.value, ("halfway",)) or "write halfway, 15s, 10s left or 1/3"
        raise Mistake(str(error), hint, key.place) from error
    return Cue(anchor, in_place(text, value), key.place)


@lru_cache(maxsize=1024)
def parse_anchor(moment: str) -> Anchor:
    """A moment of a hold. Raises ValueError with a sentence for the author."""
    folded = " ".join(moment.lower().split())
    if folded == "halfway":
        return Anchor(Fraction(1, 2), Samples(0))
    if share := _SHARE.fullmatch(folded):
        part, whole = int(share[1]), int(share[2])
        if not 0 < part < whole:
            raise ValueError(f"{quoted(moment)} does not lie inside the hold")
        return Anchor(Fraction(part, whole), Samples(0))
    try:
        if left := _LEFT.fullmatch(folded):
            return Anchor(Fraction(1), Samples(-parse_duration(left[1])))
        return Anchor(Fraction(0), parse_duration(folded))
    except ValueError as error:
        raise ValueError(f"{quoted(moment)} is not a moment of a hold") from error


def stroke(own: Collection[str], node: Node) -> str:
    """The name of a chime: of the library's `own`, or of one that is built in."""
    name = word(node)
    if name not in own and spaced(name) in CHIMES:
        return spaced(name)
    return one_of("chime", (*CHIMES, *own), node)


def remark(node: Node) -> str:
    """Anything that a `note` holds; nobody hears it."""
    return node.value if isinstance(node, Scalar) else ""
