"""The server: uvicorn, with limits on what a stranger may make it hold."""

import asyncio
import socket
from typing import cast

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from audioguide.serve.request_filter import LARGEST

_AT_ONCE = 64
"""Connections that are answered; more get 503. A browser opens 6, each takes up to 3 descriptors,
and macOS gives a process 256."""

_PATIENCE = 10.0
"""Seconds in which a request has to be complete."""

_IDLE = 5
"""Seconds that a connection is kept for another request."""


def listen(port: int, *, lan: bool) -> socket.socket:
    """A socket that listens, on a free port when it is 0: for this machine alone, or for the
    networks that it is in. IPv4 only: an IPv6 address may be reached from everywhere, behind a
    home's router too. Raises OSError."""
    return socket.create_server(("" if lan else "127.0.0.1", port))


def server(app: ASGIApp) -> uvicorn.Server:
    """A server of an application; `run(sockets=[listen(...)])` answers until Ctrl-C, which ends
    what is being sent too and is raised as KeyboardInterrupt. It prints nothing."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=_Protocol,
            loop="asyncio",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_AT_ONCE,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=0,
            h11_max_incomplete_event_size=LARGEST,
        )
    )


class _Protocol(H11Protocol):
    """uvicorn's, with a time limit for requests: it waits for ever for the end of one, and a few
    that never end would use up all connections."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop()
        elif self._limit is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._limit = self.loop.call_later(_PATIENCE, self.transport.abort)

    def _stop(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None
