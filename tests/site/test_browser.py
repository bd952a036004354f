"""The page in a real browser: what a listener sees, presses and hears."""

import json
import re
from typing import Any, Literal

import pytest

from tests.browser import ENDLESS, FIRST, LIBRARY, NASTY, ODD, SERVE, Visit, Visitor, until

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Page, expect

pytest_plugins = ("tests.browser",)

BOTH = pytest.mark.parametrize("where", ["file", "http"])
WIDTHS = (320, 360, 740, 1280)
"""Pixels: the least that WCAG 1.4.10 asks for, a phone, one on its side, a desk."""

LATE = 0.3
"""Seconds that a time may differ: an audio element tells its time four times a second."""

pytestmark = pytest.mark.slow

UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"

TARGETS = """() => [...document.querySelectorAll('a, button, select, summary, input')]
  .filter(one => one.checkVisibility())
  .map(one => ({ what: one.outerHTML.slice(0, 90), box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width < 44 || box.height < 44).map(({ what }) => what)"""

AXE = """axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))"""

SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Two frames on: a browser that scrolls by itself has done so."""

REFUSED_ONCE = """const { play } = HTMLMediaElement.prototype;
HTMLMediaElement.prototype.play = () => {
  HTMLMediaElement.prototype.play = play;
  return Promise.reject(new DOMException('refused', 'NotAllowedError')) };"""

NO_STORAGE = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('refused', 'SecurityError') } });"""


def _open(seen: Visit, title: str) -> None:
    seen.page.locator("#cards").get_by_role("link", name=title, exact=True).click()
    seen.wait("audio.readyState > 0")


def _play(seen: Visit) -> None:
    seen.page.locator("#play-pause").click()
    seen.wait("!audio.paused && audio.currentTime > 0")


def _titles(page: Page) -> list[str]:
    return page.locator("#cards h3:visible").all_inner_texts()


def _at_widths(page: Page, asked: str) -> list[Any]:
    answers = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        answers.append(page.evaluate(asked))
    return answers


def _focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent")


@BOTH
def test_session_plays(visit: Visitor, where: str) -> None:
    seen = visit(where=where)
    _open(seen, FIRST.title)

    seen.page.locator("#play-pause").click()

    seen.wait("audio.currentTime > 0.5")


@BOTH
def test_session_with_an_odd_name_plays(visit: Visitor, where: str) -> None:
    seen = visit(where=where)
    _open(seen, ODD.title)

    seen.page.locator("#play-pause").click()

    seen.wait("audio.currentTime > 0.2")


@BOTH
def test_slider_seeks(visit: Visitor, where: str) -> None:
    seen = visit("#/first", where)

    seen.page.locator("#seek").fill("42")

    seen.wait("audio.currentTime === 42")


def test_slider_does_not_talk_over_the_session(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(41.8)
    seen.page.locator("#seek").focus()

    _play(seen)

    expect(seen.page.locator("#elapsed")).not_to_have_text("0:41")
    expect(seen.page.locator("#seek")).to_have_attribute("aria-valuetext", "0:41 of 1:00")


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ("seek.focus()", "0:4[2-9]"),  # later on a slow machine
        ("seek.value = 12, seek.dispatchEvent(new Event('input'))", "0:12"),
        ("document.querySelector('audio').pause()", "0:4[2-9]"),
        ("document.querySelector('audio').currentTime = 30", "0:30"),
    ],
)
def test_slider_tells_its_place_when_asked(visit: Visitor, act: str, place: str) -> None:
    seen = visit("#/first")
    seen.put(41.8)
    _play(seen)
    expect(seen.page.locator("#elapsed")).not_to_have_text("0:41")

    seen.page.evaluate(f"() => {{ const seek = document.getElementById('seek'); {act} }}")

    told = re.compile(f"^{place} of 1:00$")
    expect(seen.page.locator("#seek")).to_have_attribute("aria-valuetext", told)


def test_slider_shows_elapsed_and_remaining(first: Visit) -> None:
    first.put(42)

    expect(first.page.locator("#elapsed")).to_have_text("0:42")
    expect(first.page.locator("#remaining")).to_have_text("−0:18")


@pytest.mark.parametrize(
    ("button", "start", "end"),
    [
        ("Back 15 seconds", 30, 15),
        ("Back 15 seconds", 5, 0),
        ("Forward 15 seconds", 30, 45),
        ("Next chapter", 12, 40),
        ("Next chapter", 45, 45),
        ("Previous chapter", 42, 10),
        ("Previous chapter", 44, 40),
        ("Previous chapter", 1, 0),
    ],
)
def test_button_moves(first: Visit, button: str, start: float, end: float) -> None:
    first.put(start)

    first.page.get_by_role("button", name=button).click()

    first.wait(f"Math.abs(audio.currentTime - {end}) < 0.01")


