"""Playlists: M3U8 files that any player opens."""

from collections.abc import Sequence

from audioguide.core.names import file_name, one_line, same_name
from audioguide.site.catalogue import Session


def playlist(title: str, sessions: Sequence[Session]) -> bytes:
    """An extended M3U in UTF-8, to lie in the output folder. Paths are those of the files, letter
    by letter, as mpv and players on Android open them; a recording with a line break in its path
    is left out. VLC 3 reads addresses: it finds all but names with `#` or `%41`, which it wants
    encoded as no other player reads them."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(title)}"]
    for session in sessions:
        if len(session.name.splitlines()) > 1:
            continue  # no path with a line break can be told in lines
        # Whole seconds, as in the format that Winamp made.
        lines += [f"#EXTINF:{round(session.length)},{_shown(session)}", _path(session.name)]
    return ("\n".join(lines) + "\n").encode(errors="replace")


def playlist_names(titles: Sequence[str]) -> tuple[str, ...]:
    """A name for each title, as `file_name` gives it. Of titles that share one, also when case
    is ignored, the later ones get a number."""
    names: list[str] = []
    taken = {same_name(file_name(title)) for title in titles}
    for title in titles:
        name = file_name(title)
        if same_name(name) in map(same_name, names):
            name = _numbered(name, taken)
        taken.add(same_name(name))
        names.append(name)
    return tuple(names)


def _shown(session: Session) -> str:
    """`Artist - Title`. VLC takes what stands before the first ` - ` for the artist."""
    artist, title = (
        one_line(session.about.author).replace(" - ", " – "),
        one_line(session.title),
    )
    return f"{artist} - {title}" if artist else title


def _path(name: str) -> str:
    """The path of an MP3. One that begins with # would be a comment, spaces at the start of a line
    are dropped, and VLC takes what stands before a colon for a protocol."""
    path = f"{name}.mp3"
    return f"./{path}" if path[0] in "# \t" or ":" in path else path


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while same_name(f"{name} {number}") in taken:
        number += 1
    return f"{name} {number}"
