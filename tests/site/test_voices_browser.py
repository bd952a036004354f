"""The page of samples in a real browser: what is pressed, heard and seen."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from audioguide.core import ffmpeg
from audioguide.site.voices_page import voices_page

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser, Page, expect

from tests.site.test_browser import AXE, TARGETS
from tests.site.test_voices_page import ANNA, HEDDA, JOE, SAMPLES, TONE

pytest_plugins = ("tests.browser",)

pytestmark = pytest.mark.slow


LONG = replace(HEDDA, session="long", name="com.apple.voice." * 12, language="fr-FR", gender="")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of samples; that of ALBA is lost."""
    folder = tmp_path_factory.mktemp("sam ples")
    sound = folder / f"{ANNA.session}.mp3"
    tone = "sine=frequency=220:sample_rate=48000:duration=30"
    ffmpeg.run(["-f", "lavfi", "-i", tone, "-ac", "1", "-b:a", "32k", str(sound)])
    for one in (JOE, HEDDA, TONE):
        os.link(sound, folder / f"{one.session}.mp3")
    (folder / "voices.html").write_bytes(voices_page("Lie down.", (*SAMPLES, LONG)))
    return folder


@pytest.fixture
def page(chromium: Browser, samples: Path) -> Iterator[Page]:
    """The page, opened as a file on a phone. Nothing may go wrong in it."""
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Refused" in said.text else None)
    page.goto((samples / "voices.html").as_uri())
    yield page
    page.context.close()
    assert errors == []


def _names(page: Page) -> list[str]:
    return page.locator("tbody tr:visible .name").all_inner_texts()


def test_a_button_plays_its_voice_and_stops_it(page: Page) -> None:
    page.get_by_role("button", name="Play anna").click()
    stop = page.get_by_role("button", name="Play anna", pressed=True)
    expect(stop).to_be_visible()

    stop.click()

    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_one_voice_is_heard_at_a_time(page: Page) -> None:
    page.get_by_role("button", name="Play anna").click()
    page.get_by_role("button", name="Play en_US-joe").click()

    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    assert page.evaluate("!audio.paused && audio.src.endsWith('piper%20joe%20%231.mp3')")


def test_a_key_plays_a_voice(page: Page) -> None:
    page.get_by_role("button", name="Play anna").focus()

    page.keyboard.press("Space")

    expect(page.get_by_role("button", name="Play anna", pressed=True)).to_be_visible()


def test_a_sample_that_is_lost_is_told(page: Page) -> None:
    page.get_by_role("button", name="Play en_GB-alba").click()

    expect(page.locator("#told")).to_contain_text("en_GB-alba cannot be played")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_voices_are_chosen_by_language_and_gender(page: Page) -> None:
    page.get_by_label("Language").select_option("en")
    english = _names(page)
    page.get_by_label("Gender").select_option("female")

    assert english == ["en_GB-alba", "anna", "en_US-joe"]
    assert _names(page) == ["en_GB-alba", "anna"]
    expect(page.locator("#told")).to_have_text("2 of 7 voices")


def test_a_voice_that_is_chosen_away_falls_silent(page: Page) -> None:
    page.get_by_role("button", name="Play anna").click()

    page.get_by_label("Gender").select_option("male")

    assert page.evaluate("audio.paused")


def test_a_column_sorts_both_ways(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 740})
    head = page.get_by_role("button", name="Voice", exact=True)

    head.click()
    up = _names(page)
    head.click()

    assert up[-2:] == ["Hedda: Desktop", "tone"]
    assert _names(page) == up[::-1]
    expect(page.get_by_role("columnheader", name="Voice")).to_have_attribute(
        "aria-sort", "descending"
    )


@pytest.mark.parametrize("width", [320, 360, 740, 1280])
def test_nothing_is_wider_than_the_screen_nor_smaller_than_a_thumb(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(TARGETS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("button", name="Play anna").click()
    page.evaluate(axe.axe_script)

    assert page.evaluate(AXE) == []


def test_without_script_a_sample_is_a_link(chromium: Browser, samples: Path) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((samples / "voices.html").as_uri())

    expect(page.get_by_role("link", name="Sample of anna")).to_be_visible()
    page.context.close()
