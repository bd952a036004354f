"""What scripts share: `library.yaml`, who decides what, and how words are spelt for a voice."""

from pathlib import Path

import pytest

from audioguide.core.bed import Bed
from audioguide.core.built_in import ENGINES
from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place
from audioguide.core.units import samples
from audioguide.core.voice import BUILT_IN, Voice, VoiceChoice
from audioguide.language import LANGUAGES
from audioguide.script.keys import keys_of
from audioguide.script.lexicon import Lexicon, Respelling, Scope
from audioguide.script.library import DEFAULTS, Library, read_library
from audioguide.script.overrides import Overrides
from audioguide.script.session_settings import GAP, SessionSettings, decide_settings
from audioguide.timeline.clip import Speech, Strike
from tests.writing import Files, heard, laid_out, mistakes, read, rundown_of, write

SCRIPT = "- say: Hi."
LIBRARY_KEYS = f"a library takes: {', '.join(keys_of(Library))}"
QUOTE = "quote a text that starts with `{` or holds `: `"
SCOPES = f"there is: {', '.join([*sorted(LANGUAGES), *ENGINES])}"
URL = "write it as https://example.org/sessions"
TIME = "write a time as 45s, 1m30s, 1:30 or 90 (seconds)"


def library(folder: Path, settings: str | bytes, files: Files | None = None) -> Library:
    """The settings of a library that holds a script, and other files."""
    write(folder, SCRIPT, {**(files or {}), "library.yaml": settings})
    return read_library(folder)


def wrong(folder: Path, settings: str | bytes, files: Files | None = None) -> list[str]:
    """All that is wrong with a `library.yaml`."""
    told = mistakes(folder, SCRIPT, {**(files or {}), "library.yaml": settings})
    assert all(line.startswith("library.yaml:") for line in told)
    return [line.removeprefix("library.yaml:") for line in told]


def test_a_folder_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read_library(tmp_path) == DEFAULTS


@pytest.mark.parametrize("settings", ["", "\n\n", "# This folder is a library.\n", "\ufeff"])
def test_a_file_that_says_nothing_marks_the_folder(tmp_path: Path, settings: str) -> None:
    assert library(tmp_path, settings) == DEFAULTS


def test_every_key_is_read(tmp_path: Path) -> None:
    found = library(
        tmp_path,
        """
        title: Hips and back
        author: Ada
        summary: Slow sessions.
        url: https://example.org/hips/
        cover: pictures/hips.jpg
        language: de
        date: 2024-01-01
        gap: 0.6s
        voice: calm
        voices:
          calm: { name: gmw/en-US, rate: 120 }
          test: { engine: tone }
        chimes: { bowl: sounds/bowl.wav }
        bed: { sound: sounds/stream.wav, level: 22.5 }
        wake: false
        lexicon:
          psoas: so-as
          de: { Piriformis: Piri-formis }
          calm: { sacrum: say-crum }
          piper: { iliacus: il-liacus }
        programmes:
          week: [script, more/back]
          day: script
        red_flags: shared/red.yaml
        ease_off: shared/ease.yaml
        """,
        {
            "pictures/hips.jpg": b"JFIF",
            "sounds/bowl.wav": b"RIFF",
            "sounds/stream.wav": b"RIFF",
            "more/back.yml": SCRIPT,
            "shared/red.yaml": SCRIPT,
            "shared/ease.yaml": SCRIPT,
        },
    )

    calm = VoiceChoice(name="gmw/en-US", rate=120)
    assert found == Library(
        place=Place("library.yaml", 1, 1),
        title="Hips and back",
        places=found.places,
        author="Ada",
        summary="Slow sessions.",
        url="https://example.org/hips",
        cover="pictures/hips.jpg",
        language="de",
        date="2024-01-01",
        gap=samples(0.6),
        voice=calm,
        voices={"calm": calm, "test": VoiceChoice(engine="tone")},
        chimes={"bowl": "sounds/bowl.wav"},
        bed=Bed("sounds/stream.wav", "sounds/stream.wav", 22.5),
        wake=False,
        lexicon=Lexicon(
            (
                Respelling("psoas", "so-as"),
                Respelling("Piriformis", "Piri-formis", Scope("de")),
                Respelling("sacrum", "say-crum", Scope(voice="gmw/en-US")),
                Respelling("iliacus", "il-liacus", Scope(engine="piper")),
            )
        ),
        programmes={"week": ("script", "more/back"), "day": ("script",)},
        red_flags="shared/red.yaml",
        ease_off="shared/ease.yaml",
    )


