"""Files fetched from an address or a folder: checked on arrival, whole or not there."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, Literal
from urllib.error import URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from audioguide.core.errors import SpeechError

_PATIENCE = 30
"""Seconds without a byte until a server is given up."""

_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that can be fetched."""

    name: str
    """In the folder that it goes to."""
    address: str
    """Where it is: an address, or a path."""
    size: int
    """Bytes."""
    kind: Literal["md5", "sha256"]
    """How its digest was made."""
    digest: str | None
    """In hexadecimal; None when nobody has told it: then only its size is checked here."""


def address_of(source: str, path: str) -> str:
    """Where a file is that a source has, an address or a folder. What follows the `?` of an address
    is kept."""
    if not is_remote(source):
        return str(Path(source, path))
    parts = urlsplit(source)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{quote(path)}"))


def is_remote(source: str) -> bool:
    """Whether something is an address, not a path."""
    return urlsplit(source).scheme in ("https", "http")


def is_there(path: Path, file: OfferedFile) -> bool:
    """Whether a path holds a file already. One without a digest is fetched each time."""
    try:
        if file.digest is None or path.stat().st_size != file.size:
            return False
        with path.open("rb") as content:
            return hashlib.file_digest(content, lambda: _hash(file)).hexdigest() == file.digest
    except OSError:
        return False


def fetch_file(file: OfferedFile, to: Path, came: Callable[[int], None]) -> None:
    """Write a file to a new path; `came` is told of each number of bytes that have come. Raises
    SpeechError when it is not what was offered."""
    found, size = _hash(file), 0
    with opened(file.address) as source, to.open("xb") as out:
        while part := source.read(_AT_ONCE):
            size += len(part)
            if size > file.size:
                break
            found.update(part)
            out.write(part)
            came(len(part))
    if size != file.size:
        more = "more than" if size > file.size else f"{size} of"
        raise SpeechError(f"{file.name}: {more} {file.size} bytes came; nothing was kept")
    if file.digest not in (None, found.hexdigest()):
        raise SpeechError(f"{file.name} is not what the collection lists: nothing was kept")


@contextmanager
def opened(address: str) -> Iterator[IO[bytes]]:
    """A file, to read. Whatever goes wrong while it is read is told as well, as a SpeechError."""
    try:
        if not is_remote(address):
            with Path(address).open("rb") as local:
                yield local
            return
        with build_opener(_SameScheme).open(address, timeout=_PATIENCE) as answer:
            yield answer
    except (URLError, HTTPException, TimeoutError, ConnectionError, FileNotFoundError) as error:
        why = getattr(error, "reason", error)
        raise SpeechError(f"{address} cannot be fetched: {why}") from error


def _hash(file: OfferedFile) -> "hashlib._Hash":
    return hashlib.new(file.kind, usedforsecurity=file.kind != "md5")


class _SameScheme(HTTPRedirectHandler):
    """Follows a redirection to another place, and never out of https or to a file."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """Raises URLError for a scheme that was not asked for."""
        scheme = urlsplit(newurl).scheme
        if scheme not in ("https", req.type):
            raise URLError(f"it leads to {scheme}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
