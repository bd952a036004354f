"""Keys are declared once: every one is whole, and a part that is forgotten is told at once."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from audioguide.core.bed import Bed
from audioguide.core.voice import VoiceChoice
from audioguide.script import steps
from audioguide.script.forms.beds import BED_PARTS
from audioguide.script.forms.breaths import BREATH_PARTS
from audioguide.script.forms.form import Key, Keys
from audioguide.script.forms.texts import WORD
from audioguide.script.forms.voices import VOICE_PARTS
from audioguide.script.keys import Model, key, keys_of
from audioguide.script.library import Library
from audioguide.script.model import Script
from audioguide.script.nodes import compose
from audioguide.script.schema import script_schema
from audioguide.script.steps import STEPS, StepModel, StepsContext
from tests.writing import read, write

MAPPINGS: dict[str, Keys] = {
    "script": keys_of(Script),
    "library": keys_of(Library),
    **{kind: keys_of(model) for kind, model in STEPS.items()},
    "voice": VOICE_PARTS,
    "bed": BED_PARTS,
    "breath": BREATH_PARTS,
}

KEYS = {
    f"{mapping}.{name}": key for mapping, keys in MAPPINGS.items() for name, key in keys.items()
}

EXAMPLES = [(path, example) for path, key in KEYS.items() for example in key.examples]


@pytest.mark.parametrize("path", KEYS)
def test_a_key_has_a_form_a_description_and_examples(path: str) -> None:
    declared = KEYS[path]

    assert isinstance(declared, Key)
    assert declared.description.endswith(".")
    assert declared.examples


@pytest.mark.parametrize(("path", "example"), EXAMPLES)
def test_an_example_is_read_by_its_own_reader(tmp_path: Path, path: str, example: object) -> None:
    node = compose(yaml.safe_dump(example), "script.yaml")
    context = StepsContext(
        root=write(tmp_path, "- say: a", {"neck.yaml": "", "hips.yaml": ""}).parent,
        voices={"calm": VoiceChoice(name="gmw/en")},
        chimes=(),
        find=lambda written: written,
        steps=lambda _: read(tmp_path, yaml.safe_dump(example)).steps,
    )

    assert KEYS[path].form.read(node, context) is not None


@pytest.mark.parametrize(("path", "example"), EXAMPLES)
def test_an_example_is_accepted_by_its_own_schema(path: str, example: object) -> None:
    schema: Any = {**KEYS[path].form.schema, "$defs": script_schema()["$defs"]}

    assert [error.message for error in Draft202012Validator(schema).iter_errors(example)] == []


@pytest.mark.parametrize(
    ("parts", "made"), [(VOICE_PARTS, VoiceChoice), (BED_PARTS, Bed)], ids=["voice", "bed"]
)
def test_every_part_of_a_value_is_a_key(parts: Keys, made: type[VoiceChoice] | type[Bed]) -> None:
    assert [*parts] == [field.name for field in fields(made) if field.name != "file"]


def test_a_field_that_is_no_key_is_told_where_it_is_declared() -> None:
    with pytest.raises(TypeError, match=r"Music.music is neither a `key` nor excluded"):

        class Music(StepModel):
            kind = "music"
            music: str


@pytest.mark.parametrize("kind", [None, "musik"])
def test_a_step_needs_a_kind_of_its_own_that_is_a_key(kind: str | None) -> None:
    class Music(steps.Hold):
        music: str = key(WORD, "A piece of music.", ["sounds/piece.mp3"])

    if kind:
        Music.kind = kind

    with pytest.raises(TypeError, match="Music has no `kind` of its own that is one of its keys"):
        steps.by_kind(Music)


def test_every_step_that_is_declared_can_be_written() -> None:
    declared = {model for model in _below(StepModel) if model.__module__ == steps.__name__}

    assert {model for model in declared if "kind" in vars(model)} == {*STEPS.values()}


def test_steps_that_modify_others_come_last() -> None:
    assert [kind for kind, model in STEPS.items() if model.modifies] == [*STEPS][-2:]
    assert [*STEPS][-2:] == ["say", "chime"]


def _below(model: type[Model]) -> Iterator[type[Model]]:
    for below in model.__subclasses__():
        yield below
        yield from _below(below)
