"""From a node to the value that its key asks for, or to a Mistake that says why not."""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeVar

from audioguide.script.duration import HOW_TO, Span, parse_duration, parse_span
from audioguide.script.model import Anchor, Cue
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence
from audioguide.script.problem import Place, quoted, suggestion
from audioguide.script.text import Text, parse_text
from audioguide.units import Samples

CHIMES = ("bell",)
"""Chimes that can be struck."""

MOST_COUNTED = 10
"""The longest countdown: beyond ten, words and seconds no longer keep step for a listener."""

MOST_REPEATS = 1000

LONGEST_TEXT = 5000
"""Characters: five minutes of speech in one step is a mistake, and repeats would multiply it."""

T = TypeVar("T")
S = TypeVar("S")

QUOTE = "quote a text that starts with `{` or holds `: `"

_SHARE = re.compile(r"(\d{1,4})/(\d{1,4})")
_LEFT = re.compile(r"(.+?)\s+left")


class Mistake(Exception):
    """What is wrong with a value. The place is the value's own unless another is given."""

    def __init__(self, message: str, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.place = message, hint, place


class Mistakes(Exception):
    """All that is wrong with a value made of several."""

    def __init__(self, found: Iterable[Mistake]) -> None:
        super().__init__()
        self.found = tuple(found)


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


def words(node: Node) -> tuple[str, ...]:
    """A list of words; a single word stands for a list of one."""
    if isinstance(node, Scalar):
        return (word(node),)
    if not isinstance(node, Sequence):
        raise Mistake("a list of words is expected here", "write [first, second]")
    return _each(lambda item: _in_place(word, item), node.items)


def text(node: Node) -> Text:
    """A text to speak or show, names not yet filled in."""
    try:
        return parse_text(word(node), node.place)
    except ValueError as error:
        raise Mistake(str(error)) from error


def remark(node: Node) -> str:
    """Anything that a `note` holds; nobody hears it."""
    return node.value if isinstance(node, Scalar) else ""


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


def chime(node: Node) -> str:
    """The name of a chime."""
    name = word(node)
    if name not in CHIMES:
        raise Mistake(
            f"there is no chime {quoted(name)}",
            suggestion(name, CHIMES) or f"there is: {', '.join(CHIMES)}",
        )
    return name


def countdown(node: Node) -> int:
    """How many seconds are counted."""
    return _whole_number(node, 1, MOST_COUNTED)


def times(node: Node) -> int:
    """How often steps are repeated."""
    return _whole_number(node, 1, MOST_REPEATS)


def sides(node: Node) -> tuple[Text, Text]:
    """The two sides."""
    if not isinstance(node, Sequence) or len(node.items) != 2:
        raise Mistake("two sides are expected here", "write [right, left]")
    first, second = _each(lambda item: _in_place(text, item), node.items)
    return first, second


def cues(node: Node) -> tuple[Cue, ...]:
    """Cues by their moment: `halfway`, `15s`, `10s left`, `1/3`."""
    if not isinstance(node, Mapping):
        raise Mistake("moments and texts are expected here", "write `halfway: Halfway there.`")
    seen: dict[str, Place] = {}
    return _each(lambda entry: _cue(*entry, seen), node.entries)


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
    return Cue(anchor, _in_place(text, value), key.place)


def twice(key: Scalar, first: Place) -> Mistake:
    """The mistake of a key that stands in its mapping already."""
    message = f"{quoted(key.value)} stands here twice"
    return Mistake(message, f"the first is in line {first.line}", key.place)


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


def _whole_number(node: Node, least: int, most: int) -> int:
    number = word(node)
    if not re.fullmatch(r"[0-9]{1,9}", number) or not least <= int(number) <= most:
        raise Mistake(f"a whole number from {least} to {most} is expected, not {quoted(number)}")
    return int(number)


def _each(read: Callable[[S], T], items: Iterable[S]) -> tuple[T, ...]:
    """Reads them all; what is wrong is told of each."""
    values: list[T] = []
    wrong: list[Mistake] = []
    for item in items:
        try:
            values.append(read(item))
        except Mistake as mistake:
            wrong.append(mistake)
    if wrong:
        raise Mistakes(wrong)
    return tuple(values)


def _in_place(read: Callable[[Node], T], node: Node) -> T:
    """Reads an inner node; what is wrong with it is shown there, not at the outer one."""
    try:
        return read(node)
    except Mistake as mistake:
        raise Mistake(mistake.message, mistake.hint, mistake.place or node.place) from mistake
