"""`audioguide check`: every problem, nothing spoken."""

import os
from pathlib import Path
from typing import Any

import click

from audioguide.cli.options import choosing, command_of


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def check(paths: tuple[Path, ...], strict: bool, as_json: bool, **chosen: Any) -> int:
    """Tell every problem of scripts, or folders of them, without speaking. Default: scripts/."""
    from audioguide.app.check import check_library
    from audioguide.cli.report import checked
    from audioguide.session.library import find_scripts

    try:
        scripts = find_scripts(paths or (Path("scripts"),))
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    found = check_library(scripts, command_of(**chosen), os.cpu_count() or 1)
    return checked(found, len(scripts), strict=strict, as_json=as_json)
