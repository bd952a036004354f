"""Who speaks: voices of the library, voices that are missing, and programs that may not run."""

from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest

from audioguide.core.built_in import EngineName
from audioguide.core.errors import ScriptProblems
from audioguide.core.voice import Voice, VoiceChoice
from audioguide.script.files import ScriptFile
from audioguide.script.library import read_library
from audioguide.script.overrides import Overrides
from audioguide.session.routine import read_routine
from audioguide.timeline.clip import Speech
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.voice_resolver import VoicesHere
from tests.writing import mistakes, write

LIBRARY = """
voices:
  plain: { rate: 140 }
  deep: { pitch: 30, volume: -3 }
  amy: { engine: piper, name: en_US-amy, instead: deep }
"""
RUN = 'voice: { engine: command, run: ["say", "{text}"] }'


def resolved(
    folder: Path,
    script: str,
    library: str = LIBRARY,
    missing: str = "",
    overrides: Overrides | None = None,
    best: EngineName = "pyttsx3",
) -> Rundown:
    """What happens in a script on a machine where a voice is missing."""
    path = write(folder, script, {"library.yaml": library})

    def why_missing(voice: Voice) -> str | None:
        return "there is none" if missing and voice.name == missing else None

    read = read_library(folder)
    here = VoicesHere(why_missing, lambda language, name: best)
    return read_routine(ScriptFile(folder, path), overrides or Overrides(), read, here=here).rundown


def speakers(rundown: Rundown) -> list[tuple[str, Voice]]:
    return [(clip.text, clip.voice) for clip in rundown.clips() if isinstance(clip, Speech)]


def test_a_voice_has_a_pitch_and_a_volume(tmp_path: Path) -> None:
    rundown = resolved(tmp_path, "- { say: One., voice: deep }\n- say: Two.")

    assert speakers(rundown) == [("One.", Voice(pitch=30, volume=-3)), ("Two.", Voice())]


def test_each_language_may_have_its_voice(tmp_path: Path) -> None:
    library = f"voice: {{ en: plain, de: {{ name: gmw/de, pitch: 60 }} }}\n{dedent(LIBRARY)}"
    english = resolved(tmp_path / "en", "title: T\nsteps: [say: One.]", library)
    german = resolved(tmp_path / "de", "title: T\nlanguage: de\nsteps: [say: Eins.]", library)

    assert speakers(english) == [("One.", Voice(rate=140))]
    assert speakers(german) == [("Eins.", Voice("pyttsx3", "gmw/de", "de", pitch=60))]


def test_a_voice_that_is_here_speaks(tmp_path: Path) -> None:
    rundown = resolved(tmp_path, "- { say: One., voice: amy }")

    assert speakers(rundown) == [("One.", Voice("piper", "en_US-amy"))]
    assert rundown.warnings == ()


def test_another_speaks_for_a_voice_that_is_missing(tmp_path: Path) -> None:
    rundown = resolved(tmp_path, "- { say: One., voice: amy }", missing="en_US-amy")

    assert speakers(rundown) == [("One.", Voice(pitch=30, volume=-3))]


def test_a_substitute_of_another_engine_has_a_voice_of_its_own(tmp_path: Path) -> None:
    voice = "{ engine: piper, name: en_US-amy, instead: { engine: pyttsx3, rate: 140 } }"
    rundown = resolved(tmp_path, f"- {{ say: One., voice: {voice} }}", missing="en_US-amy")

    assert speakers(rundown) == [("One.", Voice(rate=140))]


def test_a_missing_voice_is_told_once_with_its_place(tmp_path: Path) -> None:
    rundown = resolved(
        tmp_path, "- { say: One., voice: amy }\n- { say: Two., voice: amy }", missing="en_US-amy"
    )

    (warning,) = rundown.warnings
    assert (warning.place.line, warning.severity) == (3, "warning")
    assert warning.message == "pyttsx3 speaks instead of piper `en_US-amy`: there is none"


def test_the_session_may_have_a_substitute(tmp_path: Path) -> None:
    rundown = resolved(
        tmp_path, "title: T\nvoice: amy\nsteps: [say: One., say: Two.]", missing="en_US-amy"
    )

    assert {voice for _, voice in speakers(rundown)} == {Voice(pitch=30, volume=-3)}
    assert [warning.place.line for warning in rundown.warnings] == [2]


