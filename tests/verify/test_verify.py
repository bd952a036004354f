"""Sessions built with the tone engine, damaged in every way a link or an editor could."""

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from mutagen.id3 import CHAP, ID3

from audioguide.cli import run
from audioguide.core.units import RATE, Samples, samples
from audioguide.core.voice import VoiceChoice
from audioguide.mp3.frame import MONO, STEREO
from audioguide.script.overrides import Overrides
from audioguide.session.context import build_context
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions
from audioguide.sound.audio import audio_segment, from_pcm, ratio, wave
from audioguide.sound.chime import bell
from audioguide.store.store import Store
from audioguide.verify.finished import find_finished
from audioguide.verify.listen import Match, find_clip
from audioguide.verify.read import read_contents
from audioguide.verify.verdict import Verdict, judge, verify
from tests.building import build_all
from tests.listening import decode, lame

NECK = """\
title: Neck
steps:
  - chapter: Begin
  - say: Sit tall and let both of your shoulders sink well down now while you breathe out slowly
  - pause: 4s
  - breathe: { in: 4s, hold: 1s, out: 6s, rest: 1s, cycles: 1 }
  - chapter: Go on
  - hold: 12s
    say: Drop your right ear
    at: { 6s left: Stay }
    countdown: 3
    chime: bell
  - reps: 4
    every: 1s
    count: tick
  - say: Done
"""
STEREO_BED = NECK.replace(
    "steps:", "bed: { sound: brown noise, level: 15, rise: 6, stereo: true }\nsteps:", 1
)
MONO_BED = NECK.replace("steps:", "bed: { sound: brown noise, level: 8 }\nsteps:", 1)

FRAME = MONO.frame_bytes


@dataclass(frozen=True)
class Library:
    output: Path
    store: Path

    def verify(self, *paths: Path) -> list[Verdict]:
        return verify(find_finished(paths, self.output), Store(self.store), 2, lambda _: None)

    def misses(self, name: str = "neck") -> dict[str, str]:
        """The first miss of each rule."""
        (verdict,) = self.verify(self.output / f"{name}.mp3")
        assert not verdict.error
        return {miss.rule: miss.text for miss in reversed(verdict.misses)}

    def plan(self, name: str = "neck") -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.output / f"data/{name}.plan.json").read_text())
        return found

    def change_plan(self, change: Callable[[dict[str, Any]], object], name: str = "neck") -> None:
        plan = self.plan(name)
        change(plan)
        (self.output / f"data/{name}.plan.json").write_text(json.dumps(plan))

    def change_frames(self, change: Callable[[list[bytes]], list[bytes]]) -> None:
        """Frames of a mono session after its Info header, replaced; the header tells their number,
        as a careful editor's would."""
        path = self.output / "neck.mp3"
        content = path.read_bytes()
        first = content.index(b"Info") - 21 + FRAME
        frames = [content[at : at + FRAME] for at in range(first, len(content), FRAME)]
        changed = change(frames)
        head = bytearray(content[:first])
        told = head.index(b"Info") + 8
        head[told : told + 4] = len(changed).to_bytes(4, "big")
        path.write_bytes(bytes(head) + b"".join(changed))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "scripts").mkdir()
    for name, script in {"neck": NECK, "stereo": STEREO_BED, "mono": MONO_BED}.items():
        (folder / "scripts" / f"{name}.yaml").write_text(script)
    options = BuildOptions(folder / "output", Overrides(VoiceChoice(engine="tone")))
    outcomes = build_all(
        find_scripts([folder / "scripts"]), options, Store(folder / "store"), 2, lambda _: None
    )
    assert {outcome.status for outcome in outcomes} == {"built"}, outcomes
    return Library(folder / "output", folder / "store")


@pytest.fixture
def library(built: Library, tmp_path: Path) -> Library:
    """The same, to be damaged."""
    shutil.copytree(built.output, tmp_path / "output")
    return Library(tmp_path / "output", built.store)


