"""`audioguide serve`: the output folder for phones on this network."""

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.codes import OK
from audioguide.cli.options import into

if TYPE_CHECKING:
    import socket

    from audioguide.serve.folder import Folder

PORT = 8421
"""By design one that few use, as they do 8000 and 8080."""

EXTRA = ("segno", "starlette", "uvicorn")
"""Packages of the extra `serve`."""

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
def serve(output: Path, port: int, lan: bool) -> int:
    """Show the sessions to this machine, or to phones on its network, until Ctrl-C."""
    _need_extra()
    from audioguide.core.names import PAGE
    from audioguide.serve.app import app
    from audioguide.serve.folder import Folder
    from audioguide.serve.network import names
    from audioguide.serve.server import listen, server

    if not (output / PAGE).is_file():
        raise click.ClickException(f"there is no {output / PAGE}: `audioguide build` writes it")
    try:
        listening = listen(port, lan=lan)
    except OSError as error:
        raise click.ClickException(_untaken(port, error)) from error
    with listening:
        _tell(output, Folder(output.resolve()), listening, lan=lan)
        server(app(output, names(lan=lan), _feed_of(output), _tell_trouble)).run([listening])
    return OK


def _need_extra() -> None:
    from importlib.util import find_spec

    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        told = f"{' and '.join(missing)} missing: pip install 'audioguide[serve]'"
        raise click.ClickException(told)


def _untaken(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken, maybe by another `audioguide serve`: --port 0 finds one"
    return f"cannot listen on port {port}: {error.strerror}"


def _tell(output: Path, folder: "Folder", listening: "socket.socket", *, lan: bool) -> None:
    from audioguide.serve.network import addresses

    port = listening.getsockname()[1]
    hosts = addresses() if lan else ("127.0.0.1",)
    if not hosts:
        raise click.ClickException("this machine is in no network: without --lan it serves itself")
    for host in hosts:
        click.echo(f"page  http://{host}:{port}/\nfeed  http://{host}:{port}/feed.xml")
    click.echo(f"{_readers(hosts, lan=lan)} can read {_exposed(output, folder)}. Ctrl-C ends it.")
    if lan and sys.stdout.isatty():
        click.echo(_code(f"http://{hosts[0]}:{port}/"))


def _readers(hosts: tuple[str, ...], *, lan: bool) -> str:
    from ipaddress import ip_address

    if any(ip_address(host).is_global for host in hosts):
        return "Everyone on this network, and maybe on the internet (the address is a public one),"
    return "Everyone on this network" if lan else "Only this machine (--lan opens it to phones)"


def _exposed(output: Path, folder: "Folder") -> str:
    found = list(folder.names())
    sessions = sum(name.endswith(".mp3") for name in found)
    counted = "1 session" if sessions == 1 else f"{sessions} sessions"
    files = f"the {len(found)} files in {output}{os.sep}"
    return f"{files} ({counted}, texts and covers, page, feed)"


def _code(address: str) -> str:
    """A QR code in half blocks, in colours of its own: on a light terminal it would be negative."""
    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    lines = drawn.getvalue().splitlines()
    return "\n".join(click.style(line, fg=_WHITE, bg=_BLACK) for line in lines)


def _feed_of(output: Path) -> Callable[[str], bytes]:
    """Makes the feed of what is in the output folder by then."""

    def make(base: str) -> bytes:
        from dataclasses import replace

        from audioguide.core.names import ART, COVER
        from audioguide.site.catalogue import read_catalogue
        from audioguide.site.feed import feed

        catalogue = replace(read_catalogue(output), url=base)
        return feed(catalogue, cover=COVER, art=ART)

    return make


def _tell_trouble(error: Exception) -> None:
    click.echo(f"a request was not answered: {error!r}", err=True)
