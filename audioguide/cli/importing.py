"""`audioguide import`: a text that was not written for audioguide, as a script."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.codes import OK, PROBLEMS
from audioguide.cli.new import free_place, keep

if TYPE_CHECKING:
    from audioguide.core.units import Samples
    from audioguide.importing.draft import Draft, Loss

_STDIN = "-"


@click.command("import")
@click.argument("file")
@click.option("--title", default="", help="The session's title; else the text's or the file's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "phrases", "plain", "ssml"]),
    help="How the text is written; found out unless given.",
)
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    help="The script's file, or its folder.  [default: scripts]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def import_text(file: str, title: str, form: str | None, output: Path | None, as_json: bool) -> int:
    """Turn a text into a script, and tell what it could not take over. FILE is plain text with
    marks like [pause 3s], a list of `phrase ; seconds`, SSML or Markdown; - is standard input."""
    from audioguide.core.errors import UnreadableError
    from audioguide.importing.draft import Loss
    from audioguide.importing.formats import understand
    from audioguide.importing.writing import script_text

    source = "standard input" if file == _STDIN else Path(file).name
    path = free_place(_name(file, title, output), output)
    try:
        draft = understand(_data(file), source, title=title, form=form or "")
        text = script_text(draft, source)
    except UnreadableError as error:
        return _refuse(file, Loss(error.line, error.message), as_json)
    keep(path, text)
    return _tell(file, path, draft, as_json)


def _name(file: str, title: str, output: Path | None) -> str:
    """A name for the script, as names of files are."""
    given = title if file == _STDIN else Path(file).stem
    name = re.sub(r"\W+", "-", given.lower()).strip("-_")
    if not name and file == _STDIN and not (output and output.suffix):
        raise click.UsageError("standard input has no name: give the script one with --title or -o")
    return name or "imported"


def _data(file: str) -> bytes:
    """The bytes of a file, one more than may be in it."""
    from audioguide.script.source import LARGEST

    try:
        if file == _STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise click.ClickException(f"cannot read {file}: {error.strerror}") from error


def _refuse(file: str, loss: "Loss", as_json: bool) -> int:
    if as_json:
        told = {"script": None, "error": loss.message, "losses": [_loss(file, loss)]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(f"{file}:{loss.line}: {loss.message}", err=True)
    return PROBLEMS


def _tell(file: str, path: Path, draft: "Draft", as_json: bool) -> int:
    """What became of a text, and what did not."""
    from audioguide.app.starter import likely_length
    from audioguide.app.words import shown
    from audioguide.cli.report import tell_problems
    from audioguide.core.errors import ScriptProblems
    from audioguide.core.units import seconds
    from audioguide.script.located import library_of

    length, problems = None, ScriptProblems([])
    try:
        length = likely_length(path)
    except ScriptProblems as found:
        problems = found
    if as_json:
        told = {
            "script": shown(path),
            "title": draft.title,
            "steps": len(draft.steps),
            "chapters": _kinds(draft)["chapter"],
            "length": None if length is None else seconds(length),
            "losses": [_loss(file, loss) for loss in draft.losses],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for loss in draft.losses:
            click.echo(f"{file}:{loss.line}: {loss.message}", err=True)
        click.echo(_summary(shown(path), draft, length))
    tell_problems(problems.problems, library_of(path.absolute().parent))
    return OK if length is not None else PROBLEMS


def _summary(path: str, draft: "Draft", length: "Samples | None") -> str:
    from audioguide.core.units import clock

    parts = [_count(len(draft.steps), "step")]
    if chapters := _kinds(draft)["chapter"]:
        parts.append(_count(chapters, "chapter"))
    if length is not None:
        parts.append(f"about {clock(length)}")
    if draft.losses:
        parts.append(f"{_count(len(draft.losses), 'thing')} to look at")
    return f"{path}: {', '.join(parts)}"


def _kinds(draft: "Draft") -> Counter[str]:
    return Counter(step.kind for step in draft.steps)


def _loss(file: str, loss: "Loss") -> dict[str, object]:
    return {"file": file, "line": loss.line, "message": loss.message}


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
