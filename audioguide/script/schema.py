"""What authors may write, as JSON Schema for editors: the keys, their descriptions and examples
are the models' own; what stands here is how YAML holds the value of each.

A schema is a help, not the judge: it accepts what the reader does, whether an editor takes `010`
for a number or a text, and leaves names in texts, paths and a library's own names to the reader.
"""

from collections.abc import Mapping
from inspect import getdoc
from types import MappingProxyType
from typing import TypeAlias

from audioguide.core.bed import BEDS, LOUDEST, SOFTEST
from audioguide.core.units import NOTHING, Samples, seconds
from audioguide.core.voice import ENGINES, FASTEST, HIGHEST, LOWEST, SLOWEST, SOFTEST_VOICE
from audioguide.language import LANGUAGES
from audioguide.script.duration import LONGEST
from audioguide.script.fields import (
    CHIMES,
    LONGEST_PART,
    LONGEST_TEXT,
    MOST_COUNTED,
    MOST_REPEATS,
    MOST_REPS,
    MOST_RISE,
    RESERVED,
    RULES,
    SHORTEST_PART,
)
from audioguide.script.model import STEPS, Model, Script, keys, required
from audioguide.script.settings import Library

Schema: TypeAlias = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def script_schema() -> Schema:
    """Of a script."""
    return {
        "$schema": DIALECT,
        "title": "audioguide script",
        **_mapping(Script),
        "$defs": _definitions(),
    }


def fragment_schema() -> Schema:
    """Of a file of steps for `include`."""
    title = "audioguide fragment"
    return {"$schema": DIALECT, "title": title, "$ref": "#/$defs/steps", "$defs": _definitions()}


def library_schema() -> Schema:
    """Of a `library.yaml`."""
    speaker = _key("Who speaks it.", ["calm", {"rate": 140}], _VALUES["voice"])
    by_language = _object("Who speaks each language.", dict.fromkeys(sorted(LANGUAGES), speaker))
    either: dict[str, Schema] = {"voice": {"anyOf": [_TEXT, _VOICE_PARTS, by_language]}}
    return {"$schema": DIALECT, "title": "audioguide library", **_mapping(Library, either)}


def _definitions() -> Schema:
    """Steps, which hold steps."""
    return {
        "steps": {
            "description": "Steps, in order.",
            "type": "array",
            "items": {"$ref": "#/$defs/step"},
            "minItems": 1,
        },
        "step": {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in STEPS]},
        **{kind: {"title": kind, **_mapping(model)} for kind, model in STEPS.items()},
    }


def _mapping(model: type[Model], other: Mapping[str, Schema] = MappingProxyType({})) -> Schema:
    """Of a mapping with the keys of a model; `other` are values that only it takes."""
    fields, values = model.model_fields, {**_VALUES, **other}
    return _object(
        getdoc(model) or "",
        {
            key: _key(fields[key].description or "", fields[key].examples or [], values[key])
            for key in keys(model)
        },
        required(model),
    )


def _object(description: str, properties: Schema, needed: tuple[str, ...] = ()) -> Schema:
    """Of a mapping with known keys."""
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _key(description: str, examples: list[object], value: Schema) -> Schema:
    return {"description": description, "examples": examples, **value}


def _named(value: Schema) -> Schema:
    """Of a mapping whose keys the author chooses."""
    return {"type": "object", "additionalProperties": value}


def _whole_number(least: int, most: int) -> Schema:
    bounds: Schema = {"minimum": least, "maximum": most}
    return {"type": ["integer", "string"], "pattern": r"^\s*\d{1,9}\s*$", **bounds}


def _number(least: float, most: float) -> Schema:
    bounds: Schema = {"minimum": least, "maximum": most}
    return {"type": ["number", "string"], "pattern": rf"^\s*{_NUMBER}\s*$", **bounds}


def _duration(pattern: str, least: Samples = NOTHING, most: Samples = LONGEST) -> Schema:
    """Of a time: a number is seconds."""
    bounds: Schema = {"minimum": seconds(least), "maximum": seconds(most)}
    return {"type": ["string", "number"], "pattern": f"^{pattern}$", **bounds}


_NUMBER = r"\d{1,9}(\.\d{1,9})?"
_CLOCK = r"(\d{1,3}:)?\d{1,3}:[0-5]\d(\.\d{1,9})?"
_UNITS = rf"({_NUMBER}[hH])?\s*({_NUMBER}[mM])?\s*({_NUMBER}[sS])?"
_TIME = rf"\s*(?=\d)({_CLOCK}|{_NUMBER}|{_UNITS})\s*"
_RANGE = rf"{_TIME}([-–]{_TIME})?"
_LASTS = r"(?=[^-–]*[1-9])"
"""Not nothing: a digit other than 0 before the dash of a range."""

_MOMENT = rf"^\s*([Hh]alfway|\d{{1,4}}/\d{{1,4}}|{_TIME}([Ll]eft)?)\s*$"
_NAME = r"^[A-Za-z_\u0080-\uffff][0-9A-Za-z_\u0080-\uffff]*$"

# An editor takes some texts for numbers or booleans; the reader speaks them as written.
_TEXT: Schema = {
    "type": ["string", "number", "boolean"],
    "pattern": r"\S",
    "maxLength": LONGEST_TEXT,
}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_SPAN = _duration(_RANGE)
_LASTING = {**_duration(_LASTS + _RANGE), "exclusiveMinimum": 0}
_SINGLE = {**_duration(_LASTS + _TIME), "exclusiveMinimum": 0}
_PART = _duration(_LASTS + _TIME, SHORTEST_PART, LONGEST_PART)
_CHIME: Schema = {"anyOf": [{"enum": list(CHIMES)}, _TEXT]}
_STEPS: Schema = {"$ref": "#/$defs/steps"}

