"""What authors get wrong, and what they are told: where, what, and what to do about it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from audioguide.core.built_in import CHIMES
from audioguide.core.errors import ScriptProblems
from audioguide.language import LANGUAGES
from audioguide.script import nodes
from audioguide.script.keys import keys_of
from audioguide.script.model import Script
from audioguide.script.reader import read_script
from audioguide.script.steps import STEPS
from tests.writing import Files, mistakes


class Case(NamedTuple):
    """A script with a mistake, and all that its author is told."""

    behaviour: str
    script: str | bytes
    told: tuple[str, ...]
    files: Files | None = None


TIME = "write a time as 45s, 1m30s, 1:30 or 90 (seconds)"
QUOTE = "quote a text that starts with `{` or holds `: `"
BED = "there is: rain, waves, brown noise, soft drone, or the path of a sound file"
LEVEL = "how many LU it lies under the voice, without a sign or a unit: 20"
RISE = "a number from 0 to 20, at least 6 less than `level`,"
GAIN = "how many LU it gains where nobody speaks, without a sign or a unit: 6"
COLUMNS = "check the indentation: the items of a list stand in one column, the keys of a step too"
SCRIPT_KEYS = f"a script takes: {', '.join(keys_of(Script))}"
STEP_KINDS = f"a step is one of: {', '.join(sorted(STEPS))}"

FILES = (
    Case(
        "an_empty_file",
        b"",
        ("1:1: an empty script (begin with `title:` and `steps:`, or a fragment with `- say: …`)",),
    ),
    Case(
        "a_file_of_remarks",
        "# Nothing yet.\n---\n",
        ("1:1: an empty script (begin with `title:` and `steps:`, or a fragment with `- say: …`)",),
    ),
    Case(
        "a_picture",
        b"\x89PNG\r\n\x1a\n",
        ("1:1: not UTF-8 text (byte 0x89) (save it as UTF-8; a sound or a picture is no script)",),
    ),
    Case(
        "latin_1",
        b"title: Hips\nsteps:\n  - say: caf\xe9\n",
        ("3:13: not UTF-8 text (byte 0xe9) (save it as UTF-8; a sound or a picture is no script)",),
    ),
    Case(
        "utf_16",
        "title: Hips\n".encode("utf-16"),
        ("1:1: written in UTF-16 (save it as UTF-8)",),
    ),
    Case(
        "a_nul",
        b"title: Hips\nsteps:\n  - say: a\0b\n",
        ("3:11: a character that cannot be read: U+0000",),
    ),
    Case(
        "an_escaped_nul",
        """
        title: Hips
        steps:
          - say: "a\\0b"
        """,
        ("3:10: a character that cannot be read: U+0000",),
    ),
    Case(
        "an_escape_that_would_colour_the_terminal",
        """
        title: Hips
        "\\e[31m": red
        steps:
          - say: Hi.
        """,
        ("2:1: a character that cannot be read: U+001B",),
    ),
    Case("fifty_megabytes", b"#" * (50 << 20), ("1:1: larger than 1 MiB: not a script",)),
    Case("over_a_megabyte", b"#" * (1 << 20) + b"\n", ("1:1: larger than 1 MiB: not a script",)),
    Case(
        "a_list_where_a_script_is_expected",
        b"- say: Hi.\n",
        (
            "1:1: a script begins with `title:` and `steps:`"
            " (a list of steps alone is a fragment: put it in a folder named `shared`)",
        ),
    ),
    Case(
        "two_documents",
        """
        title: Hips
        steps:
          - say: Hi.
        ---
        title: Back
        """,
        ("4:1: a second document: one file is one script",),
    ),
)

YAML = (
    Case(
        "a_text_that_starts_with_a_brace",
        """
        title: Hips
        steps:
          - sides: [right, left]
            steps:
              - say: {side} leg
        """,
        ('5:14: a text that starts with `{` must be quoted (quote the text: say: "{side} leg")',),
    ),
    Case(
        "a_text_of_one_name",
        """
        title: Hips
        steps:
          - say: {side}
        """,
        (f"3:10: a text is expected here ({QUOTE})",),
    ),
    Case(
        "a_second_colon",
        """
        title: Hips
        steps:
          - say: the ball: gently
        """,
        ('3:18: a second `: ` in one line (quote the text: say: "the ball: gently")',),
    ),
    Case(
        "a_second_colon_and_quotes",
        """
        title: Hips
        steps:
          - say: the "ball": it's soft # not hard
        """,
        ("3:20: a second `: ` in one line (quote the text: say: 'the \"ball\": it''s soft')",),
    ),
    Case(
        "a_comma_in_a_cue_in_braces",
        """
        title: Hips
        steps:
          - hold: 30s
            at: { halfway: Halfway, breathe. }
        """,
        (
            "4:29: `breathe.` has no text"
            ' (quote a text that holds a comma: { halfway: "Halfway, breathe." })',
        ),
    ),
    Case(
        "a_text_after_its_quotes",
        """
        title: Hips
        steps:
          - say: "Soften", and breathe.
        """,
        (
            "3:18: a text that goes on after its closing quote"
            " (quote all of it: say: '\"Soften\", and breathe.')",
        ),
    ),
    Case(
        "an_apostrophe_in_single_quotes",
        """
        title: Hips
        steps:
          - say: 'it's fine'
        """,
        ('3:14: a text that goes on after its closing quote (quote all of it: say: "it\'s fine")',),
    ),
    Case(
        "a_quote_never_closed",
        """
        title: Hips
        steps:
          - say: "Lie down.
          - pause: 5s
        """,
        ('3:10: a quote that is never closed (quote the text: "…")',),
    ),
    Case(
        "a_backslash_in_quotes",
        """
        title: Hips
        steps:
          - say: "left\\right"
          - say: "left\\qright"
        """,
        (
            "4:15: a backslash that means nothing here"
            " (write it twice, `\\\\`, or use single quotes: '…')",
        ),
    ),
    Case(
        "a_stressed_word",
        """
        title: Hips
        steps:
          - say: *softly* now
        """,
        ('3:10: a text cannot start with `*`, `&`, `|` or `>` (quote the text: "…")',),
    ),
    Case(
        "one_stressed_word",
        """
        title: Hips
        steps:
          - say: *softly
        """,
        ("3:10: `*softly` names nothing above it (quote a text with `*`)",),
    ),
    Case(
        "a_text_that_starts_with_a_sign",
        """
        title: Hips
        steps:
          - say: @home
        """,
        ('3:10: a text cannot start with `@` (quote the text: "…")',),
    ),
    Case(
        "a_tab_in_the_indentation",
        "title: Hips\nsteps:\n\t- say: Hi.\n  \t- pause: 5s\n",
        (
            "3:1: a tab in the indentation (indent with spaces (two for each level))",
            "4:3: a tab in the indentation (indent with spaces (two for each level))",
        ),
    ),
    Case(
        "a_tab_after_a_dash",
        "title: Hips\nsteps:\n  -\tsay: Hi.\n",
        ("3:4: a tab in the indentation (indent with spaces (two for each level))",),
    ),
    Case(
        "a_key_without_its_colon",
        """
        title: Hips
        steps:
          - hold: 30s
            countdown 3
          - say: Hi.
        """,
        ("4:5: a key without its colon (a key is followed by a colon and a space: `pause: 5s`)",),
    ),
    Case(
        "a_key_too_far_in",
        """
        title: Hips
        steps:
          - hold: 30s
             at: { halfway: Halfway. } # half
        """,
        (
            "4:8: a key where none can stand"
            " (check the indentation here, and the colon in the line above)",
        ),
    ),
    Case(
        "a_step_too_far_out",
        """
        title: Hips
        steps:
          - say: Hi.
         - pause: 5s
        """,
        (f"4:2: this does not belong to the mapping above it ({COLUMNS})",),
    ),
    Case(
        "a_list_never_closed",
        """
        title: Hips
        steps:
          - sides: [right, left
            steps:
              - say: Hi.
        """,
        ("4:10: the list `[…]` is not closed (add the missing `]`)",),
    ),
    Case(
        "a_tag_that_would_run_code",
        """
        title: Hips
        steps:
          - say: !!python/object/apply:os.system [date]
        """,
        ("3:10: tags (`!…`) are not used in scripts (quote a text with `!`)",),
    ),
    Case(
        "a_text_that_starts_with_an_exclamation_mark",
        """
        title: Hips
        steps:
          - say: ! Now
        """,
        ("3:10: tags (`!…`) are not used in scripts (quote a text with `!`)",),
    ),
    Case(
        "a_merge_key",
        """
        title: Hips
        steps:
          - &first
            say: Hi.
          - <<: *first
        """,
        (f"5:5: there is no step `<<` ({STEP_KINDS})",),
    ),
    Case(
        "aliases_that_explode",
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
        "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
        ("5:36: more than 100,000 values, aliases written out",),
    ),
    Case(
        "an_alias_of_itself",
        "steps: &a [*a]\n",
        ("1:12: `*a` names nothing above it (quote a text with `*`)",),
    ),
    Case(
        "lists_10_000_deep",
        "[" * 10_000 + "]" * 10_000,
        ("1:65: nested more than 64 levels deep",),
    ),
    Case(
        "mappings_10_000_deep",
        "{a: " * 10_000,
        ("1:257: nested more than 64 levels deep",),
    ),
    Case(
        "steps_10_000_deep_in_one_line",
        "title: Hips\nsteps: " + "[{ repeat: 2, steps: " * 10_000,
        ("2:660: nested more than 64 levels deep",),
    ),
    Case(
        "dashes_10_000_deep",
        b"- " * 10_000 + b"x",
        ("1:129: nested more than 64 levels deep",),
    ),
    Case(
        "a_list_for_a_key",
        """
        title: Hips
        steps:
          - ? [say]
            : Hi.
        """,
        ("3:7: a key must be a word (quote a text that starts with `{`)",),
    ),
)

WRITTEN = (
    Case(
        "a_key_misspelt",
        """
        titel: Hips
        steps:
          - hold: 30s
            countdwon: 3
        """,
        (
            "1:1: unknown key `titel` (did you mean `title`?)",
            "4:5: unknown key `countdwon` (did you mean `countdown`?)",
        ),
    ),
    Case(
        "a_key_like_no_other",
        """
        title: Hips
        xyz: 1
        steps:
          - pause: 30s
            xyz: 1
        """,
        (
            f"2:1: unknown key `xyz` ({SCRIPT_KEYS})",
            "5:5: unknown key `xyz` (`pause` takes: pause)",
        ),
    ),
    Case(
        "a_key_twice",
        """
        title: Hips
        title: Back
        steps:
          - say: Hi.
            say: Hello.
          - hold: 30s
            at:
              halfway: Halfway.
              halfway: Half done.
        """,
        (
            "2:1: `title` stands here twice (the first is in line 1)",
            "5:5: `say` stands here twice (the first is in line 4)",
            "9:7: `halfway` stands here twice (the first is in line 8)",
        ),
    ),
    Case("no_steps", "title: Hips\n", ("1:1: a script needs `steps`",)),
    Case(
        "steps_without_any",
        """
        title: Hips
        steps: []
        """,
        ("2:8: there are no steps here",),
    ),
    Case(
        "steps_left_open",
        """
        title: Hips
        steps:
        """,
        ("2:7: a list of steps is expected here (begin each step with `- `)",),
    ),
    Case(
        "steps_without_dashes",
        """
        title: Hips
        steps:
          say: Hi.
          pause: 5s
        """,
        ("3:3: a list of steps is expected here (begin each step with `- `)",),
    ),
    Case(
        "a_step_misspelt",
        """
        title: Hips
        steps:
          - pasue: 5s
          - xyz: 5s
        """,
        (
            "3:5: there is no step `pasue` (did you mean `pause`?)",
            f"4:5: there is no step `xyz` ({STEP_KINDS})",
        ),
    ),
    Case(
        "a_step_that_is_only_text",
        """
        title: Hips
        steps:
          - Lie down.
          - pause:5s
          - pause
          -
          - {}
        """,
        (
            "3:5: a text alone is not a step (to speak it, write `- say: Lie down.`)",
            "4:5: a text alone is not a step"
            " (a step is a key, a colon, a space and a value: `- pause: 5s`)",
            "5:5: a text alone is not a step"
            " (a step is a key, a colon, a space and a value: `- pause: 5s`)",
            "6:4: a step is expected here (such as `- say: Lie down.`)",
            "7:5: an empty step",
        ),
    ),
    Case(
        "say_and_pause_in_one_step",
        """
        title: Hips
        steps:
          - say: Lie down.
            pause: 5s
          - pause: 5s
            chime: bell
        """,
        (
            "3:5: `say` cannot stand in the same step as `pause` (make them two list items)",
            "6:5: `chime` cannot stand in the same step as `pause` (make them two list items)",
        ),
    ),
    Case(
        "two_kinds_in_one_step",
        """
        title: Hips
        steps:
          - hold: 30s
            pause: 5s
        """,
        ("3:5: one step cannot be both `pause` and `hold` (make them two list items)",),
    ),
    Case(
        "times_that_are_none",
        """
        title: Hips
        steps:
          - hold: soon
          - hold: -5s
          - hold: 4h
          - hold: 60s-30s
          - hold: 0s
          - hold:
          - pause: [5s]
        """,
        (
            f"3:11: `soon` is not a time ({TIME})",
            f"4:11: `-5s`: a time cannot be negative ({TIME})",
            f"5:11: `4h` is longer than 3 hours ({TIME})",
            f"6:11: `60s-30s` runs backwards: the shorter time comes first ({TIME})",
            f"7:11: it must last longer than nothing ({TIME})",
            f"8:10: a time is expected here ({TIME})",
            f"9:12: a time is expected here ({TIME})",
        ),
    ),
    Case(
        "numbers_that_yaml_knows_and_nobody_means",
        """
        title: Hips
        steps:
          - hold: .nan
          - rest: -.inf
          - pause: .inf
          - hold: 190:20:30
          - hold: 0x10
          - hold: 1_000
          - hold: 1e3
          - hold: yes
        """,
        (
            f"3:11: `.nan` is not a time ({TIME})",
            f"4:11: `-.inf`: a time cannot be negative ({TIME})",
            f"5:12: `.inf` is not a time ({TIME})",
            f"6:11: `190:20:30` is longer than 3 hours ({TIME})",
            f"7:11: `0x10` is not a time ({TIME})",
            f"8:11: `1_000` is not a time ({TIME})",
            f"9:11: `1e3` is not a time ({TIME})",
            f"10:11: `yes` is not a time ({TIME})",
        ),
    ),
    Case(
        "keys_in_other_letters",
        """
        title: Hips
        🧘: a
        כותרת: b
        steps:
          - ישיבה: c
        """,
        (
            f"2:1: unknown key `🧘` ({SCRIPT_KEYS})",
            f"3:1: unknown key `כותרת` ({SCRIPT_KEYS})",
            f"5:5: there is no step `ישיבה` ({STEP_KINDS})",
        ),
    ),
    Case(
        "texts_that_are_none",
        """
        title: [Hips]
        summary: ""
        tags: [a, [b], { c: d }]
        steps:
          - say:
          - say: [Hi]
        """,
        (
            f"1:8: a text is expected here ({QUOTE})",
            "2:10: a text is expected here, and there is none",
            f"3:11: a text is expected here ({QUOTE})",
            f"3:16: a text is expected here ({QUOTE})",
            "5:9: a text is expected here, and there is none",
            f"6:10: a text is expected here ({QUOTE})",
        ),
    ),
    Case(
        "braces_that_do_not_pair",
        """
        title: Hips
        steps:
          - say: Lift {side
          - say: Lift side}
          - say: Lift {the side}
        """,
        (
            "3:10: a `{` without its partner (write it twice for a brace)",
            "4:10: a `}` without its partner (write it twice for a brace)",
            "5:10: `{the side}` is not a name (write `{{` for a brace)",
        ),
    ),
    Case(
        "numbers_out_of_reach",
        """
        title: Hips
        steps:
          - repeat: 0
            steps: [{ say: Hi. }]
          - repeat: three
            steps: [{ say: Hi. }]
          - repeat: 3
          - hold: 30s
            countdown: 11
        """,
        (
            "3:13: a whole number from 1 to 1000 is expected, not `0`",
            "5:13: a whole number from 1 to 1000 is expected, not `three`",
            "7:5: `repeat` needs `steps`",
            "9:16: a whole number from 1 to 10 is expected, not `11`",
        ),
    ),
    Case(
        "sides_that_are_not_two",
        """
        title: Hips
        steps:
          - sides: [right]
            steps: [{ say: Hi. }]
          - sides: right
            steps: [{ say: Hi. }]
          - sides: [[right], {left: x}]
            steps: [{ say: Hi. }]
        """,
        (
            "3:12: two sides are expected here (write [right, left])",
            "5:12: two sides are expected here (write [right, left])",
            f"7:13: a text is expected here ({QUOTE})",
            f"7:22: a text is expected here ({QUOTE})",
        ),
    ),
    Case(
        "moments_that_are_none",
        """
        title: Hips
        steps:
          - hold: 30s
            at:
              halfwya: a
              3/2: b
              1/0: c
              soon: d
              soon left: e
              -5s: f
          - hold: 30s
            at: halfway
        """,
        (
            "5:7: `halfwya` is not a moment of a hold (did you mean `halfway`?)",
            "6:7: `3/2` does not lie inside the hold (write halfway, 15s, 10s left or 1/3)",
            "7:7: `1/0` does not lie inside the hold (write halfway, 15s, 10s left or 1/3)",
            "8:7: `soon` is not a moment of a hold (write halfway, 15s, 10s left or 1/3)",
            "9:7: `soon left` is not a moment of a hold (write halfway, 15s, 10s left or 1/3)",
            "10:7: `-5s` is not a moment of a hold (write halfway, 15s, 10s left or 1/3)",
            "12:9: moments and texts are expected here (write `halfway: Halfway there.`)",
        ),
    ),
    Case(
        "chimes_and_languages_there_are_none_of",
        """
        title: Hips
        language: tlh
        steps:
          - chime: bel
          - chime: trumpet
        """,
        (
            f"2:11: there is no language `tlh` (there is: {', '.join(sorted(LANGUAGES))})",
            "4:12: there is no chime `bel` (did you mean `bell`?)",
            f"5:12: there is no chime `trumpet` (there is: {', '.join(CHIMES)})",
        ),
    ),
    Case(
        "beds_there_are_none_of",
        """
        title: Hips
        bed: rian
        steps:
          - say: Hi.
        """,
        ("2:6: there is no bed `rian` (did you mean `rain`?)",),
    ),
    Case(
        "a_bed_like_no_other",
        """
        title: Hips
        bed: { sound: piano, level: 20 }
        steps:
          - say: Hi.
        """,
        (f"2:15: there is no bed `piano` ({BED})",),
    ),
    Case(
        "a_bed_of_no_sound",
        """
        title: Hips
        bed: { level: 20 }
        steps:
          - say: Hi.
        """,
        ("2:6: `bed` needs `sound` (write { sound: rain, level: 20 })",),
    ),
    Case(
        "a_bed_left_open",
        """
        title: Hips
        bed:
        wake:
        steps:
          - say: Hi.
        """,
        (
            f"2:5: a sound is expected here ({BED})",
            "3:6: `true` or `false` is expected (write true for yes, and false for no)",
        ),
    ),
    Case(
        "a_list_of_beds",
        """
        title: Hips
        bed: [rain, waves]
        steps:
          - say: Hi.
        """,
        (f"2:6: a sound is expected here ({BED})",),
    ),
    Case(
        "values_of_a_bed_left_open",
        """
        title: Hips
        bed: { sound: , level: , rise: [], stereo: }
        steps:
          - say: Hi.
        """,
        (
            f"2:15: a sound is expected here ({BED})",
            f"2:24: a number from 6 to 60 is expected ({LEVEL})",
            f"2:32: {RISE} is expected ({GAIN})",
            "2:44: `true` or `false` is expected (write true for yes, and false for no)",
        ),
    ),
    Case(
        "keys_of_a_bed_misspelt_and_twice",
        """
        title: Hips
        bed:
          sound: rain
          lvel: 20
          xyz: 1
          rise: 3
          rise: 6
        steps:
          - say: Hi.
        """,
        (
            "4:3: unknown key `lvel` (did you mean `level`?)",
            "5:3: unknown key `xyz` (it takes: sound, level, rise, stereo)",
            "7:3: `rise` stands here twice (the first is in line 6)",
        ),
    ),
    Case(
        "a_bed_over_the_voice",
        """
        title: Hips
        bed: { sound: rain, level: 12, rise: 6.5 }
        steps:
          - say: Hi.
        """,
        (f"2:38: {RISE} is expected, not `6.5` (`level` is 12, which leaves 6)",),
    ),
    Case(
        "a_bed_that_is_usual_and_rises_too_far",
        """
        title: Hips
        bed: { rise: 15, sound: rain }
        steps:
          - say: Hi.
        """,
        (f"2:14: {RISE} is expected, not `15` (`level` is 20, which leaves 14)",),
    ),
    Case(
        "files_for_a_bed_that_are_none",
        """
        title: Hips
        bed: sounds/rian.wav
        steps:
          - say: Hi.
        """,
        ("2:6: there is no file `sounds/rian.wav` (did you mean `rain.wav`?)",),
        {"sounds/rain.wav": b"RIFF"},
    ),
    Case(
        "a_file_for_a_bed_outside_the_library",
        """
        title: Hips
        bed: { sound: ../rain.wav }
        steps:
          - say: Hi.
        """,
        ("2:15: `../rain.wav` lies outside the library folder",),
    ),
    Case(
        "a_folder_for_a_bed",
        """
        title: Hips
        bed: ./sounds
        steps:
          - say: Hi.
        """,
        ("2:6: `./sounds` is a folder (name one of its files)",),
        {"sounds/rain.wav": b"RIFF"},
    ),
    Case(
        "a_bed_and_a_wake_of_a_step",
        """
        title: Hips
        steps:
          - say: Hi.
            bed: rain
          - pause: 5s
            wake: true
        """,
        (
            "4:5: unknown key `bed` (`say` takes: voice, start_chime, chime, say, within)",
            "6:5: unknown key `wake` (`pause` takes: pause)",
        ),
    ),
    Case(
        "a_word_too_long_for_a_message",
        f"title: Hips\nsteps:\n  - hold: {'a' * 1000}\n",
        (f"3:11: `{'a' * 60}…` is not a time ({TIME})",),
    ),
    Case(
        "a_key_of_two_lines",
        """
        title: Hips
        "x\\ny": z
        steps:
          - say: Hi.
        """,
        (f"2:1: unknown key `x y` ({SCRIPT_KEYS})",),
    ),
)

INCLUDES = (
    Case(
        "a_file_that_is_not_there",
        """
        title: Hips
        steps:
          - include: shared/red-flag.yaml
          - include: none/red-flag.yaml
          - include: shared
          - include:
        """,
        (
            "3:14: there is no file `shared/red-flag.yaml` (did you mean `red-flags.yaml`?)",
            "4:14: there is no file `none/red-flag.yaml`",
            "5:14: `shared` is a folder (name one of its files)",
            "6:13: a text is expected here, and there is none",
        ),
        {"shared/red-flags.yaml": "- say: Hi."},
    ),
    Case(
        "a_way_out_of_the_library",
        """
        title: Hips
        steps:
          - include: ../secret.yaml
          - include: shared/../../secret.yaml
          - include: /etc/passwd
        """,
        (
            "3:14: `../secret.yaml` lies outside the library folder",
            "4:14: `shared/../../secret.yaml` lies outside the library folder",
            "5:14: `/etc/passwd` lies outside the library folder",
        ),
    ),
    Case(
        "a_name_no_file_can_have",
        f"title: Hips\nsteps:\n  - include: {'a' * 5000}\n",
        (f"3:14: `{'a' * 60}…` is not a path that can be read",),
    ),
    Case(
        "a_loop",
        """
        title: Hips
        steps:
          - include: a.yaml
        """,
        ("b.yaml:2:12: an include that never ends: a.yaml → b.yaml → a.yaml",),
        {"a.yaml": "- include: b.yaml", "b.yaml": "- say: Hi.\n- include: a.yaml"},
    ),
    Case(
        "a_folder_named_as_a_script",
        """
        title: Hips
        steps:
          - include: x.yaml
        """,
        ("3:14: `x.yaml` is a folder (name one of its files)",),
        {"x.yaml/a.yaml": "- say: Hi."},
    ),
    Case(
        "settings_as_a_fragment",
        """
        title: Hips
        steps:
          - include: library.yaml
        """,
        ("library.yaml:1:1: a fragment is a list of steps (leave out the title, and `steps:`)",),
        {"library.yaml": "title: Mine"},
    ),
    Case(
        "a_loop_that_climbs_and_comes_back",
        """
        title: Hips
        steps:
          - include: shared/a.yaml
        """,
        (
            "shared/a.yaml:1:12: an include that never ends: "
            "script.yaml → shared/a.yaml → script.yaml",
        ),
        {"shared/a.yaml": "- include: ../shared/../script.yaml"},
    ),
    Case(
        "a_script_in_itself",
        """
        title: Hips
        steps:
          - include: script.yaml
        """,
        ("3:14: an include that never ends: script.yaml → script.yaml",),
    ),
    Case(
        "a_whole_script",
        """
        title: Hips
        steps:
          - include: back.yaml
        """,
        ("back.yaml:1:1: a fragment is a list of steps (leave out the title, and `steps:`)",),
        {"back.yaml": "title: Back\nsteps:\n  - say: Hi."},
    ),
    Case(
        "a_fragment_that_is_no_list",
        """
        title: Hips
        steps:
          - include: a.txt
          - include: b.yaml
          - include: c.png
        """,
        (
            "a.txt:1:1: a list of steps is expected here (begin each step with `- `)",
            "b.yaml:1:1: an empty script"
            " (begin with `title:` and `steps:`, or a fragment with `- say: …`)",
            "c.png:1:1: not UTF-8 text (byte 0x89)"
            " (save it as UTF-8; a sound or a picture is no script)",
        ),
        {"a.txt": "Hello there.", "b.yaml": "", "c.png": b"\x89PNG"},
    ),
    Case(
        "a_chain_of_files",
        """
        title: Hips
        steps:
          - include: 1.yaml
        """,
        ("7.yaml:1:12: more than 8 files include one another",),
        {f"{n}.yaml": f"- include: {n + 1}.yaml" for n in range(1, 8)} | {"8.yaml": "- say: Hi."},
    ),
)

MEANING = (
    Case(
        "a_name_without_a_value",
        """
        title: Hips
        steps:
          - say: Lift the {side} leg.
          - sides: [right, left]
            steps:
              - say: Lift the {sied} leg, {n}.
        """,
        (
            "3:10: `{side}` has no value here"
            " ({side} and {other_side} are known inside the steps of `sides`)",
            "6:14: `{n}` has no value here"
            " ({n} and {total} are known inside the steps of `repeat`)",
            "6:14: `{sied}` has no value here (did you mean `side`?)",
        ),
    ),
    Case(
        "a_text_with_nothing_to_speak",
        """
        title: Hips
        steps:
          - say: "..."
          - hold: 30s
            at: { halfway: "–" }
        """,
        (
            "3:10: there is nothing to speak in this text",
            "5:20: there is nothing to speak in this text",
        ),
    ),
    Case(
        "repeats_that_explode",
        """
        title: Hips
        steps:
          - repeat: 1000
            steps:
              - repeat: 1000
                steps:
                  - repeat: 1000
                    steps:
                      - note: Nobody hears this.
        """,
        ("9:17: a session of more than 50,000 steps",),
    ),
    Case(
        "over_six_hours",
        """
        title: Hips
        steps:
          - repeat: 3
            steps:
              - pause: 3h
        """,
        ("5:9: the session is over 6 hours long",),
    ),
)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.behaviour)
        for case in (*FILES, *YAML, *WRITTEN, *INCLUDES, *MEANING)
    ],
)
def test_author_is_told(tmp_path: Path, case: Case) -> None:
    told = mistakes(tmp_path, case.script, case.files)

    assert told == [line if _has_file(line) else f"script.yaml:{line}" for line in case.told]


def _has_file(line: str) -> bool:
    return not line.split(":")[0].isdigit()


class Giddy(yaml.SafeLoader):
    """Gives up at 1000 levels of `[` and `{`, as libyaml does from 0.2.6 on."""

    def fetch_flow_collection_start(self, token: type[yaml.Token]) -> None:
        if self.flow_level == 1000:
            here = self.get_mark()
            said = "exceeded maximum nesting depth"
            raise yaml.scanner.ScannerError("while increasing flow level", here, said, here)
        super().fetch_flow_collection_start(token)


@pytest.mark.parametrize(
    ("script", "place"), [("[" * 10_000, "1:65"), ("é:\n " + "[[x, " * 10_000, "2:158")]
)
def test_nesting_too_deep_for_the_parser_is_told_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, place: str
) -> None:
    """It looks ahead, and may give up before it tells of anything."""
    monkeypatch.setattr(nodes, "_Loader", Giddy)

    assert mistakes(tmp_path, script) == [f"script.yaml:{place}: nested more than 64 levels deep"]


def test_all_problems_of_all_files_come_at_once_in_order(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        titel: Hips
        steps:
          - hold: soon
            chime: drum
            at: { halfway: }
          - include: shared/b.yaml
          - pasue: 5s
          - include: a.yaml
        """,
        {"a.yaml": "- hold: never\n- hello\n", "shared/b.yaml": "- chime: drum\n"},
    )

    assert [" ".join(line.split(":")[:3]) for line in told] == [
        "a.yaml 1 9",
        "a.yaml 2 3",
        "script.yaml 1 1",
        "script.yaml 3 11",
        "script.yaml 4 12",
        "script.yaml 5 11",
        "script.yaml 7 5",
        "shared/b.yaml 1 10",
    ]


