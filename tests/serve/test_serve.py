"""Sessions for phones: what is sent of a file, what is not there, who is refused, how it ends."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import click
import pytest

from audioguide.cli import run

segno = pytest.importorskip("segno", reason="the extra `serve` is not installed")
pytest.importorskip("starlette", reason="the extra `serve` is not installed")
pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

from audioguide.serve.app import app  # noqa: E402
from audioguide.serve.network import addresses, names  # noqa: E402
from audioguide.serve.server import listen, server  # noqa: E402

SONG = bytes(range(256)) * 4
PAGE = b"<!doctype html><title>Sessions</title>"

Headers = dict[str, str]


@dataclass
class Room:
    """A server on a port of its own, and what it could not do."""

    output: Path
    port: int = 0
    troubles: list[Exception] = field(default_factory=list)

    def ask(self, method: str, path: str, **headers: str) -> tuple[int, Headers, bytes]:
        """The answer's status, its headers in lower case, its body."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, headers=sent)
        answer = asking.getresponse()
        body = answer.read()
        asking.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def get(self, path: str, **headers: str) -> tuple[int, Headers, bytes]:
        return self.ask("GET", path, **headers)

    def send(self, line: bytes, rest: bytes = b"") -> bytes:
        """The first line of the answer to a request line that no library would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as asking:
            asking.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n" + rest + b"\r\n")
            return asking.makefile("rb").readline()


def feed(base: str) -> bytes:
    if "[" in base:
        raise ValueError(base)
    return f"<rss>{base}</rss>".encode()


def fill(output: Path) -> Path:
    (output / "data").mkdir(parents=True)
    (output / "hips").mkdir()
    (output / "index.html").write_bytes(PAGE)
    for name in ("desk.mp3", "hips/deep one.mp3"):
        (output / name).write_bytes(SONG)
    for name in ("desk.vtt", "desk.lrc", "desk.chapters.json", "desk.plan.json", "desk.cover.jpg"):
        (output / "data" / name).write_bytes(name.encode())
    (output / "library.m3u8").write_bytes(b"#EXTM3U\n")
    (output / "icon.png").write_bytes(b"png")
    return output


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    found = Room(fill(tmp_path_factory.mktemp("served") / "output"))
    listening = listen(0, lan=False)
    found.port = listening.getsockname()[1]
    serving = server(app(found.output, names(lan=False), feed, found.troubles.append))
    thread = Thread(target=serving.run, args=([listening],))
    thread.start()
    try:
        yield found
    finally:
        serving.should_exit = True
        thread.join(10)


@pytest.fixture
def room(opened: Room) -> Room:
    """As if it had been opened for this test: to start and to end one takes 0.3 s."""
    opened.troubles.clear()
    shutil.rmtree(opened.output)
    fill(opened.output)
    return opened


def test_the_page_is_at_the_root(room: Room) -> None:
    status, headers, body = room.get("/")

    assert (status, body) == (200, PAGE)
    assert headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/desk.mp3", "audio/mpeg"),
        ("/hips/deep%20one.mp3", "audio/mpeg"),
        ("/data/desk.vtt", "text/vtt; charset=utf-8"),
        ("/data/desk.lrc", "text/plain; charset=utf-8"),
        ("/data/desk.chapters.json", "application/json"),
        ("/data/desk.plan.json", "application/json"),
        ("/data/desk.cover.jpg", "image/jpeg"),
        ("/icon.png", "image/png"),
        ("/library.m3u8", "audio/x-mpegurl"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
    ],
)
def test_a_file_is_sent_as_what_it_is(room: Room, path: str, type_: str) -> None:
    status, headers, _ = room.get(path)

    assert (status, headers["content-type"]) == (200, type_)
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),  # what Safari asks before it plays anything
        ("bytes=0-", 0, 1023),
        ("bytes=1000-", 1000, 1023),
        ("bytes=10-99", 10, 99),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("BYTES=0-1", 0, 1),
        ("bytes=0-1, 2-9", 0, 9),  # they touch, and are joined
    ],
)
def test_a_range_is_sent_alone(room: Room, asked: str, first: int, last: int) -> None:
    status, headers, body = room.get("/desk.mp3", Range=asked)

    assert (status, body) == (206, SONG[first : last + 1])
    assert headers["content-range"] == f"bytes {first}-{last}/1024"
    assert headers["content-length"] == str(last + 1 - first)


def test_several_ranges_are_parts_of_one_answer(room: Room) -> None:
    status, headers, body = room.get("/desk.mp3", Range="bytes=0-1,-2")

    kind, boundary = headers["content-type"].split("; boundary=")
    parts = body.split(f"--{boundary}".encode())
    assert (status, kind, len(body)) == (
        206,
        "multipart/byteranges",
        int(headers["content-length"]),
    )
    assert parts[1] == (
        b"\r\nContent-Type: audio/mpeg\r\nContent-Range: bytes 0-1/1024\r\n\r\n\x00\x01\r\n"
    )
    assert parts[2].endswith(b"Content-Range: bytes 1022-1023/1024\r\n\r\n\xfe\xff\r\n")
    assert parts[3] == b"--"


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_past_the_end_cannot_be_satisfied(room: Room, asked: str) -> None:
    status, headers, _ = room.get("/desk.mp3", Range=asked)

    assert (status, headers["content-range"]) == (416, "bytes */1024")


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=9-5", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,x", "bytes=+1-2", "bytes"),
        *("seconds=0-1", "bytes=0-" + "9" * 5000, "bytes=" + "0-1," * 2000 + "0-1"),
    ],
)
def test_a_range_that_is_none_is_ignored(room: Room, asked: str) -> None:
    status, _, body = room.get("/desk.mp3", Range=asked)

    assert (status, body) == (200, SONG)


def test_head_tells_what_get_would(room: Room) -> None:
    _, got, _ = room.get("/desk.mp3")
    status, headers, body = room.ask("HEAD", "/desk.mp3")

    assert (status, body, headers["content-length"]) == (200, b"", "1024")
    assert headers | {"date": ""} == got | {"date": ""}


def test_head_knows_no_ranges(room: Room) -> None:
    assert room.ask("HEAD", "/desk.mp3", Range="bytes=0-1")[0] == 200


@pytest.mark.parametrize("path", ["/desk.mp3", "/feed.xml"])
@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
def test_what_is_known_is_not_sent_again(room: Room, path: str, known: str) -> None:
    tag = room.get(path)[1]["etag"]

    status, headers, body = room.get(path, If_None_Match=known.format(tag))

    assert (status, body) == (304, b"")
    assert (headers["etag"], headers["cache-control"]) == (tag, "no-cache")


def test_another_content_of_the_same_size_is_sent(room: Room) -> None:
    tag = room.get("/desk.mp3")[1]["etag"]
    (room.output / "new").write_bytes(SONG[::-1])
    (room.output / "new").replace(room.output / "desk.mp3")

    status, _, body = room.get("/desk.mp3", If_None_Match=tag)

    assert (status, body) == (200, SONG[::-1])


def test_the_same_content_built_again_is_still_known(room: Room) -> None:
    tag = room.get("/desk.mp3")[1]["etag"]
    (room.output / "new").write_bytes(SONG)
    (room.output / "new").replace(room.output / "desk.mp3")

    assert room.get("/desk.mp3", If_None_Match=tag)[0] == 304


def test_a_range_of_the_version_that_is_there_is_sent(room: Room) -> None:
    tag = room.get("/desk.mp3")[1]["etag"]

    assert room.get("/desk.mp3", Range="bytes=0-1", If_Range=tag)[0] == 206


@pytest.mark.parametrize("version", ['"other"', "W/{tag}", "{date}"])
def test_a_range_of_a_version_that_may_be_gone_is_all_of_this_one(room: Room, version: str) -> None:
    _, headers, _ = room.get("/desk.mp3")
    asked = version.format(tag=headers["etag"], date=headers["last-modified"])

    status, _, body = room.get("/desk.mp3", Range="bytes=0-1", If_Range=asked)

    assert (status, body) == (200, SONG)


def test_a_file_replaced_while_it_is_sent_is_sent_to_its_end(room: Room) -> None:
    size = 16 << 20  # more than a connection holds on its way: 4 MiB to send, what is set to take
    (room.output / "long.mp3").write_bytes(b"a" * size)
    (room.output / "new").write_bytes(b"b" * (size // 2))
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        asking.connect(("127.0.0.1", room.port))
        asking.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = asking.recv(100)
        (room.output / "new").replace(room.output / "long.mp3")
        answer += asking.makefile("rb").read()

    assert answer.partition(b"\r\n\r\n")[2] == b"a" * size


@pytest.mark.parametrize(
    "path",
    [
        *(b"/../secret.html", b"/data/../../secret.html", b"/data/../desk.mp3", b"/./desk.mp3"),
        *(b"/%2e%2e/secret.html", b"/%2e%2e%2fsecret.html", b"/..%2fsecret.html"),
        *(b"/%252e%252e/secret.html", b"/%c0%ae%c0%ae/secret.html", b"/..%5csecret.html"),
        *(b"/..\\secret.html", b"/data\\desk.vtt", b"//secret.html", b"/%2fsecret.html"),
        *(b"//desk.mp3", b"/desk.mp3%00", b"/desk.mp3%00.html", b"/%00", b"/desk.mp3%0a"),
        *(b"/data", b"/data/", b"/data//desk.vtt", b"/desk.mp3/", b"/" + b"a" * 5000),
        *(b"/.hidden.html", b"/.git/index.html", b"/%2ehidden.html", b"/desk.part", b"/tool.py"),
        *(b"/out.html", b"/away/secret.html", b"/to-hidden.html", b"/loop.html", b"/hung.mp3"),
        *(b"http://localhost/desk.mp3", b"*", b"desk.mp3", b"/gone.mp3"),
    ],
)
def test_what_is_not_to_be_seen_is_not_there(room: Room, path: bytes) -> None:
    output = room.output
    (output.parent / "secret.html").write_text("secret")
    (output / ".git").mkdir()
    for name in (".hidden.html", ".git/index.html", "desk.part", "tool.py"):
        (output / name).write_text("secret")
    (output / "out.html").symlink_to("../secret.html")
    (output / "away").symlink_to("..")
    (output / "to-hidden.html").symlink_to(".hidden.html")
    (output / "loop.html").symlink_to("loop.html")
    os.mkfifo(output / "hung.mp3")

    assert room.send(b"GET " + path + b" HTTP/1.1") in (
        b"HTTP/1.1 404 Not Found\r\n",
        b"HTTP/1.1 400 Bad Request\r\n",  # no request at all
    )


def test_a_link_to_a_file_inside_is_that_file(room: Room) -> None:
    (room.output / "again.mp3").symlink_to("desk.mp3")

    assert room.get("/again.mp3")[2] == SONG


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"]
)
@pytest.mark.parametrize("path", ["/desk.mp3", "/feed.xml", "/gone", "*"])
def test_nothing_is_done_but_reading(room: Room, method: str, path: str) -> None:
    status, headers, _ = room.ask(method, path)

    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert (room.output / "desk.mp3").read_bytes() == SONG


def test_no_connection_is_passed_on(room: Room) -> None:
    answer = room.send(b"CONNECT localhost:22 HTTP/1.1")

    assert answer == b"HTTP/1.1 405 Method Not Allowed\r\n"


def test_a_body_is_not_waited_for(room: Room) -> None:
    answer = room.send(b"POST /desk.mp3 HTTP/1.1", b"Content-Length: 1000000000\r\n")

    assert answer == b"HTTP/1.1 405 Method Not Allowed\r\n"


@pytest.mark.parametrize("size", [20_000, 1_000_000])
def test_an_oversized_head_is_refused(room: Room, size: int) -> None:
    with socket.create_connection(("127.0.0.1", room.port), timeout=10) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ")
        try:
            asking.sendall(b"a" * size + b"\r\n\r\n")
            answer = asking.makefile("rb").readline()
        except ConnectionError:  # it was refused before all of it was there
            return

    assert answer.split()[1] in (b"400", b"431")


def test_an_oversized_address_is_refused(room: Room) -> None:
    answer = room.send(b"GET /?" + b"a" * 20_000 + b" HTTP/1.1")

    assert answer.split()[1] in (b"400", b"431")


def test_who_never_ends_a_request_is_hung_up_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.serve.server._PATIENCE", 0.05)
    with socket.create_connection(("127.0.0.1", room.port), timeout=10) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\n")

        assert asking.recv(1) == b""


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:8421", "localhost."]
)
def test_this_machine_is_answered_by_its_own_names(room: Room, host: str) -> None:
    assert room.get("/", Host=host)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8421", "localhost.evil.example", "192.168.1.5", ""),
        *("127.0.0.1.evil.example", "localhost@evil.example", "localhost/", "[::1", "localhost:x"),
        *("0.0.0.0", "127.0.0.2", "localhost..", "a b"),
    ],
)
def test_a_name_that_was_made_to_lead_here_is_refused(room: Room, host: str) -> None:
    status, _, body = room.get("/", Host=host)

    assert (status, body) == (421, b"Misdirected Request\n")


def test_on_a_network_this_machine_has_its_own_name_too() -> None:
    short = socket.gethostname().lower().partition(".")[0]

    assert {short, f"{short}.local", *addresses()} <= names(lan=True)


def test_the_feed_tells_the_address_that_was_asked_for(room: Room) -> None:
    status, _, body = room.get("/feed.xml", Host="localhost:8421")

    assert (status, body) == (200, b"<rss>http://localhost:8421</rss>")


def test_a_feed_that_cannot_be_made_is_told(room: Room) -> None:
    status, _, body = room.get("/feed.xml", Host="[::1]")

    assert (status, body) == (500, b"Internal Server Error\n")
    assert [str(error) for error in room.troubles] == ["http://[::1]"]


def test_a_page_may_use_what_is_in_it_and_nothing_from_outside(room: Room) -> None:
    _, headers, _ = room.get("/")

    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize(("lan", "address"), [(False, "127.0.0.1"), (True, "0.0.0.0")])
def test_only_this_machine_is_listened_to_unless_asked(lan: bool, address: str) -> None:
    with listen(0, lan=lan) as listening:
        assert listening.getsockname()[0] == address


@dataclass
class Ended:
    """A server that has been ended already."""

    def run(self, sockets: list[socket.socket]) -> None:
        assert sockets


def told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> str:
    """What is printed before anybody is answered, on port 8421 of 192.168.1.5."""
    monkeypatch.setattr("audioguide.serve.network.addresses", lambda: ("192.168.1.5",))
    monkeypatch.setattr("audioguide.serve.server.server", lambda _: Ended())
    found = run(["serve", *arguments])
    printed = capsys.readouterr()
    assert (found, printed.err) == (0, "")
    return printed.out


def free() -> int:
    with listen(0, lan=True) as listening:
        return int(listening.getsockname()[1])


def test_what_is_exposed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output, port = fill(tmp_path / "output"), free()
    (output / ".hidden.html").write_text("")

    assert told(capsys, monkeypatch, "-o", str(output), "--port", str(port), "--lan") == (
        f"page  http://192.168.1.5:{port}/\n"
        f"feed  http://192.168.1.5:{port}/feed.xml\n"
        f"Everyone on this network can read the 10 files in {output}/ (2 sessions, texts and"
        " covers, page, feed). Ctrl-C ends it.\n"
    )


def test_an_output_folder_may_be_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(fill(tmp_path / "output"))

    printed = told(capsys, monkeypatch, "-o", str(tmp_path / "link"), "--port", "0")

    assert "can read the 10 files" in printed


def test_without_lan_only_this_machine_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = told(capsys, monkeypatch, "-o", str(fill(tmp_path / "output")), "--port", "0")

    assert "page  http://127.0.0.1:" in printed
    assert "Only this machine (--lan opens it to phones) can read" in printed


def test_a_terminal_shows_the_address_as_a_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    output, port = str(fill(tmp_path / "output")), str(free())

    printed = told(capsys, monkeypatch, "-o", output, "--port", port, "--lan")

    code = segno.make(f"http://192.168.1.5:{port}/", micro=False)
    drawn = printed.splitlines()[3:]
    assert all(line.startswith("\x1b[38;5;231m\x1b[48;5;16m") for line in drawn)
    assert dots(drawn)[: code.symbol_size()[1]] == [
        list(map(bool, row)) for row in code.matrix_iter(border=4)
    ]


def dots(lines: list[str]) -> list[list[bool]]:
    """What half blocks draw: True is dark, their colour the light one."""
    halves = {" ": (True, True), "▀": (False, True), "▄": (True, False), "█": (False, False)}
    pairs = [[halves[half] for half in click.unstyle(line)] for line in lines]
    return [[pair[row] for pair in line] for line in pairs for row in (0, 1)]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["serve", *arguments]) == 2
    return capsys.readouterr().err


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = str(fill(tmp_path / "output"))
    with listen(0, lan=False) as listening:
        port = str(listening.getsockname()[1])

        assert f"port {port} is taken" in refused(capsys, "-o", output, "--port", port)


def test_an_output_folder_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "`audioguide build` writes it" in refused(capsys, "-o", str(tmp_path / "none"))


@pytest.mark.parametrize("package", ["segno", "starlette", "uvicorn"])
def test_a_missing_extra_is_told(
    package: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    error = refused(capsys, "-o", str(fill(tmp_path / "output")))

    assert error == f"Error: {package} missing: pip install 'audioguide[serve]'\n"


@contextmanager
def serving(output: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command as a user starts it, and the port it found."""
    command = [sys.executable, "-m", "audioguide", "serve", "-o", str(output), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout
        try:
            yield started, int(started.stdout.readline().rstrip(b"/\n").rpartition(b":")[2])
        finally:
            started.kill()


def test_the_feed_is_that_of_the_folder(tmp_path: Path) -> None:
    with serving(fill(tmp_path / "output")) as (_, port):
        status, _, body = Room(tmp_path, port).get("/feed.xml")

    assert (status, ElementTree.fromstring(body).findtext("channel/link")) == (
        200,
        f"http://127.0.0.1:{port}/",
    )


def test_ctrl_c_ends_it_while_something_is_sent(tmp_path: Path) -> None:
    output = fill(tmp_path / "output")
    (output / "long.mp3").write_bytes(bytes(16 << 20))
    with serving(output) as (started, port), socket.socket() as asking:
        asking.connect(("127.0.0.1", port))
        asking.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        asking.recv(100)
        started.send_signal(signal.SIGINT)
        _, errors = started.communicate(timeout=10)

    assert (started.returncode, errors.split()) == (130, [b"interrupted"])
