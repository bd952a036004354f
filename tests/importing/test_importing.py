"""Texts of other people become scripts, and what they lose is told."""

import json
from collections import Counter
from pathlib import Path
from typing import get_args
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.app.check import check_script
from audioguide.cli import run
from audioguide.core.errors import UnreadableError
from audioguide.core.voice import VoiceChoice
from audioguide.importing.draft import Draft, StepKind
from audioguide.importing.formats import understand
from audioguide.importing.prosody import BREAKS
from audioguide.importing.timing import parse_time
from audioguide.importing.writing import Imported, script_text
from audioguide.script.files import ScriptFile
from audioguide.script.library import DEFAULTS
from audioguide.script.overrides import Overrides
from audioguide.speech.register import Engines

IMPORTS = Path(__file__).parents[1] / "data" / "imports"
TEXTS = sorted(path for path in IMPORTS.iterdir() if path.suffix not in (".yaml", ".told"))

SPEAK = '<speak xmlns="http://www.w3.org/2001/10/synthesis" version="1.1" xml:lang="en">'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def steps(text: str, name: str = "notes.txt") -> list[str]:
    """The steps of a text in words, and what is told of it."""
    draft = understand(text.encode(), name)
    script_text(draft, name)
    return [f"{step.kind} {step.value}" for step in draft.steps]


def told(text: str, name: str = "notes.txt") -> list[str]:
    return [f"{loss.line}: {loss.message}" for loss in understand(text.encode(), name).losses]


def ssml(inside: str) -> list[str]:
    return steps(f"{SPEAK}{inside}</speak>", "a.ssml")


def refused(text: str | bytes, name: str = "notes.txt") -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UnreadableError) as found:
        script_text(understand(data, name), name)
    return f"{found.value.line}: {found.value.message}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.suffix)
def test_texts_as_people_write_them_become_the_scripts_beside_them(path: Path) -> None:
    draft = understand(path.read_bytes(), path.name)
    found = "".join(f"{path.name}:{loss.line}: {loss.message}\n" for loss in draft.losses)

    assert script_text(draft, path.name) == path.with_suffix(".yaml").read_text("utf-8")
    assert found == path.with_suffix(".told").read_text("utf-8")


def test_every_kind_of_a_draft_is_a_step_that_is_proved() -> None:
    assert {model.kind for model in get_args(Imported)} == {*get_args(StepKind)}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.suffix)
def test_their_scripts_have_no_errors(path: Path) -> None:
    script = ScriptFile(IMPORTS, path.with_suffix(".yaml"))
    found = check_script(script, Overrides(), Engines(), DEFAULTS)
    assert [problem for problem in found if problem.severity == "error"] == []


@pytest.mark.parametrize(
    ("mark", "length"),
    [
        ("[pause 3s]", "3s"),
        ("[pause 3]", "3s"),
        ("[PAUSE:3]", "3s"),
        ("(pause: 3)", "3s"),
        ("[pause: 3 sec]", "3s"),
        ("[pause for 10 seconds]", "10s"),
        ("[pause for ten seconds]", "10s"),
        ("[10 second pause]", "10s"),
        ("[10-second pause]", "10s"),
        ("[pause 1 min]", "1m"),
        ("[pause 1 min 30 sec]", "1m30s"),
        ("[pause - 1.5 minutes.]", "1m30s"),
        ("[1:30 pause]", "1m30s"),
        ("[pause half a minute]", "30s"),
        ("[pause 2,5 s]", "2.5s"),
        ("[ Pause = 500 ms ]", "0.5s"),
        ("[pause 5-10 seconds]", "5s-10s"),
        ("(pause 5 to 10 sec)", "5s-10s"),
        ("[Pause: 10 Sek.]", "10s"),
        ("[silence 20s]", "20s"),
        ("{pause 4}", "4s"),
        ("<pause 4>", "4s"),
        ('<break time="1.5s"/>', "1.5s"),
        ("[[slnc 2500]]", "2.5s"),
        ("...", "2s"),
        ("…", "2s"),
        (". . .", "2s"),
        ("[...]", "2s"),
        ("... [pause 3s]", "3s"),
        ("[pause 0]", "0s"),
        ("[pause3s]", "3s"),
        ("(pause10sec)", "10s"),
        ("[pause-3s]", "3s"),
    ],
)
def test_a_pause_in_any_writing_is_a_pause(mark: str, length: str) -> None:
    said, pause, then = steps(f"Sit tall {mark} Lie down")
    assert (said.rstrip("."), pause, then) == ("say Sit tall", f"pause {length}", "say Lie down")


