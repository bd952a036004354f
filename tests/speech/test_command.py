"""The engine that runs a program: what it is given, what is made of what comes back."""

import os
import select
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.command import PACES, CommandEngine
from audioguide.speech.register import Engines

BEEP = (
    "import array, json, os, sys, wave\n"
    "def beep(to):\n"
    "    with wave.open(to, 'wb') as out:\n"
    "        out.setparams((1, 2, 16000, 0, 'NONE', ''))\n"
    "        out.writeframes(array.array('h', [9000, -9000] * 800).tobytes())\n"
)

HUM = (
    "def hum(seconds):\n"
    "    with wave.open(sys.argv[1], 'wb') as out:\n"
    "        out.setparams((1, 2, 16000, 0, 'NONE', ''))\n"
    "        out.writeframes(array.array('h', [9000, -9000] * round(8000 * seconds)).tobytes())\n"
)


@pytest.fixture
def command() -> Iterator[CommandEngine]:
    engine = CommandEngine()
    yield engine
    engine.close()


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    """They measure a voice by one line: a program takes 0.1 s for each."""
    monkeypatch.setattr(
        "audioguide.speech.calibration.calibration_lines", lambda language: ("One two three.",)
    )
    with closing(Engines()) as made:
        yield made


def python(code: str, *arguments: str) -> Voice:
    """A voice that is a Python program."""
    program = BEEP + HUM + textwrap.dedent(code).replace("{", "{{").replace("}", "}}")
    return Voice("command", run=(sys.executable, "-c", program, *arguments))


def test_the_words_and_the_voice_are_filled_in(command: CommandEngine, tmp_path: Path) -> None:
    voice = python(
        f"""
        beep(sys.argv[1])
        with open({str(tmp_path / "given")!r}, "w") as out: json.dump(sys.argv[2:], out)
        """,
        *("{out}", "{text}", "{language}/{rate}/{voice}", "{{text}}", "{", "a{b c}"),
    )
    command.speak("Say {rate} & $HOME;\n-rf", Voice("command", "ann", "de", 120, run=voice.run))

    given = (tmp_path / "given").read_text()
    assert given == ('["Say {rate} & $HOME;\\n-rf", "de/120/ann", "{text}", "{", "a{b c}"]')


def test_without_a_place_the_words_come_on_stdin(command: CommandEngine) -> None:
    voice = python(
        """
        said = sys.stdin.buffer.read().decode()
        if said == "Größe {out}": beep(sys.argv[1])
        """,
        "{out}",
    )

    assert command.speak("Größe {out}", voice).rate == 16_000


def test_with_a_place_stdin_is_empty(command: CommandEngine) -> None:
    voice = python("if not sys.stdin.read(): beep(sys.argv[1])", "{out}", "{text}")

    assert command.speak("Hello.", voice).pcm


def test_without_a_file_the_sound_is_taken_from_stdout(command: CommandEngine) -> None:
    voice = python("beep('here.wav'); sys.stdout.buffer.write(open('here.wav', 'rb').read())")

    assert command.speak("Hello.", voice).rate == 16_000