def test_a_voice_that_is_missing_without_a_substitute_is_a_problem_of_its_place(
    tmp_path: Path,
) -> None:
    with pytest.raises(ScriptProblems) as found:
        resolved(
            tmp_path,
            "title: T\nvoice: { engine: piper, name: en_US-amy }\nsteps: [say: One.]",
            missing="en_US-amy",
        )

    (problem,) = found.value.problems
    assert (problem.place.line, problem.message) == (2, "a voice is missing: there is none")


def test_a_substitute_keeps_the_pace_of_the_one_it_stands_in_for(tmp_path: Path) -> None:
    voice = "{ name: nobody, rate: 100, pitch: 20, instead: { name: gmw/en-us } }"
    rundown = resolved(tmp_path, f"title: T\nvoice: {voice}\nsteps: [say: One.]", missing="nobody")

    assert speakers(rundown) == [("One.", Voice(name="gmw/en-us", rate=100, pitch=20))]


def test_what_the_command_line_asks_for_has_no_substitute(tmp_path: Path) -> None:
    overrides = Overrides(VoiceChoice(name="nobody"))
    with pytest.raises(ScriptProblems, match="a voice is missing"):
        resolved(tmp_path, "- { say: One., voice: amy }", missing="nobody", overrides=overrides)


def chain(length: int) -> str:
    """A voice that is missing, as are those that may stand in for it; the last runs a program."""
    last = '{ engine: command, run: ["say"] }'
    for _ in range(length):
        last = f"{{ name: nobody, instead: {last} }}"
    return last


@pytest.mark.parametrize("length", [1, 3, 4, 5, 20])
def test_a_program_is_refused_however_many_voices_come_before_it(
    tmp_path: Path, length: int
) -> None:
    with pytest.raises(ScriptProblems, match="runs a program"):
        resolved(
            tmp_path,
            f"title: T\nvoice: {chain(length)}\nsteps: [say: One.]",
            missing="nobody",
        )


def test_voices_that_stand_in_for_one_another_are_a_problem(tmp_path: Path) -> None:
    library = "voices:\n  a: { name: x, instead: b }\n  b: { name: y, instead: a }\n"
    (found,) = mistakes(tmp_path, "- say: Hi.", {"library.yaml": library})

    assert "voices that stand in for one another: a → b → a" in found


def test_a_long_chain_of_names_is_followed_to_its_end(tmp_path: Path) -> None:
    names = "abcdefgh"
    links = [f"  {a}: {{ name: nobody, instead: {b} }}" for a, b in pairwise(names)]
    library = "\n".join(["voices:", *links, "  h: { name: gmw/en-us }", ""])

    rundown = resolved(tmp_path, "- { say: One., voice: a }", library, missing="nobody")
    assert speakers(rundown) == [("One.", Voice(name="gmw/en-us"))]


def test_a_bed_lies_under_the_softest_voice(tmp_path: Path) -> None:
    rundown = resolved(
        tmp_path,
        "title: T\nbed: { sound: rain, level: 20 }\n"
        "steps:\n- { say: One., voice: { volume: -6 } }\n",
    )

    assert rundown.bed is not None
    assert rundown.bed.level == 26


def test_every_voice_that_was_asked_for_is_known(tmp_path: Path) -> None:
    rundown = resolved(tmp_path, "- { say: One., voice: amy }\n- say: Two.", missing="en_US-amy")

    assert {*rundown.wanted} == {
        *(Voice("piper", "en_US-amy"), Voice(pitch=30, volume=-3)),
        Voice(),
    }


@pytest.mark.parametrize(
    ("script", "line"),
    [
        (f"title: T\n{RUN}\nsteps: [say: Hi.]", 2),
        (f"- say: Hi.\n- say: Ho.\n  {RUN}", 4),
    ],
)
def test_a_voice_that_runs_a_program_is_refused(tmp_path: Path, script: str, line: int) -> None:
    with pytest.raises(ScriptProblems) as found:
        resolved(tmp_path, script)

    (problem,) = found.value.problems
    assert (problem.place.line, problem.message) == (
        line,
        "this voice runs a program: `say {text}`",
    )
    assert "--allow-commands" in problem.hint


def test_a_librarys_voice_that_runs_a_program_is_refused_there(tmp_path: Path) -> None:
    with pytest.raises(ScriptProblems) as found:
        resolved(tmp_path, "- say: Hi.", f"title: T\n{RUN}\n")

    (problem,) = found.value.problems
    assert (problem.place.file, problem.place.line) == ("library.yaml", 2)