@pytest.mark.parametrize(
    ("mark", "length"),
    [("[pause]", "3s"), ("(Pause.)", "3s"), ("[long pause]", "8s"), ("[short pause]", "2s")],
)
def test_a_pause_without_a_time_is_given_one_and_told(mark: str, length: str) -> None:
    text = f"Sit tall.\n{mark}\nLie down."
    assert steps(text)[1] == f"pause {length}"
    assert told(text) == [f"2: `{mark}` says no time: {length} were chosen"]


@pytest.mark.parametrize("mark", ["[pauſe 3s]", "[3s sılence]"])
def test_letters_that_count_as_others_in_a_mark_do_no_harm(mark: str) -> None:
    assert steps(f"Breathe. {mark} Again.") == ["say Breathe.", "pause 3s", "say Again."]


def test_a_pause_that_cannot_be_measured_is_a_pause_and_a_note() -> None:
    assert steps("Rest here. [pause until they sigh]") == [
        "say Rest here.",
        "pause 3s",
        "note line 1: [pause until they sigh]",
    ]


@pytest.mark.parametrize("mark", ["[pause -3s]", "(pause: -3)", "[-3s pause]", "[hold −2 s]"])
def test_a_negative_time_is_a_note_and_told(mark: str) -> None:
    assert steps(f"Sit. {mark}") == ["say Sit.", f"note line 1: {mark}"]
    assert told(f"Sit. {mark}") == [f"1: `{mark}` is no step: kept as a note"]


@pytest.mark.parametrize(
    "text",
    [
        "And breathe... slowly out.",
        "Wait...what?",
        "Your knee (pause for thought) may click.",
        "Use a {ball} (a tennis ball will do) for this.",
        "1986 was a good year.",
        "It is 3 < 4, they say.",
    ],
)
def test_what_is_no_mark_is_spoken(text: str) -> None:
    assert steps(text) == [f"say {text}"]


@pytest.mark.parametrize(
    ("mark", "made"),
    [
        ("[bell]", ["chime bell"]),
        ("(gong)", ["chime gong"]),
        ("[Singing bowl]", ["chime bowl"]),
        ("[ring the bell three times]", ["chime bell"] * 3),
        ("[bell x2]", ["chime bell"] * 2),
        ("[hold 30s]", ["hold 30s"]),
        ("[rest for 1 min]", ["rest 1m"]),
        ("[music fades]", ["note line 1: [music fades]"]),
        ("(music fades)", ["note line 1: (music fades)"]),
        ("[show slide 4]", ["note line 1: [show slide 4]"]),
    ],
)
def test_stage_directions_are_steps_or_notes(mark: str, made: list[str]) -> None:
    assert steps(f"Lie down. {mark}") == ["say Lie down.", *made]


def test_a_direction_within_a_sentence_does_not_cut_it() -> None:
    assert steps("Lift your [left!] leg.") == ["say Lift your leg.", "note line 1: [left!]"]


def test_a_time_of_more_than_three_hours_is_three_and_told() -> None:
    assert told("Sleep. [pause 9 hours]") == [
        "1: `[pause 9 hours]` is more than 3 h: it is 3 h now"
    ]


def test_short_sentences_share_a_step_and_long_ones_stand_alone() -> None:
    long = (
        "This sentence goes on for so long, about the hip and the knee, that it needs a line alone."
    )
    assert steps(f"Sit. Stand up. {long} Done?") == ["say Sit. Stand up.", f"say {long} Done?"]


def test_a_line_that_was_broken_by_its_width_goes_on_and_a_short_one_ends() -> None:
    wrapped = "Let the knees fall to the right side, as far as they like, and\nthen come back."
    assert len(steps(wrapped)) == 1
    assert steps("Knees up\nKnees down\nand rest") == ["say Knees up", "say Knees down and rest"]


def test_items_of_a_plain_list_lose_their_marks() -> None:
    assert steps("- Sit\n* Stand\n\n1. Lie\n2) Rest") == [
        *("say Sit", "say Stand", "say Lie", "say Rest"),
    ]


