"""Playlists that any player opens, and what they are called on any file system."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.names import LONGEST, file_name
from audioguide.publish.plan_file import About
from audioguide.site.catalogue import Session
from audioguide.site.playlist import playlist, playlist_names

ABOUT = About(
    summary="",
    author="Ann",
    album="Floor",
    number=1,
    language="en",
    date="",
    tags=(),
    areas=(),
    tools=(),
    position="",
    source="",
    cover="",
)
BY_NOBODY = replace(ABOUT, author="")


def session(name: str, title: str = "Hips", length: float = 60, about: About = ABOUT) -> Session:
    return Session(name, title, about, length, 1, (), ())


def test_playlist_as_a_player_reads_it() -> None:
    found = playlist("First week", [session("hips", length=539.6), session("näck/a b", "Nacken")])

    assert found.decode() == (
        """#EXTM3U
#PLAYLIST:First week
#EXTINF:540,Ann - Hips
hips.mp3
#EXTINF:60,Ann - Nacken
näck/a b.mp3
"""
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("#1 hips", "./#1 hips.mp3"),
        (" hips", "./ hips.mp3"),
        ("1: hips", "./1: hips.mp3"),
        ("100% hips", "100% hips.mp3"),
        ("hips #1", "hips #1.mp3"),
    ],
)
def test_path_is_the_file_even_where_a_line_would_mean_something_else(name: str, path: str) -> None:
    assert playlist("", [session(name)]).decode().splitlines()[-1] == path


@pytest.mark.parametrize(
    ("title", "about", "shown"),
    [
        ("Hips\n#EXTINF:9,\r\nevil.mp3", ABOUT, "Ann - Hips #EXTINF:9, evil.mp3"),
        ("Hips\u2028\0 low", ABOUT, "Ann - Hips low"),
        ("Hips - left", BY_NOBODY, "Hips - left"),
        ("Hips", replace(ABOUT, author="Ann - Bo"), "Ann – Bo - Hips"),
        ("עברית", ABOUT, "Ann - עברית"),
        ("Hips \ud800", ABOUT, "Ann - Hips"),
    ],
)
def test_title_stays_in_its_line(title: str, about: About, shown: str) -> None:
    found = playlist("", [session("hips", title, about=about)]).decode()

    assert found == f"#EXTM3U\n#PLAYLIST:\n#EXTINF:60,{shown}\nhips.mp3\n"


def test_recording_that_no_line_can_tell_is_left_out() -> None:
    found = playlist("", [session("hi\nps"), session("neck")])

    assert found.decode().splitlines()[2:] == ["#EXTINF:60,Ann - Hips", "neck.mp3"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("first week", "first week"),
        ("Über-Woche 2.1 ☺", "Über-Woche 2.1 ☺"),
        ("../x", "x"),
        ("a/b", "a-b"),
        ("a\\b: c?", "a-b- c"),
        ("..", "programme"),
        ("", "programme"),
        ("\0\n\x7f", "programme"),
        ("a\nb\tc", "a b c"),
        ("\u202egnp.exe", "gnp.exe"),
        ("week...", "week"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("CON", "_CON"),
        ("lpt1.hips", "_lpt1.hips"),
        ("console", "console"),
        ("library", "_library"),
        ("LIBRARY", "_LIBRARY"),
        ("e\u0301", "é"),
        ("half \ud83d", "half"),
    ],
)
def test_name_is_that_of_a_file(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text())
def test_name_is_a_file_of_any_folder(title: str) -> None:
    name = file_name(title)

    assert name == name.strip(" .")
    assert 0 < len(name.encode()) <= LONGEST + 1
    assert not set(name) & {*'<>:"/\\|?*', *map(chr, range(32))}
    assert name.casefold() != "library"


@given(st.text())
def test_name_of_a_name_is_the_name(title: str) -> None:
    name = file_name(title)

    assert name.startswith("_") or file_name(name) == name


def test_long_title_is_cut_between_letters() -> None:
    assert file_name("é" * 200) == "é" * (LONGEST // 2)


def test_titles_that_share_a_name_are_kept_apart() -> None:
    titles = ["Week", "week", "week 2", "we/ek", "we:ek", "Library"]

    assert playlist_names(titles) == ("Week", "week 3", "week 2", "we-ek", "we-ek 2", "_Library")


@given(st.lists(st.sampled_from(["a", "A", "a 2", "A 2 ", "a 3", "a/", "ß", "SS", ""])))
def test_names_never_meet(titles: list[str]) -> None:
    names = playlist_names(titles)

    assert len({name.casefold() for name in names}) == len(titles)
