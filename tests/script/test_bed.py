"""A bed from what a script and its library say to the rundown."""

from pathlib import Path

import pytest

from audioguide.core.bed import LEVEL, LOUDEST, SOFTEST, Bed
from audioguide.core.built_in import BEDS
from audioguide.script.reader import read_script
from tests.writing import Files, read, rundown_of

STREAM: Files = {"sounds/stream.wav": b"RIFF"}


def _script(bed: str) -> str:
    return f"title: Hips\n{bed}\nsteps:\n  - say: Hi.\n"


@pytest.mark.parametrize("name", BEDS)
def test_a_bed_may_be_a_name_alone(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, _script(f"bed: {name}")).bed == Bed(name, "", LEVEL, 0.0, None)


def test_every_key_of_a_bed_is_read(tmp_path: Path) -> None:
    script = _script("bed: { sound: rain, level: 22.5, rise: 6, stereo: true }")

    assert read(tmp_path, script).bed == Bed("rain", "", 22.5, 6.0, True)


@pytest.mark.parametrize("name", ["brown-noise", "brown_noise", "brown noise", "'brown  noise'"])
def test_a_name_may_have_hyphens_or_underscores_for_spaces(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, _script(f"bed: {name}")).bed == Bed("brown noise")


@pytest.mark.parametrize(
    ("level", "rise"), [(LOUDEST, 0), (SOFTEST, 20), (6.1, 0.1), (9.3, 3.3), (20, 14)]
)
def test_a_bed_goes_to_its_bounds(tmp_path: Path, level: float, rise: float) -> None:
    """6.1 - 6 is a little less than 0.1 in binary."""
    script = _script(f"bed: {{ sound: rain, level: {level}, rise: {rise} }}")

    assert read(tmp_path, script).bed == Bed("rain", "", level, rise)


@pytest.mark.parametrize(("written", "means"), [("true", True), ("false", False), ("'true'", True)])
def test_wake_is_true_or_false(tmp_path: Path, written: str, means: bool) -> None:
    assert read(tmp_path, _script(f"wake: {written}")).wake is means


def test_what_is_not_said_is_not_none(tmp_path: Path) -> None:
    assert read(tmp_path, _script("")).bed is None
    assert read(tmp_path, _script("bed: none")).bed == "none"


def test_a_file_is_relative_to_the_script_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds/stream.wav").write_bytes(b"RIFF")
    (tmp_path / "more/hips.yaml").write_text(_script("bed: ../sounds/stream.wav"))

    found = read_script(tmp_path / "more/hips.yaml", tmp_path)

    assert found.bed == Bed("../sounds/stream.wav", "sounds/stream.wav")


@pytest.mark.parametrize("written", ["stream.wav", "./stream.wav", "stream-wav/1", "rain.mp3"])
def test_what_has_a_slash_or_a_suffix_is_a_file(tmp_path: Path, written: str) -> None:
    found = read(tmp_path, _script(f"bed: {written}"), {written: b"RIFF"}).bed

    assert found == Bed(written, written.removeprefix("./"))


def test_a_link_inside_the_library_leads_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "link.wav").symlink_to("sounds/stream.wav")

    found = read(tmp_path, _script("bed: link.wav"), STREAM)

    assert found.bed == Bed("link.wav", "sounds/stream.wav")


def test_a_rundown_has_the_bed_of_the_script_by_its_absolute_path(tmp_path: Path) -> None:
    found = rundown_of(tmp_path, _script("bed: sounds/stream.wav"), STREAM)

    assert found.bed == Bed("sounds/stream.wav", str(tmp_path / "sounds/stream.wav"))


def test_a_rundown_has_what_the_library_says_where_the_script_says_nothing(tmp_path: Path) -> None:
    library = "bed: { sound: sounds/stream.wav, level: 25 }\nwake: false"

    found = rundown_of(tmp_path, _script(""), {**STREAM, "library.yaml": library})

    file = str(tmp_path / "sounds/stream.wav")
    assert (found.bed, found.wake) == (Bed("sounds/stream.wav", file, 25), False)


def test_a_script_without_a_bed_or_a_wake_takes_those_of_the_library_away(tmp_path: Path) -> None:
    files: Files = {"library.yaml": "bed: rain\nwake: true"}

    found = rundown_of(tmp_path, _script("bed: none\nwake: false"), files)

    assert (found.bed, found.wake) == (None, False)


def test_a_script_s_bed_is_heard_in_place_of_the_library_s(tmp_path: Path) -> None:
    """All of it: a level of the library's bed is not for another one."""
    files: Files = {"library.yaml": "bed: { sound: rain, level: 30, rise: 10 }"}

    assert rundown_of(tmp_path, _script("bed: waves"), files).bed == Bed("waves")


def test_a_session_has_no_bed_and_wakes_devices_unless_somebody_says_so(tmp_path: Path) -> None:
    found = rundown_of(tmp_path, "- say: Hi.")

    assert (found.bed, found.wake) == (None, True)