def test_a_line_of_signs_is_left_out_and_a_lone_picture_is_a_note() -> None:
    assert steps("Sit.\n-----\n🧘\n") == ["say Sit.", "note line 3: 🧘"]


def test_a_text_without_a_pause_is_told_of() -> None:
    assert told("Sit.\n\nStand.")[0].startswith("1: there is no pause in it")


def test_a_sentence_too_long_for_one_step_is_several() -> None:
    made = steps("breathe " * 800)
    assert len(made) == 7
    assert " ".join(step.removeprefix("say ") for step in made).split() == ["breathe"] * 800


def test_words_tell_the_language() -> None:
    draft = understand("Leg dich auf den Rücken, und stell die Füße auf.".encode(), "a.txt")
    assert draft.language == "de"


def test_phrases_and_seconds() -> None:
    assert steps('a; b ; 3\n"Sit; and rest";1:30\n\n# end\nno time\nBye; 2,5s') == [
        *("say a; b", "pause 3s", "say Sit; and rest", "pause 1m30s", "note line 4: end"),
        *("note line 5: no time", "say Bye", "pause 2.5s"),
    ]


def test_marks_within_a_phrase_are_obeyed_and_its_dots_and_sentences_are_left() -> None:
    assert steps("Lie down [pause 3s] please ; 5\nSlowly... Now (music) rest... ; 2") == [
        *("say Lie down", "pause 3s", "say please", "pause 5s"),
        *("say Slowly... Now rest...", "note line 2: (music)", "pause 2s"),
    ]


def test_marks_in_a_heading_are_obeyed_after_it() -> None:
    text = "# Hips [bell]\n\n## Neck [pause 3s] [slide 2]\n\nSit."
    assert understand(text.encode(), "x.md").title == "Hips"
    assert steps(text, "x.md") == [
        *("chime bell", "chapter Neck", "pause 3s", "note line 3: [slide 2]", "say Sit."),
    ]
    assert told(text, "x.md") == ["3: `[slide 2]` is no step: kept as a note"]


def test_a_heading_of_marks_alone_is_no_chapter() -> None:
    assert steps("# T\n\nSit.\n\n## [pause 3s]\n\nLie.") == ["say Sit.", "pause 3s", "say Lie."]


@pytest.mark.parametrize("space", ["\n", "\n\n", "\n\n> "])
def test_words_of_a_reference_link_are_spoken_and_its_definition_is_a_note(space: str) -> None:
    definition = '[1]: http://a.b/secret "A title"'
    text = f"# T\n\nSee [the guide][1] for more.{space}{definition}"
    first, said, kept = steps(text, "x.md")
    assert (first, said) == (
        "note line 3: 1: http://a.b/secret A title",
        "say See the guide for more.",
    )
    assert kept.endswith(definition)
    assert any(f"{definition}` is the address of a link" in line for line in told(text, "x.md"))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[Narrator]: Breathe", ["say Breathe", "note line 3: [Narrator]"]),
        ("[pause]: 10s", ["pause 3s", "say 10s"]),
        ("Lie [pause 2s] down", ["say Lie", "pause 2s", "say down"]),
    ],
)
def test_brackets_that_are_no_link(text: str, made: list[str]) -> None:
    assert steps(f"# T\n\n{text}\n\nEnd.", "x.md") == [*made, "say End."]


def test_escaped_brackets_are_spoken() -> None:
    text = "# T\n\nSay \\[not a pause\\], \\(pause 3s\\) &lt;pause 4>."
    assert steps(text) == ["say Say [not a pause], (pause 3s) <pause 4>."]


def test_a_break_that_says_no_time_is_never_spoken() -> None:
    assert steps("# T\n\nSit <break time='-2s'/> tall") == [
        *("say Sit", "pause 3s", "note line 3: <break time='-2s'/>", "say tall"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# T\n\nOne\ntwo \\[\\[x\\]\\]", "a.md"),
        ("Uno\n\nOne of these lines\nis [[x", "a.txt"),
        ("<speak>a\nb\nc\n[[x]]</speak>", "a.ssml"),
        ("a;1\nb;1\nc;1\n[[x;1", "a.txt"),
    ],
)
def test_brackets_that_engines_would_take_for_phonemes_are_parted(text: str, name: str) -> None:
    assert any(step.replace("]", "").rstrip().endswith("[ [x") for step in steps(text, name))
    assert "4: `[[` would begin phonemes: its brackets are parted" in told(text, name)