def test_a_program_has_a_folder_of_its_own_and_few_variables(
    command: CommandEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_SECRET", "x")
    monkeypatch.chdir(tmp_path)
    voice = python(
        """
        alone = sorted(os.listdir()) == ["stderr", "stdin", "stdout"]
        if alone and "AUDIOGUIDE_SECRET" not in os.environ: beep(sys.argv[1])
        """,
        "{out}",
    )

    assert command.speak("Hello.", voice).pcm
    assert not list(tmp_path.glob("*.wav"))


def test_a_program_is_told_to_report_to_nobody(command: CommandEngine) -> None:
    voice = python(
        """
        if all(os.environ[name] == "1" for name in ("ORT_DISABLE_TELEMETRY", "DO_NOT_TRACK")):
            beep(sys.argv[1])
        """,
        "{out}",
    )

    assert command.speak("Hello.", voice).pcm


def test_a_program_is_measured_if_it_takes_a_rate(command: CommandEngine) -> None:
    assert command.paces(python("", "--speed={rate}")) == PACES
    assert command.paces(python("", "{out}", "{{rate}}")) == ()


def test_a_pace_is_filled_in_for_the_rate(command: CommandEngine) -> None:
    voice = python("if sys.argv[2] == '123': beep(sys.argv[1])", "{out}", "{rate}")

    assert command.speak("Hello.", voice, pace=122.7).pcm


@pytest.mark.parametrize("rate", [130, 150, 200])
def test_a_program_that_speaks_faster_than_it_says_is_slowed_down(
    engines: Engines, rate: int
) -> None:
    voice = python(
        "hum(60 * len(sys.argv[3].split()) / (1.2 * int(sys.argv[2])))", "{out}", "{rate}", "{text}"
    )

    spoken = engines.speak("One two three four five.", replace(voice, rate=rate))

    seconds = len(spoken.pcm) / 2 / spoken.rate
    assert seconds == pytest.approx(60 * 5 / rate, rel=0.01)  # a rate is filled in as a whole one


@pytest.mark.parametrize("wavering", [0, 0.02])
def test_a_program_that_ignores_its_rate_speaks_at_its_only_pace(
    engines: Engines, wavering: float
) -> None:
    voice = python(
        f"hum(len(sys.argv[3].split()) * (0.4 - {wavering} * (int(sys.argv[2]) > 180)))",
        *("{out}", "{rate}", "{text}"),
    )

    spoken = engines.speak("One two three four five.", replace(voice, rate=90))

    assert len(spoken.pcm) / 2 / spoken.rate == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("sys.exit('no such voice')", r"failed \(1\): no such voice"),
        ("print('a', 'b', 'c', 'd', sep='\\n', file=sys.stderr); sys.exit(3)", r"\(3\): b / c / d"),
        ("os.kill(os.getpid(), 9)", "was killed"),
        ("print('hm', file=sys.stderr)", "wrote no sound file: hm"),
        ("open(sys.argv[1], 'w')", "wrote an empty sound file"),
        ("open(sys.argv[1], 'w').write('what?')", "no WAV or AIFF file but b'what'"),
        ("os.symlink('/dev/zero', sys.argv[1])", "more than any speech"),
    ],
)
def test_what_goes_wrong_is_told_in_the_program_s_words(
    command: CommandEngine, code: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.speech.command.LARGEST", 1 << 20)
    monkeypatch.setattr("audioguide.speech.audio_file.LARGEST", 1 << 20)

    with pytest.raises(SpeechError, match=message):
        command.speak("Hello.", python(code, "{out}"))


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for a process")
def test_a_program_that_hangs_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    voice = python(
        f"""
        import subprocess
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
        child.wait()
        """
    )

    with pytest.raises(SpeechError, match=r"took over 1\.5 s and was stopped"):
        CommandEngine(limit=1.5).speak("Hello.", voice)

    assert _ended(int((tmp_path / "child").read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for a process")
def test_what_a_program_leaves_running_is_killed_and_not_waited_for(
    command: CommandEngine, tmp_path: Path
) -> None:
    voice = python(
        f"""
        import subprocess
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
        beep(sys.argv[1])
        """,
        "{out}",
    )

    assert command.speak("Hello.", voice).pcm
    assert _ended(int((tmp_path / "child").read_text()))


def test_closing_ends_a_program_that_speaks(command: CommandEngine, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    voice = python(f"open({str(begun)!r}, 'w').close(); import time; time.sleep(60)")
    told: list[str] = []

    def speak() -> None:
        try:
            command.speak("Hello.", voice)
        except SpeechError as error:
            told.append(str(error))

    thread = threading.Thread(target=speak)
    thread.start()
    begun.read_text()  # until the program runs
    command.close()
    thread.join(timeout=10)

    assert "was killed" in told[0]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for a process")
def test_no_program_outlives_us(tmp_path: Path) -> None:
    """Whoever speaks is killed, and can do nothing about it; nor what its program has started."""
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    program = ("/bin/sh", "-c", f"sleep 60 & echo $$ $! > {begun}; wait")
    code = (
        "import sys; from audioguide.core.voice import Voice\n"
        "from audioguide.speech.command import CommandEngine\n"
        "CommandEngine().speak('Hello.', Voice('command', run=tuple(sys.argv[1:])))"
    )
    speaker = subprocess.Popen([sys.executable, "-c", code, *program])
    processes = begun.read_text().split()
    speaker.kill()
    speaker.wait()

    assert len(processes) == 2
    assert all(_ended(int(process)) for process in processes)


def test_a_program_that_was_too_slow_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = Voice("command", run=("sleep", "60"))
    command = CommandEngine(limit=0.1)
    with pytest.raises(SpeechError) as first:
        command.speak("Hello.", voice)
    monkeypatch.setattr("audioguide.speech.command.ProcessGroup", None)

    with pytest.raises(SpeechError) as second:
        command.speak("Another text.", replace(voice, rate=200))

    assert str(second.value) == str(first.value)


def test_a_program_that_was_too_slow_is_tried_in_the_next_run() -> None:
    voice = Voice("command", run=(sys.executable, "-c", "print('what')"))
    command = CommandEngine(limit=0)
    with pytest.raises(SpeechError, match="took over 0 s"):
        command.speak("Hello.", voice)
    command._limit = 30
    command.forget()

    with pytest.raises(SpeechError, match="no WAV or AIFF file but b'what'"):
        command.speak("Hello.", voice)


def test_phonemes_are_an_error_for_programs_might_read_them_out(command: CommandEngine) -> None:
    voice = python("beep(sys.argv[1])", "{out}")

    with pytest.raises(SpeechError, match="programs take none: spell the word"):
        command.speak("The [[soU'as]] muscle.", voice)


def test_an_unknown_place_is_told(command: CommandEngine) -> None:
    voice = Voice("command", run=(sys.executable, "{txt}"))

    assert "`{txt}` is nothing that can be filled in: there are {text}, {out}" in (
        command.why_missing(voice) or ""
    )


def test_a_voice_without_a_program_is_told(command: CommandEngine) -> None:
    assert "needs `run`" in (command.why_missing(Voice("command")) or "")


def test_a_program_in_the_working_folder_is_not_meant(
    command: CommandEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be somebody else's library, even where PATH leads into it."""
    program = tmp_path / "speak"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")

    assert "no program `speak`" in (command.why_missing(Voice("command", run=("speak",))) or "")
    assert "no program `./speak`" in (command.why_missing(Voice("command", run=("./speak",))) or "")
    assert command.why_missing(Voice("command", run=(str(program),))) is None


def test_an_identity_is_of_the_program_and_of_the_scripts_that_it_is_given(
    command: CommandEngine, tmp_path: Path
) -> None:
    script = tmp_path / "speak.py"
    script.write_text("1")
    voice = Voice("command", run=(sys.executable, str(script), "{text}"))
    before = command.identity(voice).fingerprint()
    script.write_text("2")

    assert command.identity(voice).fingerprint() != before
    assert command.identity(voice).files == (Path(sys.executable).resolve(), script)


@pytest.mark.parametrize(
    ("argument", "name"),
    [("{voice}", "MODEL"), ("--model={voice}", "MODEL"), ("--model=FOLDER/{voice}", "{language}")],
)
def test_an_identity_is_of_the_model_that_a_filled_argument_names(
    command: CommandEngine, tmp_path: Path, argument: str, name: str
) -> None:
    model = tmp_path / "{language}"
    model.write_text("1")
    argument = argument.replace("FOLDER", str(tmp_path))
    name = name.replace("MODEL", str(model))
    voice = Voice("command", name, run=(sys.executable, argument))
    before = command.identity(voice).fingerprint()
    model.write_text("2")

    assert command.identity(voice).fingerprint() != before
    assert command.identity(voice).files[1:] == (model,)


def test_a_file_that_is_named_from_a_folder_is_none_of_a_voice_s(
    command: CommandEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its program would look for it in a folder of its own, which is empty."""
    monkeypatch.chdir(tmp_path)
    Path("model").write_text("1")
    voice = Voice("command", run=(sys.executable, "model", "--model=model", "/" + "x" * 9999))

    assert command.identity(voice).files[1:] == ()


@pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="needs espeak-ng: apt-get install espeak-ng"
)
def test_espeak_speaks_at_the_rate_that_it_is_given(command: CommandEngine) -> None:
    run = ("espeak-ng", "-s", "{rate}", "-w", "{out}", "--", "{text}")
    slow, fast = (
        len(command.speak("-rf is said.", Voice("command", rate=rate, run=run)).pcm)
        for rate in (110, 220)
    )

    assert slow > 1.5 * fast


@pytest.mark.skipif(not shutil.which("flite"), reason="needs flite: apt-get install flite")
def test_flite_speaks_in_the_voice_that_it_is_given(command: CommandEngine) -> None:
    run = ("flite", "-voice", "{voice}", "-t", "{text}", "-o", "{out}")

    assert command.speak("Hello.", Voice("command", "slt", run=run)).rate == 16_000
    assert command.speak("Hello.", Voice("command", "kal", run=run)).rate == 8_000


def _ended(process: int) -> bool:
    """Whether a process ends, within 5 s; it is waited for no longer than it takes."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 5)[0])
    finally:
        os.close(handle)