MISTAKES = {
    "no_date": (
        "date: May 2024",
        ["1:7: `May 2024` is not a date (write 2024-05-01, or 2024-05-01T18:30)"],
    ),
    "an_address_of_no_web": (
        "url: ftp://example.org",
        [
            "1:6: `ftp://example.org` is not an address that begins with http:// or https:// "
            f"({URL})"
        ],
    ),
    "an_address_with_a_query": (
        "url: https://example.org/?a=1",
        [f"1:6: `https://example.org/?a=1` is not the address of a folder ({URL})"],
    ),
    "an_address_with_a_password": (
        "url: https://ann:secret@example.org",
        [f"1:6: an address that others will read must not hold a password ({URL})"],
    ),
    "a_cover_outside": ("cover: ../a.jpg", ["1:8: `../a.jpg` lies outside the library folder"]),
    "a_key_misspelt": (
        "lexikon: { a: b }",
        ["1:1: unknown key `lexikon` (did you mean `lexicon`?)"],
    ),
    "a_key_like_no_other": ("xyz: 1", [f"1:1: unknown key `xyz` ({LIBRARY_KEYS})"]),
    "a_key_twice": (
        "title: a\ntitle: b",
        ["2:1: `title` stands here twice (the first is in line 1)"],
    ),
    "a_list": (
        "- title: a",
        ["1:1: settings and their values are expected (such as `title: …`)"],
    ),
    "texts": (
        "title: [a]\nauthor:\ndate: {}",
        [
            f"1:8: a text is expected here ({QUOTE})",
            "2:8: a text is expected here, and there is none",
            f"3:7: a text is expected here ({QUOTE})",
        ],
    ),
    "language": (
        "language: tlh",
        [f"1:11: there is no language `tlh` (there is: {', '.join(sorted(LANGUAGES))})"],
    ),
    "gap": (
        "gap: 1s-2s",
        [f"1:6: a single time is expected here, not a range ({TIME})"],
    ),
    "gap_that_is_no_number": ("gap: .nan", [f"1:6: `.nan` is not a time ({TIME})"]),
    "voice_of_no_name": (
        "voice: calm",
        [
            "1:8: there is no voice `calm` "
            "(name it under `voices` in library.yaml, or write { name: …, rate: 150 })"
        ],
    ),
    "voice_misspelt": (
        "voice: clam\nvoices: { calm: { rate: 120 } }",
        ["1:8: there is no voice `clam` (did you mean `calm`?)"],
    ),
    "every_voice": (
        "voices:\n  a: { rate: 9, engine: tune }\n  b: { rat: 9 }\n  c: 9\n  c: {}",
        [
            "2:14: a whole number from 80 to 450 is expected, not `9`",
            "2:25: there is no engine `tune` (did you mean `tone`?)",
            "3:8: unknown key `rat` (did you mean `rate`?)",
            "4:6: there is no voice `9` "
            "(name it under `voices` in library.yaml, or write { name: …, rate: 150 })",
            "5:3: `c` stands here twice (the first is in line 4)",
        ],
    ),
    "chimes": (
        "chimes:\n  a: b.wav\n  c: ../b.wav\n  d: /etc/passwd\n  e: sounds\n  f: [b.wav]",
        [
            "2:6: there is no file `b.wav` (did you mean `a.wav`?)",
            "3:6: `../b.wav` lies outside the library folder",
            "4:6: `/etc/passwd` lies outside the library folder",
            "5:6: `sounds` is a folder (name one of its files)",
            f"6:6: a text is expected here ({QUOTE})",
        ],
    ),
    "bed": (
        "bed: { sound: b.wav, level: 3, stereo: maybe }\nwake: on",
        [
            "1:15: there is no file `b.wav` (did you mean `a.wav`?)",
            "1:29: a number from 6 to 60 is expected, not `3`"
            " (how many LU it lies under the voice, without a sign or a unit: 20)",
            "1:40: `true` or `false` is expected, not `maybe`"
            " (write true for yes, and false for no)",
            "2:7: `true` or `false` is expected, not `on` (write true for yes, and false for no)",
        ],
    ),
    "bed_outside": ("bed: ../b.wav", ["1:6: `../b.wav` lies outside the library folder"]),
    "a_path_no_file_can_have": (
        f"red_flags: {'a' * 4000}\nprogrammes: {{ a: {'b' * 4000} }}",
        [
            f"1:12: `{'a' * 60}…` is not a path that can be read",
            f"2:18: `{'b' * 60}…` is not a path that can be read",
        ],
    ),
    "fragments": (
        "red_flags: none.yaml\nease_off: ../../x",
        [
            "1:12: there is no file `none.yaml`",
            "2:11: `../../x` lies outside the library folder",
        ],
    ),
    "programmes": (
        "programmes:\n  a: [script, scripd]\n  b: ../script\n  c: {}\n  d: [/script, library]",
        [
            "2:15: there is no script `scripd` (did you mean `script`?)",
            "3:6: there is no script `../script` (did you mean `script`?)",
            "4:6: a list of words is expected here (write [first, second])",
            "5:7: there is no script `/script` (did you mean `script`?)",
            "5:16: there is no script `library`",
        ],
    ),
    "lexicon": (
        'lexicon:\n  a: ""\n  fr: { b: c }\n  d: [e]\n  a: f\n  "": g\n  en: { h: "", h: i }',
        [
            "2:6: a text is expected here, and there is none",
            f"3:3: `fr` is neither a language, an engine nor a voice of this library ({SCOPES})",
            f"4:6: a text is expected here ({QUOTE})",
            "5:3: `a` stands here twice (the first is in line 2)",
            "6:3: a word to respell is expected here",
            "7:12: a text is expected here, and there is none",
            "7:16: `h` stands here twice (the first is in line 7)",
        ],
    ),
    "scopes_of_the_lexicon": (
        'lexicon:\n  tlh: { b: c }\n  mute: { d: e }\n  "": g\n  de, pipar: { h: i }\n  mut: {}\n'
        "voices: { mute: { rate: 100 } }",
        [
            "2:3: `tlh` is neither a language, an engine nor a voice of this library "
            f"({SCOPES}, mute)",
            "3:3: the voice `mute` has no `name` by which to know it (give it one under `voices`)",
            "4:3: a word to respell is expected here",
            "5:3: `pipar` is neither a language, an engine nor a voice of this library "
            "(did you mean `piper`?)",
            "6:3: `mut` is neither a language, an engine nor a voice of this library "
            "(did you mean `mute`?)",
        ],
    ),
    "scopes_within_a_scope": (
        """\
lexicon:
  en: { pipre: { a: b }, tone: { de: { a: b } } }
  piper: { tone: { a: b } }
  calm: { en: { a: b } }
voices: { calm: { name: low } }
""",
        [
            "2:9: `pipre` is no engine, which is what may stand here (did you mean `piper`?)",
            f"2:38: a text is expected here ({QUOTE})",
            "3:12: `tone` is no language, which is what may stand here (there is: de, en)",
            f"4:15: a text is expected here ({QUOTE})",
        ],
    ),
    "a_program_without_a_name_in_the_lexicon": (
        "lexicon: { mine: { a: b } }\nvoices: { mine: { engine: command, run: [say] } }",
        ["1:12: the voice `mine` has no `name` by which to know it (give it one under `voices`)"],
    ),
    "a_word_spelt_in_two_ways": (
        """\
lexicon:
  tone, piper: { psoas: a, hip: b }
  piper:
    Psoas: c
    hip: b
    en: { psoas: d }
""",
        ["4:5: `Psoas` is spelt in two ways for the same voices (the first is in line 2)"],
    ),
    "not_a_mapping": (
        "voices: a\nchimes: [b]\nlexicon: c\nprogrammes: d",
        [
            f"{place}: names and values are expected here (write `name: value`, one to a line)"
            for place in ("1:9", "2:9", "3:10", "4:13")
        ],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_author_of_a_library_is_told(tmp_path: Path, name: str) -> None:
    settings, told = MISTAKES[name]

    assert wrong(tmp_path, settings, {"a.wav": b"RIFF", "sounds/x.wav": b"RIFF"}) == told


BOMB = b"a: &a [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 10))
    for name in range(ord("b"), ord("f"))
)

BAD = {
    "picture": (b"\x89PNG", "1:1: not UTF-8 text"),
    "utf_16": ("title: a".encode("utf-16"), "1:1: written in UTF-16"),
    "nul": (b"title: a\0", "1:9: a character that cannot be read: U+0000"),
    "escaped_nul": (b'title: "\\0"', "1:8: a character that cannot be read: U+0000"),
    "too_large": (b"#" * (50 << 20), "1:1: larger than 1 MiB"),
    "aliases_that_explode": (BOMB, "5:36: more than 100,000 values"),
    "an_alias_of_itself": (b"title: &a [*a]", "1:12: `*a` names nothing above it"),
    "lists_10_000_deep": (b"[" * 10_000, "1:65: nested more than 64 levels deep"),
    "mappings_10_000_deep": (b"{a: " * 10_000, "1:257: nested more than 64 levels deep"),
    "tag": (b"title: !!python/object:os.x a", "1:8: tags"),
    "tab": (b"voices:\n\ta: b", "2:1: a tab in the indentation"),
    "two_documents": (b"title: a\n---\ntitle: b", "2:1: a second document"),
    "merge_key": (b"<<: { title: a }", "1:1: unknown key `<<`"),
    "include": (b"include: library.yaml", "1:1: unknown key `include`"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_of_settings_is_a_problem_in_its_place(tmp_path: Path, name: str) -> None:
    settings, told = BAD[name]

    (problem,) = wrong(tmp_path, settings)

    assert problem.startswith(told)


@pytest.mark.parametrize(
    "settings",
    [
        b"\xef\xbb\xbftitle: No\r\nauthor: on\r\n",
        b"title: No\rauthor: on",
        b"{title: No, author: on}",
    ],
    ids=["bom_and_crlf", "cr", "braces"],
)
def test_words_are_words_however_the_file_was_saved(tmp_path: Path, settings: bytes) -> None:
    found = library(tmp_path, settings)

    assert (found.title, found.author) == ("No", "on")


def test_letters_of_any_script_are_kept(tmp_path: Path) -> None:
    found = library(tmp_path, "title: 🧘 ישיבה\nvoices: { رقيق: { rate: 120 } }\nvoice: رقيق")

    assert (found.title, found.voice) == ("🧘 ישיבה", VoiceChoice(rate=120))


def test_settings_that_link_out_of_the_library_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("password: hunter2")
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.yaml").symlink_to("../secret")

    assert mistakes(folder, SCRIPT) == [
        "library.yaml:1:1: a link that leads out of the library folder"
    ]


def test_a_folder_named_library_yaml_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").mkdir()

    assert read_library(tmp_path) == DEFAULTS


def test_files_that_link_out_of_the_library_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/bell.wav").write_bytes(b"RIFF")
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "link.wav").symlink_to("../secret.wav")
    (folder / "way").symlink_to("../outside")
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")

    told = wrong(folder, "chimes:\n  x: link.wav\n  y: way/bell.wav\n  z: a\nred_flags: link.wav")

    assert told[:2] == [
        "2:6: `link.wav` lies outside the library folder",
        "3:6: `way/bell.wav` lies outside the library folder",
    ]
    assert [line.split(": ")[0] for line in told[2:]] == ["4:6", "5:12"]


def test_a_link_inside_the_library_is_followed(tmp_path: Path) -> None:
    (tmp_path / "bell.wav").write_bytes(b"RIFF")
    (tmp_path / "link.wav").symlink_to("bell.wav")

    assert library(tmp_path, "chimes: { mine: link.wav }").chimes == {"mine": "bell.wav"}


def test_a_chime_of_the_library_strikes_from_its_file(tmp_path: Path) -> None:
    files: Files = {
        "library.yaml": "chimes: { bowl: bowl.wav, bell: bowl.wav }",
        "bowl.wav": b"RIFF",
    }

    found = rundown_of(tmp_path, "- chime: bowl\n- chime: bell\n- chime: wood\n", files)

    own = tmp_path / "bowl.wav"
    assert list(found.clips()) == [Strike("bowl", own), Strike("bell", own), Strike("wood")]


def test_a_chime_of_the_library_has_its_name_as_written(tmp_path: Path) -> None:
    files: Files = {"library.yaml": "chimes: { double-bell: a.wav }", "a.wav": b"RIFF"}

    found = rundown_of(tmp_path, "- chime: double-bell\n- chime: double_bell\n", files)

    own = Strike("double-bell", tmp_path / "a.wav")
    assert list(found.clips()) == [own, Strike("double bell")]


def test_the_gap_of_the_library_parts_sounds(tmp_path: Path) -> None:
    timeline = laid_out(tmp_path, "- say: A.\n- say: B.\n", {"library.yaml": "gap: 0.62s"})

    assert heard(timeline)[1] == ("say", "B.", 1.2)


def _settings(folder: Path, settings: str, header: str, overrides: Overrides) -> SessionSettings:
    script = read(
        folder, f"title: Hips\n{header}\nsteps:\n  - say: Hi.\n", {"library.yaml": settings}
    )
    return decide_settings(read_library(folder), script, overrides)


NOTHING = Overrides()
COMMAND_VOICE = Overrides(VoiceChoice(name="c", rate=300))


@pytest.mark.parametrize(
    ("settings", "header", "overrides", "setting", "value", "by"),
    [
        ("", "", NOTHING, "album", "audioguide", "built in"),
        ("title: Mine", "", NOTHING, "album", "Mine", "library.yaml"),
        ("", "", NOTHING, "author", "audioguide", "built in"),
        ("author: L", "", NOTHING, "author", "L", "library.yaml"),
        ("author: L", "author: S", NOTHING, "author", "S", "script"),
        ("", "", NOTHING, "language", "en", "built in"),
        ("language: de", "", NOTHING, "language", "de", "library.yaml"),
        ("language: de", "language: en", NOTHING, "language", "en", "script"),
        ("", "", NOTHING, "date", "–", "built in"),
        ("date: 2023-01-01", "", NOTHING, "date", "2023-01-01", "library.yaml"),
        ("date: 2023-01-01", "date: 2024-01-01", NOTHING, "date", "2024-01-01", "script"),
        ("", "", NOTHING, "gap", "0.8 s", "built in"),
        ("gap: 0.6s", "", NOTHING, "gap", "0.6 s", "library.yaml"),
        ("gap: 0.01s", "", NOTHING, "gap", "0.01 s", "library.yaml"),
        ("", "", NOTHING, "bed", "–", "built in"),
        ("bed: rain", "", NOTHING, "bed", "rain, 20 LU under the voice", "library.yaml"),
        ("bed: rain", "bed: waves", NOTHING, "bed", "waves, 20 LU under the voice", "script"),
        ("bed: rain", "bed: none", NOTHING, "bed", "none", "script"),
        ("bed: none", "", NOTHING, "bed", "none", "library.yaml"),
        ("", "bed: { sound: rain, level: 22.5, rise: 6, stereo: true }", NOTHING, "bed",
         "rain, 22.5 LU under the voice, 6 more where nobody speaks, stereo", "script"),
        ("", "bed: { sound: rain, stereo: false }", NOTHING, "bed",
         "rain, 20 LU under the voice, mono", "script"),
        ("", "", NOTHING, "wake", "true", "built in"),
        ("wake: false", "", NOTHING, "wake", "false", "library.yaml"),
        ("wake: false", "wake: true", NOTHING, "wake", "true", "script"),
        ("wake: true", "wake: false", NOTHING, "wake", "false", "script"),
        ("", "", NOTHING, "length", "–", "built in"),
        ("", "length: 9m", NOTHING, "length", "9:00", "script"),
        ("", "length: 9m", Overrides(length=samples(480)), "length", "8:00", "command line"),
        ("", "", NOTHING, "voice rate", str(Voice().rate), "built in"),
        ("voice: { rate: 100 }", "", NOTHING, "voice rate", "100", "library.yaml"),
        ("voice: { rate: 100 }", "voice: { rate: 200 }", NOTHING, "voice rate", "200", "script"),
        ("", "voice: { rate: 200 }", COMMAND_VOICE, "voice rate", "300", "command line"),
        ("voice: { rate: 99 }", "voice: {name: s}", NOTHING, "voice rate", "99", "library.yaml"),
        ("voice: { name: l }", "voice: { rate: 99 }", NOTHING, "voice name", "l", "library.yaml"),
        ("voice: { name: l }", "voice: { engine: tone }", NOTHING, "voice name", "–", "built in"),
        ("", "", NOTHING, "voice engine", "auto", "built in"),
        ("", "values: { ball: a }", NOTHING, "{ball}", "a", "script"),
        ("", "values: { ball: a }", Overrides(values={"ball": "b"}), "{ball}", "b", "command line"),
        ("", "", Overrides(values={"ball": "b"}), "{ball}", "b", "command line"),
    ],
)  # fmt: skip
def test_who_decides(
    tmp_path: Path,
    settings: str,
    header: str,
    overrides: Overrides,
    setting: str,
    value: str,
    by: str,
) -> None:
    origins = _settings(tmp_path, settings, header, overrides).origins

    assert [found for found in origins if found[0] == setting] == [(setting, value, by)]


def test_settings_are_what_their_origins_say(tmp_path: Path) -> None:
    found = _settings(
        tmp_path,
        "title: Mine\nauthor: L\ngap: 0.6s\nbed: waves\nvoice: { name: l, rate: 100 }",
        "author: S\nlanguage: de\nlength: 9m\nvalues: { ball: a, mat: m }\nvoice: { rate: 200 }"
        "\nwake: false",
        Overrides(VoiceChoice(rate=300), None, {"ball": "b"}),
    )

    assert (found.album, found.artist, found.language, found.gap) == (
        "Mine",
        "S",
        "de",
        samples(0.6),
    )
    assert found.voice == VoiceChoice("auto", "l", 300, 50, 0.0, ())
    assert (found.length, found.length_place) == (samples(540), Place("script.yaml", 4, 9))
    assert (found.bed, found.wake) == (Bed("waves"), False)
    assert found.values == {"ball": "b", "mat": "m"}


def test_the_built_in_settings(tmp_path: Path) -> None:
    found = _settings(tmp_path, "", "", Overrides())

    assert (found.album, found.artist, found.gap) == ("audioguide", "audioguide", GAP)
    assert (found.voice, found.length, found.values) == (BUILT_IN, None, {})
    assert (found.bed, found.wake) == (None, True)


def test_the_command_line_s_voice_goes_over_a_step_s(tmp_path: Path) -> None:
    found = rundown_of(tmp_path, "- { say: Hi., voice: { engine: pyttsx3, name: x, rate: 99 } }")

    assert list(found.clips()) == [Speech("Hi.", Voice("tone", "", "en", 99))]


def test_a_step_s_voice_goes_over_the_script_s_and_a_script_s_over_the_library_s(
    tmp_path: Path,
) -> None:
    found = rundown_of(
        tmp_path,
        """
        title: Hips
        voice: { rate: 120 }
        steps:
          - say: One.
          - say: Two.
            voice: fast
        """,
        {"library.yaml": "voice: { rate: 100 }\nvoices: { fast: { rate: 200 } }"},
    )

    assert [clip.voice.rate for clip in found.clips() if isinstance(clip, Speech)] == [120, 200]


def test_values_of_the_script_are_known_in_every_text(tmp_path: Path) -> None:
    script = """
        title: Hips
        values: { ball: tennis ball }
        steps:
          - say: "{Ball} or {ball}, {{ball}}."
          - include: shared/a.yaml
        """

    found = rundown_of(tmp_path, script, {"shared/a.yaml": "- say: The {ball}."})

    texts = [clip.text for clip in found.clips() if isinstance(clip, Speech)]
    assert texts == ["Tennis ball or tennis ball, {ball}.", "The tennis ball."]


def test_names_and_reasons_that_are_wrong_are_told_each_in_its_place(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        title: Hips
        values: { side: a, Total: b, my ball: c, 2x: d, ok: e }
        length: 5m-6m
        voice: { rate: fast }
        allow: { long-pres: why, one-side: "", nothing: why }
        steps:
          - say: Hi.
        """,
    )

    assert [line.partition(" (")[0].removeprefix("script.yaml:") for line in told] == [
        "2:11: `side` cannot name a value",
        "2:20: `Total` cannot name a value",
        "2:30: `my ball` cannot name a value",
        "2:42: `2x` cannot name a value",
        "3:9: a single time is expected here, not a range",
        "4:16: a whole number from 80 to 450 is expected, not `fast`",
        "5:36: a text is expected here, and there is none",
    ]


def test_rules_that_there_are_none_of_are_told_each_in_its_place(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        title: Hips
        allow: { long-pres: why, one-side: why, nothing: why }
        steps:
          - say: Hi.
        """,
    )

    assert [line.partition(" (there")[0] for line in told] == [
        "script.yaml:2:10: there is no safety rule `long-pres` (did you mean `long-press`?)",
        "script.yaml:2:41: there is no safety rule `nothing`",
    ]


def test_values_cannot_swell_a_text_beyond_reason(tmp_path: Path) -> None:
    script = f"title: Hips\nvalues: {{ a: {'x' * 4000} }}\nsteps:\n  - say: '{'{a}' * 1000}'\n"

    assert mistakes(tmp_path, script) == [
        "script.yaml:4:10: a text of more than 5,000 characters, names filled in"
    ]


def test_repeats_cannot_swell_a_session_beyond_reason(tmp_path: Path) -> None:
    script = f"""
        title: Hips
        steps:
          - repeat: 1000
            steps:
              - say: "{{n}} {"x" * 4000}"
        """

    assert mistakes(tmp_path, script) == [
        "script.yaml:5:14: a session of more than 2,000,000 characters"
    ]


LEXICON = Lexicon(
    (
        Respelling("sacrum", "general"),
        Respelling("sacrum", "english", Scope("en")),
        Respelling("sacrum", "piper", Scope(engine="piper")),
        Respelling("sacrum", "piper-english", Scope("en", "piper")),
        Respelling("sacrum", "voice", Scope(voice="gmw/en")),
        Respelling("sacrum", "chosen", Scope(engine="tone", voice="")),
        Respelling("psoas", "so-as"),
        Respelling("sacrum bone", "both"),
        Respelling("Fuß", "Fuhß", Scope("de")),
        Respelling("sit", "sitt"),
        Respelling("L5/S1", "L five"),
        Respelling("don't", "dohnt"),
        Respelling("s", "seconds"),
        Respelling("#", "number"),
        Respelling("/", "or"),
        Respelling("%", "percent"),
        Respelling("°C", "degrees"),
        Respelling("½", "and a half"),
        Respelling("m²", "square metres"),
        Respelling("e.g.", "such as"),
        Respelling("@", "[[at]]"),
    )
)
GERMAN = Voice(language="de")


@pytest.mark.parametrize(
    ("text", "voice", "spelt"),
    [
        ("the sacrum", GERMAN, "the general"),
        ("the sacrum", Voice(), "the english"),
        ("the sacrum", Voice(name="other"), "the english"),
        ("the sacrum", Voice("piper", language="de"), "the piper"),
        ("the sacrum", Voice("piper"), "the piper-english"),
        ("the sacrum", Voice(name="gmw/en"), "the voice"),
        ("the sacrum", Voice("piper", "gmw/en"), "the voice"),
        ("the sacrum", Voice("tone"), "the chosen"),
        ("the sacrum", Voice("tone", "high"), "the english"),
        ("PSOAS, Psoas. psoas!", Voice(), "so-as, so-as. so-as!"),
        ("psoases and ilio-psoas", Voice(), "psoases and ilio-so-as"),
        ("psoas_x, xpsoas, 1psoas", Voice(), "psoas_x, xpsoas, 1psoas"),
        ("the sacrum bone", GERMAN, "the both"),
        ("the sacrum bone", Voice("piper"), "the both"),
        ("Der Fuß.", GERMAN, "Der Fuhß."),
        ("Der Fuß.", Voice(), "Der Fuß."),
        ("S\u0131t, \u017fit and SIT", Voice(), "sitt, sitt and sitt"),
        ("at L5/S1.", Voice(), "at L five."),
        ("", Voice(), ""),
    ],
)
def test_words_are_respelt(text: str, voice: Voice, spelt: str) -> None:
    assert LEXICON.spell(text, voice) == spelt


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("for 30 s, it's fine", "for 30 seconds, it's fine"),
        ("it’s 's-Gravenhage", "it’s 'seconds-Gravenhage"),
        ("the psoas's end, and rock'n'roll", "the psoas's end, and rock'n'roll"),
        ("the 'psoas' and ‘psoas’", "the 'so-as' and ‘so-as’"),
        ("I don't, and I don’t", "I dohnt, and I dohnt"),
    ],
)
def test_an_apostrophe_in_a_word_is_part_of_it(text: str, spelt: str) -> None:
    assert LEXICON.spell(text, Voice()) == spelt


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Exercise #3, left/right.", "Exercise number 3, left or right."),
        ("C# and # and (#)", "C number and number and (number)"),
        ("30% of it, a%b", "30 percent of it, a percent b"),
        ("30°C, 30°Cx", "30 degrees, 30°Cx"),
        ("2½, 30m², 30 m²", "2 and a half, 30m², 30 square metres"),
        ("e.g. this, e.g.this", "such as this, such as this"),
        ("#%/", "number percent or"),
        ("a@b @@", "a [[at]] b [[at]] [[at]]"),
    ],
)
def test_a_sign_is_respelt_wherever_it_stands_and_glues_no_words(text: str, spelt: str) -> None:
    assert LEXICON.spell(text, Voice()) == spelt