def test_headings_are_chapters_and_a_lone_first_one_is_the_title() -> None:
    draft = understand(b"# Hips\n\nSit.\n\nEnd\n---\n\nRest.", "x.md")
    assert draft.title == "Hips"
    assert [step.value for step in draft.steps] == ["Sit.", "End", "Rest."]
    assert steps("# One\n\nSit.\n\n# Two\n\nRest.")[::2] == ["chapter One", "chapter Two"]


def test_front_matter_names_title_summary_and_language() -> None:
    text = (
        b"---\ntitle: Hips\ndescription: 'For: hips'\nlang: de-AT\ndraft: true\n---\n# Los\n\nSitz."
    )
    draft = understand(text, "x.md")
    assert (draft.title, draft.summary, draft.language) == ("Hips", "For: hips", "de")
    assert [(step.kind, step.value) for step in draft.steps][:2] == [
        ("note", "line 5: draft: true"),
        ("chapter", "Los"),
    ]


def test_marks_of_markdown_are_not_spoken() -> None:
    assert steps("# T\n\n1. *Sit* `tall`, **[here](http://a.b 'c')**.<br>Now\n   - [ ] rest") == [
        "note line 3: http://a.b c",
        "say Sit tall, here. Now",
        "say rest",
    ]


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("```sh\nls\n```", "```sh ls ```"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b | |---|---| | 1 | 2 |"),
        ("<div>Sit</div>", "<div>Sit</div>"),
        ("<!-- a remark -->", "a remark"),
        ("![hip](hip.png)", "hip hip.png"),
    ],
)
def test_what_markdown_shows_is_kept_as_a_note(markdown: str, kept: str) -> None:
    assert f"note line 5: {kept}" in steps(f"# T\n\nSit.\n\n{markdown}\n\nRest.")


def test_pauses_in_markdown_may_be_tags() -> None:
    assert steps("# T\n\nSit. <break time='2s'/> Lie.\n\n<break time='3s'>\n\nEnd.") == [
        *("say Sit.", "pause 2s", "say Lie.", "pause 3s", "say End."),
    ]


def test_lists_too_deep_for_markdown_are_kept_as_notes() -> None:
    text = "# T\n\n" + "".join(f"{'  ' * depth}- item {depth}\n" for depth in range(60))
    made = steps(text)
    assert {step.split("item ")[1] for step in made} == set(map(str, range(60)))


@pytest.mark.parametrize(
    ("inside", "made"),
    [
        ("<p><s>Sit.</s><s>Lie.</s></p>", ["say Sit.", "say Lie."]),
        ("Sit <break time='500ms'/> tall.", ["say Sit", "pause 0.5s", "say tall."]),
        ("Sit<break time='2s' strength='weak'/>", ["say Sit", "pause 2s"]),
        ("Sit<break/>", ["say Sit", "pause 0.75s"]),
        ("Sit<break strength='none'/>.", ["say Sit"]),
        ("The <sub alias='sacroiliac'>SI</sub> joint", ["say The sacroiliac joint"]),
        ("<say-as interpret-as='characters'>L5 S1</say-as>", ["say L 5 S 1"]),
        ("on <say-as interpret-as='date'>1/2</say-as>", ["say on 1/2"]),
        ("Go <mark name='a'/>on.", ["say Go on.", "note line 1: mark: a"]),
        (
            "<audio src='a.mp3'><desc>rain</desc>Listen.</audio>",
            ["say Listen.", "note line 1: audio: a.mp3", "note line 1: desc: rain"],
        ),
        ("Sit &amp; <![CDATA[<rest>]]>", ["say Sit & <rest>"]),
        ("Say [pause 3s] and {x}.", ["say Say [pause 3s] and {x}."]),
        ("<metadata>secret</metadata>Hi", ["say Hi", "note line 1: metadata: secret"]),
        ("Hi<!-- a remark -->", ["say Hi", "note line 1: a remark"]),
        ("<x:y a='1'>Hi</x:y>", ["say Hi", 'note line 1: <x:y a="1">']),
        ("<s xml:lang='fr'>Oui</s>", ["note line 1: language: fr", "say Oui"]),
        ("<?player on?>Hi", ["say Hi", "note line 1: <?player on?>"]),
        (
            "<say-as interpret-as='characters'>ab<break time='4s'/>cd</say-as>",
            ["say a b", "pause 4s", "say c d"],
        ),
        ("<sub alias='all'>W<break time='5s'/>WW</sub> ok", ["say all", "pause 5s", "say ok"]),
        (
            "<say-as interpret-as='date'>1/<mark name='m'/>2</say-as>",
            ["say 1/2", 'note line 1: <mark name="m">'],
        ),
        (
            "<say-as>1<desc>no<break/></desc></say-as>",
            ["say 1", "note line 1: desc: no <break>"],
        ),
        ("<metadata><r a='b'/></metadata>Hi", ["say Hi", 'note line 1: metadata: <r a="b">']),
    ],
)
def test_elements_of_ssml(inside: str, made: list[str]) -> None:
    assert ssml(inside) == made


