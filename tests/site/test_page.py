"""The page as it is written: what it says, where it leads, and that a title stays a title."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import audioguide.site.page
from audioguide.publish.plan_file import PlanChapter
from audioguide.site.catalogue import Catalogue, Programme
from audioguide.site.page import page
from audioguide.site.wording import length_text, words_of
from tests.browser import LIBRARY, NASTY, ODD, catalogue, session
from tests.planning import said

ONE = session("one", "One")
TWO = session("a b/two", "Two")


class _Seen(HTMLParser):
    """The tags of a page, and the text inside each kind."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        self._open.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.texts.setdefault(self._open[-1], []).append(data.strip())

    def every(self, tag: str, attribute: str) -> list[str]:
        return [held[attribute] for name, held in self.tags if name == tag and attribute in held]


def _see(found: Catalogue) -> _Seen:
    return _Seen(page(found))


def _data(found: Catalogue, which: str) -> Any:
    html = page(found).decode()
    written = re.search(rf'<script type="application/json" id="{which}">(.*?)</script>', html)
    assert written
    return json.loads(written[1])


def _titles(seen: _Seen) -> list[str]:
    return seen.texts["a"]


def test_same_catalogue_gives_the_same_bytes() -> None:
    assert page(LIBRARY) == page(LIBRARY)


def test_titles_are_in_the_order_of_the_catalogue() -> None:
    assert _titles(_see(catalogue(ONE, TWO)))[:2] == ["Two", "One"]


def test_title_is_only_text() -> None:
    scripts = [held for tag, held in _see(catalogue(session("x", NASTY))).tags if tag == "script"]

    assert len(scripts) == 3


def test_title_in_the_data_is_the_title() -> None:
    found = _data(catalogue(session("x", NASTY)), "facts")

    assert found["recordings"][0]["title"] == NASTY


@pytest.mark.parametrize("title", ["a\u2028b", "𝕏 😀", "\u202eabc", "]]>", "<!-- <script>", "\\"])
def test_any_title_survives_the_data(title: str) -> None:
    assert _data(catalogue(session("x", title)), "facts")["recordings"][0]["title"] == title


def test_half_a_character_does_no_harm() -> None:
    assert b"broken ?" in page(catalogue(session("x", "broken \ud800")))


def test_title_leads_to_the_sound() -> None:
    links = _see(catalogue(TWO)).every("a", "href")

    assert "a%20b/two.mp3" in links


def test_odd_name_is_quoted_and_comes_back() -> None:
    mp3 = _data(catalogue(ODD), "facts")["recordings"][0]["mp3"]

    assert not set(mp3) & set('#? "') and unquote(mp3) == f"{ODD.name}.mp3"


def test_cover_lies_among_the_data() -> None:
    assert "data/one.cover.jpg" in _see(catalogue(ONE)).every("img", "src")


def test_cover_has_its_room_before_it_is_there() -> None:
    pictures = [held for tag, held in _see(catalogue(ONE, TWO)).tags if tag == "img"]

    assert all({"width", "height"} <= held.keys() for held in pictures)


def test_lines_and_chapters_are_in_the_data() -> None:
    one = session(
        "x", "X", chapters=(PlanChapter("Start", 0, 60),), lines=(said(1, 2.5, "Hello."),)
    )

    found = _data(catalogue(one), "spoken")

    assert found == {"texts": ["Start", "Hello."], "sessions": [[[[0, 0]], [[1, 2.5, 1]]]]}


def test_text_that_is_said_twice_is_written_once() -> None:
    assert page(catalogue(ONE, TWO)).count(b"Ten more seconds.") == 1


def test_programme_keeps_its_order() -> None:
    week = Programme("Week", (ONE, TWO, ONE))

    found = _data(catalogue(ONE, TWO, programmes=(week,)), "facts")

    assert found["programmes"] == [{"title": "Week", "recordings": [1, 0, 1]}]


def test_programme_that_has_nothing_is_not_shown() -> None:
    found = page(catalogue(ONE, programmes=(Programme("Gone", ()), Programme("Week", (ONE,)))))

    assert _Seen(found).every("ol", "data-programme") == ["1"]


def test_programmes_that_have_nothing_have_no_heading() -> None:
    found = _see(catalogue(ONE, programmes=(Programme("Gone", ()),)))

    assert found.texts["h2"][0] == "Sessions"