def test_a_program_may_run_where_the_command_line_says_so(tmp_path: Path) -> None:
    rundown = resolved(
        tmp_path, f"title: T\n{RUN}\nsteps: [say: Hi.]", overrides=Overrides(allow_commands=True)
    )

    assert speakers(rundown) == [("Hi.", Voice("command", run=("say", "{text}")))]


def test_a_program_may_run_in_a_folder_that_is_trusted(tmp_path: Path) -> None:
    script = f"title: T\n{RUN}\nsteps: [say: Hi.]"
    trusting = Overrides(trusted=(str(tmp_path.resolve()),))

    assert speakers(resolved(tmp_path / "mine", script, overrides=trusting))
    elsewhere = Overrides(trusted=(str(tmp_path.resolve() / "other"),))
    with pytest.raises(ScriptProblems, match="runs a program"):
        resolved(tmp_path / "mine", script, overrides=elsewhere)


def test_an_engine_that_is_asked_for_runs_nothing(tmp_path: Path) -> None:
    script = f"title: T\n{RUN}\nsteps: [say: Hi.]"
    rundown = resolved(tmp_path, script, overrides=Overrides(VoiceChoice(engine="tone")))

    assert speakers(rundown) == [("Hi.", Voice("tone"))]


MISTAKES = {
    "pitch": ("{ pitch: 200 }", "a whole number from 0 to 100 is expected, not `200`"),
    "volume": (
        "{ volume: 3 }",
        "a number from -12 to 0 is expected, not `3` (how many LU it lies under other voices: -3)",
    ),
    "instead": (
        "{ name: x, instead: nobody }",
        "there is no voice `nobody` "
        "(name it under `voices` in library.yaml, or write { name: …, rate: 150 })",
    ),
    "run": (
        "{ run: [flite] }",
        "`engine: command` and `run` go together "
        '(write { engine: command, run: ["flite", "-t", "{text}", "-o", "{out}"] })',
    ),
    "a_line_for_a_shell": (
        "{ engine: command, run: flite -t hi }",
        "a list is expected here: a program and its arguments "
        '(write { engine: command, run: ["flite", "-t", "{text}", "-o", "{out}"] })',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_author_of_a_voice_is_told(tmp_path: Path, name: str) -> None:
    voice, told = MISTAKES[name]

    (found,) = mistakes(tmp_path, f"title: T\nvoice: {voice}\nsteps: [say: Hi.]")
    assert found.split(": ", 1)[1] == told


def test_a_missing_voice_of_the_command_line_is_told_at_the_scripts_first_line(
    tmp_path: Path,
) -> None:
    with pytest.raises(ScriptProblems) as found:
        resolved(
            tmp_path,
            "title: T\nvoice: { rate: 140 }\nsteps: [say: One.]",
            missing="nobody",
            overrides=Overrides(VoiceChoice(name="nobody")),
        )

    assert [problem.place.line for problem in found.value.problems] == [1]


def test_the_best_there_is_speaks_where_nobody_chose(tmp_path: Path) -> None:
    rundown = resolved(tmp_path, "- say: One.\n- { say: Two., voice: deep }", best="piper")

    assert speakers(rundown) == [
        ("One.", Voice("piper")),
        ("Two.", Voice("piper", pitch=30, volume=-3)),
    ]
    assert rundown.best == (("en", "", "piper"),)


def test_a_voice_that_is_only_named_is_its_engine_s(tmp_path: Path) -> None:
    rundown = resolved(tmp_path, "- { say: One., voice: { name: en_US-joe } }", best="piper")

    assert speakers(rundown) == [("One.", Voice("piper", "en_US-joe"))]
    assert ("en", "en_US-joe", "piper") in rundown.best


def test_an_engine_that_was_chosen_speaks_though_there_is_a_better_one(tmp_path: Path) -> None:
    script = "title: T\nvoice: { engine: pyttsx3 }\nsteps: [say: One.]"

    rundown = resolved(tmp_path, script, best="piper")

    assert (speakers(rundown), rundown.best) == ([("One.", Voice())], ())


def test_a_step_may_ask_for_the_best_again(tmp_path: Path) -> None:
    script = (
        "title: T\nvoice: { engine: pyttsx3, name: x }\n"
        "steps: [{ say: One., voice: { engine: auto } }]"
    )

    assert speakers(resolved(tmp_path, script, best="piper")) == [("One.", Voice("piper"))]
