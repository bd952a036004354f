"""Voices fetched from a collection, over HTTP on this machine and from a folder."""

import json
import threading
from collections.abc import Callable, Iterator
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from audioguide.core.errors import SpeechError
from audioguide.speech import download
from audioguide.speech.piper import voice_source
from audioguide.speech.piper.voice_folder import find_voice, read_settings
from audioguide.speech.piper.voice_source import fetch, offer, own_collection

NAME = "en_US-tiny-low"
WHERE = "en/en_US/tiny/low"
CARD = b"# Model card for tiny (low)\n\n* Language: en_US\n\n## Dataset\n\n* License: CC0 1.0\n"
SETTINGS = {
    "audio": {"sample_rate": 22050},
    "espeak": {"voice": "en-us"},
    "language": {"code": "en_US"},
    "num_speakers": 1,
    "num_symbols": 3,
    "phoneme_id_map": {"_": [0], "^": [1], "$": [2]},
}
FILES = {
    f"{WHERE}/{NAME}.onnx": b"a model " * 50_000,
    f"{WHERE}/{NAME}.onnx.json": json.dumps(SETTINGS).encode(),
    f"{WHERE}/MODEL_CARD": CARD,
}
ARRIVED = [f"{NAME}.MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json"]


def listed(files: dict[str, bytes], **others: object) -> bytes:
    """The list of a collection that has one voice."""
    facts = {
        path: {"size_bytes": len(content), "md5_digest": md5(content).hexdigest()}
        for path, content in files.items()
    }
    voice = {"key": NAME, "language": {"code": "en_US"}, "quality": "low", "num_speakers": 1}
    return json.dumps({NAME: {**voice, "files": facts, **others}}).encode()


class Server:
    """A collection on 127.0.0.1, and what it was asked for."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {**FILES, "voices.json": listed(FILES)}
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []
        self.done = threading.Event()
        """Until then, a file named `slow` is not sent."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}/voices"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.done.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0].removeprefix("/voices/")
                server.asked.append(self.path)
                if path in server.moved:
                    self.send_response(302)
                    self.send_header("Location", server.moved[path])
                    self.end_headers()
                    return
                if path not in server.content:
                    self.send_error(404)
                    return
                if server.content[path] == b"slow":
                    server.done.wait()
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(server.content[path])))
                self.end_headers()
                self.wfile.write(server.content[path])

            def log_message(self, format: str, *args: object) -> None: ...

        return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    for path, content in {**FILES, "voices.json": listed(FILES)}.items():
        to = tmp_path / "collection" / path
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
    return tmp_path / "collection"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_voice_is_shown_before_it_is_fetched(server: Server) -> None:
    found = offer(NAME, server.address)

    facts = (found.name, found.language, found.quality, found.speakers, found.licence)
    assert facts == (NAME, "en-US", "low", 1, "CC0 1.0")
    assert found.size == sum(map(len, FILES.values()))
    assert found.card == CARD.decode()
    assert [Path(path).name for path in server.asked] == ["voices.json", "MODEL_CARD"]


def test_a_fetched_voice_is_in_the_folder(server: Server, tmp_path: Path) -> None:
    fetch(offer(NAME, server.address), tmp_path / "voices")

    assert names(tmp_path / "voices") == ARRIVED
    assert read_settings(find_voice(NAME, "", tmp_path / "voices")).language == "en-US"


def test_a_collection_may_be_a_folder(collection: Path, tmp_path: Path) -> None:
    fetch(offer(NAME, str(collection)), tmp_path / "voices")

    assert names(tmp_path / "voices") == ARRIVED


def test_what_follows_an_address_is_kept(server: Server) -> None:
    """Piper's own ends with a question that every file of it is asked with."""
    offer(NAME, f"{server.address}/?download=true")

    assert server.asked[0] == "/voices/voices.json?download=true"


def test_all_that_comes_is_told(server: Server, tmp_path: Path) -> None:
    found, told = offer(NAME, server.address), list[int]()

    fetch(found, tmp_path / "voices", told.append)

    assert sum(told) == found.size


