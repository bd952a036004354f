"""Playlists: M3U8 files that any player opens, and what they are called."""

import re
import unicodedata
from collections.abc import Sequence

from audioguide.publish.shelf import Recording

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


def playlist(title: str, recordings: Sequence[Recording]) -> bytes:
    """An extended M3U in UTF-8, to lie in the output folder. Paths are those of the files, letter
    by letter, as mpv and players on Android open them; a recording with a line break in its path
    is left out. VLC 3 reads addresses: it finds all but names with `#` or `%41`, which it wants
    encoded as no other player reads them."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_line(title)}"]
    for recording in recordings:
        if len(recording.name.splitlines()) > 1:
            continue  # no path with a line break can be told in lines
        # Whole seconds, as in the format that Winamp made.
        lines += [f"#EXTINF:{round(recording.length)},{_shown(recording)}", _path(recording.name)]
    return ("\n".join(lines) + "\n").encode(errors="replace")


def playlist_name(title: str) -> str:
    """The name of a programme's playlist without `.m3u8`, fit for any file system: never empty, and
    never that of the playlist of everything. `first week` stays as it is."""
    plain = _FORBIDDEN.sub("-", _line(unicodedata.normalize("NFC", title)))
    name = plain.strip(_EDGES).encode()[:LONGEST].decode(errors="ignore").rstrip(_EDGES) or UNNAMED
    taken = _DEVICE.fullmatch(name) or _same(name) == EVERYTHING
    return f"_{name}" if taken else name


def playlist_names(titles: Sequence[str]) -> tuple[str, ...]:
    """A name for each title, as `playlist_name` gives it. Of titles that share one, also when case
    is ignored, the later ones get a number."""
    names: list[str] = []
    taken = {_same(playlist_name(title)) for title in titles}
    for title in titles:
        name = playlist_name(title)
        if _same(name) in map(_same, names):
            name = _numbered(name, taken)
        taken.add(_same(name))
        names.append(name)
    return tuple(names)


def _shown(recording: Recording) -> str:
    """`Artist - Title`. VLC takes what stands before the first ` - ` for the artist."""
    artist, title = _line(recording.about.author).replace(" - ", " – "), _line(recording.title)
    return f"{artist} - {title}" if artist else title


def _path(name: str) -> str:
    """The path of an MP3. One that begins with # would be a comment, spaces at the start of a line
    are dropped, and VLC takes what stands before a colon for a protocol."""
    path = f"{name}.mp3"
    return f"./{path}" if path[0] in "# \t" or ":" in path else path


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while _same(f"{name} {number}") in taken:
        number += 1
    return f"{name} {number}"


def _same(name: str) -> str:
    """What names have in common that macOS and Windows take for one (NFC, no case)."""
    return unicodedata.normalize("NFC", name.casefold())


def _line(text: str) -> str:
    """A text in one line, without characters that nobody sees."""
    seen = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())
