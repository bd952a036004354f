"""From a node to the value that its key asks for, or to a Mistake that says why not."""

import re
from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as Mapping_
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, TypeVar

from audioguide.language import LANGUAGES
from audioguide.script.duration import HOW_TO, Span, parse_duration, parse_span
from audioguide.script.model import Anchor, Breath, Cue
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence
from audioguide.script.problem import Place, quoted, suggestion
from audioguide.script.text import Text, parse_text
from audioguide.units import NOTHING, Samples, samples
from audioguide.voice import ENGINES, FASTEST, SLOWEST, VoiceChoice

CHIMES = ("bell", "tick", "wood")
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
"""Safety rules that a script may silence; `audioguide.timeline.safety.RULES` judges by them."""

MOST_COUNTED = 10
"""The longest countdown: beyond ten, words and seconds no longer keep step for a listener."""

MOST_REPEATS = 1000

SHORTEST_PART, LONGEST_PART = samples(0.2), samples(60)
"""Of a breath: what a tone can lead."""

MOST_REPS = 100
"""Numbers have words up to here."""

RESERVED = ("side", "other_side", "n", "total")
"""Names that audioguide gives values to."""

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


def words(node: Node, read: Callable[[Node], str] = word) -> tuple[str, ...]:
    """A list of words; a single word stands for a list of one."""
    if isinstance(node, Scalar):
        return (read(node),)
    if not isinstance(node, Sequence):
        raise Mistake("a list of words is expected here", "write [first, second]")
    return _each(lambda item: _in_place(read, item), node.items)


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


def voice(named: Mapping_[str, VoiceChoice], node: Node) -> VoiceChoice:
    """One of the library's voices by its name, or what is wanted of a voice."""
    if isinstance(node, Scalar):
        if not named:
            hint = "name it under `voices` in library.yaml, or write { name: …, rate: 150 }"
            raise Mistake(f"there is no voice {quoted(word(node))}", hint)
        return named[one_of("voice", named, node)]
    values = table(node, {"engine": _engine, "name": word, "rate": _rate})
    return VoiceChoice(**values)


def _engine(node: Node) -> str:
    return one_of("engine", ENGINES, node)


def _rate(node: Node) -> int:
    return _whole_number(node, SLOWEST, FASTEST)


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


def count(node: Node) -> str:
    """How repetitions are counted."""
    return one_of("way to count", ("aloud", "tick"), node)


def reps(node: Node) -> int:
    """How many repetitions are counted."""
    return _whole_number(node, 1, MOST_REPS)


def values(node: Node) -> dict[str, str]:
    """Names and what they stand for."""
    found = pairs(node, word)
    _each(lambda entry: _name(entry[0]), found)
    return {key.value: value for key, value in found}


def _name(key: Scalar) -> str:
    if not key.value.isidentifier() or key.value.lower() in RESERVED:
        hint = "a name is letters, digits and _, and not one that audioguide gives"
        raise Mistake(f"{quoted(key.value)} cannot name a value", hint, key.place)
    return key.value


def reasons(known: Collection[str], node: Node) -> dict[str, str]:
    """Rules to silence, and why."""
    found = pairs(node, word)
    _each(lambda entry: _in_place(partial(one_of, "safety rule", known), entry[0]), found)
    return {key.value: value for key, value in found}


def pairs(node: Node, read: Callable[[Node], T]) -> tuple[tuple[Scalar, T], ...]:
    """The entries of a mapping whose keys the author chooses."""
    if not isinstance(node, Mapping):
        raise Mistake("names and values are expected here", "write `name: value`, one to a line")
    seen: dict[str, Place] = {}

    def entry(key: Scalar, value: Node) -> tuple[Scalar, T]:
        if key.value in seen:
            raise twice(key, seen[key.value])
        seen[key.value] = key.place
        return key, _in_place(read, value)

    return _each(lambda item: entry(*item), node.entries)


def table(node: Node, known: Mapping_[str, Callable[[Node], object]]) -> dict[str, Any]:
    """The entries of a mapping with keys of our own; none is required."""
    if not isinstance(node, Mapping):
        raise Mistake(f"a mapping is expected here, of: {', '.join(known)}")
    for key, _ in node.entries:
        if key.value not in known:
            hint = suggestion(key.value, known) or f"it takes: {', '.join(known)}"
            raise Mistake(f"unknown key {quoted(key.value)}", hint, key.place)
    readers = {id(value): known[key.value] for key, value in node.entries}
    return {key.value: value for key, value in pairs(node, lambda value: readers[id(value)](value))}


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
        except Mistakes as mistakes:
            wrong += mistakes.found
    if wrong:
        raise Mistakes(wrong)
    return tuple(values)


def _in_place(read: Callable[[Node], T], node: Node) -> T:
    """Reads an inner node; what is wrong with it is shown there, not at the outer one."""
    try:
        return read(node)
    except Mistake as mistake:
        raise Mistake(mistake.message, mistake.hint, mistake.place or node.place) from mistake


def readers(
    voices: Mapping_[str, VoiceChoice], chimes: Iterable[str]
) -> dict[str, Callable[[Node], object]]:
    """How the value of each key of a script is read, but for those that hold steps; a key means
    the same wherever it stands. `voices` and `chimes` are those of the library."""
    strike = partial(one_of, "chime", (*CHIMES, *chimes))
    return {
        "title": word,
        "summary": word,
        "language": language,
        "author": word,
        "date": word,
        "tags": words,
        "areas": words,
        "tools": words,
        "position": word,
        "source": word,
        "values": values,
        "length": time,
        "voice": partial(voice, voices),
        "allow": partial(reasons, RULES),
        "say": text,
        "within": time,
        "pause": span,
        "hold": lasting_span,
        "rest": lasting_span,
        "breathe": breath,
        "reps": reps,
        "every": time,
        "count": count,
        "at": cues,
        "countdown": countdown,
        "chime": strike,
        "start_chime": strike,
        "chapter": text,
        "include": word,
        "sides": sides,
        "repeat": times,
        "note": remark,
    }


def language(node: Node) -> str:
    """The tag of a language that has a table."""
    return one_of("language", sorted(LANGUAGES), node)
