"""Voices for Piper, fetched from a collection: shown first, checked on arrival, whole or not there.

A collection is a folder, or an address, laid out as Piper's own: `voices.json` lists each voice
with its files, their sizes and MD5 sums; the files lie where it says. The sums tell that nothing
was lost on the way; that the collection is what it should be, only its address tells.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import md5
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from audioguide.core.errors import SpeechError
from audioguide.speech.piper.voice_folder import CARD, MODEL, NAME, SETTINGS, licence_in

LIST, CARDS = "voices.json", "MODEL_CARD"
"""Names of files in a collection: the list, and the card in each voice's folder."""

LARGEST = 1 << 30
"""Bytes of a model; Piper's largest have 114 MB."""

_LARGEST_TEXT = 16 << 20
"""Bytes of the list, which has 0.2 MB, a card or settings."""

_PATIENCE = 30
"""Seconds without a byte until a server is given up."""

_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """One file of a voice, before it is fetched."""

    name: str
    """In the folder of voices."""
    address: str
    """Where it is: an address, or a path."""
    size: int
    """Bytes."""
    md5: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be fetched, as people are told of it first."""

    name: str
    language: str
    """BCP 47 tag."""
    quality: str
    speakers: int
    licence: str
    """As its model card words it; empty when that names none."""
    card: str
    """The model card, for people."""
    files: tuple[OfferedFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def own_collection() -> str:
    """The address of Piper's own collection, as its package names it. Raises SpeechError when Piper
    is not installed."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # importing it starts onnxruntime
    try:
        from piper.download_voices import VOICES_JSON
    except ImportError as error:
        raise SpeechError("Piper is not installed: pip install 'audioguide[piper]'") from error
    address: str = VOICES_JSON
    return address.replace(LIST, "")


def offer(name: str, source: str) -> Offer:
    """What a collection has under a name: fetches its list and the voice's card, nothing else.
    `source` is the address of a collection (https, or http where that is given) or its folder.
    Raises SpeechError when there is no such voice or the collection cannot be read."""
    if not NAME.fullmatch(name) or ".." in name:
        raise SpeechError(f"`{name}` is no name of a voice: write one like `en_US-lessac-medium`")
    listed = _listed(source)
    if name not in listed:
        from difflib import get_close_matches

        near = get_close_matches(name, listed, 3)
        hint = f": did you mean {' or '.join(f'`{other}`' for other in near)}?" if near else ""
        raise SpeechError(f"the collection has no voice `{name}`{hint}")
    try:
        return _offer(name, listed[name], source)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SpeechError(
            f"the collection's list says too little of `{name}`: {error!r}"
        ) from error


def fetch(offered: Offer, folder: Path, came: Callable[[int], None] = lambda size: None) -> None:
    """Put an offered voice into a folder, which is made if need be. `came` is told of each number
    of bytes that have come. A file that is there already is not fetched again. Raises SpeechError,
    and OSError when the folder cannot be written; then the voice is as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as beside:
        for file in offered.files:
            if _has(folder / file.name, file):
                came(file.size)
            else:
                _fetch(file, Path(beside, file.name), came)
        for file in offered.files:  # the model comes last: then the voice is whole
            if Path(beside, file.name).exists():
                Path(beside, file.name).replace(folder / file.name)
    if not any(file.name.endswith(CARD) for file in offered.files):
        # Whatever lies there tells of another voice that had this name.
        (folder / f"{offered.name}{CARD}").unlink(missing_ok=True)


def is_remote(source: str) -> bool:
    """Whether a collection is an address, and no folder."""
    return urlsplit(source).scheme in ("https", "http")


def _listed(source: str) -> dict[str, Any]:
    try:
        found = json.loads(_small(_address(source, LIST)))
    except (ValueError, RecursionError) as error:
        raise SpeechError(f"the list of the collection cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SpeechError("the list of the collection is none")
    return found


def _offer(name: str, listed: dict[str, Any], source: str) -> Offer:
    wanted = {SETTINGS: f"{name}{SETTINGS}", CARD: CARDS, MODEL: f"{name}{MODEL}"}
    files = []
    for end, called in wanted.items():
        [(path, facts)] = [
            item for item in listed["files"].items() if item[0].rpartition("/")[2] == called
        ]
        size = int(facts["size_bytes"])
        if not 0 < size <= LARGEST or ".." in path.split("/"):
            raise ValueError(path)
        files.append(
            OfferedFile(f"{name}{end}", _address(source, path), size, str(facts["md5_digest"]))
        )
    card = _small(files[1].address).decode(errors="replace")
    language = str(listed["language"]["code"]).replace("_", "-")
    quality, speakers = str(listed["quality"]), int(listed["num_speakers"])
    return Offer(name, language, quality, speakers, licence_in(card), card, tuple(files))


def _address(source: str, path: str) -> str:
    """Where a file of a collection is. What follows the `?` of an address is kept."""
    if not is_remote(source):
        return str(Path(source, path))
    parts = urlsplit(source)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{quote(path)}"))


def _small(address: str) -> bytes:
    with _opened(address) as file:
        found = file.read(_LARGEST_TEXT + 1)
    if len(found) > _LARGEST_TEXT:
        raise SpeechError(f"{address} is larger than any list or card")
    return found


def _has(path: Path, file: OfferedFile) -> bool:
    try:
        if path.stat().st_size != file.size:
            return False
        return md5(path.read_bytes(), usedforsecurity=False).hexdigest() == file.md5
    except OSError:
        return False


def _fetch(file: OfferedFile, to: Path, came: Callable[[int], None]) -> None:
    found, size = md5(usedforsecurity=False), 0
    with _opened(file.address) as source, to.open("xb") as out:
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
    if found.hexdigest() != file.md5:
        raise SpeechError(f"{file.name} is not what the collection lists: nothing was kept")


@contextmanager
def _opened(address: str) -> Iterator[IO[bytes]]:
    """A file of a collection, to read. Whatever goes wrong while it is read is told as well."""
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
