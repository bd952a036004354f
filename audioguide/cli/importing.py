"""`audioguide import`: a text that was not written for audioguide, as a script."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.exits import OK, PROBLEMS, refusals_told

if TYPE_CHECKING:
    from audioguide.app.import_text import ImportResult, Loss


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
@refusals_told()
def import_text(file: str, title: str, form: str | None, output: Path | None, as_json: bool) -> int:
    """Turn a text into a script, and tell what it could not take over. FILE is plain text with
    marks like [pause 3s], a list of `phrase ; seconds`, SSML or Markdown; - is standard input."""
    from audioguide.app.import_text import Loss
    from audioguide.app.import_text import import_text as imported_from

    imported = imported_from(file, title, form, output, lambda size: sys.stdin.buffer.read(size))
    if isinstance(imported, Loss):
        return _refuse(file, imported, as_json)
    return _tell(file, imported, as_json)


def _refuse(file: str, loss: "Loss", as_json: bool) -> int:
    if as_json:
        told = {"script": None, "error": loss.message, "losses": [_loss(file, loss)]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(f"{file}:{loss.line}: {loss.message}", err=True)
    return PROBLEMS


def _tell(file: str, imported: "ImportResult", as_json: bool) -> int:
    """What became of a text, and what did not."""
    from audioguide.cli.report import tell_problems

    if as_json:
        click.echo(json.dumps(_json(file, imported), ensure_ascii=False, indent=1))
    else:
        for loss in imported.losses:
            click.echo(f"{file}:{loss.line}: {loss.message}", err=True)
        click.echo(_summary(imported))
    tell_problems(imported.problems, imported.root)
    return OK if imported.length is not None else PROBLEMS


def _json(file: str, imported: "ImportResult") -> dict[str, object]:
    from audioguide.app.words import shown
    from audioguide.core.units import seconds

    return {
        "script": shown(imported.path),
        "title": imported.title,
        "steps": imported.steps,
        "chapters": imported.chapters,
        "length": None if imported.length is None else seconds(imported.length),
        "losses": [_loss(file, loss) for loss in imported.losses],
    }


def _summary(imported: "ImportResult") -> str:
    from audioguide.app.words import counted, shown
    from audioguide.core.units import clock

    parts = [counted(imported.steps, "step")]
    if imported.chapters:
        parts.append(counted(imported.chapters, "chapter"))
    if imported.length is not None:
        parts.append(f"about {clock(imported.length)}")
    if imported.losses:
        parts.append(f"{counted(len(imported.losses), 'thing')} to look at")
    return f"{shown(imported.path)}: {', '.join(parts)}"


def _loss(file: str, loss: "Loss") -> dict[str, object]:
    return {"file": file, "line": loss.line, "message": loss.message}