def gain_changed(frame: bytes, by: int, granules: int = 2) -> bytes:
    """A mono frame with `global_gain` of its granules changed: after 9 + 5 + 4 bits, each granule
    has 59, of which the 12 of part2_3_length and 9 of big_values come first (ISO 11172-3,
    2.4.1.7)."""
    bits = int.from_bytes(frame, "big")
    for granule in range(granules):
        first = 32 + 9 + 5 + 4 + 59 * granule + 12 + 9
        shift = 8 * len(frame) - first - 8
        gain = bits >> shift & 0xFF
        bits += (by if 0 <= gain + by <= 255 else 0) << shift
    return bits.to_bytes(len(frame), "big")


def frame_of(library: Library, text: str, before: int = 0) -> int:
    start: float = next(cue["start"] for cue in library.plan()["cues"] if cue["text"] == text)
    return round(start / 0.024) - before


@pytest.mark.parametrize("name", ["neck", "stereo", "mono"])
def test_a_session_as_built_meets_every_bar(built: Library, name: str) -> None:
    (verdict,) = built.verify(built.output / f"{name}.mp3")

    assert verdict.good, verdict.misses


@pytest.mark.parametrize("name", ["neck", "stereo", "mono"])
def test_cues_of_a_session_as_built_are_found_to_the_millisecond(built: Library, name: str) -> None:
    """Under a bell's tail and beside other ticks as well. Under a bed, a long tone may be found a
    period away: 2.3 ms at 440 Hz."""
    (verdict,) = built.verify(built.output / f"{name}.mp3")

    assert verdict.measurements is not None
    lates = [cue.late for cue in verdict.measurements.analysis.cues]
    assert len(lates) == 14
    assert max(abs(late) for late in lates if late is not None) < (
        0.001 if name == "neck" else 0.005
    )


@pytest.mark.parametrize(("taken", "put", "says"), [(-15, 40, "early"), (40, -15, "late")])
def test_silence_moved_to_the_other_side_of_a_cue_is_heard(
    library: Library, taken: int, put: int, says: str
) -> None:
    """Ten frames, by their distance from the cue."""
    cue = frame_of(library, "Stay")

    def move(frames: list[bytes]) -> list[bytes]:
        silence, rest = frames[cue + taken :][:10], frames[: cue + taken]
        rest += frames[cue + taken + 10 :]
        to = cue + put - (10 if put > taken else 0)
        return [*rest[:to], *silence, *rest[to:]]

    library.change_frames(move)

    assert library.misses()["cues"] == f'the cue "Stay" at 0:24.6 is heard 240 ms {says}'


def test_deleted_frames_are_missed_everywhere(library: Library) -> None:
    at = frame_of(library, "Stay", before=30)
    library.change_frames(lambda frames: frames[:at] + frames[at + 10 :])

    misses = library.misses()

    assert misses["length"] == "it plays 240 ms shorter than planned"
    assert "240 ms early" in misses["cues"]
    assert "frames, not" in misses["joins"]


@pytest.mark.parametrize(("by", "off"), [(2, "+3.0 dB"), (-2, "-3.0 dB")])
def test_another_gain_of_every_frame_is_heard(library: Library, by: int, off: str) -> None:
    library.change_frames(lambda frames: [gain_changed(frame, by) for frame in frames])

    misses = library.misses()

    assert misses["joins"] == "its audio is not what was built"
    assert off in misses["gains"]
    assert "LUFS" in misses["speech"]
    assert "LUFS" in misses["lines"]


def test_another_gain_of_one_granule_is_seen(library: Library) -> None:
    at = frame_of(library, "Stay") + 1

    def change(frames: list[bytes]) -> list[bytes]:
        return [*frames[:at], gain_changed(frames[at], 2, granules=1), *frames[at + 1 :]]

    library.change_frames(change)

    assert library.misses() == {"joins": "its audio is not what was built"}


def test_a_chapter_moved_by_a_tagger_is_seen(library: Library) -> None:
    tags = ID3(library.output / "neck.mp3")
    chapter = next(found for found in tags.getall("CHAP") if found.element_id == "ch1")
    tags.setall("CHAP:ch1", [moved(chapter, 500)])
    tags.save(v2_version=3)

    assert library.misses() == {"chapters": 'the chapter "Go on" begins 500 ms late'}


