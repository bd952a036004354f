"""The JSON Schema that editors complete and explain keys by."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from audioguide.cli import run
from audioguide.core.errors import ScriptProblems
from audioguide.script.duration import parse_duration, parse_span
from audioguide.script.schema import fragment_schema, library_schema, script_schema
from audioguide.script.steps import STEPS
from tests.writing import read

SCRIPTS = Path(__file__).parents[2] / "scripts"
SCHEMAS = {
    "script": script_schema(),
    "fragment": fragment_schema(),
    "library": library_schema(),
}
SCRIPT, FRAGMENT, LIBRARY = (Draft202012Validator(schema) for schema in SCHEMAS.values())

RIGHT = [
    "- say: No",
    "- say: 010",
    "- { say: Lie down., within: 20s, voice: { engine: tone, rate: 130 }, chime: bell }",
    "- pause: 0",
    "- pause: 1.5",
    "- pause: 1m30s",
    "- pause: 1:30",
    "- pause: 5s – 10s",
    "- hold: 30s-1m\n  at: { halfway: a, 1/3: b, 15s: c, 10s left: d, 0:20: e }",
    "- hold: 20s\n  countdown: '3'\n  start_chime: wood\n  say: Press.",
    "- rest: 20s",
    "- breathe: { in: 4s, out: 6, cycles: 5, by: words }",
    "- { reps: 10, every: 3s, count: tick }",
    "- sides: [right, left]\n  switch: ''\n  steps:\n    - repeat: 3\n      steps: [{ say: a }]",
    "- sides: [1, 2]\n  switch: [{ pause: 2s }]\n  steps: [{ say: a }]",
    "- note:",
    "title: 90\ntags: massage\nareas: []\ndate: '2024-05-01'\nsteps: [{ say: a }]",
    "title: T\nvalues: { ball: tennis ball, größe: 3 }\nlength: 9m\nsteps: [{ say: '{ball}' }]",
    "title: T\nallow: { one-side: The other is elsewhere. }\nsteps: [{ say: a }]",
    "title: T\nbed: brown-noise\nwake: false\nsteps: [{ chime: tick }]",
    "title: T\nbed: none\nwake: 'true'\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, level: 22.5, rise: 06, stereo: true }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: soft drone, level: '6', rise: 0 }\nsteps: [{ say: a }]",
]

WRONG = [
    "title: T\nstesp: [{ say: a }]",
    "title: T",
    "steps: [{ say: a }]",
    "title: T\nsteps: []",
    "title: T\nsteps: { say: a }",
    "title: ''\nsteps: [{ say: a }]",
    "title: T\nlanguage: xx\nsteps: [{ say: a }]",
    "title: T\nlength: 8m-9m\nsteps: [{ say: a }]",
    "title: T\nallow: { one-sid: x }\nsteps: [{ say: a }]",
    "title: T\nvalues: { side: x }\nsteps: [{ say: a }]",
    "title: T\nvalues: { 2x: x }\nsteps: [{ say: a }]",
    "title: T\nvoice: { speed: 3 }\nsteps: [{ say: a }]",
    "title: T\nvoice: { rate: 20 }\nsteps: [{ say: a }]",
    "title: T\nbed: []\nsteps: [{ say: a }]",
    "title: T\nbed: ''\nsteps: [{ say: a }]",
    "title: T\nbed: { level: 20 }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, lvel: 20 }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, level: 5.9 }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, level: loud }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, level: nan }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, level: 40, rise: 20.5 }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, rise: -1 }\nsteps: [{ say: a }]",
    "title: T\nbed: { sound: rain, stereo: 1 }\nsteps: [{ say: a }]",
    "title: T\nwake: maybe\nsteps: [{ say: a }]",
    "title: T\nwake:\nsteps: [{ say: a }]",
    "- { say: a, bed: rain }",
    "- { say: a, pause: 5s }",
    "- { hold: 5s, rest: 5s }",
    "- { say: a, hodl: 5s }",
    "- say: a\n- words",
    "- say:",
    "- say: [a]",
    "- pause: soon",
    "- pause: -5s",
    "- pause: -5",
    "- pause: 5s-",
    "- pause: 1:75",
    "- pause: 20000",
    "- hold: 0s",
    "- hold: 0-5s",
    "- { hold: 5s, at: { soon: a } }",
    "- { hold: 5s, at: { 1 / 3: a } }",
    "- { hold: 5s, at: [a] }",
    "- { hold: 20s, countdown: 11 }",
    "- { say: a, within: 5s-6s }",
    "- reps: 3",
    "- { reps: 101, every: 2s }",
    "- { reps: 3, every: 2s, count: whispered }",
    "- breathe: { in: 4s, cycles: 5 }",
    "- breathe: { in: 90, out: 4s, cycles: 5 }",
    "- { chime: bell, say: a, at: { halfway: b } }",
    "- { chapter: a, chime: bell }",
    "- { sides: [right], steps: [{ say: a }] }",
    "- { sides: [right, left] }",
    "- { repeat: 0, steps: [{ say: a }] }",
    "- { repeat: 2, steps: [] }",
    "- {}",
]


def errors(script: str) -> list[str]:
    """What an editor finds wrong with a script, or with steps."""
    found = yaml.safe_load(script)
    validator = FRAGMENT if isinstance(found, list) else SCRIPT
    return [error.message for error in validator.iter_errors(found)]


@pytest.mark.parametrize("what", SCHEMAS)
def test_a_schema_is_valid(what: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[what])


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader])
@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_scripts_are_accepted(path: Path, loader: type[yaml.SafeLoader]) -> None:
    found = yaml.load(path.read_text(encoding="utf-8"), loader)
    is_settings, is_fragment = path.name == "library.yaml", isinstance(found, list)

    validator = LIBRARY if is_settings else FRAGMENT if is_fragment else SCRIPT

    assert [error.message for error in validator.iter_errors(found)] == []


@pytest.mark.parametrize("script", RIGHT)
def test_what_the_reader_accepts_is_accepted(tmp_path: Path, script: str) -> None:
    read(tmp_path, script)

    assert errors(script) == []


@pytest.mark.parametrize("script", WRONG)
def test_what_the_reader_refuses_is_refused(tmp_path: Path, script: str) -> None:
    with pytest.raises(ScriptProblems):
        read(tmp_path, script)

    assert errors(script)


@pytest.mark.parametrize(
    "written",
    [
        *("45s", "1m30s", "1:30", "90", "1.5m", "2h", "1h2m3s", "1:02:03", "0:07.5", " 5s ", "5S"),
        *("1m 30s", "30s-60s", "30-60", "1:00–2:00", "0s-5s", "0", "0.0s"),
        *("", "-", "5", "5x", "s", "m5", "1::30", "1:3", "1:60", "5s-", "-5s", "1s-2s-3s", "1e3"),
        *("5s 1m", ".5s", "5.s", "1,5s", "nan", "inf", "１s-", "five"),
    ],
)
def test_a_time_is_one_for_the_schema_when_it_is_one_for_the_reader(written: str) -> None:
    assert (errors(f"- pause: '{written}'") == []) == _is_read(parse_span, written)
    assert (errors(f"- hold: 9s\n  at: {{ '{written}': a }}") == []) == _is_read(
        parse_duration, written
    )


@pytest.mark.parametrize(
    ("settings", "is_right"),
    [
        ("title: Hips\ngap: 0.6\nlanguage: de\nvoice: calm", True),
        ("voices: { calm: { rate: 130 } }\nchimes: { gong: gong.wav }", True),
        ("lexicon: { psoas: so-as, de: { Reha: Reeha } }\nprogrammes: { week: [neck] }", True),
        ("bed: waves\nwake: true", True),
        ("bed: { sound: sounds/stream.wav, level: 25 }", True),
        ("bed: none", True),
        ("titel: Hips", False),
        ("gap: 0", False),
        ("voices: { calm: slow }", False),
        ("chimes: [gong.wav]", False),
        ("bed: { sound: rain, level: 90 }", False),
        ("wake: 0", False),
        ("lexicon: { de: { Reha: [x] } }", False),
        ("lexicon: { 'pyttsx3, piper': { psoas: so-as, en: { coccyx: coxyx } } }", True),
        ("lexicon: { en: { piper: { a: { b: c } } } }", False),
    ],
)
def test_settings_of_a_library(settings: str, is_right: bool) -> None:
    assert LIBRARY.is_valid(yaml.safe_load(settings)) == is_right


@pytest.mark.parametrize("what", SCHEMAS)
def test_every_key_has_a_description_and_examples_that_fit(what: str) -> None:
    definitions = SCHEMAS[what].get("$defs", {})
    for path, key in _keys(SCHEMAS[what]):
        assert key["description"].endswith("."), path
        assert key["examples"], path
        for example in key["examples"]:
            Draft202012Validator({**key, "$defs": definitions}).validate(example)


def test_what_reading_adds_is_no_key() -> None:
    names = {path.rsplit(".", 1)[-1] for path, _ in _keys(script_schema())}

    assert not names & {"place", "places", "files", "fragment"}


def test_keys_of_a_script_come_in_the_order_of_the_format() -> None:
    schema: Any = script_schema()

    assert " ".join(schema["properties"]) == (
        "title summary language author date tags areas tools position source values length voice "
        "bed wake cover allow steps"
    )
    assert [*schema["$defs"]] == ["steps", "step", *STEPS]
    assert schema["required"] == ["title", "steps"]


def test_it_is_printed_as_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    for options, schema in zip(([], ["--fragment"], ["--library"]), SCHEMAS.values(), strict=True):
        assert run(["schema", *options]) == 0
        assert json.loads(capsys.readouterr().out) == schema


def test_two_schemas_at_once_are_wrong_usage() -> None:
    assert run(["schema", "--fragment", "--library"]) == 2


def _is_read(parse: Any, written: str) -> bool:
    try:
        parse(written)
    except ValueError:
        return False
    return True


def _keys(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a schema knows, however deep, by its path."""
    if isinstance(schema, list):
        for item in schema:
            yield from _keys(item, path)
    elif isinstance(schema, dict):
        for name, key in schema.get("properties", {}).items():
            yield f"{path}.{name}", key
            yield from _keys(key, f"{path}.{name}")
        for name, inner in schema.items():
            if name not in ("properties", "examples"):
                yield from _keys(inner, f"{path}.{name}")
