"""`audioguide plan`: the cue sheet of one script."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.app.request import Chosen
from audioguide.cli.exits import OK, PROBLEMS, refusals_told
from audioguide.cli.options import choosing

if TYPE_CHECKING:
    from audioguide.app.plan import PlanForm


@click.command()
@click.argument("script", type=click.Path(path_type=Path))
@click.option("--exact", is_flag=True, help="Speak, for exact times; otherwise they are estimated.")
@click.option("--settings", is_flag=True, help="Tell who decided each setting instead.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@refusals_told()
def plan(script: Path, exact: bool, settings: bool, as_json: bool, chosen: Chosen) -> int:
    """Show what is heard when in a session, and which line of SCRIPT says so."""
    from audioguide.app.plan import plan_session
    from audioguide.cli.report import tell_problems

    form: PlanForm = "settings" if settings else "json" if as_json else "sheet"
    planned = plan_session(script, chosen, form, exact=exact)
    tell_problems(planned.problems, planned.root)
    if planned.text is None:
        return PROBLEMS
    click.echo(planned.text)
    return OK