def moved(chapter: CHAP, by: int) -> CHAP:
    chapter.start_time += by
    return chapter


def test_a_chapter_that_is_gone_is_seen(library: Library) -> None:
    tags = ID3(library.output / "neck.mp3")
    tags.delall("CHAP:ch1")
    tags.save(v2_version=3)

    assert library.misses()["chapters"] == "of its 2 chapters, players see 1"


def test_another_title_is_seen(library: Library) -> None:
    library.change_plan(lambda plan: plan.update(title="Nape"))

    assert library.misses() == {"tags": 'its title is "Neck" to ffmpeg, not "Nape"'}


def test_a_truncated_file_is_heard(library: Library) -> None:
    path = library.output / "neck.mp3"
    os.truncate(path, path.stat().st_size // 2)

    misses = library.misses()

    assert misses["cues"].endswith("is not heard")
    assert "joins" in misses
    assert "length" in misses


def test_garbage_in_the_middle_is_seen(library: Library) -> None:
    path = library.output / "neck.mp3"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 1000] = bytes(range(250)) * 4
    path.write_bytes(content)

    assert "where one should" in library.misses()["joins"]


def test_bytes_after_the_last_frame_are_seen(library: Library) -> None:
    with (library.output / "neck.mp3").open("ab") as out:
        out.write(b"TAG".ljust(128, b"\0"))

    assert "no frame begins" in library.misses()["joins"]


def test_a_session_of_other_channels_is_seen(library: Library) -> None:
    library.change_plan(lambda plan: plan["made"].update(channels=2, kbits=160))

    assert library.misses() == {"joins": "it is mono at 96 kbit/s, not stereo at 160"}


def test_a_cue_replaced_by_silence_is_not_heard(library: Library) -> None:
    at = frame_of(library, "Stay", before=2)
    library.change_frames(lambda frames: [*frames[:at], *frames[:10], *frames[at + 10 :]])

    assert library.misses()["cues"] == 'the cue "Stay" at 0:24.6 is not heard'


@pytest.mark.parametrize(("by", "missed"), [(0.0, []), (3.0, ["bed"]), (-3.0, ["bed"])])
def test_a_bed_of_another_gain_is_heard(library: Library, by: float, missed: list[str]) -> None:
    """A session of two channels encoded again whole, by ffmpeg alone, with its bed changed."""
    path = library.output / "stereo.mp3"
    voice = np.repeat(alone(library)[:, None], 2, axis=1)
    bed = decode(path, 2) - voice
    again = np.concatenate([(voice + bed * ratio(by)) / 0.95, np.zeros((2 * 1152, 2))])
    coded = b"".join(
        lame(audio_segment(again).raw_data, STEREO)[: library.plan("stereo")["made"]["frames"]]
    )
    content = path.read_bytes()
    first = content.index(b"Info") - 36 + STEREO.frame_bytes
    path.write_bytes(content[:first] + coded)
    library.change_plan(
        lambda plan: plan["made"].update(digest=sha256(coded).hexdigest()), name="stereo"
    )

    assert list(library.misses("stereo")) == missed


def alone(library: Library) -> np.ndarray[Any, Any]:
    """The voice and chimes of a session with a bed, from its clips."""
    plan = library.plan("stereo")
    wave_ = np.zeros(samples(plan["length"]))
    store = Store(library.store)
    for cue, sound in zip(plan["cues"], plan["made"]["sounds"], strict=True):
        made = plan["made"]["clips"][sound]
        pcm = store.get("sound", made["key"])
        assert pcm is not None
        clip = wave(from_pcm(pcm)) * ratio(made["gain"])
        start = samples(cue["start"])
        part = wave_[start : start + clip.size]
        part += clip[: part.size]
    return wave_


def test_what_a_plan_says_of_the_bed_counts(library: Library) -> None:
    def louder(plan: dict[str, Any]) -> None:
        plan["made"]["bed"]["under"] += 2

    library.change_plan(louder, name="stereo")

    assert "LU under the voice, not 15" in library.misses("stereo")["bed"]


