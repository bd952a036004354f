"""The page that people play sessions from: one file that needs no server, no network and nothing
but the recordings beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize
from urllib.parse import quote

from markupsafe import Markup

from audioguide.core.names import COVER, EVERYTHING, FEED
from audioguide.language.page import PageWords
from audioguide.site.catalogue import Catalogue, Session, address
from audioguide.site.document import policy, templates, texts
from audioguide.site.playlist import playlist_names
from audioguide.site.wording import length_text, spoken_here, whole_minutes, words_of

_STYLES = ("base.css", "list.css", "player.css", "screens.css")

_SCRIPTS = (
    "data.js",
    "memory.js",
    "list.js",
    "session.js",
    "player.js",
    "end.js",
    "lock_screen.js",
    "view.js",
    "keys.js",
)
"""In the order in which they are read: each may use those before it as it starts."""

_SPANS = ((7, "up_to_7"), (12, "7_to_12"), (float("inf"), "over_12"))
"""The most minutes that each length takes in, as the list shows them."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list."""

    key: str
    """What it asks for; a key of the words."""
    options: tuple[tuple[str, str], ...]
    """Values, each with its label."""


def page(catalogue: Catalogue) -> bytes:
    """The page as UTF-8 HTML, with its style, script and data inside. It belongs in the output
    folder: its addresses are relative. The same catalogue gives the same bytes."""
    environment = templates()
    environment.globals.update(address=address, length_text=length_text)
    style, script = texts(environment, _STYLES), texts(environment, _SCRIPTS)
    words = words_of(catalogue.language)
    html = environment.get_template("index.html").render(
        catalogue=catalogue,
        words=words,
        language=spoken_here(catalogue.language),
        filters=_filters(catalogue, words),
        facts=_facts(catalogue, words),
        spoken=_spoken(catalogue),
        style=Markup(style),  # noqa: S704 - ours, and escaping would change it
        script=Markup(script),  # noqa: S704
        policy=policy(style, script),
        everything=_address_of_playlist(EVERYTHING),
        playlists=[
            _address_of_playlist(name)
            for name in playlist_names([one.title for one in catalogue.programmes])
        ],
        feed=FEED if catalogue.url else "",
    )
    return html.encode(errors="replace")


def _address_of_playlist(name: str) -> str:
    return quote(f"{name}.m3u8")


def _filters(catalogue: Catalogue, words: PageWords) -> list[Filter]:
    found = catalogue.sessions
    spans = {_span(one) for one in found}
    filters = (
        Filter("area", _options(area for one in found for area in one.about.areas)),
        Filter("tool", _options(tool for one in found for tool in one.about.tools)),
        Filter("length", tuple((key, words.by_key[key]) for _, key in _SPANS if key in spans)),
    )
    return [one for one in filters if len(one.options) > 1]


def _options(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, value) for value in sorted(set(values), key=_as_in_a_dictionary))


def _as_in_a_dictionary(word: str) -> tuple[str, str]:
    plain = "".join(one for one in normalize("NFKD", word) if not combining(one))
    return plain.casefold(), word


def _span(session: Session) -> str:
    return next(key for most, key in _SPANS if whole_minutes(session.length) <= most)


def _facts(catalogue: Catalogue, words: PageWords) -> dict[str, object]:
    """What the script must know as the page opens."""
    places = {one.name: place for place, one in enumerate(catalogue.sessions)}
    return {
        "title": catalogue.title,
        "author": catalogue.author,
        "words": words.by_key,
        "recordings": [_fact(one) for one in catalogue.sessions],
        "programmes": [
            {"title": one.title, "recordings": [places[each.name] for each in one.sessions]}
            for one in catalogue.programmes
        ],
    }


def _fact(session: Session) -> dict[str, object]:
    about = session.about
    return {
        "name": session.name,
        "title": session.title,
        "language": about.language,
        "author": about.author,
        "album": about.album,
        "position": about.position,
        "source": about.source,
        "seconds": round(session.length, 3),
        "bytes": session.size,
        "area": about.areas,
        "tool": about.tools,
        "length": [_span(session)],
        "mp3": address(session.name, ".mp3"),
        "cover": address(session.name, COVER),
        "vtt": address(session.name, ".vtt"),
        "lrc": address(session.name, ".lrc"),
    }


def _spoken(catalogue: Catalogue) -> dict[str, object]:
    """What the script must know once a session is opened. Each text is there once, for sessions of
    a library share much of what is said; the rest are numbers: start and text of a chapter; start,
    end and text of a line."""
    texts: dict[str, int] = {}
    sessions = [
        [
            [(_at(one.start), _number(one.title, texts)) for one in session.chapters],
            [(_at(one.start), _at(one.end), _number(one.text, texts)) for one in session.lines],
        ]
        for session in catalogue.sessions
    ]
    return {"texts": list(texts), "sessions": sessions}


def _number(text: str, texts: dict[str, int]) -> int:
    return texts.setdefault(text, len(texts))


def _at(seconds: float) -> float:
    return round(seconds, 2)
