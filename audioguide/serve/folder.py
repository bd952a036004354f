"""An output folder as those who ask see it: files inside it, of known kinds, to be read only."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import file_digest
from io import FileIO
from pathlib import Path

from audioguide.core.names import PAGE

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".lrc": "text/plain; charset=utf-8",
    # Not application/vnd.apple.mpegurl: by that, players take it for a stream of HLS (RFC 8216).
    ".m3u8": "audio/x-mpegurl",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
"""What is served, and as what; anything else is not there."""

_Identity = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file, held open: a build that renames another over it leaves this one as it is."""

    content: FileIO
    """At its start."""
    facts: os.stat_result
    """Of what is open."""
    type: str
    """Media type."""
    tag: str
    """The ETag: strong, the same for the same content."""


@dataclass(frozen=True, slots=True)
class ServedFolder:
    """An output folder, its path without links."""

    root: Path
    _tags: dict[Path, tuple[_Identity, str]] = field(default_factory=dict)

    def open(self, asked: str) -> OpenFile | None:
        """The file of a relative address with forward slashes, percent signs undone; the page when
        it is empty. None for whatever is not to be seen, without a difference between what is not
        there, what is hidden and what lies elsewhere. Raises OSError when it cannot be read."""
        found = self._find(asked or PAGE)
        if found is None:
            return None
        with ExitStack() as held:
            try:
                content = held.enter_context(found.open("rb", buffering=0))
            except (FileNotFoundError, PermissionError):
                return None
            facts = os.fstat(content.fileno())
            tag = self._tag(found, content, facts)
            held.pop_all()
        return OpenFile(content, facts, TYPES[found.suffix.lower()], tag)

    def names(self) -> Iterator[str]:
        """The addresses of all that can be read."""
        for folder, _, files in os.walk(self.root):
            inside = Path(folder).relative_to(self.root)
            for name in files:
                address = (inside / name).as_posix()
                if self._find(address):
                    yield address

    def _find(self, asked: str) -> Path | None:
        parts = asked.split("/")
        if not all(map(_is_seen, parts)):
            return None
        try:
            found = Path(os.path.realpath(self.root.joinpath(*parts), strict=True))
            inside = found.relative_to(self.root)
        except (OSError, ValueError):  # not there, or outside; no name at all, as one with NUL
            return None
        seen = all(map(_is_seen, inside.parts)) and found.suffix.lower() in TYPES
        return found if seen and found.is_file() else None

    def _tag(self, found: Path, content: FileIO, facts: os.stat_result) -> str:
        """Hashed again only when the file is another one: 130 MB, three hours, take 0.11 s."""
        identity = (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)
        known, tag = self._tags.get(found, (None, ""))
        if known != identity:
            tag = f'"{file_digest(content, "sha256").hexdigest()[:32]}"'
            content.seek(0)
            self._tags[found] = identity, tag
        return tag


def _is_seen(part: str) -> bool:
    """Whether a part of an address may be one: no way up, nothing hidden, no Windows path."""
    return bool(part) and not part.startswith(".") and "\\" not in part
