"""`audioguide serve`: the output folder for phones on this network."""

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.exits import OK, refusals_told
from audioguide.cli.options import into

if TYPE_CHECKING:
    from audioguide.app.serve import ServerInfo

PORT = 8421
"""By design one that few use, as they do 8000 and 8080."""

_WHITE, _BLACK = 231, 16
"""Of the 256 colours those that no theme of a terminal changes: a code is read dark on light."""


@click.command()
@into
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where to listen; 0 takes a free one.",
)
@click.option("--lan", is_flag=True, help="Let everyone on this network read it, not only you.")
@refusals_told()
def serve(output: Path, port: int, lan: bool) -> int:
    """Show the sessions to this machine, or to phones on its network, until Ctrl-C."""
    from audioguide.app.serve import serve_folder

    def tell(served: "ServerInfo") -> None:
        _tell(output, served, lan=lan)

    serve_folder(output, port, lan=lan, ready=tell, trouble=_tell_trouble)
    return OK


def _tell(output: Path, served: "ServerInfo", *, lan: bool) -> None:
    from audioguide.app.words import counted

    for host in served.hosts:
        address = f"http://{host}:{served.port}"
        click.echo(f"page  {address}/\nfeed  {address}/feed.xml")
    files = f"the {served.files} files in {output}{os.sep}"
    exposed = f"{files} ({counted(served.sessions, 'session')}, texts and covers, page, feed)"
    click.echo(f"{_readers(served, lan=lan)} can read {exposed}. Ctrl-C ends it.")
    if lan and sys.stdout.isatty():
        click.echo(_code(f"http://{served.hosts[0]}:{served.port}/"))


def _readers(served: "ServerInfo", *, lan: bool) -> str:
    if served.is_public:
        return "Everyone on this network, and maybe on the internet (the address is a public one),"
    return "Everyone on this network" if lan else "Only this machine (--lan opens it to phones)"


def _code(address: str) -> str:
    """A QR code in half blocks, in colours of its own: on a light terminal it would be negative."""
    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    lines = drawn.getvalue().splitlines()
    return "\n".join(click.style(line, fg=_WHITE, bg=_BLACK) for line in lines)


def _tell_trouble(error: Exception) -> None:
    click.echo(f"a request was not answered: {error!r}", err=True)
