"""Every example in the documents is built, so that what they say of the format stays true."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, TypeAlias
from wave import open as open_wave

import pytest
import yaml
from jsonschema import Draft202012Validator

from audioguide.app.check import check_script
from audioguide.core.built_in import CHIMES, ENGINES, RULES
from audioguide.core.units import RATE
from audioguide.language import LANGUAGES
from audioguide.script.keys import keys_of
from audioguide.script.library import Library, read_library
from audioguide.script.model import Script
from audioguide.script.schema import fragment_schema, library_schema, script_schema
from audioguide.script.steps import STEPS
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions
from audioguide.speech.register import Engines
from audioguide.store.store import Store
from tests.building import build_all
from tests.writing import REHEARSED, write

ROOT = Path(__file__).parents[2]
FORMAT = ROOT / "scripts" / "README.md"
DOCUMENTS = (ROOT / "README.md", FORMAT)

YAML_BLOCK = re.compile(r"^```yaml\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = "# library.yaml\n"
STUB = "- say: Included.\n"

Kind: TypeAlias = Literal["script", "steps", "library"]


@dataclass(frozen=True, slots=True)
class Example:
    """A block of YAML in a document."""

    document: Path
    line: int
    text: str

    @property
    def data(self) -> Any:
        """As YAML has it, every scalar a text."""
        return yaml.load(self.text, yaml.BaseLoader)

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def examples() -> Iterator[Example]:
    for document in DOCUMENTS:
        content = document.read_text(encoding="utf-8")
        for found in YAML_BLOCK.finditer(content):
            line = content.count("\n", 0, found.start("text")) + 1
            yield Example(document, line, found["text"])


EXAMPLES = tuple(examples())


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_is_built_without_a_warning(tmp_path: Path, example: Example) -> None:
    files: dict[str, str | bytes] = dict.fromkeys(re.findall(r"include: (\S+)", example.text), STUB)
    match kind(example):
        case "script" | "steps":
            script = example.text
        case "library":
            files |= {"library.yaml": example.text, **named_files(example.data)}
            script = using(example.data)
    path = write(tmp_path / "scripts", script, files)

    (located,) = find_scripts([path])
    assert check_script(located, REHEARSED, Engines(), read_library(located.root)) == ()
    options = BuildOptions(tmp_path / "output", REHEARSED, strict=True)
    (outcome,) = build_all([located], options, Store(tmp_path / "store"), 2, lambda _: None)

    assert (outcome.status, outcome.problems, outcome.error) == ("built", (), "")


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_editor_accepts_an_example(example: Example) -> None:
    schemas = {"script": script_schema, "steps": fragment_schema, "library": library_schema}
    validator = Draft202012Validator(schemas[kind(example)]())

    assert [error.message for error in validator.iter_errors(example.data)] == []


@pytest.mark.parametrize("text", ["pause: 5s\n", "title: T\n", "Words.\n", "x: 1\n"])
def test_what_is_no_example_fails(text: str) -> None:
    with pytest.raises(ValueError, match="neither a script"):
        kind(Example(FORMAT, 1, text))


def test_every_document_has_examples_of_its_kinds() -> None:
    """An example that the pattern misses would not be tested at all."""
    fences = sum(document.read_text().count("```yaml") for document in DOCUMENTS)

    assert len(EXAMPLES) == fences
    assert {kind(example) for example in EXAMPLES if example.document == FORMAT} == {
        *("script", "steps", "library")
    }


def test_the_format_tells_of_every_key_step_rule_and_name() -> None:
    page = FORMAT.read_text(encoding="utf-8")
    models = (Script, *STEPS.values())
    names = {key for model in models for key in keys_of(model)} | {*RULES, *CHIMES, *ENGINES}
    (settings,) = (example.data for example in EXAMPLES if kind(example) == "library")

    assert [
        name for name in sorted({*names, *LANGUAGES}) if not re.search(rf"`{name}\b", page)
    ] == []
    assert [key for key in keys_of(Library) if key not in settings] == []


def kind(example: Example) -> Kind:
    """What an example shows. Raises ValueError: one that nothing would test."""
    if example.text.startswith(SETTINGS):
        return "library"
    if example.text.startswith("title: ") and "steps" in example.data:
        return "script"
    if example.text.startswith("- "):
        return "steps"
    raise ValueError(f"{example}: neither a script, nor steps, nor a library.yaml")


def named_files(settings: Any) -> dict[str, str | bytes]:
    """Stand-ins for the files that the settings of a library name."""
    scripts = {f"{name}.yaml" for names in settings["programmes"].values() for name in names}
    fragments = {settings["red_flags"], settings["ease_off"]}
    return {
        **dict.fromkeys(scripts, "title: Stub\nsteps:\n  - say: Listed.\n"),
        **dict.fromkeys(fragments, STUB),
        **dict.fromkeys(settings["chimes"].values(), click()),
        settings["cover"]: b"A picture, which nothing here opens.",
    }


def using(settings: Any) -> str:
    """Steps that use every voice and chime of a library."""
    spoken = [f"- say: Hello.\n  voice: {name}\n" for name in settings["voices"]]
    struck = [f"- chime: {name}\n" for name in settings["chimes"]]
    return "".join([*spoken, *struck])


def click() -> bytes:
    """A tenth of a second of a square wave, as a WAV file."""
    content = BytesIO()
    with open_wave(content, "wb") as wave:
        wave.setnchannels(1)
        wave.setsampwidth(2)
        wave.setframerate(RATE)
        wave.writeframes((b"\x00\x20" * 60 + b"\x00\xe0" * 60) * (RATE // 1200))
    return content.getvalue()