_VOICE_PARTS = _object(
    "What is wanted of a voice; what is left out stays as it is.",
    {
        "engine": _key("What speaks.", [*ENGINES], {"enum": list(ENGINES)}),
        "name": _key("The engine's own name for the voice.", ["gmw/en-us"], _TEXT),
        "rate": _key("Words a minute.", [130, 150], _whole_number(SLOWEST, FASTEST)),
        "pitch": _key(
            "How high it speaks; 50 is its own height.", [40], _whole_number(LOWEST, HIGHEST)
        ),
        "volume": _key(
            "LU it lies under other voices, with its sign.",
            [-3],
            {
                "type": ["number", "string"],
                "pattern": r"^\s*-?\d{1,2}(\.\d{1,2})?\s*$",
                "minimum": SOFTEST_VOICE,
                "maximum": 0,
            },
        ),
        "run": _key(
            "For `engine: command`: a program and its arguments.",
            [["flite", "-t", "{text}", "-o", "{out}"]],
            {"type": "array", "items": {"type": ["string", "number", "boolean"]}, "minItems": 1},
        ),
        "instead": _key(
            "Who speaks where this voice is missing.",
            ["calm"],
            {"anyOf": [_TEXT, {"type": "object"}]},
        ),
    },
)

_TRUTH: Schema = {"enum": [True, False, "true", "false"]}

_BED_PARTS = _object(
    "A sound under the session, and how loud it is.",
    {
        "sound": _key(
            "One that is built in, or the path of a sound file, from this file.",
            [*BEDS, "sounds/stream.wav"],
            {"anyOf": [{"enum": list(BEDS)}, _TEXT]},
        ),
        "level": _key("LU under the voice while it speaks.", [20], _number(LOUDEST, SOFTEST)),
        "rise": _key("LU it gains where nobody speaks.", [0, 6], _number(0, MOST_RISE)),
        "stereo": _key("Two channels, and a session of two.", [True], _TRUTH),
    },
    ("sound",),
)

_BREATH = _object(
    "The parts of a breath, and how many.",
    {
        "in": _key("How long to breathe in.", ["4s"], _PART),
        "hold": _key("How long to hold before breathing out.", ["1s"], _PART),
        "out": _key("How long to breathe out.", ["6s"], _PART),
        "rest": _key("How long to rest before the next breath.", ["1s"], _PART),
        "cycles": _key("How many breaths.", [5], _whole_number(1, MOST_REPEATS)),
        "by": _key("What leads it.", ["tones", "words"], {"enum": ["tones", "words"]}),
    },
    ("in", "out", "cycles"),
)

_CUES: Schema = {
    "type": "object",
    "properties": {
        moment: _key(when, [words], _TEXT)
        for moment, when, words in (
            ("halfway", "In the middle.", "Halfway. Soften a little more."),
            ("1/3", "After a share of it.", "A third is done."),
            ("15s", "This long after its start.", "Breathe out."),
            ("10s left", "This long before its end.", "Ten more seconds."),
        )
    },
    "patternProperties": {_MOMENT: {"description": "Spoken at this moment.", **_TEXT}},
    "additionalProperties": False,
}

_REASONS = _object(
    "Safety rules by name; the value is the reason why it may be silent.",
    {
        rule: _key(f"Why `{rule}` does not apply here.", ["A physiotherapist guides it."], _TEXT)
        for rule in RULES
    },
)

_VALUES: dict[str, Schema] = {
    "title": _TEXT,
    "summary": _TEXT,
    "language": {"enum": sorted(LANGUAGES)},
    "author": _TEXT,
    "date": _TEXT,
    "tags": _TEXTS,
    "areas": _TEXTS,
    "tools": _TEXTS,
    "position": _TEXT,
    "source": _TEXT,
    "values": {**_named(_TEXT), "propertyNames": {"pattern": _NAME, "not": {"enum": [*RESERVED]}}},
    "length": _SINGLE,
    "voice": {"anyOf": [_TEXT, _VOICE_PARTS]},
    "bed": {"anyOf": [{"enum": [*BEDS, "none"]}, _TEXT, _BED_PARTS]},
    "wake": _TRUTH,
    "cover": _TEXT,
    "allow": _REASONS,
    "steps": _STEPS,
    "say": _TEXT,
    "within": _SINGLE,
    "pause": _SPAN,
    "hold": _LASTING,
    "rest": _LASTING,
    "breathe": _BREATH,
    "reps": _whole_number(1, MOST_REPS),
    "every": _SINGLE,
    "count": {"enum": ["aloud", "tick"]},
    "at": _CUES,
    "countdown": _whole_number(1, MOST_COUNTED),
    "chime": _CHIME,
    "start_chime": _CHIME,
    "chapter": _TEXT,
    "include": _TEXT,
    "sides": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
    "switch": {"anyOf": [_TEXT, {"const": ""}, _STEPS]},
    "repeat": _whole_number(1, MOST_REPEATS),
    "note": {},
    "url": _TEXT,
    "gap": _SINGLE,
    "voices": _named(_VOICE_PARTS),
    "chimes": _named(_TEXT),
    "lexicon": _named({"anyOf": [_TEXT, _named(_TEXT)]}),
    "programmes": _named(_TEXTS),
    "red_flags": _TEXT,
    "ease_off": _TEXT,
}
"""How YAML holds the value of each key; a key means the same wherever it stands, as for the
reader."""