def test_programme_that_comes_after_an_empty_one_leads_to_its_own_playlist() -> None:
    week = (Programme("Gone", ()), Programme("Week", (ONE,)))

    links = _see(catalogue(ONE, programmes=week)).every("a", "href")

    assert [link for link in links if link.endswith(".m3u8")] == ["Week.m3u8", "library.m3u8"]


def test_programme_leads_to_its_playlist() -> None:
    links = _see(catalogue(ONE, programmes=(Programme("First week", (ONE,)),))).every("a", "href")

    assert "First%20week.m3u8" in links


def test_everything_has_a_playlist() -> None:
    assert "library.m3u8" in _see(catalogue(ONE)).every("a", "href")


@pytest.mark.parametrize(("url", "linked"), [("", False), ("https://example.org/x", True)])
def test_feed_is_linked_where_there_is_one(url: str, linked: bool) -> None:
    assert (b"feed.xml" in page(catalogue(ONE, url=url))) is linked


def test_nothing_leads_outside() -> None:
    found = page(catalogue(ONE, TWO, url="https://example.org/x")).decode()

    assert re.findall(r"(?:https?:|ftp:|//)[\w.]+\w", re.sub(r"(?m)^\s*//.*$", "", found)) == []


def test_page_says_where_things_may_come_from() -> None:
    policy = _see(catalogue(ONE)).every("meta", "content")[0]

    assert policy.startswith("default-src 'none'; script-src 'sha256-")


@pytest.mark.parametrize(
    ("language", "words", "title"),
    [("en", "en", "Sessions"), ("de", "de", "Übungen"), ("de-AT", "de-AT", "Übungen")],
)
def test_page_speaks_the_librarys_language(language: str, words: str, title: str) -> None:
    seen = _see(catalogue(ONE, language=language))

    assert seen.every("html", "lang") == [words]
    assert title in seen.texts["h2"]


def test_page_speaks_english_where_it_knows_no_better() -> None:
    seen = _see(catalogue(ONE, title="Le dos", language="tlh"))

    assert (seen.every("html", "lang"), seen.every("h1", "lang")) == (["en"], ["tlh"])


def test_session_in_another_language_is_marked() -> None:
    seen = _see(catalogue(ONE, session("deux", "Deux", language="fr")))

    assert [held.get("lang") for tag, held in seen.tags if tag == "a"][:2] == ["fr", None]


def test_script_has_every_word_of_the_page() -> None:
    templates = Path(audioguide.site.page.__file__).parent / "templates"
    asked = {
        word
        for script in templates.glob("*.js")
        for word in re.findall(r"\bwords\.(\w+)", script.read_text(encoding="utf-8"))
    }

    assert asked and asked <= _data(catalogue(ONE), "facts")["words"].keys()


@pytest.mark.parametrize(
    ("seconds", "language", "text"),
    [
        (5, "en", "1 min"),
        (540.012, "en", "9 min"),
        (570, "en", "10 min"),
        (3599, "en", "1 h 0 min"),
        (3900, "de", "1 Std. 5 Min."),
    ],
)
def test_length_is_told_in_minutes(seconds: float, language: str, text: str) -> None:
    assert length_text(seconds, words_of(language)) == text


def _filters(found: Catalogue) -> list[str]:
    return _see(found).every("select", "data-filter")


def test_filter_with_one_value_is_not_shown() -> None:
    one = session("one", "One", areas=("hips",), tools=("mat", "ball"))

    assert _filters(catalogue(one)) == ["tool"]


def test_lengths_offered_are_those_that_occur() -> None:
    found = catalogue(ONE, session("long", "Long", length=721.0 + 30))

    assert _see(found).every("option", "value")[:3] == ["", "up_to_7", "over_12"]


def test_filters_are_in_the_order_of_a_dictionary() -> None:
    one = session("one", "One", areas=("Zehen", "Öhrchen", "hips", "Po"))

    assert _see(catalogue(one)).every("option", "value")[1:5] == ["hips", "Öhrchen", "Po", "Zehen"]


def test_empty_catalogue_says_so() -> None:
    assert "There are no sessions here yet." in _see(catalogue()).texts["p"]


def test_empty_catalogue_has_no_player() -> None:
    assert b"<audio" not in page(catalogue())


def test_programme_with_a_name_for_a_file_is_shown_in_words() -> None:
    assert Programme("one-muscle-a-day", ()).shown == "One muscle a day"
    assert Programme("Week-end yoga", ()).shown == "Week-end yoga"
