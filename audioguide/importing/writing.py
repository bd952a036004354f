"""From a draft to the text of a script, as an author would have written it."""

import re
import tempfile
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import TypeAlias, assert_never

from audioguide.core.errors import UnreadableError
from audioguide.importing.draft import Draft, DraftStep
from audioguide.script.duration import parse_span
from audioguide.script.nodes import MOST_NODES
from audioguide.script.reader import read_script
from audioguide.script.source import LARGEST, UNPRINTABLE
from audioguide.script.steps import Chapter, Chime, Hold, Note, Pause, Rest, Say

WIDTH = 100
"""Characters of a line, beyond which a text is folded."""

_PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?![ ]|$)|(?<! )#)*")
"""Texts that YAML takes for themselves without quotes after `key: ` (1.1, 9.1.3): a letter or
digit first, no `: `, no ` #`, no colon at the end. Scripts resolve no types, so `No` and `010` are
among them."""

Imported: TypeAlias = Say | Pause | Hold | Rest | Chime | Chapter | Note
"""The steps that a draft may have; those of `audioguide.importing.draft.StepKind`."""

_NODES = 7
"""The most that YAML makes of one step: a mapping, its key and value, and those of a voice."""


def script_text(draft: Draft, source: str) -> str:
    """The YAML of a draft; `source` is the name of the file that it was made from. Raises
    UnreadableError when it is too much for one script."""
    header = {
        "title": draft.title,
        "summary": draft.summary,
        "author": draft.author,
        "language": draft.language,
    }
    origin = " ".join(UNPRINTABLE.sub(" ", source).split())
    lines = [f"# From {origin}, by audioguide import."]
    lines += [_entry("", name, value) for name, value in header.items() if value]
    lines += ["", "steps:", *(line for step in draft.steps for line in _lines(step))]
    text = "\n".join(lines).replace("steps:\n\n", "steps:\n") + "\n"
    _prove(text, draft)
    return text


def in_yaml(words: str) -> str:
    """Words as the value of a key: plain where that is safe, else quoted."""
    if _PLAIN.fullmatch(words):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def title_of(name: str) -> str:
    """A title from the name of a file without its ending: `neck-release` is `Neck release`."""
    words = " ".join(re.sub(r"[-_]+", " ", name).split())
    return words[:1].upper() + words[1:]


def _lines(step: DraftStep) -> list[str]:
    lines = [_entry("  - ", step.kind, _value(step))]
    if step.voice:
        chosen = {name: value for name, value in asdict(step.voice).items() if value is not None}
        settings = ", ".join(f"{name}: {value:g}" for name, value in chosen.items())
        lines.append(f"    voice: {{ {settings} }}")
    return ["", *lines] if step.kind == "chapter" else lines


def _value(step: DraftStep) -> str:
    """What a script has for a step. In what is spoken or a title of a chapter, a brace is two."""
    if step.kind in ("say", "chapter"):
        return step.value.replace("{", "{{").replace("}", "}}")
    return step.value


def _entry(lead: str, key: str, value: str) -> str:
    line = f"{lead}{key}: {in_yaml(value)}"
    if len(line) <= WIDTH:
        return line
    indent = " " * (len(lead) + 4)
    folded = wrap(value, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return "\n".join([f"{lead}{key}: >-", *(f"{indent}{part}" for part in folded)])


def _prove(text: str, draft: Draft) -> None:
    """See that the reader of scripts finds in a text what was meant, before anybody keeps it."""
    if len(text.encode()) > LARGEST or len(draft.steps) * _NODES > MOST_NODES:
        raise UnreadableError(1, "too much for one script: import it in parts")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "script.yaml")
        path.write_bytes(text.encode())
        script = read_script(path, Path(folder))
    read = [_as_read(step) for step in script.steps if isinstance(step, Imported)]
    meant = [_as_meant(step) for step in draft.steps]
    assert (read, script.title) == (meant, draft.title), "a script says what its draft says"


def _as_meant(step: DraftStep) -> tuple[object, ...]:
    value = _value(step)
    is_time = step.kind in ("pause", "hold", "rest")
    return step.kind, parse_span(value) if is_time else value, step.voice


def _as_read(step: Imported) -> tuple[object, ...]:
    match step:
        case Say():
            return "say", step.say.template, step.voice
        case Pause():
            return "pause", step.pause, None
        case Hold():
            return "hold", step.hold, None
        case Rest():
            return "rest", step.rest, None
        case Chime():
            return "chime", step.chime, None
        case Chapter():
            return "chapter", step.chapter.template, None
        case Note():
            return "note", step.note, None
        case _:
            assert_never(step)