@pytest.mark.parametrize(("strength", "length"), BREAKS.items())
def test_strengths_of_breaks(strength: str, length: str) -> None:
    assert ssml(f"Sit<break strength='{strength}'/>")[1] == f"pause {length}"


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("x-slow", 110),
        ("slow", 120),
        ("fast", 188),
        ("80%", 120),
        ("+10%", 165),
        ("-20.00%", 120),
        ("0.8", 120),
        ("10%", 110),
        ("900%", 190),
        ("medium", None),
        ("100%", None),
        ("brisk", None),
    ],
)
def test_rates_of_ssml_are_words_a_minute_within_what_voices_can(
    rate: str, words: int | None
) -> None:
    text = f"{SPEAK}<prosody rate='{rate}'>Sit.</prosody> Lie.</speak>"
    draft = understand(text.encode(), "a.ssml")
    assert draft.steps[-2].voice == (words and VoiceChoice(rate=words))
    assert draft.steps[-1].voice is None


def voiced(prosody: str) -> tuple[VoiceChoice | None, list[str]]:
    text = f"{SPEAK}<prosody {prosody}>Sit.</prosody></speak>"
    return understand(text.encode(), "a.ssml").steps[-1].voice, told(text, "a.ssml")


@pytest.mark.parametrize(
    ("written", "pitch"),
    [
        *(("x-low", 35), ("low", 42), ("high", 55), ("x-high", 60), ("+12st", 100)),
        *(("-2st", 42), ("+10%", 57), ("-10%", 42), ("-50%", 0), ("200%", 100)),
    ],
)
def test_pitches_of_ssml_are_those_of_a_voice(written: str, pitch: int) -> None:
    assert voiced(f"pitch='{written}'") == (VoiceChoice(pitch=pitch), [])


@pytest.mark.parametrize(
    ("written", "level"),
    [
        *(("x-soft", -10.5), ("soft", -3.7), ("-6dB", -6.0), ("-12dB", -12.0)),
        *(("50", -6.0), ("-50%", -6.0), ("80%", -1.9)),
    ],
)
def test_volumes_of_ssml_are_levels_under_other_voices(written: str, level: float) -> None:
    assert voiced(f"volume='{written}'") == (VoiceChoice(volume=level), [])


@pytest.mark.parametrize(
    ("prosody", "made", "told"),
    [
        ('pitch="+24st"', VoiceChoice(pitch=100), "is 100 now, as far as every voice goes"),
        ('pitch="-100%"', VoiceChoice(pitch=0), "is 0 now, as far as every voice goes"),
        (
            'volume="silent"',
            VoiceChoice(volume=-12.0),
            "is -12 LU now, as far as every voice goes",
        ),
        ('volume="loud"', None, "is 0 LU now, as far as every voice goes"),
        ('volume="+6dB"', None, "is 0 LU now, as far as every voice goes"),
        (
            'rate="10%"',
            VoiceChoice(rate=110),
            "is 110 words a minute now, as far as every voice goes",
        ),
        ('pitch="200Hz"', None, "is nothing that a voice can be set to: kept as a note"),
        ('range="high"', None, "is nothing that a voice can be set to: kept as a note"),
    ],
)
def test_prosody_that_no_voice_can_have_is_told(
    prosody: str, made: VoiceChoice | None, told: str
) -> None:
    text = f"{SPEAK}<prosody {prosody}>Sit.</prosody></speak>"
    draft = understand(text.encode(), "a.ssml")
    assert [step.voice for step in draft.steps if step.kind == "say"] == [made]
    assert [loss.message for loss in draft.losses] == [f"`prosody {prosody}` {told}"]


