"""Voices: by name or in their parts, one for each language, and those that a library names."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import replace
from functools import partial

from audioguide.core.built_in import AUTO, ENGINES
from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import quoted
from audioguide.core.voice import (
    FASTEST,
    HIGHEST,
    LOWEST,
    SLOWEST,
    SOFTEST_VOICE,
    VoiceChoice,
)
from audioguide.language import LANGUAGES
from audioguide.script.forms.form import (
    Context,
    Form,
    Key,
    Keys,
    entries,
    mapping_schema,
    plain,
)
from audioguide.script.forms.numbers import whole_number
from audioguide.script.forms.texts import WORD, choice, one_of, word
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence
from audioguide.script.parts import each, in_place, pairs

_COMMAND = 'write { engine: command, run: ["flite", "-t", "{text}", "-o", "{out}"] }'

_LEVEL = re.compile(r"-?[0-9]{1,2}(\.[0-9]{1,2})?")


def named_voices(node: Mapping, context: Context) -> dict[str, VoiceChoice]:
    """The voices that a `library.yaml` names, for other keys to choose from; their mistakes are
    told by their own form."""
    for key, value in node.entries:
        if key.value == "voices" and isinstance(value, Mapping):
            known = {name.value: VoiceChoice() for name, _ in value.entries}
            for _ in value.entries:  # each time, one more of those that stand in for others
                known |= _without_mistakes(value, replace(context, voices=known))
            return known
    return {}


def _without_mistakes(node: Mapping, context: Context) -> dict[str, VoiceChoice]:
    try:
        return _by_name(node, context)
    except (Mistake, Mistakes):
        return {}


def _by_name(node: Node, context: Context) -> dict[str, VoiceChoice]:
    found = pairs(node, lambda value: _own_voice(value, context))
    return {key.value: value for key, value in found}


def _own_voice(node: Node, context: Context) -> VoiceChoice:
    """A voice in its parts: a name alone would be another name for the same."""
    return _voice(node, context if isinstance(node, Mapping) else replace(context, voices={}))


def _voices(node: Node, context: Context) -> dict[str, VoiceChoice]:
    """Voices by name; none stands in for itself in the end."""
    found = _by_name(node, context)
    assert isinstance(node, Mapping)
    parts = {name.value: dict(_parts(value)) for name, value in node.entries}
    for name in parts:
        chain = [name]
        while isinstance(other := parts.get(chain[-1], {}).get("instead"), Scalar):
            chain.append(other.value)
            if other.value in chain[:-1]:
                message = f"voices that stand in for one another: {' → '.join(chain)}"
                raise Mistake(message, "let the last of them have no `instead`", other.place)
    return found


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Mapping):
        yield from ((key.value, value) for key, value in node.entries)


def _voice(node: Node, context: Context) -> VoiceChoice:
    if isinstance(node, Scalar):
        return _of_name(node, context.voices)
    values = entries(VOICE_PARTS, node, context)
    if ("run" in values) != (values.get("engine") == "command"):
        raise Mistake("`engine: command` and `run` go together", _COMMAND)
    return VoiceChoice(**values)


def _of_name(node: Scalar, voices: Table[str, VoiceChoice]) -> VoiceChoice:
    if not voices:
        hint = "name it under `voices` in library.yaml, or write { name: …, rate: 150 }"
        raise Mistake(f"there is no voice {quoted(word(node))}", hint)
    return voices[one_of("voice", voices, node)]


def _volume(node: Node) -> float:
    written = word(node)
    if not _LEVEL.fullmatch(written) or not SOFTEST_VOICE <= float(written) <= 0:
        message = f"a number from {SOFTEST_VOICE:g} to 0 is expected, not {quoted(written)}"
        raise Mistake(message, "how many LU it lies under other voices: -3")
    return float(written)


def _run(node: Node) -> tuple[str, ...]:
    """A program and its arguments, as written: white space in them counts."""
    if not isinstance(node, Sequence) or not node.items:
        raise Mistake("a list is expected here: a program and its arguments", _COMMAND)
    return each(partial(in_place, _argument), node.items)


def _argument(node: Node) -> str:
    if not isinstance(node, Scalar) or "\0" in node.value:
        raise Mistake("a text is expected here", _COMMAND)
    return node.value


def _by_language(node: Node, context: Context) -> VoiceChoice | dict[str, VoiceChoice]:
    if isinstance(node, Mapping) and any(key.value in LANGUAGES for key, _ in node.entries):
        return entries(_LANGUAGES, node, context)
    return _voice(node, context)


_VOLUME = plain(
    _volume,
    {
        "type": ["number", "string"],
        "pattern": r"^\s*-?\d{1,2}(\.\d{1,2})?\s*$",
        "minimum": SOFTEST_VOICE,
        "maximum": 0,
    },
)

_RUN = plain(
    _run,
    {"type": "array", "items": {"type": ["string", "number", "boolean"]}, "minItems": 1},
)

VOICE_PARTS: Keys = {
    "engine": Key(choice("engine", (AUTO, *ENGINES)), "What speaks.", [AUTO, *ENGINES]),
    "name": Key(WORD, "The engine's own name for the voice.", ["gmw/en-us"]),
    "rate": Key(whole_number(SLOWEST, FASTEST), "Words a minute.", [130, 150]),
    "pitch": Key(whole_number(LOWEST, HIGHEST), "How high it speaks; 50 is its own height.", [40]),
    "volume": Key(_VOLUME, "LU it lies under other voices, with its sign.", [-3]),
    "run": Key(
        _RUN,
        "For `engine: command`: a program and its arguments.",
        [["flite", "-t", "{text}", "-o", "{out}"]],
    ),
    "instead": Key(
        Form(_voice, {"anyOf": [WORD.schema, {"type": "object"}]}),
        "Who speaks where this voice is missing.",
        ["calm"],
    ),
}
"""The parts of a VoiceChoice, by the names of its fields."""

_IN_PARTS = mapping_schema(
    "What is wanted of a voice; what is left out stays as it is.", VOICE_PARTS
)

VOICE = Form(_voice, {"anyOf": [WORD.schema, _IN_PARTS]})
"""One of the library's voices by its name, or what is wanted of a voice."""

_LANGUAGES: Keys = dict.fromkeys(
    sorted(LANGUAGES), Key(VOICE, "Who speaks it.", ["calm", {"rate": 140}])
)

VOICE_BY_LANGUAGE = Form(
    _by_language,
    {"anyOf": [WORD.schema, _IN_PARTS, mapping_schema("Who speaks each language.", _LANGUAGES)]},
)
"""A voice, or one for each language."""

VOICES = Form(_voices, {"type": "object", "additionalProperties": _IN_PARTS})
"""Voices by a name of the author's own."""