@pytest.mark.parametrize(
    ("lexicon", "scopes"),
    [
        ("a: b", [Scope()]),
        ("de: { a: b }", [Scope("de")]),
        ("piper: { a: b }", [Scope(engine="piper")]),
        ("piper, tone: { a: b }", [Scope(engine="piper"), Scope(engine="tone")]),
        ("de, tone, low: { a: b }", [Scope("de"), Scope(engine="tone"), Scope(voice="deep")]),
        ("piper: { de: { a: b } }", [Scope("de", "piper")]),
        ('en: { "piper, tone": { a: b } }', [Scope("en", "piper"), Scope("en", "tone")]),
        ('tone: { "en, de": { a: b } }', [Scope("en", "tone"), Scope("de", "tone")]),
        ("low: { a: b }", [Scope(voice="deep")]),
        ("lower: { a: b }", [Scope(engine="piper", voice="deep")]),
        ("nameless: { a: b }", [Scope(engine="piper", voice="")]),
        ("command: { a: b }", [Scope(engine="tone", voice="mine")]),
    ],
)
def test_a_scope_is_of_languages_engines_and_voices(
    tmp_path: Path, lexicon: str, scopes: list[Scope]
) -> None:
    found = library(
        tmp_path,
        f"""
        voices:
          low: {{ name: deep }}
          lower: {{ engine: piper, name: deep }}
          nameless: {{ engine: piper }}
          command: {{ engine: tone, name: mine }}
        lexicon:
          {lexicon}
        """,
    )

    assert found.lexicon == Lexicon(tuple(Respelling("a", "b", scope) for scope in scopes))


