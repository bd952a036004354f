"""The feed: an RSS file by which podcast apps find every session and fetch the new ones."""

import html
import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote
from uuid import UUID, uuid5
from xml.etree import ElementTree

from audioguide.core.names import FEED, LARGE_ART, LARGE_COVER
from audioguide.core.units import clock, samples
from audioguide.publish.chapters import TYPE
from audioguide.site.catalogue import Catalogue, Session, address
from audioguide.site.dates import dates

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

CATEGORY = ("Health & Fitness", "Fitness")
"""Of Apple's list; Apple reads the first pair only."""

LONGEST_LINE = 255
"""Characters of a title or a name (PSP-1, Namespace Declarations)."""

LONGEST_TEXT = 4000
"""Bytes of a description (PSP-1; Apple)."""

_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""What the podcast namespace makes the UUIDs of podcasts in (tag `guid`)."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but the characters of XML 1.0 (2.2)."""


def feed(catalogue: Catalogue, cover: str = LARGE_COVER, art: str = LARGE_ART) -> bytes:
    """RSS 2.0 with all that PSP-1 and Apple require and most of what they recommend. `cover` is the
    ending of each session's picture, `art` the address of the catalogue's, both 1400 to 3000 px
    wide. Raises ValueError for a catalogue that is published nowhere: a feed has no relative
    addresses."""
    if not catalogue.url:
        raise ValueError("a feed needs the address where its files are published")
    # Prefixes as text: registering a namespace would change every other tree of this process.
    declared = {f"xmlns:{prefix}": uri for prefix, uri in NAMESPACES.items()}
    root = ElementTree.Element("rss", {"version": "2.0", **declared})
    channel = ElementTree.SubElement(root, "channel")
    order = _order(catalogue)
    _describe(channel, catalogue, art, serial=bool(order))
    for session, date in _newest_first(catalogue):
        item = ElementTree.SubElement(channel, "item")
        _tell(item, catalogue.url, session, date, cover)
        if order:
            _add(item, "itunes:episode", str(order.index(session.name) + 1))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _order(catalogue: Catalogue) -> list[str]:
    """The names of all sessions as a programme leads through them, when the only programme holds
    each of them once: then they are to be heard one after another, as a serial. Otherwise listeners
    take what they need today, and there is none."""
    names = [[one.name for one in programme.sessions] for programme in catalogue.programmes]
    everything = sorted(session.name for session in catalogue.sessions)
    return names[0] if len(names) == 1 and sorted(names[0]) == everything else []


def _newest_first(catalogue: Catalogue) -> list[tuple[Session, datetime]]:
    """As feeds are read: an app that looks at the first items only sees what is new."""
    dated = zip(catalogue.sessions, dates(catalogue), strict=True)
    return sorted(dated, key=lambda one: one[1])[::-1]


def _describe(
    channel: ElementTree.Element, catalogue: Catalogue, art: str, *, serial: bool
) -> None:
    self_link = {"href": f"{catalogue.url}/{FEED}", "rel": "self", "type": "application/rss+xml"}
    _add(channel, "atom:link", **self_link)
    _add(channel, "title", _line(catalogue.title))
    _add(channel, "link", f"{catalogue.url}/")
    _add(channel, "description", _start_of([catalogue.summary or _all_titles(catalogue)]))
    _add(channel, "language", catalogue.language)
    if catalogue.author:
        _add(channel, "itunes:author", _line(catalogue.author))
    _add(channel, "itunes:image", href=f"{catalogue.url}/{art}")
    category = _add(channel, "itunes:category", text=CATEGORY[0])
    _add(category, "itunes:category", text=CATEGORY[1])
    _add(channel, "itunes:explicit", "false")
    _add(channel, "itunes:type", "serial" if serial else "episodic")
    _add(channel, "podcast:guid", _guid(catalogue))
    # No host can ask the author, whose address a feed of ours does not tell; yes would keep the
    # author too from moving it.
    _add(channel, "podcast:locked", "no")


def _guid(catalogue: Catalogue) -> str:
    """Hosts make this once, of the address that a podcast has on that day, and keep it when it
    moves. We keep nothing from one build to the next, so it is made of what moves along."""
    whose = f"{_line(catalogue.title)}, by {_line(catalogue.author)}"
    return str(uuid5(_PODCASTS, f"audioguide library: {whose}"))


def _all_titles(catalogue: Catalogue) -> str:
    """What there is to hear, in no language but the author's."""
    return f"{catalogue.title}: {', '.join(session.title for session in catalogue.sessions)}"


def _tell(
    item: ElementTree.Element, url: str, session: Session, date: datetime, cover: str
) -> None:
    def at(ending: str) -> str:
        return f"{url}/{address(session.name, ending)}"

    about = session.about
    _add(item, "title", _line(session.title))
    _add(item, "enclosure", url=at(".mp3"), length=str(session.size), type="audio/mpeg")
    _add(item, "guid", _item_guid(session), isPermaLink="false")
    _add(
        item, "link", f"{url}/#/{quote(os.fsencode(session.name))}"
    )  # as the page names its places
    _add(item, "pubDate", format_datetime(date))
    marks = list(_marks(session))
    _add(item, "description", _start_of([about.summary, *marks]) or _line(session.title))
    _add(item, "content:encoded", _page(about.summary, marks))
    _add(item, "itunes:duration", str(round(session.length)))
    if about.author:
        _add(item, "itunes:author", _line(about.author))
    _add(item, "itunes:image", href=at(cover))
    _add(item, "itunes:explicit", "false")
    _add(item, "podcast:chapters", url=at(".chapters.json"), type=TYPE)
    if session.lines:
        captions = {"type": "text/vtt", "language": about.language, "rel": "captions"}
        _add(item, "podcast:transcript", url=at(".vtt"), **captions)


def _item_guid(session: Session) -> str:
    """Of the name alone: a new title or a new address makes no session new."""
    name = os.fsencode(session.name).decode(errors="backslashreplace")
    return str(uuid5(_PODCASTS, f"audioguide session: {name}"))


def _marks(session: Session) -> Iterator[str]:
    """`(01:15) Right side`: apps make links of them, Spotify makes chapters, when minutes have two
    digits and the first begins at 00:00 ("Creating and managing chapters")."""
    for chapter in session.chapters:
        yield f"({clock(samples(chapter.start), digits=2)}) {_line(chapter.title)}"


def _page(summary: str, marks: Iterable[str]) -> str:
    """The description in HTML, whole: apps that show it keep no line breaks of a text."""
    paragraphs = [[_line(summary, longest=None)], marks]
    texts = ["<br/>".join(html.escape(one, quote=False) for one in lines) for lines in paragraphs]
    return "".join(f"<p>{text}</p>" for text in texts if text)


def _start_of(lines: Iterable[str]) -> str:
    """As many lines as a description has room for; of a first that is too long, its beginning."""
    text = "\n".join(line for line in map(_clean, lines) if line).encode()
    if len(text) <= LONGEST_TEXT:
        return text.decode()
    cut = text[: LONGEST_TEXT + 1]
    whole = cut.rpartition(b"\n")[0] or cut[:LONGEST_TEXT]
    return whole.decode(errors="ignore").rstrip()


def _line(text: str, longest: int | None = LONGEST_LINE) -> str:
    return " ".join(_clean(text).split())[:longest].rstrip()


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text).strip()


def _add(
    parent: ElementTree.Element, tag: str, text: str | None = None, /, **attributes: str
) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, tag, attributes)
    found.text = text
    return found
