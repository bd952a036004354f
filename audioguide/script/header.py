"""From a node to a value that only headers ask for, or a step in the same words."""

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as Table
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath

from audioguide.core.bed import BEDS, LOUDEST, SOFTEST, Bed
from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted, suggestion
from audioguide.core.voice import (
    ENGINES,
    FASTEST,
    HIGHEST,
    LOWEST,
    SLOWEST,
    SOFTEST_VOICE,
    VoiceChoice,
)
from audioguide.language import LANGUAGES
from audioguide.script.address import base_address
from audioguide.script.fields import (
    MOST_RISE,
    RESERVED,
    each,
    in_place,
    number,
    one_of,
    pairs,
    spaced,
    table,
    truth,
    whole_number,
    word,
)
from audioguide.script.model import BedChoice
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence

_RISE = f"a number from 0 to {MOST_RISE:g}, at least {LOUDEST:g} less than `level`,"


def voice(named: Table[str, VoiceChoice], node: Node) -> VoiceChoice:
    """One of the library's voices by its name, or what is wanted of a voice."""
    if isinstance(node, Scalar):
        if not named:
            hint = "name it under `voices` in library.yaml, or write { name: …, rate: 150 }"
            raise Mistake(f"there is no voice {quoted(word(node))}", hint)
        return named[one_of("voice", named, node)]
    known: dict[str, Callable[[Node], object]]
    known = {"engine": _engine, "name": word, "rate": _rate, "pitch": _pitch, "volume": _volume}
    known |= {"run": _run, "instead": partial(voice, named)}
    values = table(node, known)
    if ("run" in values) != (values.get("engine") == "command"):
        raise Mistake("`engine: command` and `run` go together", _COMMAND)
    return VoiceChoice(**values)


_COMMAND = 'write { engine: command, run: ["flite", "-t", "{text}", "-o", "{out}"] }'


def _engine(node: Node) -> str:
    return one_of("engine", ENGINES, node)


def _rate(node: Node) -> int:
    return whole_number(node, SLOWEST, FASTEST)


def _pitch(node: Node) -> int:
    return whole_number(node, LOWEST, HIGHEST)


def _volume(node: Node) -> float:
    written = word(node)
    if not _LEVEL.fullmatch(written) or not SOFTEST_VOICE <= float(written) <= 0:
        message = f"a number from {SOFTEST_VOICE:g} to 0 is expected, not {quoted(written)}"
        raise Mistake(message, "how many LU it lies under other voices: -3")
    return float(written)


_LEVEL = re.compile(r"-?[0-9]{1,2}(\.[0-9]{1,2})?")


def _run(node: Node) -> tuple[str, ...]:
    """A program and its arguments, as written: white space in them counts."""
    if not isinstance(node, Sequence) or not node.items:
        raise Mistake("a list is expected here: a program and its arguments", _COMMAND)
    return each(partial(in_place, _argument), node.items)


def _argument(node: Node) -> str:
    if not isinstance(node, Scalar) or "\0" in node.value:
        raise Mistake("a text is expected here", _COMMAND)
    return node.value


def voices_by_language(
    named: Table[str, VoiceChoice], node: Node
) -> VoiceChoice | dict[str, VoiceChoice]:
    """A voice, or one for each language."""
    if isinstance(node, Mapping) and any(key.value in LANGUAGES for key, _ in node.entries):
        return table(node, {language: partial(voice, named) for language in sorted(LANGUAGES)})
    return voice(named, node)


def bed(find: Callable[[str], str], node: Node) -> BedChoice:
    """What sounds under a session, or `none`. `find` is asked for an author's own file: given its
    path as written, it says where that lies in the library, or raises Mistake."""
    if not isinstance(node, Mapping):
        is_none = isinstance(node, Scalar) and node.value.strip() == "none"
        return "none" if is_none else _sound(find, node)
    known: dict[str, Callable[[Node], object]]
    known = {"sound": partial(_sound, find), "level": _level, "rise": _rise, "stereo": truth}
    values = table(node, known)
    if "sound" not in values:
        raise Mistake("`bed` needs `sound`", "write { sound: rain, level: 20 }")
    found: Bed = replace(values.pop("sound"), **values)
    most = round(found.level - LOUDEST, 9)  # 6.1 - 6 is a little less than 0.1
    if found.rise > most:
        place = next(value.place for key, value in node.entries if key.value == "rise")
        hint = f"`level` is {found.level:g}, which leaves {most:g}"
        raise Mistake(f"{_RISE} is expected, not `{found.rise:g}`", hint, place)
    return found


def _sound(find: Callable[[str], str], node: Node) -> Bed:
    known = f"there is: {', '.join(BEDS)}, or the path of a sound file"
    if not isinstance(node, Scalar) or not node.value.strip():
        raise Mistake("a sound is expected here", known)
    written = word(node)
    if "/" in written or PurePosixPath(written).suffix:
        return Bed(written, find(written))
    name = spaced(written)
    if name not in BEDS:
        raise Mistake(f"there is no bed {quoted(written)}", suggestion(name, BEDS) or known)
    return Bed(name)


def _level(node: Node) -> float:
    what = f"a number from {LOUDEST:g} to {SOFTEST:g}"
    hint = "how many LU it lies under the voice, without a sign or a unit: 20"
    return number(what, hint, LOUDEST, SOFTEST, node)


def _rise(node: Node) -> float:
    hint = "how many LU it gains where nobody speaks, without a sign or a unit: 6"
    return number(_RISE, hint, 0, MOST_RISE, node)


def date(node: Node) -> str:
    """A day, or a moment of it, in ISO 8601."""
    written = word(node)
    try:
        datetime.fromisoformat(written)
    except ValueError as error:
        message = f"{quoted(written)} is not a date"
        raise Mistake(message, "write 2024-05-01, or 2024-05-01T18:30") from error
    return written


def address(node: Node) -> str:
    """Where something is published: an address that others can be made from by adding to it."""
    written = word(node)
    try:
        return base_address(written)
    except ValueError as error:
        raise Mistake(str(error), "write it as https://example.org/sessions") from error


def language(node: Node) -> str:
    """The tag of a language that has a table."""
    return one_of("language", sorted(LANGUAGES), node)


def values(node: Node) -> dict[str, str]:
    """Names and what they stand for."""
    found = pairs(node, word)
    each(lambda entry: _name(entry[0]), found)
    return {key.value: value for key, value in found}


def _name(key: Scalar) -> str:
    if not key.value.isidentifier() or key.value.lower() in RESERVED:
        hint = "a name is letters, digits and _, and not one that audioguide gives"
        raise Mistake(f"{quoted(key.value)} cannot name a value", hint, key.place)
    return key.value


def reasons(known: Collection[str], node: Node) -> dict[str, str]:
    """Rules to silence, and why."""
    found = pairs(node, word)
    each(lambda entry: in_place(partial(one_of, "safety rule", known), entry[0]), found)
    return {key.value: value for key, value in found}