def test_prosody_within_prosody_keeps_what_it_does_not_change() -> None:
    inside = "<prosody rate='slow'><prosody pitch='low' volume='soft'>Sit.</prosody> Lie.</prosody>"
    draft = understand(f"{SPEAK}{inside}</speak>".encode(), "a.ssml")
    inner = VoiceChoice(rate=120, pitch=42, volume=-3.7)
    assert [step.voice for step in draft.steps] == [inner, VoiceChoice(rate=120)]
    assert "voice: { rate: 120, pitch: 42, volume: -3.7 }" in script_text(draft, "a.ssml")


def test_losses_of_ssml_have_their_lines() -> None:
    inside = "\nOne\n<emphasis\n level='strong'>two</emphasis>\n<voice name='x'>3</voice>"
    text = f"{SPEAK}{inside}</speak>"
    assert told(text, "a.xml") == [
        '3: `<emphasis level="strong">` is no step; its words are spoken: kept as a note',
        '5: `<voice name="x">` is no step; its words are spoken: kept as a note',
    ]


def test_ssml_of_a_language_we_speak_is_a_script_of_it() -> None:
    draft = understand(b"<speak xml:lang='de-DE'>Eins</speak>", "a.txt")
    assert draft.language == "de"


BILLION = "<!DOCTYPE speak [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{inner};' * 10}'>"
    for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{BILLION}]><speak>&i;</speak>", "1: a document type"),
        ("<!DOCTYPE speak SYSTEM 'file:///etc/passwd'>\n<speak>a</speak>", "1: a document type"),
        ("<!DOCTYPE s [<!ENTITY x SYSTEM '/etc/passwd'>]><speak>&x;</speak>", "1: a document type"),
        (
            "<speak>" + "<p>" * 1000 + "a" + "</p>" * 1000 + "</speak>",
            "1: elements more than 64 deep",
        ),
        ("<speak>\n&nbsp;</speak>", "2: not well-formed XML: undefined entity (write & as &amp;"),
        ("<speak>ball\n& mat</speak>", "2: not well-formed XML: not well-formed (invalid token)"),
        ("<speak>a", "1: not well-formed XML: no element found"),
        ("<?xml version='1.0'?><html>a</html>", "1: this is <html>, not <speak>"),
        ("<speak><break time='1s'/></speak>", "1: there are no words to speak in it"),
    ],
)
def test_xml_that_is_none_or_an_attack_is_refused(text: str, told: str) -> None:
    assert refused(text, "a.xml").startswith(told)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "1: there is nothing in it"),
        (b" \r\n\xe2\x80\xa8", "1: there is nothing in it"),
        (b"Sit.\n\0", "2: this is not text"),
        (
            b"Sit.\r\n\xff\xfb\x90\x64\0\0",
            "2: not UTF-8 (byte 0xff), and not text of Windows either",
        ),
        (b"x" * ((1 << 20) + 1), "1: larger than 1 MiB: import it in parts"),
        (b"Sit. [pause 1s]\n\n" * 20_000, "1: too much for one script: import it in parts"),
        (b"-----\n...", "1: there are no words to speak in it"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, told: str) -> None:
    assert refused(data) == told


@pytest.mark.parametrize(
    "data",
    [
        "Atme… tief".encode("utf-8-sig"),
        "Atme… tief".encode("utf-16"),
        "Atme… tief".encode("cp1252"),
        "Atme…\x0b\x07tief".encode(),
        "Atme…\rtief".encode(),
    ],
)
def test_encodings_and_line_ends_of_any_editor(data: bytes) -> None:
    said = [step.value for step in understand(data, "a.txt").steps if step.kind == "say"]
    assert " ".join(said) in ("Atme… tief", "Atme. tief")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"One. [pause 3s]\n\x93Two\x94", "2: not UTF-8 (byte 0x93): read as Windows-1252"),
        ("One. [pause 3s]\nHÃ¼fte".encode(), "2: `Ã¼` looks like a letter saved in a wrong"),
        (b"One. [pause 3s]\nTwo\x07", "2: a control character, U+0007, was left out"),
        ("One. [pause 3s]\nTw\ufffd".encode(), "2: a letter was lost before"),
    ],
)
def test_letters_in_doubt_are_told(text: bytes, told: str) -> None:
    (loss,) = understand(text, "a.txt").losses
    assert f"{loss.line}: {loss.message}".startswith(told)


