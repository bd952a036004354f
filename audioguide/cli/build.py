"""`audioguide build`: scripts into sessions."""

import os
from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    default="output",
    show_default=True,
    help="Folder for the sessions.",
)
@click.option(
    *("-j", "--jobs"),
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="all cores",
    help="How much is done at once.",
)
@click.option("--force", is_flag=True, help="Build even what is up to date.")
@click.option(
    "--engine",
    default="pyttsx3",
    show_default=True,
    help="Who speaks: pyttsx3, or tone for rehearsals (each word 0.1 s of tone).",
)
@click.option("--voice", default="", help="A voice, by its engine's name for it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def build(
    paths: tuple[Path, ...],
    output: Path,
    jobs: int,
    force: bool,
    engine: str,
    voice: str,
    as_json: bool,
) -> int:
    """Build scripts, or folders of them, into MP3 sessions. Default: scripts/."""
    from audioguide.build.library import build_library, find
    from audioguide.build.session import Order
    from audioguide.build.store import Store, default_folder
    from audioguide.cli.report import Report
    from audioguide.speech import ENGINES
    from audioguide.voice import Voice

    if engine not in ENGINES:
        raise click.UsageError(f"there is no engine `{engine}`; there is: {', '.join(ENGINES)}")
    try:
        scripts = find(paths or (Path("scripts"),))
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    order = Order(output, Voice(engine=engine, name=voice), force)
    with Report(len(scripts), as_json) as report:
        try:
            build_library(scripts, order, Store(default_folder()), jobs, report.tell)
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error.strerror}") from error
    return report.finish()
