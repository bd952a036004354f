"""A file on its way to who asked, whole or in part, and no other file halfway."""

import re
from io import FileIO
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from audioguide.serve.folder import OpenFile

_RANGE = re.compile(r"(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")


class OpenFileResponse(FileResponse):
    """An opened file. FileResponse opens its path after it has told the size, and a build may
    have renamed another file over it by then: it gets the path of what is open already."""

    def __init__(self, opened: OpenFile) -> None:
        self._opened = opened
        super().__init__(
            _again(opened.content),
            headers={"etag": opened.tag},
            media_type=opened.type,
            stat_result=opened.facts,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and close it however that ends."""
        with self._opened.content:
            _leave_out_range(scope, self._opened.tag)
            await super().__call__(scope, receive, send)


def _again(content: FileIO) -> Path:
    """A path of an open file whatever became of its name; its name where the system has none, as
    Windows, which lets nobody rename over an open file."""
    again = Path(f"/dev/fd/{content.fileno()}")
    return again if again.exists() else Path(content.name)


def _leave_out_range(scope: Scope, tag: str) -> None:
    """Take a Range away where RFC 9110 has it ignored and FileResponse does not: unless asked by
    GET (14.2), when malformed (14.2; it would be answered 400), for another version (13.1.5; a
    date is none, two builds fit into its second)."""
    headers = MutableHeaders(scope=scope)
    sound = scope["method"] == "GET" and _is_sound(headers.get("range", ""))
    if not sound or headers.get("if-range", tag) != tag:
        del headers["range"]


def _is_sound(ranges: str) -> bool:
    """Whether it is a ranges-specifier of bytes (RFC 9110, 14.1.1 and 14.1.2)."""
    unit, _, asked = ranges.partition("=")
    return unit.strip().lower() == "bytes" and all(map(_is_range, asked.split(",")))


def _is_range(asked: str) -> bool:
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not (found["first"] or found["last"]):
        return False
    return not (found["first"] and found["last"]) or int(found["first"]) <= int(found["last"])
