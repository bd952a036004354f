"""A real browser, a library to open in it, and a server: for the tests of the page.

PYTEST_DONT_REWRITE: its names are imported before its fixtures are."""

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from audioguide.core import ffmpeg
from audioguide.publish.plan_file import About, PlanChapter
from audioguide.site.catalogue import Catalogue, Programme, Session
from audioguide.site.page import page
from tests.planning import said

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--autoplay-policy=no-user-gesture-required",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

LOCK_SCREEN = """window.lock = {};
navigator.mediaSession.setActionHandler = (action, answer) => { window.lock[action] = answer };
navigator.mediaSession.setPositionState = state => { window.position = state };"""

SERVE = ("starlette", "uvicorn")
"""What `audioguide serve` needs to answer."""

SECONDS = 60
"""Length of each recording that can be played."""

NASTY = "</script><script>window.hit = 1</script> \"quoted\" & 'so' <b>bold</b>"
ENDLESS = "Kreuzdarmbeingelenksentlastungsübung" * 4


def session(name: str, title: str, **changed: Any) -> Session:
    """A session of a minute with three chapters; `changed` are fields of it or of its About."""
    about = {
        "summary": f"All about {title}.",
        "author": "Ann",
        "album": "Backs",
        "number": 1,
        "language": "en",
        "date": "",
        "tags": (),
        "areas": (),
        "tools": (),
        "position": "",
        "source": "",
        "cover": "",
    }
    told = {
        "length": float(SECONDS),
        "size": 6_500_000,
        "chapters": (
            PlanChapter("Get ready", 0, 10),
            PlanChapter("Roll", 10, 40),
            PlanChapter("Rest", 40, SECONDS),
        ),
        "lines": (
            said(1, 3, "Lie down."),
            said(12, 14, "Roll slowly."),
            said(30, 31, "Ten more seconds."),
            said(45, 50, "Let it go."),
        ),
    }
    about |= {key: value for key, value in changed.items() if key in about}
    told |= {key: value for key, value in changed.items() if key in told}
    return Session(name, title, About(**about), **told)  # type: ignore[arg-type]


def catalogue(*sessions: Session, **changed: Any) -> Catalogue:
    """A library of these; `changed` are fields of it."""
    told = {
        "title": "Backs and hips",
        "summary": "For the floor.",
        "author": "Ann",
        "language": "en",
        "date": "",
        "url": "",
        "programmes": (),
    }
    ordered = tuple(sorted(sessions, key=lambda one: one.name))
    return Catalogue(sessions=ordered, **{**told, **changed})


FIRST = session("first", "First steps", areas=("hips", "calves"), tools=("mat",))
ODD = session(
    'b/Übung #2, 100% "gut"?',
    "Zweite Übung",
    language="de",
    areas=("Hüften",),
    tools=("ball", "mat"),
    length=500.0,
)
HEBREW = session("hebrew", "שחרור הגב, 10 דקות", language="he", tools=("ball",))
SCRIPTED = session("scripted", NASTY, areas=("calves",), author=NASTY, position=NASTY)
LONG = session("long", ENDLESS, length=800.0, lines=(said(0, 5, f"{ENDLESS}. " * 2),))
MISSING = session("missing", "Nothing there")

LIBRARY = catalogue(
    *(FIRST, ODD, HEBREW, SCRIPTED, LONG, MISSING),
    url="https://example.org/backs",
    programmes=(Programme("Morning & night", (HEBREW, FIRST, ODD)), Programme("Rest", (LONG,))),
)


@dataclass(slots=True)
class Visit:
    """A page that was opened, and what it did wrong."""

    page: "Page"
    base: str
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Every address that was asked for."""

    def time(self) -> float:
        """Where the audio stands, in seconds."""
        return float(self.page.evaluate("document.querySelector('audio').currentTime"))

    def put(self, seconds: float) -> None:
        """Puts the audio somewhere, as soon as it can be, and waits until it is there."""
        self.wait("audio.readyState > 0")
        self.page.evaluate("at => { document.querySelector('audio').currentTime = at }", seconds)
        self.wait("!audio.seeking")

    def wait(self, condition: str) -> None:
        """Waits for a condition on `audio`."""
        until(
            self.page,
            f"(() => {{ const audio = document.querySelector('audio'); return {condition} }})()",
        )

    def stray(self) -> list[str]:
        """What was asked for outside the page's own folder."""
        return [one for one in self.asked if not one.startswith((self.base, "data:"))]


Visitor = Callable[..., Visit]

PATIENCE = 10.0
"""Seconds until what a test waits for is given up."""


