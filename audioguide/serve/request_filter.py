"""Who is answered: requests that only read, of ordinary size, by a name of this machine."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 16 * 1024
"""Bytes of a request's head: a line of 8000, which RFC 9112 (3) recommends to take, and as much
again for its fields."""

ALWAYS = {
    "cache-control": "no-cache",  # kept, and asked for by its tag before each use
    "content-security-policy": (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src 'self' data:; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Headers of every answer: a page may use what is in it and what lies here, and nobody else may
use what lies here."""

_METHODS = ("GET", "HEAD")

_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)


class RequestFilter:
    """An application, told only of requests that are to be answered."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ALWAYS)
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._refusal(scope) or self._app
        await answer(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        if _size(scope) > LARGEST:
            return _refused(431, "Request Header Fields Too Large")
        if not self._is_ours(scope):
            return _refused(421, "Misdirected Request")
        if scope["method"] not in _METHODS:
            return _refused(405, "Method Not Allowed", allow=", ".join(_METHODS))
        return None

    def _is_ours(self, scope: Scope) -> bool:
        """Whether it asks for this machine, and not for a name that was made to lead here (DNS
        rebinding): that lets a foreign page read what only this network may."""
        host = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        if host is None:
            return False
        here, _ = scope["server"]  # the address that the connection came in at
        return host["name"].lower().removesuffix(".") in {*self._names, here}


def _refused(status: int, reason: str, **headers: str) -> Response:
    """The connection ends with it: what else was sent, such as a body, is not waited for."""
    return PlainTextResponse(f"{reason}\n", status, {"connection": "close", **headers})


def _size(scope: Scope) -> int:
    fields = sum(len(name) + len(value) for name, value in scope["headers"])
    return fields + len(scope["raw_path"]) + len(scope["query_string"])