def test_a_fragment_included_twice_is_told_once(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - include: a.yaml
        - include: a.yaml
        """,
        {"a.yaml": "- hold: soon"},
    )

    assert told == [f"a.yaml:1:9: `soon` is not a time ({TIME})"]


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\u2028", "\x85"])
def test_a_place_counts_every_line_break(tmp_path: Path, line_break: str) -> None:
    script = "title: Hips\nsteps:\n  - say: Hi.\n  - hold: soon\n".replace("\n", line_break)

    assert mistakes(tmp_path, script.encode()) == [
        f"script.yaml:4:11: `soon` is not a time ({TIME})"
    ]


def test_a_place_counts_characters_not_bytes(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "- {say: Übung 🙂, hold: soon}") == [
        f"script.yaml:3:24: `soon` is not a time ({TIME})"
    ]


def test_a_line_of_spaces_does_not_slow_the_hints(tmp_path: Path) -> None:
    """The hints are found by regular expressions: a hostile line took quadratic time."""
    script = f"title: Hips\nsteps:\n  - {' ' * 500_000}say: @home\n"

    assert mistakes(tmp_path, script) == [
        'script.yaml:3:500010: a text cannot start with `@` (quote the text: "…")'
    ]


@pytest.mark.parametrize(
    "written",
    [
        *("loud", "-3", "-20", "nan", ".nan", "inf", "1e3", "2_0", "0x14", "+20", "20 LU", "20dB"),
        *("20%", "'20,5'", "5.9", "60.1", "1:30", "2.", ".5", "٢٠", "9" * 40, "'2 0'"),
    ],
)
def test_a_level_that_is_no_number_in_reach_is_told(tmp_path: Path, written: str) -> None:
    script = f"title: Hips\nbed: {{ sound: rain, level: {written} }}\nsteps:\n  - say: Hi.\n"
    bare = written.strip("'")

    assert mistakes(tmp_path, script) == [
        f"script.yaml:2:28: a number from 6 to 60 is expected, not `{bare}` ({LEVEL})"
    ]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("True", "did you mean `true`?"),
        ("FALSE", "did you mean `false`?"),
        ("ture", "did you mean `true`?"),
        *((word, "write true for yes, and false for no") for word in ("yes", "no", "1", "~")),
    ],
)
def test_true_and_false_are_the_only_booleans(tmp_path: Path, written: str, hint: str) -> None:
    script = f"title: Hips\nwake: {written}\nsteps:\n  - say: Hi.\n"

    assert mistakes(tmp_path, script) == [
        f"script.yaml:2:7: `true` or `false` is expected, not `{written}` ({hint})"
    ]


def test_many_tabs_are_told_in_one_pass(tmp_path: Path) -> None:
    """Each was once placed by counting lines from the start."""
    assert len(mistakes(tmp_path, b"title: Hips\n" + b"\tx\n" * 50_000)) == 50_000


def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("- say: Secret.\n")
    library = tmp_path / "library"
    library.mkdir()
    (library / "link.yaml").symlink_to("../secret.yaml")

    assert mistakes(library, "- include: link.yaml") == [
        "script.yaml:3:12: `link.yaml` lies outside the library folder"
    ]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path, "there is no such file"),
        (Path.mkdir, "this is a folder, not a script"),
        (os.mkfifo, "not a file that can be read"),
        (lambda path: path.symlink_to("nowhere.yaml"), "there is no such file"),
        (lambda path: path.symlink_to("../x.yaml"), "a link that leads out of the library folder"),
    ],
    ids=["nothing", "folder", "pipe", "dangling_link", "link_out"],
)
def test_a_path_without_a_script_is_a_problem_of_the_file(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path / "a.yaml")

    with pytest.raises(ScriptProblems) as found:
        read_script(tmp_path / "a.yaml", tmp_path)

    assert str(found.value) == f"a.yaml:1:1: {message}"


def test_links_in_a_circle_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")

    with pytest.raises(ScriptProblems, match=r"leads nowhere|cannot be read"):
        read_script(tmp_path / "a.yaml", tmp_path)