def test_chapter_of_the_list_is_gone_to_and_marked(first: Visit) -> None:
    first.wait("audio.readyState > 0")

    first.page.locator("#chapters").get_by_role("button", name="Rest").click()

    expect(first.page.locator("#chapters [aria-current=true]")).to_contain_text("Rest")
    assert first.time() == 40


@pytest.mark.parametrize(
    ("at", "line", "coming"),
    [
        (0, "", "Lie down."),
        (2, "Lie down.", "Roll slowly."),
        (11, "Lie down.", "Roll slowly."),
        (12, "Roll slowly.", "Ten more seconds."),
        (46, "Let it go.", ""),
    ],
)
def test_line_being_spoken_is_shown(first: Visit, at: float, line: str, coming: str) -> None:
    first.put(at)

    expect(first.page.locator("#line")).to_have_text(line)
    expect(first.page.locator("#coming-text:visible")).to_have_text([coming] if coming else [])


def test_line_is_not_read_out_over_the_recording(first: Visit) -> None:
    assert first.page.locator("#line").evaluate("one => one.closest('[aria-live], [role]')") is None


def test_speed_and_chapters_are_one_press_away(visit: Visitor) -> None:
    page = visit("#/first").page

    page.get_by_role("button", name="Chapters, speed").click()

    expect(page.get_by_label("Speed")).to_be_in_viewport()


def test_speed_keeps_its_pitch(visit: Visitor) -> None:
    seen = visit("#/first")

    seen.page.get_by_label("Speed").select_option("1.25")

    seen.wait("audio.playbackRate === 1.25 && audio.preservesPitch")


@pytest.mark.parametrize(
    ("choices", "titles"),
    [
        ({}, {one.title for one in LIBRARY.sessions}),
        ({"Area": "calves"}, {FIRST.title, NASTY}),
        ({"Tool": "mat"}, {FIRST.title, ODD.title}),
        ({"Tool": "mat", "Length": "7 to 12 min"}, {ODD.title}),
        ({"Length": "Over 12 min"}, {ENDLESS}),
        ({"Area": "calves", "Tool": "ball"}, set()),
    ],
)
def test_filters_combine(visit: Visitor, choices: dict[str, str], titles: set[str]) -> None:
    page = visit().page

    for label, value in choices.items():
        page.get_by_label(label, exact=True).select_option(value)

    assert set(_titles(page)) == titles


def test_filters_count_and_are_taken_back(visit: Visitor) -> None:
    page = visit().page
    page.get_by_label("Area").select_option("calves")
    expect(page.locator("#found")).to_have_text("2 of 6 sessions")

    page.get_by_role("button", name="Show all").click()

    expect(page.locator("#found")).to_have_text("6 sessions")


def test_programme_is_in_its_order(visit: Visitor) -> None:
    page = visit().page
    page.get_by_text("Morning & night").click()

    links = page.locator("[data-programme='0'] a").all_inner_texts()

    assert links == [one.title for one in LIBRARY.programmes[0].sessions]


@BOTH
def test_place_is_kept_over_a_reload(visit: Visitor, where: str) -> None:
    seen = visit("#/first", where)
    seen.put(42)

    seen.page.reload()

    expect(seen.page.locator("#was-at")).to_have_text("You were at 0:42.")
    seen.wait("Math.abs(audio.currentTime - 42) < 0.1")


