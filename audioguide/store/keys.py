"""Keys: the whole input of a thing, in one word."""

import json
from hashlib import file_digest, sha256
from pathlib import Path

SOUND_VERSION = 3
"""Counted up whenever the same script would sound different: it empties nothing, but every clip
has a new key."""

ENCODING_VERSION = 4
"""Counted up whenever mixing, limiting or encoding changes what comes out."""

SHOWN_VERSION = 1
"""Counted up whenever tags, captions, covers, page, playlists or feed would be others for the same
script."""


def key(*facts: object) -> str:
    """A digest of facts that JSON can write, the same on every run and machine."""
    # Names of files may hold bytes that are no UTF-8, as surrogates.
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return sha256(said.encode(errors="surrogatepass")).hexdigest()


def content_digest(path: Path) -> str:
    """What a file holds, in a word; a missing one is for its reader to complain of."""
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
