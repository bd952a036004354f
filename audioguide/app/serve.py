"""The output folder for phones on this network. What the extra `serve` installs is imported once it
is known to be there."""

import errno
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audioguide.core.errors import RequestError
from audioguide.core.names import ART, COVER, PAGE

EXTRA = ("segno", "starlette", "uvicorn")
"""Packages of the extra `serve`."""


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What is served, to whom."""

    hosts: tuple[str, ...]
    """Addresses of this machine."""
    port: int
    files: int
    """How many can be read."""
    sessions: int
    is_public: bool
    """Whether an address is one of the internet's."""


def serve_folder(
    output: Path,
    port: int,
    *,
    lan: bool,
    ready: Callable[[ServerInfo], None],
    trouble: Callable[[Exception], None],
) -> None:
    """Serve the sessions to this machine, or to all of its network, until Ctrl-C. `ready` is
    told what is served as soon as anybody may ask, `trouble` what could not be answered. Port 0
    takes a free one. Raises RequestError."""
    _need_extra()
    from audioguide.serve.app import app
    from audioguide.serve.network import names
    from audioguide.serve.server import listen, server

    if not (output / PAGE).is_file():
        raise RequestError(f"there is no {output / PAGE}: `audioguide build` writes it")
    try:
        listening = listen(port, lan=lan)
    except OSError as error:
        raise RequestError(_untaken(port, error)) from error
    with listening:
        ready(_served(output, listening.getsockname()[1], lan=lan))
        server(app(output, names(lan=lan), _feed_of(output), trouble)).run([listening])


def _need_extra() -> None:
    from importlib.util import find_spec

    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        told = f"{' and '.join(missing)} missing: pip install 'audioguide[serve]'"
        raise RequestError(told)


def _untaken(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken, maybe by another `audioguide serve`: --port 0 finds one"
    return f"cannot listen on port {port}: {error.strerror}"


def _served(output: Path, port: int, *, lan: bool) -> ServerInfo:
    from ipaddress import ip_address

    from audioguide.serve.folder import ServedFolder
    from audioguide.serve.network import addresses

    hosts = addresses() if lan else ("127.0.0.1",)
    if not hosts:
        raise RequestError("this machine is in no network: without --lan it serves itself")
    files = list(ServedFolder(output.resolve()).names())
    return ServerInfo(
        hosts=hosts,
        port=port,
        files=len(files),
        sessions=sum(name.endswith(".mp3") for name in files),
        is_public=any(ip_address(host).is_global for host in hosts),
    )


def _feed_of(output: Path) -> Callable[[str], bytes]:
    """Makes the feed of what is in the output folder by then."""

    def make(base: str) -> bytes:
        from audioguide.site.catalogue import read_catalogue
        from audioguide.site.feed import feed

        catalogue = replace(read_catalogue(output), url=base)
        return feed(catalogue, cover=COVER, art=ART)

    return make