def test_a_respelling_knows_where_its_word_stands(tmp_path: Path) -> None:
    found = library(tmp_path, "lexicon:\n  en: { a: b,\n        c: d }\n")

    places = [entry.place for entry in found.lexicon.entries]
    assert places == [Place("library.yaml", 2, 9), Place("library.yaml", 3, 9)]


@pytest.mark.parametrize(
    ("lexicon", "text", "spoken"),
    [
        ("{ s: seconds }", "Hold for 30 s, it's fine.", "Hold for 30 seconds, it's fine."),
        (
            '{ "#": "number ", "/": " or " }',
            "Exercise #3, left/right.",
            "Exercise number 3, left or right.",
        ),
    ],
)
def test_signs_and_apostrophes_as_authors_write_them(
    tmp_path: Path, lexicon: str, text: str, spoken: str
) -> None:
    found = rundown_of(tmp_path, f'- say: "{text}"', {"library.yaml": f"lexicon: {lexicon}"})

    assert [clip.spoken for clip in found.clips() if isinstance(clip, Speech)] == [spoken]


def test_what_is_spelt_anew_is_not_spelt_again() -> None:
    lexicon = Lexicon((Respelling("a", "b"), Respelling("b", r"\1 c")))

    assert lexicon.spell("a b", Voice()) == r"b \1 c"