def test_times_that_are_none() -> None:
    assert [parse_time(words) for words in ("", "soon", "-3", "3x", "1m 2m", "10-5s", "1e3")] == [
        None
    ] * 7


# What a text has to say: no `p` and no `x`, so that no `pause`, `amp;` or `[x]` is in it.
SIGNS = "abcyzÄßé. ,;:!?…\"'“”—-*#_~{}[]()<>&\\|@`%=+$^/\n\n\t"
WORDS = st.text(st.sampled_from(SIGNS), max_size=120)


def heard_or_noted(draft: Draft) -> Counter[str]:
    notes = (step.value.partition(": ")[2] for step in draft.steps if step.kind == "note")
    others = (step.value for step in draft.steps if step.kind in ("say", "chapter"))
    return letters(" ".join([draft.title, *notes, *others]))


def letters(text: str) -> Counter[str]:
    """Letters and digits, small: labels of links are compared without their case."""
    return Counter(filter(str.isalnum, text.casefold()))


@given(WORDS, st.sampled_from(["plain", "markdown", "phrases"]))
def test_no_letter_of_a_text_is_lost(text: str, form: str) -> None:
    try:
        draft = understand(text.encode(), "a.txt", form=form)
    except UnreadableError:
        return
    script_text(draft, "a.txt")  # which sees that a reader finds in it what is meant
    assert letters(text) <= heard_or_noted(draft)


FRAGMENTS = ["[a][b]", "[b]: #c", "[b]:\n#z 'y'", "[é][]", "![z][b]", "[B]", "\\[", "\\]", "(", ")"]
FRAGMENTS += ["\n", "\n\n", "> ", "- ", "# ", "c [", "] y", "`", "*", " ", "[[", "[b](#a 'c')"]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_no_letter_of_a_markdown_text_is_lost(text: str) -> None:
    try:
        draft = understand(text.encode(), "a.md")
    except UnreadableError:
        return
    script_text(draft, "a.md")
    assert letters(text) <= heard_or_noted(draft)


@given(
    st.text("ab[]\\ .\n;1", max_size=40), st.sampled_from(["plain", "markdown", "phrases", "ssml"])
)
def test_nothing_that_is_said_begins_phonemes(text: str, form: str) -> None:
    written = f"<speak>{text}</speak>" if form == "ssml" else text
    try:
        draft = understand(written.encode(), "a.txt", form=form)
    except UnreadableError:
        return
    assert not any("[[" in step.value for step in draft.steps if step.kind == "say")


@given(st.text(max_size=200), st.sampled_from(["plain", "markdown", "phrases", "ssml"]))
def test_any_text_is_a_valid_script_or_refused(text: str, form: str) -> None:
    try:
        script_text(understand(text.encode("utf-8", "replace"), text[:20], form=form), text[:20])
    except UnreadableError as refused:
        assert refused.line >= 1


TREES = st.recursive(
    st.text("abc. \n&<>{}[]:#…", max_size=12).map(escape),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                *("p", "s", "sub", "emphasis", "audio", "prosody rate='slow'", "q", "desc"),
                *("say-as", "say-as interpret-as='digits'", "prosody pitch='low' volume='loud'"),
            ]
        ),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}<break/></{pair[0].split()[0]}>"),
)


@given(TREES)
def test_no_letter_of_an_ssml_text_is_lost(tree: str) -> None:
    try:
        draft = understand(f"<speak>x{tree}</speak>".encode(), "a.ssml")
    except UnreadableError:
        return
    script_text(draft, "a.ssml")
    spoken = Counter({sign: tree.replace("break", "").count(sign) for sign in "bc"})
    tags = letters("".join(part.partition(">")[0] for part in tree.split("<")[1:]))
    assert spoken - tags <= heard_or_noted(draft)