def test_peaks_over_the_tolerance_are_found(library: Library) -> None:
    at = frame_of(library, "Stay") + 1

    def change(frames: list[bytes]) -> list[bytes]:
        return [*frames[:at], gain_changed(frames[at], 12), *frames[at + 1 :]]

    library.change_frames(change)

    assert "dBTP in channel 1" in library.misses()["peak"]


def test_a_lost_store_is_made_again(library: Library, tmp_path: Path) -> None:
    (verdict,) = Library(library.output, tmp_path / "empty").verify(library.output / "neck.mp3")

    assert verdict.good
    assert verdict.figures is not None
    assert verdict.figures.unchecked == 0


def test_a_sound_no_longer_kept_is_told_and_no_fault(library: Library) -> None:
    """An author's own chime: the plan knows its file's name alone."""

    def own(plan: dict[str, Any]) -> None:
        clip = next(c for c in plan["made"]["clips"] if c["clip"].get("chime") == "bell")
        clip["key"], clip["clip"]["file"] = "gone", "bell.wav"

    library.change_plan(own)

    (verdict,) = library.verify(library.output / "neck.mp3")
    assert verdict.good, verdict.misses
    assert verdict.figures is not None
    assert verdict.figures.unchecked == 1


def test_a_voice_of_an_engine_that_is_not_here_is_told_and_no_fault(library: Library) -> None:
    def other(plan: dict[str, Any]) -> None:
        clip = next(c for c in plan["made"]["clips"] if c["clip"].get("text") == "Done")
        clip["key"], clip["clip"]["voice"]["engine"] = "gone", "somebody"

    library.change_plan(other)

    (verdict,) = library.verify(library.output / "neck.mp3")
    assert verdict.good, verdict.misses
    assert verdict.figures is not None
    assert verdict.figures.unchecked == 1


def _another_form(plan: dict[str, Any]) -> None:
    plan["made"]["form"] = 1


def _older(plan: dict[str, Any]) -> None:
    del plan["made"]


def _foreign(plan: dict[str, Any]) -> None:
    plan.clear()


def _miscounted(plan: dict[str, Any]) -> None:
    plan["made"]["sounds"].pop()


def _endless(plan: dict[str, Any]) -> None:
    plan["cues"][1]["end"] = 1e9


def _mistyped(plan: dict[str, Any]) -> None:
    plan["made"]["frames"] = "many"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_older, "build it again"),
        (_another_form, "build it again"),
        (_foreign, "is no plan of a session"),
        (_miscounted, "is no plan of a session"),
        (_mistyped, "is no plan of a session"),
        (_endless, "is no plan of a session"),
    ],
)
def test_a_plan_that_is_none_is_told(
    library: Library, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    library.change_plan(change)

    (verdict,) = library.verify(library.output / "neck.mp3")

    assert says in verdict.error


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"no JSON"])
def test_a_damaged_plan_is_told(library: Library, content: bytes) -> None:
    (library.output / "data" / "neck.plan.json").write_bytes(content)

    (verdict,) = library.verify(library.output / "neck.mp3")

    assert "is no plan of a session" in verdict.error


@pytest.mark.parametrize("content", [b"", b"ID3", b"no MP3 at all" * 1000])
def test_what_is_no_mp3_is_told(library: Library, content: bytes) -> None:
    (library.output / "neck.mp3").write_bytes(content)

    (verdict,) = library.verify(library.output / "neck.mp3")

    assert "no MP3 frame" in verdict.error


def test_all_sessions_with_a_plan_are_verified_in_order(library: Library) -> None:
    (library.output / "mono.mp3").unlink()
    shutil.copy(library.output / "neck.mp3", library.output / "stray.mp3")

    told = {verdict.finished.name: verdict.error for verdict in library.verify()}

    assert told == {"neck": "", "mono": "there is no MP3 beside its plan", "stereo": ""}


def test_listening_can_be_stopped(built: Library) -> None:
    (finished,) = find_finished([built.output / "neck.mp3"], built.output)
    stop = Event()
    stop.set()

    with build_context(Store(built.store), 1) as context, pytest.raises(CancelledError):
        judge(finished, context, stop)


