"""Kokoro's model and voices fetched, over HTTP on this machine and from a folder."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audioguide.core.errors import SpeechError
from audioguide.speech.kokoro import voice_source
from audioguide.speech.kokoro.voice_folder import find_files, names_in, read_styles
from audioguide.speech.kokoro.voice_source import RELEASE, fetch, offer
from tests.speech.test_voice_source import Server

MODEL = b"a model " * 5000
NAMES = ("af_heart", "bf_emma", "ff_siwis")
ARRIVED = ["model.onnx", "voices.npz"]


def style(number: float) -> NDArray[np.float32]:
    return np.full((510, 1, 256), number, np.float32)


def packed(to: Path, *names: str) -> bytes:
    """A voices file as the release has it."""
    with to.open("wb") as out:
        np.savez(out, **{name: style(n) for n, name in enumerate(names)})  # type: ignore[arg-type, unused-ignore]
    return to.read_bytes()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of the model, and of how many voices there are."""
    monkeypatch.setattr(voice_source, "MODEL_SIZE", len(MODEL))
    monkeypatch.setattr(voice_source, "MODEL_SHA256", sha256(MODEL).hexdigest())
    monkeypatch.setattr(voice_source, "VOICES_COUNT", len(NAMES))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server()
    made.content = {
        "kokoro-v1.0.int8.onnx": MODEL,
        "voices-v1.0.bin": packed(tmp_path / "served", *NAMES),
    }
    yield made
    made.stop()


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A folder as kokoro-js has it, with a model."""
    folder = tmp_path / "package"
    (folder / "voices").mkdir(parents=True)
    (folder / "kokoro.int8.onnx").write_bytes(MODEL)
    for number, name in enumerate(NAMES):
        style(number).tofile(folder / f"voices/{name}.bin")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_but_a_size_is_asked_for_before_it_is_fetched(server: Server) -> None:
    found = offer(server.address)

    assert server.asked == ["/voices/voices-v1.0.bin"]
    assert found.size == sum(map(len, server.content.values()))
    assert [file.digest for file in found.files] == [None, sha256(MODEL).hexdigest()]


def test_the_release_is_where_it_comes_from(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert RELEASE.startswith("https://")
    monkeypatch.setattr(voice_source, "RELEASE", server.address)

    assert offer(None) == offer(server.address)


def test_what_is_fetched_is_in_the_folder(server: Server, tmp_path: Path) -> None:
    told = list[int]()
    found = offer(server.address)

    fetch(found, tmp_path / "voices/kokoro", told.append)

    assert names(tmp_path / "voices/kokoro") == ARRIVED
    assert names_in(find_files(tmp_path / "voices/kokoro")) == NAMES
    assert sum(told) == found.size


def test_a_model_that_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    found = offer(server.address)
    fetch(found, tmp_path / "kokoro")
    server.asked.clear()

    fetch(found, tmp_path / "kokoro")

    assert server.asked == ["/voices/voices-v1.0.bin"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (MODEL[::-1], "is not what"),
        (MODEL[:-1], "bytes came"),
        (MODEL + b"!", "more than"),
    ],
)
def test_another_model_is_refused_and_the_old_one_stays(
    server: Server, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "kokoro").mkdir()
    (tmp_path / "kokoro/model.onnx").write_bytes(b"old")
    server.content["kokoro-v1.0.int8.onnx"] = content

    with pytest.raises(SpeechError, match=message):
        fetch(offer(server.address), tmp_path / "kokoro")

    assert names(tmp_path / "kokoro") == ["model.onnx"]
    assert (tmp_path / "kokoro/model.onnx").read_bytes() == b"old"


@pytest.mark.parametrize(
    "content", [b"<html>404</html>", b"\x80\x04K\x01.", b"PK\x03\x04", b"\x93NUMPY\x01\x00"]
)
def test_voices_that_are_none_are_refused(server: Server, tmp_path: Path, content: bytes) -> None:
    server.content["voices-v1.0.bin"] = content

    with pytest.raises(SpeechError, match=r"no file of voices.*nothing was kept"):
        fetch(offer(server.address), tmp_path / "kokoro")
    assert not names(tmp_path / "kokoro")


def test_too_few_voices_are_refused(server: Server, tmp_path: Path) -> None:
    server.content["voices-v1.0.bin"] = packed(tmp_path / "few", *NAMES[:2])

    with pytest.raises(SpeechError, match="has 2 voices, not 3: nothing was kept"):
        fetch(offer(server.address), tmp_path / "kokoro")


def test_an_array_of_objects_is_refused_and_nothing_is_run(server: Server, tmp_path: Path) -> None:
    with (tmp_path / "bad").open("wb") as out:
        np.savez(out, af_heart=np.array([print], dtype=object))
    server.content["voices-v1.0.bin"] = (tmp_path / "bad").read_bytes()

    with pytest.raises(SpeechError, match="allow_pickle"):
        fetch(offer(server.address), tmp_path / "kokoro")


def test_voices_of_no_size_or_far_too_large_are_not_fetched(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_source, "_LARGEST_VOICES", 1000)
    for content in (b"", server.content["voices-v1.0.bin"]):
        server.content["voices-v1.0.bin"] = content

        with pytest.raises(SpeechError, match="no size that voices can have"):
            offer(server.address)


def test_an_address_without_the_files_is_told(server: Server) -> None:
    server.content.clear()

    with pytest.raises(SpeechError, match="cannot be fetched"):
        offer(server.address)


def test_a_folder_with_a_file_of_voices_will_do(tmp_path: Path) -> None:
    """Whatever model it has, and however many voices: both are shown by their digests."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own/kokoro-v1.0.fp16.onnx").write_bytes(b"another model")
    content = packed(tmp_path / "own/voices-v1.0.bin", "af_heart")
    found = offer(str(tmp_path / "own"))

    fetch(found, tmp_path / "kokoro")

    digests = [sha256(each).hexdigest() for each in (content, b"another model")]
    assert [file.digest for file in found.files] == digests
    assert names(tmp_path / "kokoro") == ARRIVED


