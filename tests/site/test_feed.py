"""The feed: what podcast apps and directories ask of it, and that it stays itself."""

import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.publish.plan_file import About, PlanChapter
from audioguide.site.catalogue import Catalogue, Programme, Session
from audioguide.site.dates import FIRST_DAY, dates
from audioguide.site.feed import LONGEST_LINE, LONGEST_TEXT, NAMESPACES, feed
from tests.planning import said

GOLDEN = Path(__file__).parents[1] / "goldens" / "feed.xml"

ABOUT = About(
    summary="Nine quiet minutes.",
    author="Ann",
    album="Floor & wall",
    number=1,
    language="en",
    date="",
    tags=("massage",),
    areas=("hips",),
    tools=("tennis ball",),
    position="lying",
    source="",
    cover="",
)
CHAPTERS = (
    PlanChapter("Get ready", 0, 75.9),
    PlanChapter("Right <side>", 75.9, 3661),
    PlanChapter("Left side", 3661, 3700),
)
SAID = (said(1, 2, "Lie down."),)
DATED = replace(ABOUT, language="de", date="2025-03-09")
HIPS = Session("legs/hips 1", "Hips & thighs", ABOUT, 3700.4, 1234, CHAPTERS, SAID)
NECK = Session("neck", "Nacken", DATED, 60, 99, CHAPTERS[:1], SAID)
CATALOGUE = Catalogue(
    title="Floor & wall",
    summary="Sessions for the floor.",
    author="Ann",
    language="en",
    date="2025-03-01T06:00+02:00",
    url="https://example.org/listen",
    sessions=(HIPS, NECK),
    programmes=(),
)

# Podcast Standards Project, PSP-1 1.0; Apple, A Podcaster's Guide to RSS.
REQUIRED_OF_CHANNEL = (
    "atom:link[@rel='self'][@href='https://example.org/listen/feed.xml']",
    "title",
    "description",
    "link",
    "language",
    "itunes:category[@text='Health & Fitness']/itunes:category[@text='Fitness']",
    "itunes:explicit",
    "itunes:image[@href='https://example.org/listen/data/shelf-3000.jpg']",
)
RECOMMENDED_OF_CHANNEL = ("podcast:locked", "podcast:guid", "itunes:author", "itunes:type")
REQUIRED_OF_ITEM = (
    "title",
    "enclosure[@url][@length][@type='audio/mpeg']",
    "guid[@isPermaLink='false']",
)
RECOMMENDED_OF_ITEM = (
    "link",
    "pubDate",
    "description",
    "itunes:duration",
    "itunes:image[@href]",
    "itunes:explicit",
    "podcast:transcript[@url][@type='text/vtt']",
    "podcast:chapters[@url][@type='application/json+chapters']",
)


def test_feed_as_an_app_reads_it() -> None:
    assert feed(CATALOGUE).decode() == GOLDEN.read_text(encoding="utf-8")


def test_feed_is_understood() -> None:
    found = feedparser.parse(feed(CATALOGUE))

    assert not found.bozo
    assert found.version == "rss20"
    assert found.feed.title == "Floor & wall"
    assert [(one.title, one.enclosures[0].href) for one in found.entries] == [
        ("Nacken", "https://example.org/listen/neck.mp3"),
        ("Hips & thighs", "https://example.org/listen/legs/hips%201.mp3"),
    ]


@pytest.mark.parametrize("path", [*REQUIRED_OF_CHANNEL, *RECOMMENDED_OF_CHANNEL])
def test_channel_has_what_directories_ask_for(path: str) -> None:
    assert len(_channel(CATALOGUE).findall(path, NAMESPACES)) == 1


@pytest.mark.parametrize("path", [*REQUIRED_OF_ITEM, *RECOMMENDED_OF_ITEM])
def test_item_has_what_directories_ask_for(path: str) -> None:
    items = _channel(CATALOGUE).findall("item")

    assert [len(item.findall(path, NAMESPACES)) for item in items] == [1, 1]


def test_namespaces_of_other_trees_stay_as_they_are() -> None:
    feed(CATALOGUE)

    tree = ElementTree.Element(f"{{{NAMESPACES['podcast']}}}guid")
    assert b"ns0:guid" in ElementTree.tostring(tree)


def test_guids_and_dates_outlive_a_move() -> None:
    moved = replace(CATALOGUE, url="http://elsewhere.example")

    assert _lasting(moved) == _lasting(CATALOGUE)