def test_a_folder_is_searched_for_every_mp3(library: Library) -> None:
    (library.output / "a" / "b").mkdir(parents=True)
    (library.output / "data" / "a" / "b").mkdir(parents=True)
    shutil.move(library.output / "neck.mp3", library.output / "a" / "b" / "neck.mp3")
    data = library.output / "data"
    shutil.move(data / "neck.plan.json", data / "a" / "b" / "neck.plan.json")
    shutil.copy(library.output / "stereo.mp3", library.output / "a" / "stray.mp3")

    told = {
        verdict.finished.name: verdict.error for verdict in library.verify(library.output / "a")
    }

    assert told["a/b/neck"] == ""
    assert "there is no plan of it" in told["stray"]


def _searched(place: float, background: float = 0.0) -> Match:
    """A bell looked for 0.5 s around 1 s, when it is struck at `place`, 0.2 s after the same."""
    stroke = bell().wave
    recording = np.random.default_rng(1).normal(0, background, 10 * RATE)
    recording[samples(place) :][: stroke.size] += stroke
    return find_clip(stroke, recording, samples(1), samples(0.5), samples(1.5))


@pytest.mark.parametrize("place", [0.55, 0.76, 1.0, 1.0114, 1.24, 1.48])
def test_a_bell_is_found_by_its_stroke_and_not_its_tail(place: float) -> None:
    assert _searched(place, 0.001).late == samples(place) - RATE


def test_of_the_same_words_twice_the_nearer_are_meant() -> None:
    rng = np.random.default_rng(2)
    word = rng.normal(0, 0.1, samples(0.2))
    recording = rng.normal(0, 0.01, 3 * RATE)
    for place in (0.7, 1.02):
        recording[samples(place) :][: word.size] += word

    found = find_clip(word, recording, samples(1), samples(0.5), Samples(word.size))

    assert found.late == samples(0.02)


def test_frames_are_read_as_the_standard_says(built: Library) -> None:
    contents = read_contents(built.output / "stereo.mp3")

    assert (contents.channels, contents.kbits) == (2, 160)
    assert contents.frames == contents.counted == built.plan("stereo")["made"]["frames"]
    assert not contents.faults


def test_the_command_prints_a_row_for_each_session(
    built: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(built.store))

    code = run(["verify", "-o", str(built.output)])

    rows = capsys.readouterr().out.splitlines()
    assert code == 0
    assert [row.split()[0] for row in rows[2:]] == ["mono", "neck", "stereo"]
    assert max(map(len, rows)) <= 100


def test_the_command_tells_what_is_missed(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(library.store))
    library.change_plan(lambda plan: plan.update(title="Nape"))

    code = run(["verify", str(library.output / "neck.mp3")])

    assert code == 1
    assert '  neck: its title is "Neck" to ffmpeg, not "Nape".' in capsys.readouterr().out


def test_the_command_prints_everything_as_json(
    built: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(built.store))

    run(["verify", "--json", str(built.output / "neck.mp3")])

    (session,) = json.loads(capsys.readouterr().out)["sessions"]
    lines = [cue["level"] for cue in session["cues"] if cue["kind"] == "say"]
    assert session["good"]
    # Within 1 LU: the meter's own steps, and the encoder.
    assert lines == pytest.approx([-16] * 3, abs=1)


def test_the_names_in_the_json_stay_what_they_were(
    built: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(built.store))

    run(["verify", "--json", str(built.output / "neck.mp3")])

    (session,) = json.loads(capsys.readouterr().out)["sessions"]
    assert list(session["contents"]) == [
        *("channels", "kbits", "frames", "told", "digest", "faults"),
    ]
    assert list(session["cues"][0]) == [
        *("kind", "start", "text", "likeness", "late", "gain", "level"),
    ]
    assert list(session["chapters"][0]) == ["title", "start", "end", "late"]
    assert list(session["figures"]) == [
        *("length_off", "cues", "unchecked", "cue_off", "chapter_off"),
        *("speech", "softest", "loudest", "peak", "bed_off"),
    ]


@pytest.mark.parametrize("arguments", [["missing.mp3"], ["-o", "missing"]])
def test_nothing_to_verify_is_wrong_usage(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["verify", *arguments]) == 2
