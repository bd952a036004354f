"""Names of files: those of an output folder that show its sessions, and those that are made of
titles, fit for any file system."""

import re
import unicodedata

PAGE, FEED, CATALOGUE = "index.html", "feed.xml", "data/shelf.json"
ART, LARGE_ART = "data/shelf.jpg", "data/shelf-3000.jpg"
COVER, LARGE_COVER = ".cover.jpg", ".cover-3000.jpg"
"""How the names of sessions' pictures end, in `data/`; a feed has large ones."""

VOICES_PAGE = "voices.html"
"""Beside samples of voices, which lie in a folder of their own."""

NOWHERE = "none"
"""The address of a folder that is published no more."""

EVERYTHING = "library"
"""The playlist of everything; no programme's may be called so."""

UNNAMED = "programme"
"""What the playlist of a title without a single usable character is called."""

LONGEST = 120
"""Bytes of a name in UTF-8. Encrypted home folders allow 143 (eCryptfs), most file systems 255;
the rest is room for an ending and for the number that keeps two names apart."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
"""What Windows refuses in a file name ("Naming Files, Paths, and Namespaces"); a slash is refused
everywhere."""

_EDGES = " .-"
"""Nothing hidden, no option of a command and no `..` at the start; no end that Windows drops."""

_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])( *\..*)?", re.IGNORECASE
)
"""Names of devices on Windows, with any ending."""

_UNSEEN = ("Cc", "Cf", "Cs")
"""Controls, marks that turn or join letters, halves of characters (Unicode, 4.5)."""


def file_name(title: str) -> str:
    """The name of a programme's playlist without `.m3u8`, fit for any file system: never empty, and
    never that of the playlist of everything. `first week` stays as it is."""
    plain = _FORBIDDEN.sub("-", one_line(unicodedata.normalize("NFC", title)))
    name = plain.strip(_EDGES).encode()[:LONGEST].decode(errors="ignore").rstrip(_EDGES) or UNNAMED
    taken = _DEVICE.fullmatch(name) or same_name(name) == EVERYTHING
    return f"_{name}" if taken else name


def same_name(name: str) -> str:
    """What names have in common that macOS and Windows take for one (NFC, no case)."""
    return unicodedata.normalize("NFC", name.casefold())


def one_line(text: str) -> str:
    """A text in one line, without characters that nobody sees."""
    seen = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())
