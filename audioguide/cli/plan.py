"""`audioguide plan`: the cue sheet of one script."""

from pathlib import Path
from typing import Any

import click

from audioguide.cli.codes import OK, PROBLEMS
from audioguide.cli.options import choosing, command_of


@click.command()
@click.argument("script", type=click.Path(path_type=Path))
@click.option("--exact", is_flag=True, help="Speak, for exact times; otherwise they are estimated.")
@click.option("--settings", is_flag=True, help="Tell who decided each setting instead.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def plan(script: Path, exact: bool, settings: bool, as_json: bool, **chosen: Any) -> int:
    """Show what is heard when in a session, and which line of SCRIPT says so."""
    from audioguide.app.preview import preview
    from audioguide.cli.report import tell_problems
    from audioguide.cli.sheet import settings_text, sheet_text
    from audioguide.core.errors import FfmpegError, ScriptProblems, SpeechError
    from audioguide.publish.plan_file import cue_sheet
    from audioguide.script.located import locate
    from audioguide.session.context import BuildContext
    from audioguide.session.routine import told_of
    from audioguide.store.store import Store, default_folder

    if not script.is_file():
        raise click.ClickException(f"there is no script at {script}")
    (located,) = locate(script)
    try:
        with BuildContext(Store(default_folder()), 2) as context:
            routine, timeline = preview(located, command_of(**chosen), context, exact=exact)
    except ScriptProblems as found:
        tell_problems(found.problems, located.root)
        return PROBLEMS
    except (SpeechError, FfmpegError) as error:
        raise click.ClickException(str(error)) from error
    tell_problems(timeline.warnings, located.root)
    file, title = routine.script.place.file, routine.script.title
    if settings:
        click.echo(settings_text(routine.choices))
    elif as_json:
        about = told_of(routine, located.number)
        click.echo(cue_sheet(file, title, timeline, about, estimated=not exact).decode(), nl=False)
    else:
        click.echo(sheet_text(title, file, timeline, estimated=not exact))
    return OK
