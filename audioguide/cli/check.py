"""`audioguide check`: every problem, nothing spoken."""

from pathlib import Path

import click

from audioguide.app.request import Chosen
from audioguide.cli.exits import refusals_told
from audioguide.cli.options import choosing


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@refusals_told()
def check(paths: tuple[Path, ...], strict: bool, as_json: bool, chosen: Chosen) -> int:
    """Tell every problem of scripts, or folders of them, without speaking. Default: scripts/."""
    from audioguide.app.check import check_scripts
    from audioguide.cli.report import checked

    return checked(check_scripts(paths, chosen), strict=strict, as_json=as_json)