def test_place_is_shown_in_the_list(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(42)

    seen.page.keyboard.press("Escape")
    seen.page.reload()

    expect(seen.page.locator(".heard")).to_have_text("Go on at 0:42")


def test_from_the_start_forgets_the_place(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(42)
    seen.page.reload()

    seen.page.get_by_role("button", name="From the start").click()

    seen.wait("audio.currentTime === 0")


def test_another_session_has_a_place_of_its_own(visit: Visitor) -> None:
    seen = visit("#/first", width=1280)
    seen.put(42)

    _open(seen, ODD.title)

    expect(seen.page.locator("#elapsed")).to_have_text("0:00")


def test_session_that_ended_begins_anew(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(30)
    _play(seen)
    seen.put(59.7)
    seen.wait("audio.ended")

    seen.page.reload()

    expect(seen.page.locator("#elapsed")).to_have_text("0:00")


def test_session_stops_at_its_end(visit: Visitor) -> None:
    seen = visit("#/first")
    _play(seen)

    seen.put(59.7)

    expect(seen.page.locator("#announced")).to_have_text("The session is over.")
    expect(seen.page.locator("#title")).to_have_text(FIRST.title)


def test_next_session_of_the_programme_follows(visit: Visitor) -> None:
    seen = visit()
    seen.page.get_by_text("Morning & night").click()
    seen.page.locator("[data-programme='0'] a").nth(1).click()
    seen.page.get_by_label("At the end").select_option("Go on with the next session")
    _play(seen)

    seen.put(59.7)

    expect(seen.page.locator("#title")).to_have_text(ODD.title)
    seen.wait("!audio.paused && audio.currentTime > 0")


def test_next_session_follows_while_the_list_is_shown(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.page.get_by_label("At the end").select_option("Go on with the next session")
    _play(seen)
    seen.page.locator("#close").click()

    seen.put(59.7)

    expect(seen.page.locator("#mini-title")).to_have_text(LIBRARY.sessions[2].title)


def test_sleep_stops_after_the_chapter(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(9.2)
    seen.page.get_by_label("At the end").select_option("Stop after this chapter")

    _play(seen)

    seen.wait("audio.paused")
    assert seen.time() == pytest.approx(10, abs=LATE)


def test_sleep_is_for_once(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(9.5)
    seen.page.get_by_label("At the end").select_option("Stop after this chapter")

    _play(seen)

    expect(seen.page.get_by_label("At the end")).to_have_value("stop")


def test_sleep_chosen_after_the_end_is_for_the_first_chapter(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(59.7)
    _play(seen)
    seen.wait("audio.ended")
    seen.page.get_by_label("At the end").select_option("Stop after this chapter")

    _play(seen)
    seen.put(9.5)

    seen.wait("audio.paused")
    assert seen.time() == pytest.approx(10, abs=LATE)


def test_back_closes_the_player(visit: Visitor) -> None:
    seen = visit()
    _open(seen, FIRST.title)

    seen.page.go_back()

    expect(seen.page.locator("#player")).to_be_hidden()
    expect(seen.page.locator("#cards")).to_be_visible()


def test_recording_plays_on_over_the_list(visit: Visitor) -> None:
    seen = visit()
    _open(seen, FIRST.title)
    _play(seen)

    seen.page.locator("#close").click()
    seen.page.locator("#mini").get_by_role("button", name="Pause").click()

    seen.wait("audio.paused && audio.currentTime > 0")


def test_bar_leads_back_into_the_player(visit: Visitor) -> None:
    seen = visit()
    _open(seen, FIRST.title)
    _play(seen)
    seen.page.locator("#close").click()

    seen.page.locator("#mini-title").click()

    expect(seen.page.locator("#player")).to_be_visible()
    expect(seen.page.locator("#mini")).to_be_hidden()


def test_list_is_where_it_was_left(visit: Visitor) -> None:
    seen = visit()
    link = seen.page.get_by_role("link", name=NASTY).first
    link.scroll_into_view_if_needed()
    scrolled = seen.page.evaluate("scrollY")
    link.click()

    seen.page.locator("#close").click()

    until(seen.page, f"Math.abs(scrollY - {scrolled}) < 2")


def test_list_beside_the_player_stays_where_it_is(visit: Visitor) -> None:
    seen = visit(width=1280, height=400)
    _open(seen, FIRST.title)
    _open(seen, NASTY)
    scrolled = seen.page.evaluate("scrollY")

    seen.page.keyboard.press("Escape")

    expect(seen.page.locator("#player")).to_be_hidden()
    seen.page.evaluate(SETTLED)
    assert (seen.page.evaluate("scrollY"), _focused(seen.page)) == (scrolled, NASTY)


def test_list_beside_the_player_shows_what_is_focused(visit: Visitor) -> None:
    seen = visit(width=1280, height=400)
    _open(seen, FIRST.title)
    seen.page.evaluate("scrollTo(0, document.body.scrollHeight)")

    seen.page.keyboard.press("Escape")

    expect(seen.page.locator("#cards a:focus")).to_be_in_viewport()


def test_list_is_where_it_was_after_a_reload(visit: Visitor) -> None:
    seen = visit()
    _open(seen, NASTY)
    seen.page.locator("#close").click()
    expect(seen.page.locator("#player")).to_be_hidden()
    scrolled = seen.page.evaluate("scrollY")

    seen.page.reload()

    until(seen.page, f"Math.abs(scrollY - {scrolled}) < 2")


def test_address_that_leads_nowhere_says_so(visit: Visitor) -> None:
    page = visit("#/no/such%thing").page

    expect(page.get_by_role("alert")).to_have_text("That session is not here.")


def test_file_that_is_missing_is_named(visit: Visitor) -> None:
    page = visit("#/missing").page

    expect(page.locator("#error-text")).to_contain_text("missing.mp3")


def test_refused_start_is_told(visit: Visitor) -> None:
    page = visit("#/first", before=REFUSED_ONCE).page

    page.locator("#play-pause").click()

    expect(page.locator("#player").get_by_role("alert")).to_have_text(
        "Your browser wants you to press Play."
    )


def test_refused_start_is_told_over_the_list(visit: Visitor) -> None:
    page = visit("#/first", before=REFUSED_ONCE).page
    page.locator("#play-pause").click()

    page.locator("#close").click()

    expect(page.locator("#mini").get_by_role("alert")).to_have_text(
        "Your browser wants you to press Play."
    )


def test_refused_start_is_forgotten_when_it_plays(visit: Visitor) -> None:
    seen = visit("#/first", before=REFUSED_ONCE)
    seen.page.locator("#play-pause").click()
    expect(seen.page.get_by_role("alert")).to_be_visible()

    _play(seen)

    expect(seen.page.get_by_role("alert")).to_be_hidden()


def test_page_works_without_storage(visit: Visitor) -> None:
    seen = visit("#/first", before=NO_STORAGE)

    _play(seen)

    assert seen.errors == []


def test_titles_lead_to_the_sound_without_a_script(visit: Visitor) -> None:
    page = visit(script=False).page

    link = page.get_by_role("link", name=FIRST.title).last

    assert link.get_attribute("href") == "first.mp3"


@BOTH
def test_title_cannot_bring_a_script(visit: Visitor, where: str) -> None:
    seen = visit("#/scripted", where)
    expect(seen.page.locator("#title")).to_have_text(NASTY)

    assert seen.page.evaluate("window.hit") is None


@BOTH
def test_nothing_outside_is_asked_for(visit: Visitor, where: str) -> None:
    seen = visit(where=where)
    _open(seen, ODD.title)
    _play(seen)

    assert seen.stray() == []


@BOTH
def test_console_stays_silent(visit: Visitor, where: str) -> None:
    seen = visit(where=where)
    _open(seen, ODD.title)
    _play(seen)
    seen.page.locator("#close").click()

    assert seen.errors == []


@BOTH
def test_covers_are_shown(visit: Visitor, where: str) -> None:
    page = visit(where=where).page

    until(page, "document.querySelector('.picture img').naturalWidth === 600")


def test_pages_over_http_are_those_of_serve(visit: Visitor) -> None:
    for package in SERVE:
        pytest.importorskip(package, reason="the extra `serve` is not installed")
    seen = visit(where="http")

    sent = seen.page.reload()

    assert sent and "frame-ancestors 'none'" in sent.headers["content-security-policy"]


def test_script_of_a_stranger_is_refused(visit: Visitor) -> None:
    seen = visit()

    seen.page.evaluate(
        """() => { const script = document.createElement('script');
        script.textContent = 'window.hit = 1'; document.body.append(script) }"""
    )

    assert seen.page.evaluate("window.hit") is None


def test_lock_screen_shows_the_session(visit: Visitor) -> None:
    seen = visit("#/first", "http")
    _play(seen)

    shown = seen.page.evaluate(
        """() => { const { title, artist, album, artwork } = navigator.mediaSession.metadata;
        return [title, artist, album, artwork[0].src] }"""
    )

    assert shown == [FIRST.title, "Ann", "Backs", f"{seen.base}data/first.cover.jpg"]


@pytest.mark.parametrize(
    ("action", "details", "end"),
    [
        ("seekbackward", {}, 15),
        ("seekbackward", {"seekOffset": 10}, 20),
        ("seekforward", {}, 45),
        ("seekto", {"seekTime": 51}, 51),
        ("previoustrack", {}, 10),
        ("nexttrack", {}, 40),
    ],
)
def test_lock_screen_moves(
    first: Visit, action: str, details: dict[str, float], end: float
) -> None:
    first.put(30)

    first.page.evaluate(f"window.lock.{action}({json.dumps(details)})")

    first.wait(f"audio.currentTime === {end} && window.position.position === {end}")


def test_lock_screen_plays_and_pauses(first: Visit) -> None:
    first.put(5)
    first.page.evaluate("window.lock.play()")
    first.wait("audio.currentTime > 5")

    first.page.evaluate("window.lock.pause()")

    first.wait("audio.paused")


@pytest.mark.parametrize(
    ("key", "end"),
    [
        ("ArrowLeft", 15),
        ("ArrowRight", 45),
        ("Shift+ArrowLeft", 10),
        ("Shift+ArrowRight", 40),
        ("n", 40),
        ("P", 10),
    ],
)
def test_key_moves(first: Visit, key: str, end: float) -> None:
    first.put(30)

    first.page.keyboard.press(key)

    first.wait(f"audio.currentTime === {end}")


@pytest.mark.parametrize("key", [" ", "k"])
def test_key_plays_and_pauses(visit: Visitor, key: str) -> None:
    seen = visit("#/first")
    seen.wait("audio.readyState > 0")
    seen.page.keyboard.press(key)
    seen.wait("audio.currentTime > 0")

    seen.page.keyboard.press(key)

    seen.wait("audio.paused")


def test_keys_of_a_focused_choice_are_its_own(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(30)
    seen.page.get_by_label("Speed").focus()

    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("n")

    assert seen.time() == 30


def test_letter_keys_can_be_turned_off(visit: Visitor) -> None:
    seen = visit("#/first")
    seen.put(30)
    seen.page.get_by_text("Keyboard").click()
    seen.page.get_by_label("Use the letter keys").uncheck()

    seen.page.keyboard.press("n")

    assert seen.time() == 30


def test_keyboard_alone_opens_plays_and_closes(visit: Visitor) -> None:
    seen = visit()
    for _ in range(20):
        seen.page.keyboard.press("Tab")
        if _focused(seen.page) == FIRST.title:
            break
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#play-pause")).to_be_focused()
    seen.page.keyboard.press("Space")
    seen.wait("audio.currentTime > 0")

    seen.page.keyboard.press("Escape")

    expect(seen.page.locator("#player")).to_be_hidden()
    assert _focused(seen.page) == FIRST.title


def test_focus_is_visible_at_every_stop(visit: Visitor) -> None:
    page = visit("#/first").page
    expect(page.locator("#title")).to_have_text(FIRST.title)
    unseen = []

    for _ in range(16):
        page.keyboard.press("Tab")
        if page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "solid":
            unseen.append(_focused(page))

    assert unseen == []


@pytest.mark.parametrize("at", ["", "#/long"])
def test_nothing_is_wider_than_the_screen(visit: Visitor, at: str) -> None:
    page = visit(at).page
    page.evaluate(UNFOLD)

    assert _at_widths(page, "document.documentElement.scrollWidth - innerWidth") == [0] * 4


@pytest.mark.parametrize("at", ["", "#/first"])
def test_targets_are_44_pixels(visit: Visitor, at: str) -> None:
    page = visit(at).page
    page.evaluate(UNFOLD)

    assert _at_widths(page, TARGETS) == [[]] * 4


def test_play_is_large_and_near_the_thumb(first: Visit) -> None:
    page = first.page

    box = page.locator("#play-pause").bounding_box()

    assert box and box["width"] >= 88 and box["y"] > 740 / 2 and box["y"] + box["height"] < 740


@pytest.mark.parametrize("at", ["", "#/first"])
def test_axe_finds_nothing(visit: Visitor, at: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(at, motion="reduce").page
    page.evaluate(UNFOLD)
    page.evaluate(axe.axe_script)
    looks: list[tuple[int, Literal["light", "dark"]]] = [
        *((360, "light"), (360, "dark")),
        *((1280, "light"), (1280, "dark")),
    ]
    found = []

    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(color_scheme=scheme)
        found.append(page.evaluate(AXE))

    assert found == [[]] * 4


def test_title_is_in_its_own_language_and_direction(visit: Visitor) -> None:
    page = visit("#/hebrew").page

    title = page.locator("#title")

    expect(title).to_have_attribute("lang", "he")
    assert title.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_download_is_the_sessions_own(first: Visit) -> None:
    page = first.page

    links = [one.get_attribute("href") for one in page.locator(".files a").all()]

    assert links == ["first.mp3", "data/first.vtt", "data/first.lrc"]


def test_less_motion_is_none(visit: Visitor) -> None:
    page = visit("#/first", motion="reduce").page

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].map(one => getComputedStyle(one).transitionDuration)"
    )

    assert all(re.fullmatch(r"0s", one) for one in moving)