def until(page: "Page", truth: str) -> None:
    """Waits until an expression is true. Playwright's own waiting is an `eval` in the page, which
    the page forbids."""
    limit = time.monotonic() + PATIENCE
    while not page.evaluate(truth):
        assert time.monotonic() < limit, f"never true: {truth}"
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium on this machine")
    home = str(tmp_path_factory.mktemp("home"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=list(ARGUMENTS), env={"HOME": home}
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LIBRARY, with a minute of sound for all but MISSING."""
    output = tmp_path_factory.mktemp("served") / "out put #1"
    output.mkdir()
    sound = output / "first.mp3"
    tone = f"sine=frequency=220:sample_rate=48000:duration={SECONDS}"
    ffmpeg.run(["-f", "lavfi", "-i", tone, "-ac", "1", "-b:a", "32k", str(sound)])
    for one in LIBRARY.sessions:
        cover = output / "data" / f"{one.name}.cover.jpg"
        cover.parent.mkdir(parents=True, exist_ok=True)
        cover.write_bytes(_picture())
        for ending in (".vtt", ".lrc"):
            cover.with_name(cover.name.replace(".cover.jpg", ending)).write_text("words")
        target = output / f"{one.name}.mp3"
        target.parent.mkdir(exist_ok=True)
        if one is not MISSING and one is not FIRST:
            shutil.copyfile(sound, target)
    (output / "index.html").write_bytes(page(LIBRARY))
    return output


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[tuple[Path, str]]:
    """The folder that `folder` lies in, and its address as `audioguide serve` answers there; where
    the extra is not installed, a small server does."""
    serving: Callable[[Path], AbstractContextManager[int]]
    serving = _serving if all(map(find_spec, SERVE)) else _standing_in
    with serving(folder.parent) as port:
        yield folder.parent, f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def window(chromium: "Browser") -> "Callable[[str, bool], Page]":
    """A window that runs a script before any page, or no script at all. Tests share them: a new
    one costs more than what it is to show."""

    @cache
    def opened(before: str, script: bool) -> "Page":
        page = chromium.new_context(java_script_enabled=script).new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(before)
        return page

    return opened


@pytest.fixture(scope="session")
def visit(window: "Callable[[str, bool], Page]", folder: Path, served: tuple[Path, str]) -> Visitor:
    """Opens the page: `visit("#/first", where="http", width=1280, before="a script")`. Each visit
    has an address of its own, and so finds nothing in the page's memory; it lasts until the
    next."""
    root, url = served
    ends: dict[Page, Callable[[], None]] = {}

    def opened(
        at: str = "",
        where: str = "file",
        width: int = 360,
        height: int = 740,
        scheme: Any = "light",
        motion: Any = "no-preference",
        before: str = "",
        script: bool = True,
    ) -> Visit:
        place = root / uuid4().hex
        place.symlink_to(folder, target_is_directory=True)
        base = f"{url}{place.name}/" if where == "http" else f"{place.as_uri()}/"
        page = window(before, script)
        seen = Visit(page, base)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)
        ends.pop(page, lambda: None)()
        ends[page] = _listen(seen)
        page.goto(f"{base}index.html{at}")
        return seen

    return opened


@pytest.fixture(scope="session")
def first(visit: Visitor) -> Visit:
    """FIRST in the player, on a phone, in a window of its own, for tests that only move in it.
    What it tells the lock screen is in `lock` and `position`."""
    return visit("#/first", before=LOCK_SCREEN)


def _listen(seen: Visit) -> Callable[[], None]:
    """Notes what goes wrong, until the result is called."""
    notes: dict[Any, Callable[[Any], None]] = {
        "pageerror": lambda error: seen.errors.append(str(error)),
        "console": lambda said: seen.errors.append(said.text) if said.type == "error" else None,
        "request": lambda request: seen.asked.append(request.url),
    }
    for event, note in notes.items():
        seen.page.on(event, note)

    def end() -> None:
        for event, note in notes.items():
            seen.page.remove_listener(event, note)

    return end


def _picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    held = BytesIO()
    Image.new("RGB", (600, 600), "#a85").save(held, "JPEG")
    return held.getvalue()


@contextmanager
def _serving(root: Path) -> Iterator[int]:
    """`audioguide serve` on a port. It must have had an answer to everything in the end."""
    from audioguide.serve.app import app
    from audioguide.serve.network import names
    from audioguide.serve.server import listen, server

    troubles: list[Exception] = []
    listening = listen(0, lan=False)
    port = int(listening.getsockname()[1])
    serving = server(app(root, names(lan=False), str.encode, troubles.append))
    thread = threading.Thread(target=serving.run, args=([listening],))
    thread.start()
    try:
        yield port
    finally:
        serving.should_exit = True
        thread.join(10)
    assert troubles == []


@contextmanager
def _standing_in(root: Path) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and parts of files: without them no browser can seek."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = re.match(r"bytes=(\d+)-(\d*)$", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if not found or not path.is_file():
            return super().do_GET()
        size = path.stat().st_size
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(path.read_bytes()[first : last + 1])
        return None

    def log_message(self, *_: object) -> None:
        pass