def test_a_file_that_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    found = offer(NAME, server.address)
    fetch(found, tmp_path)
    (tmp_path / f"{NAME}.onnx.json").write_text("{}")
    server.asked.clear()

    fetch(found, tmp_path)

    assert server.asked == [f"/voices/{WHERE}/{NAME}.onnx.json"]
    assert json.loads((tmp_path / f"{NAME}.onnx.json").read_text()) == SETTINGS


def _other(content: bytes) -> bytes:
    return content[::-1]


def _shorter(content: bytes) -> bytes:
    return content[:-1]


def _longer(content: bytes) -> bytes:
    return content + b"!"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_other, "is not what the collection lists"),
        (_shorter, "bytes came"),
        (_longer, "more than"),
    ],
)
def test_a_file_that_is_not_as_it_was_listed_is_refused_and_the_old_voice_stays(
    server: Server, tmp_path: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    model = f"{WHERE}/{NAME}.onnx"
    (tmp_path / f"{NAME}.onnx").write_bytes(b"old")
    server.content[model] = change(server.content[model])
    found = offer(NAME, server.address)

    with pytest.raises(SpeechError, match=message):
        fetch(found, tmp_path)

    assert names(tmp_path) == [f"{NAME}.onnx"]
    assert (tmp_path / f"{NAME}.onnx").read_bytes() == b"old"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x"])
def test_a_redirection_to_something_else_is_refused(server: Server, to: str) -> None:
    server.moved["voices.json"] = to

    with pytest.raises(SpeechError, match=r"cannot be fetched"):
        offer(NAME, server.address)


def test_a_redirection_to_another_place_is_followed(server: Server) -> None:
    server.moved[f"{WHERE}/MODEL_CARD"] = f"{server.address}/elsewhere"
    server.content["elsewhere"] = CARD

    assert offer(NAME, server.address).licence == "CC0 1.0"


def test_a_name_that_is_mistaken_is_told_with_those_like_it(server: Server) -> None:
    with pytest.raises(
        SpeechError, match="no voice `en_US-tini-low`: did you mean `en_US-tiny-low`"
    ):
        offer("en_US-tini-low", server.address)


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a..b", "-x"])
def test_a_name_that_is_none_is_not_looked_for(server: Server, name: str) -> None:
    with pytest.raises(SpeechError, match="is no name of a voice"):
        offer(name, server.address)
    assert not server.asked


@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"[]",
        b"[" * 100_000,
        json.dumps({NAME: {}}).encode(),
        json.dumps({NAME: {"files": {}}}).encode(),
        listed(dict.fromkeys(FILES, b"")),
        listed({f"../../{path}": content for path, content in FILES.items()}),
        listed(FILES, language=None),
        listed(FILES, num_speakers="many"),
    ],
)
def test_a_list_that_makes_no_sense_is_an_error(server: Server, content: bytes) -> None:
    server.content["voices.json"] = content

    with pytest.raises(SpeechError, match=r"list of the collection|collection's list"):
        offer(NAME, server.address)


def test_a_list_that_is_too_large_is_not_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_source, "_LARGEST_TEXT", 100)

    with pytest.raises(SpeechError, match="larger than any list"):
        offer(NAME, server.address)


def test_a_collection_that_is_not_there_is_told(server: Server, tmp_path: Path) -> None:
    for source in (f"{server.address}/none", "http://127.0.0.1:1", str(tmp_path / "none")):
        with pytest.raises(SpeechError, match="cannot be fetched"):
            offer(NAME, source)


def test_a_server_that_says_nothing_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_PATIENCE", 0.05)
    server.content["voices.json"] = b"slow"

    with pytest.raises(SpeechError, match="timed out"):
        offer(NAME, server.address)


def test_a_model_card_that_names_no_licence_says_so_by_nothing(server: Server) -> None:
    bare = {**FILES, f"{WHERE}/MODEL_CARD": b"# A card\n"}
    server.content.update(bare, **{"voices.json": listed(bare)})

    assert offer(NAME, server.address).licence == ""


def test_piper_s_own_collection_is_known_by_its_package() -> None:
    if find_spec("piper") is None:
        pytest.skip("needs Piper: pip install 'audioguide[piper]'")

    assert own_collection().startswith("https://")
    assert "voices.json" not in own_collection()
