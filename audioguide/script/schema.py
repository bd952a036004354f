"""What authors may write, as JSON Schema for editors: derived from the keys of the models.

A schema is a help, not the judge: it accepts what the reader does, whether an editor takes `010`
for a number or a text, and leaves names in texts, paths and a library's own names to the reader.
"""

from inspect import getdoc

from audioguide.script.forms.form import Schema, mapping_schema
from audioguide.script.keys import Model, keys_of, required
from audioguide.script.library import Library
from audioguide.script.model import Script
from audioguide.script.steps import STEPS

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
    return {"$schema": DIALECT, "title": "audioguide library", **_mapping(Library)}


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


def _mapping(model: type[Model]) -> Schema:
    return mapping_schema(getdoc(model) or "", keys_of(model), required(model))