HELD = st.recursive(
    st.sampled_from(["a", " ", "<break/>", "<mark name='m'/>", "<?m n?>", "1/2\n"]),
    lambda inner: st.tuples(
        st.sampled_from(["sub alias='z'", "say-as", "say-as interpret-as='digits'", "p", "m"]),
        st.lists(inner, max_size=5).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"),
)


@given(HELD)
def test_what_stands_among_words_that_are_replaced_is_obeyed_or_told(tree: str) -> None:
    draft = understand(f"<speak>x{tree}</speak>".encode(), "a.ssml")
    kept = [step.value for step in draft.steps if step.kind == "note"]
    told = [loss for loss in draft.losses if loss.message.endswith("kept as a note")]
    instructions = tree.count("<?m")
    assert [step.kind for step in draft.steps].count("pause") == tree.count("<break")
    assert sum("<?m n?>" in note for note in kept) == instructions
    assert sum("mark" in note for note in kept) == tree.count("<mark")
    assert len(told) == len(kept) >= tree.count("<m>") + tree.count("<mark") + instructions


def test_the_words_of_a_script_are_those_of_its_text_whatever_yaml_makes_of_them() -> None:
    words = [
        "No",
        "010",
        "2024-01-01",
        "- a",
        "a: b",
        "a #b",
        "a:",
        "{b}",
        "'q' r",
        '"q" r',
        "a\\b",
    ]
    words += ["!t a", "&a", "*a b", "> a", "| a", "% a", "@a", "`a`", "? a", "=a", "~a", "a,", "#a"]
    text = "\n".join(f"{word} ; 1" for word in words)
    made = [step for step in steps(text) if step.startswith("say")]
    assert made == [f"say {word}" for word in words if word[0] != "#"]


def test_import_writes_a_script_and_tells_each_loss(capsys: pytest.CaptureFixture[str]) -> None:
    Path("Neck notes.txt").write_text("Sit tall.\n[pause]\n[music]\nDone.\n")

    assert run(["import", "Neck notes.txt"]) == 0

    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        "Neck notes.txt:2: `[pause]` says no time: 3s were chosen",
        "Neck notes.txt:3: `[music]` is no step: kept as a note",
    ]
    assert shown.out == "scripts/neck-notes.yaml: 4 steps, about 0:05, 2 things to look at\n"
    assert Path("scripts/neck-notes.yaml").read_text() == (
        "# From Neck notes.txt, by audioguide import.\n"
        "title: Neck notes\n"
        "\n"
        "steps:\n"
        "  - say: Sit tall.\n"
        "  - pause: 3s\n"
        '  - note: "line 3: [music]"\n'
        "  - say: Done.\n"
    )


def test_import_never_writes_over_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts").mkdir()
    Path("scripts/neck.yml").write_text("mine")
    Path("neck.txt").write_text("Sit.")

    assert run(["import", "neck.txt"]) == 2

    assert "scripts/neck-2.yaml is free" in capsys.readouterr().err
    assert [path.name for path in Path("scripts").iterdir()] == ["neck.yml"]


def test_import_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("Sit. [pause]")

    assert run(["import", "a.txt", "--json", "--title", "Sitting", "-o", "b.yaml"]) == 0

    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert shown.err == ""
    assert (found["script"], found["title"], found["steps"]) == ("b.yaml", "Sitting", 2)
    assert found["losses"] == [
        {"file": "a.txt", "line": 1, "message": "`[pause]` says no time: 3s were chosen"}
    ]


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_text_of_which_nothing_can_be_made_is_a_problem(
    as_json: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text("\n")

    assert run(["import", "a.txt", *as_json]) == 1

    assert "there is nothing in it" in "".join(capsys.readouterr())
    assert not Path("scripts").exists()


@pytest.mark.parametrize(
    "arguments",
    [["nowhere.txt"], ["."], ["-"], ["a.txt", "-o", "library.yaml"], ["a.txt", "--format", "pdf"]],
)
def test_wrong_usage_of_import(arguments: list[str]) -> None:
    Path("a.txt").write_text("Sit.")
    assert run(["import", *arguments]) == 2


def test_a_session_that_cannot_be_is_told_though_its_script_is_written() -> None:
    Path("a.txt").write_text("Sit. [pause 3h] Sit. [pause 3h] Sit. [pause 3h]")

    assert run(["import", "a.txt", "-o", "sub/"]) == 1
    assert Path("sub/a.yaml").exists()