def test_voices_in_a_file_each_are_put_into_one(unpacked: Path, tmp_path: Path) -> None:
    fetch(offer(str(unpacked)), tmp_path / "kokoro")

    found = read_styles(tmp_path / "kokoro/voices.npz")
    assert [float(found[name][7, 0, 7]) for name in NAMES] == [0.0, 1.0, 2.0]


def test_voices_beside_the_model_are_found_too(unpacked: Path, tmp_path: Path) -> None:
    for path in (unpacked / "voices").iterdir():
        path.replace(unpacked / path.name)

    fetch(offer(str(unpacked)), tmp_path / "kokoro")

    assert names_in(find_files(tmp_path / "kokoro")) == NAMES


def test_the_same_vectors_give_the_same_bytes(unpacked: Path, tmp_path: Path) -> None:
    found = offer(str(unpacked))
    for folder in (tmp_path / "one", tmp_path / "two"):
        fetch(found, folder)

    one, two = ((tmp_path / name / "voices.npz").read_bytes() for name in ("one", "two"))
    assert one == two
    assert found.voices.digest == sha256(one).hexdigest()


def test_of_several_models_that_of_the_release_is_taken(unpacked: Path) -> None:
    (unpacked / "kokoro-v1.0.int8.onnx").write_bytes(b"this one")

    assert offer(str(unpacked)).model.size == len(b"this one")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kokoro.int8.onnx", None), "there should be one model in .*: none"),
        (("other.onnx", b"x"), r"kokoro\.int8\.onnx, other\.onnx"),
        (("voices/af_heart.bin", b"short"), r"af_heart\.bin is no voice"),
        (("voices/nobody.bin", bytes(510 * 256 * 4)), r"nobody\.bin is no voice"),
        (("voices", None), "there are no voices"),
    ],
)
def test_a_folder_that_has_not_what_is_needed_is_told(
    unpacked: Path, change: tuple[str, bytes | None], message: str
) -> None:
    name, content = change
    if content is not None:
        (unpacked / name).write_bytes(content)
    elif (unpacked / name).is_dir():
        (unpacked / name).rename(unpacked / "elsewhere")
    else:
        (unpacked / name).unlink()

    with pytest.raises(SpeechError, match=message):
        offer(str(unpacked))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="there should be one model"):
        offer(str(tmp_path / "missing"))