def test_guid_outlives_another_title() -> None:
    renamed = replace(CATALOGUE, sessions=(replace(HIPS, title="Thighs"), NECK))

    assert _texts(renamed, "item/guid") == _texts(CATALOGUE, "item/guid")


def test_guids_differ_from_session_to_session() -> None:
    assert len(set(_texts(CATALOGUE, "item/guid"))) == 2


def test_guids_of_two_libraries_differ() -> None:
    other = replace(CATALOGUE, title="Wall")

    assert _texts(other, "podcast:guid") != _texts(CATALOGUE, "podcast:guid")


@pytest.mark.parametrize(
    ("date", "library", "told"),
    [
        ("2025-03-09", "", "Sun, 09 Mar 2025 00:00:00 +0000"),
        ("2025-03-09T08:30", "", "Sun, 09 Mar 2025 08:30:00 +0000"),
        ("2025-03-09T08:30:00+02:00", "", "Sun, 09 Mar 2025 06:30:00 +0000"),
        ("2025-03-09T08:30Z", "", "Sun, 09 Mar 2025 08:30:00 +0000"),
        ("", "2025-03-01", "Sat, 01 Mar 2025 00:01:00 +0000"),
        ("last spring", "2025-03-01", "Sat, 01 Mar 2025 00:01:00 +0000"),
        ("", "last spring", "Mon, 01 Jan 2024 00:01:00 +0000"),
        ("", "", "Mon, 01 Jan 2024 00:01:00 +0000"),
        ("", "9999-12-31T23:59", "Mon, 01 Jan 2024 00:01:00 +0000"),
        ("0001-01-01T00:00+09:00", "", "Mon, 01 Jan 2024 00:01:00 +0000"),
    ],
)
def test_date_is_the_author_s_else_the_library_s(date: str, library: str, told: str) -> None:
    second = replace(NECK, about=replace(ABOUT, date=date))
    catalogue = replace(CATALOGUE, date=library, sessions=(HIPS, second))

    assert _items(catalogue)["neck"].findtext("pubDate") == told


def test_sessions_without_a_date_are_a_minute_apart() -> None:
    undated = tuple(replace(HIPS, name=name) for name in "abc")
    found = [date.isoformat() for date in dates(replace(CATALOGUE, date="", sessions=undated))]

    assert found == [f"{FIRST_DAY}T00:0{minute}:00+00:00" for minute in range(3)]


def test_dates_are_read_back_as_they_were_meant() -> None:
    found = feedparser.parse(feed(CATALOGUE)).entries

    meant = [round(date.timestamp()) for date in dates(CATALOGUE)]
    assert [timegm(one.published_parsed) for one in found] == meant[::-1]


def test_newest_comes_first_and_of_one_day_the_last() -> None:
    day = replace(ABOUT, date="2025-03-09")
    named = tuple(replace(HIPS, name=name, about=day) for name in "abc")
    old = replace(HIPS, name="d", about=replace(ABOUT, date="2020-01-01"))

    assert list(_items(replace(CATALOGUE, sessions=(*named, old)))) == ["c", "b", "a", "d"]


def test_programme_of_everything_makes_a_serial() -> None:
    catalogue = replace(CATALOGUE, programmes=(Programme("Week", (NECK, HIPS)),))

    assert _texts(catalogue, "itunes:type") == ["serial"]
    numbers = {
        name: item.findtext("itunes:episode", "", NAMESPACES)
        for name, item in _items(catalogue).items()
    }
    assert numbers == {"neck": "1", "legs/hips 1": "2"}


@pytest.mark.parametrize(
    "programmes",
    [
        pytest.param((), id="none"),
        pytest.param((Programme("Week", (HIPS,)),), id="of some sessions"),
        pytest.param((Programme("Week", (HIPS, NECK, HIPS)),), id="with one twice"),
        pytest.param((Programme("A", (HIPS, NECK)), Programme("B", (NECK, HIPS))), id="two"),
    ],
)
def test_without_one_order_there_are_no_numbers(programmes: tuple[Programme, ...]) -> None:
    catalogue = replace(CATALOGUE, programmes=programmes)

    assert _texts(catalogue, "itunes:type") == ["episodic"]
    assert _texts(catalogue, "item/itunes:episode") == []


