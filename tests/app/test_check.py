"""`check` and `plan`: problems and cue sheets without a sound."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from audioguide.cli import run
from audioguide.core.built_in import CHIMES
from audioguide.core.units import RATE
from audioguide.core.voice import Voice
from audioguide.session.clips import Clips
from audioguide.sound.chime import chime_named
from audioguide.sound.spoken import ready
from audioguide.speech.register import Engines
from audioguide.timeline.clip import Speech, Strike
from audioguide.timeline.estimate import estimated

SHIPPED = Path(__file__).parents[2] / "scripts"

SCRIPT = """\
title: Neck
length: 30s
values: { thing: towel }
steps:
  - say: Sit tall with a {thing}
  - hold: 10s-30s
    say: Drop your ear
    countdown: 3
    chime: bell
  - include: shared/end.yaml
"""


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scripts/shared").mkdir(parents=True)
    Path("scripts/neck.yaml").write_text(SCRIPT)
    Path("scripts/shared/end.yaml").write_text("- say: Done\n")


def test_a_good_library_has_no_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    assert capsys.readouterr().out == "1 script: 0 errors, 0 warnings\n"


def test_the_shipped_library_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--strict", str(SHIPPED)]) == 0, capsys.readouterr().err


def test_every_problem_of_every_file_comes_in_one_run_by_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/shared/end.yaml").write_text("- say: Done {nobody}\n- pause: 2s\n")
    Path("scripts/a.yaml").write_text("title: A\nsteps:\n  - hold: soon\n  - pause: -3s\n")

    assert run(["check"]) == 1

    told = capsys.readouterr()
    assert [line.split(" error")[0] for line in told.err.splitlines() if " error: " in line] == [
        "scripts/a.yaml:3:11:",
        "scripts/a.yaml:4:12:",
        "scripts/shared/end.yaml:1:8:",
    ]
    assert told.out == "2 scripts: 3 errors, 0 warnings\n"


def test_nothing_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clips, "extents", lambda *_: pytest.fail("spoke"))

    assert run(["check"]) == 0


def test_a_mistake_in_library_yaml_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts/more.yaml").write_text(SCRIPT)
    Path("scripts/library.yaml").write_text("titel: Hips\n")

    assert run(["check"]) == 1
    assert capsys.readouterr().err.count("unknown key `titel`") == 1


def test_warnings_fail_only_when_strict(capsys: pytest.CaptureFixture[str]) -> None:
    slow = SCRIPT.replace("length: 30s\n", "").replace(
        "countdown: 3", "at: { 1.8s left: Now stop }"
    )
    Path("scripts/neck.yaml").write_text(slow.replace("Now stop", "And now stop right there"))

    assert run(["check"]) == 0
    told = capsys.readouterr()
    assert "warning: this cue runs" in told.err
    assert "(estimated)" in told.err
    assert run(["check", "--strict"]) == 1


def test_check_speaks_json_to_editors(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts/neck.yaml").write_text("title: Neck\nsteps:\n  - pasue: 5s\n")

    assert run(["check", "--json"]) == 1

    told = capsys.readouterr()
    assert told.err == ""
    assert json.loads(told.out) == {
        "scripts": 1,
        "problems": [
            {
                "file": "scripts/neck.yaml",
                "line": 3,
                "column": 5,
                "severity": "error",
                "message": "there is no step `pasue`",
                "hint": "did you mean `pause`?",
            }
        ],
    }


def test_a_length_that_cannot_be_reached_is_told_at_its_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/neck.yaml").write_text(SCRIPT.replace("length: 30s", "length: 5m"))

    assert run(["check", "--engine", "tone"]) == 1
    assert capsys.readouterr().err.startswith(
        "scripts/neck.yaml:2:9: error: the session cannot last 5:00: its shortest is 0:15.4, "
        "its longest 0:35.4 (estimated)\n"
    )


def test_the_cue_sheet_shows_what_is_heard_when_and_which_line_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["plan", "scripts/neck.yaml", "--engine", "tone", "--length", "30s"]) == 0
    assert capsys.readouterr().out == (
        "Neck  (0:30.0, estimated)\n"
        "\n"
        "  0:00.0  NECK\n"
        "  0:00.5  Sit tall with a towel                                                5\n"
        "  0:01.8  Drop your ear                                                        7\n"
        "  0:23.7      three                                                            6\n"
        "  0:24.7      two                                                              6\n"
        "  0:25.7      one                                                              6\n"
        "  0:26.7    (bell)                                                             6\n"
        "  0:29.0  Done                                                             end:1\n"
    )


def test_the_cue_sheet_fits_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    for script in sorted(SHIPPED.glob("*.yaml")):
        if script.name != "library.yaml":
            assert run(["plan", str(script)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_an_exact_plan_is_the_plan_of_the_build(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "scripts/neck.yaml", "--engine", "tone", "--exact", "--json"]) == 0
    planned = capsys.readouterr().out
    assert run(["build", "--engine", "tone"]) == 0

    built = json.loads(Path("output/data/neck.plan.json").read_text())
    assert json.loads(planned)["estimated"] is False
    assert json.loads(planned) == {key: value for key, value in built.items() if key != "made"}


def test_an_estimated_plan_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "scripts/neck.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["estimated"] is True


def test_the_plan_tells_who_decided_each_setting(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts/library.yaml").write_text("gap: 0.6s\nvoice: { rate: 140 }\n")

    run(["plan", "scripts/neck.yaml", "--settings", "--set", "thing=belt", "--engine", "tone"])

    settings = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()]
    assert ["gap", "0.6", "s                            library.yaml"] in settings
    assert ["length", "30", "s                             script"] in settings
    told = {" ".join(line) for line in settings}
    assert any("rate 140" in line and line.endswith("library.yaml") for line in told)
    assert any("engine tone" in line and line.endswith("command line") for line in told)
    assert any("{thing} belt" in line and line.endswith("command line") for line in told)


@pytest.mark.parametrize("arguments", [["plan", "nowhere.yaml"], ["plan", "scripts"], ["plan"]])
def test_a_plan_needs_a_script(arguments: list[str]) -> None:
    assert run(arguments) == 2


@pytest.mark.parametrize("option", [["--length", "soon"], ["--set", "thing"], ["--engine", "x"]])
def test_a_wrong_choice_is_wrong_usage(option: list[str]) -> None:
    assert run(["check", *option]) == 2


def test_estimates_come_near_the_voice() -> None:
    """Within a third, which is where a guess becomes an error."""
    texts = (
        "Halfway.",
        "Lie on your back with your knees bent.",
        "Roll slowly, and let it go. Stay.",
    )
    with closing(Engines()) as engines:
        for text in texts:
            spoken = engines.speak(text, Voice())
            length = ready([(spoken.pcm, spoken.rate)]).size / RATE
            assert engines.tempo(Voice()).seconds(text) == pytest.approx(length, rel=1 / 3)


def test_estimates_of_the_tone_engine_are_exact() -> None:
    assert Engines().tempo(Voice("tone")).seconds("one two three") == pytest.approx(0.3)


def test_chimes_take_what_is_foretold() -> None:
    for name in CHIMES:
        chime = chime_named(name)()
        (extent,) = estimated([Strike(name)], Engines().tempo).values()
        assert extent.length == chime.strike
        assert abs(extent.sounding - max(chime.wave.size, chime.strike)) < RATE / 4


def test_a_text_is_estimated_as_it_is_spelt() -> None:
    (extent,) = estimated([Speech("psoas", Voice("tone"), "so az")], Engines().tempo).values()
    assert extent.length == 2 * RATE // 10


def test_a_voice_that_pauses_longer_than_the_gap_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/library.yaml").write_text("gap: 0.5s\nvoice: { engine: pyttsx3, rate: 110 }\n")
    Path("scripts/neck.yaml").write_text(
        "title: Neck\nsteps:\n- say: Sit tall.\n- say: Drop your ear. Let it go.\n"
        "- say: Come back. Rest.\n"
    )

    assert run(["check"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "pauses" in line]
    assert told == [
        "scripts/neck.yaml:4:8: warning: pyttsx3 pauses 0.8 s between the sentences of this text "
        "(and 1 more), longer than the 0.5 s between two texts"
    ]


def test_a_voice_whose_pauses_are_shorter_than_the_gap_is_not_told_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("scripts/library.yaml").write_text("voice: { engine: pyttsx3, rate: 150 }\n")
    Path("scripts/neck.yaml").write_text("title: Neck\nsteps:\n- say: Drop your ear. Let it go.\n")

    assert run(["check"]) == 0
    assert "pauses" not in capsys.readouterr().err


@pytest.mark.parametrize("command", [["check"], ["build", "-o", "output"], ["plan"]])
def test_a_rate_out_of_reach_is_told_where_it_was_chosen(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """And not where the voice first speaks, which may be a fragment that others share."""
    Path("scripts/neck.yaml").write_text(
        "title: Neck\nvoice: { engine: pyttsx3, rate: 400 }\nsteps:\n- include: shared/end.yaml\n"
    )

    assert run([*command, "scripts/neck.yaml"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("scripts/neck.yaml:2:8: error: a rate of 400 words a minute is out of")
    assert told.count("out of reach") == 1
