"""The application: a file for each address below the output folder, and a feed that is made when
it is asked for, so that it tells the addresses by which this machine was reached."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse

from audioguide.core.names import FEED
from audioguide.serve.folder import TYPES, ServedFolder
from audioguide.serve.request_filter import RequestFilter
from audioguide.serve.response import OpenFileResponse


def app(
    output: Path,
    names: frozenset[str],
    feed: Callable[[str], bytes],
    trouble: Callable[[Exception], None],
) -> Starlette:
    """GET and HEAD of what lies in `output`. `names` are the hosts that may be asked for besides
    the address a connection comes in at, in lower case; `feed` makes the feed of a base address
    without a slash at its end; `trouble` is told of what could not be answered. Raises OSError when
    there is no such folder."""
    pages = _Pages(ServedFolder(output.resolve(strict=True)), feed)

    def tell(request: Request, error: Exception) -> Response:
        trouble(error)
        return PlainTextResponse("Internal Server Error\n", 500)

    return Starlette(
        routes=[Route(f"/{FEED}", pages.feed_xml), Route("/{path:path}", pages.file)],
        middleware=[Middleware(RequestFilter, names=names)],
        exception_handlers={Exception: tell},
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """Endpoints; as they are not coroutines, Starlette runs them in threads."""

    folder: ServedFolder
    feed: Callable[[str], bytes]

    def file(self, request: Request) -> Response:
        # Not the route's parameter: it loses a line feed at the end.
        opened = self.folder.open(request.scope["path"].removeprefix("/"))
        if opened is None:
            raise HTTPException(404)
        answer = OpenFileResponse(opened)
        if not _is_known(request, opened.tag):
            return answer
        opened.content.close()
        return NotModifiedResponse(answer.headers)

    def feed_xml(self, request: Request) -> Response:
        content = self.feed(f"http://{request.headers['host']}")
        tag = f'"{sha256(content).hexdigest()[:32]}"'
        answer = Response(content, headers={"etag": tag}, media_type=TYPES[".xml"])
        return NotModifiedResponse(answer.headers) if _is_known(request, tag) else answer


def _is_known(request: Request, tag: str) -> bool:
    """Whether who asks has this content already (RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match", "").split(",")
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in known)