def test_chapters_are_told_with_their_times() -> None:
    assert _items(CATALOGUE)["legs/hips 1"].findtext("description") == (
        """Nine quiet minutes.
(00:00) Get ready
(01:15) Right <side>
(01:01:01) Left side"""
    )


def test_chapters_are_told_in_html_too() -> None:
    assert _items(CATALOGUE)["legs/hips 1"].findtext("content:encoded", "", NAMESPACES) == (
        "<p>Nine quiet minutes.</p><p>(00:00) Get ready<br/>"
        "(01:15) Right &lt;side&gt;<br/>(01:01:01) Left side</p>"
    )


def test_library_without_a_summary_is_told_by_its_sessions() -> None:
    catalogue = replace(CATALOGUE, summary="")

    assert _texts(catalogue, "description") == ["Floor & wall: Hips & thighs, Nacken"]


def test_session_without_a_word_is_told_by_its_title() -> None:
    silent = replace(NECK, about=replace(ABOUT, summary=""), chapters=())

    found = _items(replace(CATALOGUE, sessions=(silent,)))["neck"]
    assert found.findtext("description") == "Nacken"


def test_nobody_is_named_where_nobody_is_known() -> None:
    found = feed(replace(CATALOGUE, author="", sessions=()))

    assert b"itunes:author" not in found


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("]]>", "]]>"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("Hips 👩‍💻", "Hips 👩‍💻"),
        ("Hi\0p\x0bs\ufffe\ud800", "Hips"),
        ("  Hips \n low\t", "Hips low"),
        ("עברית \u202eabc", "עברית \u202eabc"),
        ("x" * 300, "x" * LONGEST_LINE),
    ],
)
def test_title_arrives_as_it_was_written(title: str, told: str) -> None:
    catalogue = replace(CATALOGUE, sessions=(replace(NECK, title=title),))

    assert _texts(catalogue, "item/title") == [told]


@given(st.text(st.characters()), st.text(st.characters()))
def test_no_text_breaks_the_feed(title: str, summary: str) -> None:
    told = replace(NECK, title=title, about=replace(ABOUT, summary=summary, author=title))
    catalogue = replace(CATALOGUE, title=title, summary=summary, sessions=(told,))

    assert _channel(catalogue).find("item/guid") is not None


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("é" * 3000, "é" * (LONGEST_TEXT // 2)),
        ("x" * (LONGEST_TEXT - 20), "x" * (LONGEST_TEXT - 20) + "\n(00:00) Get ready"),
        ("x" * (LONGEST_TEXT - 10), "x" * (LONGEST_TEXT - 10)),
    ],
)
def test_long_description_ends_with_a_whole_line(summary: str, told: str) -> None:
    catalogue = replace(CATALOGUE, sessions=(replace(NECK, about=replace(ABOUT, summary=summary)),))

    assert _texts(catalogue, "item/description") == [told]


def test_session_without_words_has_no_transcript() -> None:
    catalogue = replace(CATALOGUE, sessions=(replace(NECK, lines=()),))

    assert _texts(catalogue, "item/podcast:transcript") == []


def test_other_pictures_can_be_named() -> None:
    found = feed(CATALOGUE, ".cover.jpg", "art.png").decode()

    assert re.findall(r'<itunes:image href="https://example.org/listen/(.*)"', found) == [
        "art.png",
        "data/neck.cover.jpg",
        "data/legs/hips%201.cover.jpg",
    ]


def test_catalogue_published_nowhere_has_no_feed() -> None:
    with pytest.raises(ValueError, match="needs the address"):
        feed(replace(CATALOGUE, url=""))


def _channel(catalogue: Catalogue) -> ElementTree.Element:
    found = ElementTree.fromstring(feed(catalogue)).find("channel")
    assert found is not None
    return found


def _texts(catalogue: Catalogue, path: str) -> list[str]:
    return [found.text or "" for found in _channel(catalogue).findall(path, NAMESPACES)]


def _items(catalogue: Catalogue) -> Mapping[str, ElementTree.Element]:
    """The items by the names of their sessions, in the order of the feed."""
    guids = {
        _texts(replace(catalogue, sessions=(one,)), "item/guid")[0]: one.name
        for one in catalogue.sessions
    }
    return {guids[item.findtext("guid", "")]: item for item in _channel(catalogue).findall("item")}


def _lasting(catalogue: Catalogue) -> list[list[str]]:
    return [_texts(catalogue, path) for path in ("podcast:guid", "item/guid", "item/pubDate")]