def test_cues_keep_the_author_s_words_while_the_voice_is_given_others(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - hold: 30s
          say: The Psoas.
          at: { halfway: Soften the psoas. }
        - say: Done.
        """,
        {"library.yaml": "lexicon: { psoas: so-as }"},
    )

    words = [(c.text, c.spoken) for c in found.clips() if isinstance(c, Speech)]
    assert words == [
        ("The Psoas.", "The so-as."),
        ("Soften the psoas.", "Soften the so-as."),
        ("Done.", "Done."),
    ]


def test_the_lexicon_of_a_voice_is_for_those_who_speak_with_it(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - say: The psoas.
        - say: The psoas.
          voice: calm
        """,
        {
            "library.yaml": """
                voices: { calm: { name: low } }
                lexicon: { psoas: so-as, calm: { psoas: soo-as } }
                """
        },
    )

    spoken = [clip.spoken for clip in found.clips() if isinstance(clip, Speech)]
    assert spoken == ["The so-as.", "The soo-as."]


def test_a_respelling_that_leaves_nothing_to_speak_is_a_problem(tmp_path: Path) -> None:
    told = mistakes(tmp_path, "- say: Psoas.", {"library.yaml": 'lexicon: { psoas: "–" }'})

    assert told == ["script.yaml:3:8: there is nothing to speak in this text"]


def test_mistakes_of_the_library_are_raised_together(tmp_path: Path) -> None:
    with pytest.raises(ScriptProblems) as found:
        library(tmp_path, "gap: soon\nlanguage: tlh\nvoice: { rate: 1 }")

    assert [problem.place.line for problem in found.value.problems] == [1, 2, 3]
