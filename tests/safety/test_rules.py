"""Safety rules: what each one says of a routine, what it lets pass, and how it is silenced."""

from fractions import Fraction
from pathlib import Path

import pytest

from audioguide.core.built_in import RULES, RuleName
from audioguide.core.problem import Problem
from audioguide.safety.rules import rule_named, unsafe
from audioguide.script.files import ScriptFile
from audioguide.script.library import Library
from audioguide.session.routine import read_routine
from audioguide.timeline.layout import layout
from tests.writing import REHEARSED, Files, extent, write


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_names_its_source(rule: RuleName) -> None:
    assert any(
        source in " ".join((rule_named(rule).__doc__ or "").split())
        for source in ("Sciatica Trigger Points", "Upper Buttocks Sore", "Ordinary practice")
    )


# long-press


def test_a_hold_on_one_spot_for_over_a_minute(tmp_path: Path) -> None:
    script = """
        title: Hips
        tags: [massage]
        steps:
        - say: Ease off when it is too much.
        - hold: 45s-90s
        """

    assert told(tmp_path, script) == [
        "5:3: this hold is up to 90 s on one spot, 30 s too long "
        "(make it 60 s at most, or write `allow: { long-press: why }`)"
    ]


def test_holds_in_a_row_count_together(tmp_path: Path) -> None:
    script = """
        title: Hips
        tags: [Massage]
        steps:
        - say: Ease off when it is too much.
        - repeat: 2
          steps:
          - hold: 40s
          - pause: 5s
        """

    assert told(tmp_path, script) == [
        "7:5: 2 holds with no word or chime between are up to 80 s on one spot, 20 s too long "
        "(say where to go next, or shorten them, or write `allow: { long-press: why }`)"
    ]


@pytest.mark.parametrize(
    "steps",
    [
        "[{ hold: 60s }]",
        "[{ rest: 90s }]",
        "[{ hold: 40s }, { say: Roll on. }, { hold: 40s }]",
        "[{ hold: 40s }, { hold: 40s, say: Roll on. }]",
        "[{ hold: 40s, chime: bell }, { hold: 40s }]",
        "[{ hold: 40s }, { rest: 10s }, { hold: 40s }]",
        "[{ sides: [right, left], steps: [{ hold: 60s }] }]",
    ],
)
def test_a_minute_on_one_spot_is_enough(tmp_path: Path, steps: str) -> None:
    script = f"""
        title: Hips
        tags: [massage]
        steps:
        - say: Ease off when it is too much.
        - {{ repeat: 1, steps: {steps} }}
        """

    assert told(tmp_path, script) == []


def test_a_routine_that_is_no_massage_holds_as_long_as_it_likes(tmp_path: Path) -> None:
    assert told(tmp_path, "- hold: 90s") == []


# one-side


def test_work_on_one_side_alone(tmp_path: Path) -> None:
    script = """
        - say: Put the ball under your right buttock.
        - pause: 5s
        - say: Lower yourself slowly.
        - hold: 20s-30s
          say: Roll up and down.
        - hold: 15s
          say: Circle.
        """

    assert told(tmp_path, script) == [
        "6:3: the right side is held for up to 45 s, the left side not at all "
        "(put the work into `sides: [right, left]`, or write `allow: { one-side: why }`)"
    ]


@pytest.mark.parametrize(
    "steps",
    [
        "- hold: 30s\n  say: Bend the left knee.",
        "- hold: 30s\n  at: { 10s: Let your left knee sink. }",
        "- chapter: Left leg\n- hold: 30s",
        "- say: Stretch your left side.\n- repeat: 2\n  steps: [{ hold: 15s }]",
        "- include: shared/left.yaml\n- hold: 30s",
    ],
)
def test_a_side_is_known_by_its_words(tmp_path: Path, steps: str) -> None:
    files = {"shared/left.yaml": "- say: Lie on your left side."}

    (message,) = told(tmp_path, steps, files)

    assert "the left side is held for up to 30 s, the right side not at all" in message


def test_a_side_is_known_in_german(tmp_path: Path) -> None:
    script = """
        title: Hüfte
        language: de
        steps:
        - say: Leg den Ball unter die rechte Seite.
        - hold: 30s
        """

    (message,) = told(tmp_path, script)

    assert "the right side is held for up to 30 s, the left side not at all" in message


@pytest.mark.parametrize(
    "steps",
    [
        "- hold: 30s\n  say: Bend your right knee.\n- say: The left knee stays long.",
        "- hold: 30s\n  say: Bend your right knee.\n- hold: 30s\n  say: Now the other side.",
        "- hold: 30s\n  say: Bend your right hip.\n- sides: [right, left]\n  steps: [{ say: A. }]",
        "- sides: [right, left]\n  steps:\n  - hold: 30s\n    say: Bend your {side} knee.",
        "- hold: 30s\n  say: That is right. Right now, nothing is left to do.\n",
        "- hold: 30s\n  at: { 10s: Ten seconds left. }",
        "- hold: 30s\n  say: Put your right hand on the chair, at a right angle.",
        "- hold: 30s\n  say: Roll from your left hip to your right hip.",
        "- say: Roll onto your right side, and push up to sitting.\n- hold: 30s",
        "- say: Lift your right foot.\n- chapter: Rest\n- hold: 30s",
        "- rest: 30s\n  say: Lie on your right side.",
        "- reps: 3\n  every: 2s\n  say: Lift your right leg.",
    ],
)
def test_no_side_is_left_out(tmp_path: Path, steps: str) -> None:
    assert told(tmp_path, steps) == []


@pytest.mark.parametrize(
    "words", ["Jetzt recht sanft.", "Im rechten Winkel.", "Die rechte Hand hilft.", "Beide Beine."]
)
def test_no_side_is_left_out_in_german(tmp_path: Path, words: str) -> None:
    script = f"title: Hüfte\nlanguage: de\nsteps:\n- hold: 30s\n  say: {words}"

    assert told(tmp_path, script) == []


def test_a_side_that_can_be_chosen_is_not_one_sided(tmp_path: Path) -> None:
    script = """
        title: Hips
        values: { sore: right }
        steps:
        - hold: 30s
          say: Bend your {sore} knee.
        """

    assert told(tmp_path, script) == []


# uneven-sides


def test_one_side_is_held_longer(tmp_path: Path) -> None:
    script = """
        - hold: 30s
          say: Bend your left knee.
        - hold: 20s-45s
          say: Bend your right knee.
        """

    assert told(tmp_path, script) == [
        "5:3: the right side is held for up to 45 s, the left side for 30 s: 15 s less "
        "(give both the same time, or let the listener choose the sore side, "
        "or write `allow: { uneven-sides: why }`)"
    ]


def test_time_after_sides_for_a_side_that_the_script_chose(tmp_path: Path) -> None:
    script = """
        - sides: [right, left]
          steps:
          - repeat: 2
            steps: [{ hold: 30s }]
        - hold: 20s
          say: Once more under your left buttock.
        """

    (message,) = told(tmp_path, script)

    assert message.startswith(
        "7:3: the left side is held for up to 80 s, the right side for 60 s: 20 s less"
    )


@pytest.mark.parametrize(
    "steps",
    [
        "- hold: 30s\n  say: Your left knee.\n- hold: 35s\n  say: Your right knee.",
        "- sides: [right, left]\n  steps: [{ hold: 30s }]\n- hold: 20s\n  say: The sore side.",
        "- hold: 30s\n  say: Your left knee.\n- say: The right.\n- hold: 20s\n- hold: 10s",
        "- hold: 30s\n  say: Your left knee.\n  at: { halfway: Now your right knee. }\n"
        "- hold: 20s\n  say: Your left knee.\n- hold: 20s\n  say: Your right knee.\n"
        "- hold: 20s\n  say: Your right knee.",
    ],
)
def test_sides_are_about_even(tmp_path: Path, steps: str) -> None:
    assert told(tmp_path, steps) == []


# long-ice


def test_ice_for_over_twenty_minutes(tmp_path: Path) -> None:
    script = """
        title: Rest
        tools: [ice pack]
        allow: { long-silence: a timer }
        steps:
        - rest: 15m
        - say: How does the skin feel?
        - hold: 5m-8m
        """

    assert told(tmp_path, script) == [
        "7:3: up to 23:00 min of ice, 3:00 min too long "
        "(end the ice after 20:00 min at most, or write `allow: { long-ice: why }`)"
    ]


@pytest.mark.parametrize(
    ("title", "steps"),
    [
        ("Ice", "[{ rest: 15m }, { say: How is it? }, { hold: 5m }, { pause: 2m }]"),
        ("Nice and slow", "[{ rest: 25m }]"),
    ],
)
def test_ice_for_twenty_minutes_at_most(tmp_path: Path, title: str, steps: str) -> None:
    script = f"title: {title}\nallow: {{ long-silence: a timer }}\nsteps: {steps}"

    assert told(tmp_path, script) == []


@pytest.mark.parametrize("header", ["title: Eis", "title: A\nareas: ice", "title: A\ntags: [Ice]"])
def test_ice_is_known_by_the_header(tmp_path: Path, header: str) -> None:
    script = f"{header}\nallow: {{ long-silence: a timer }}\nsteps: [{{ rest: 21m }}]"

    (message,) = told(tmp_path, script)

    assert "up to 21:00 min of ice, 60 s too long" in message


# long-breath-hold


def test_a_breath_held_for_over_ten_seconds(tmp_path: Path) -> None:
    script = """
        - say: Now we breathe.
        - sides: [right, left]
          switch: [{ breathe: { in: 4s, hold: 10.5s, out: 6s, cycles: 2 } }]
          steps: [{ repeat: 2, steps: [{ say: Good. }] }]
        """

    assert told(tmp_path, script) == [
        "5:12: the breath is held for 10.5 s, 0.5 s too long "
        "(hold it for 10 s at most, or write `allow: { long-breath-hold: why }`)"
    ]


def test_a_breath_held_for_ten_seconds(tmp_path: Path) -> None:
    assert told(tmp_path, "- breathe: { in: 4s, hold: 10s, out: 12s, cycles: 2 }") == []


# no-red-flags


PAIN = "title: Hips\nsummary: Slow.\ntags: [pain]\nsteps:\n- say: Lie down.\n"


def test_a_routine_for_pain_without_the_red_flags(tmp_path: Path) -> None:
    found = told(tmp_path, PAIN, red_flags="shared/flags.yaml")

    assert found == [
        "3:7: a routine tagged `pain` that does not say when to see a doctor "
        "(write `- include: shared/flags.yaml`, or write `allow: { no-red-flags: why }`)"
    ]


def test_a_routine_for_pain_with_the_red_flags(tmp_path: Path) -> None:
    files = {"shared/flags.yaml": "- say: See a doctor."}

    found = told(
        tmp_path, PAIN + "- include: shared/flags.yaml", files, red_flags="shared/flags.yaml"
    )

    assert found == []


def test_a_library_without_red_flags_asks_for_none(tmp_path: Path) -> None:
    assert told(tmp_path, PAIN) == []


def test_a_script_in_a_folder_is_told_the_way_to_the_red_flags(tmp_path: Path) -> None:
    path = tmp_path / "back" / "script.yaml"
    write(path.parent, PAIN)

    (problem,) = judged(tmp_path, path, red_flags="shared/flags.yaml")

    assert problem.hint.startswith("write `- include: ../shared/flags.yaml`, or")


# no-ease-off


MASSAGE = "title: Hips\ntags: [massage]\nsteps:\n- say: Roll slowly.\n"


def test_a_massage_that_does_not_say_how_to_ease_off(tmp_path: Path) -> None:
    assert told(tmp_path, MASSAGE, ease_off="shared/ease.yaml") == [
        "2:7: a routine tagged `massage` that does not say how to ease off "
        "(write `- include: shared/ease.yaml`, say what to do when it is too much, "
        "or write `allow: { no-ease-off: why }`)"
    ]


def test_a_massage_of_a_library_that_has_no_words_for_it(tmp_path: Path) -> None:
    assert told(tmp_path, MASSAGE) == [
        "2:7: a routine tagged `massage` that does not say how to ease off "
        "(say what to do when it is too much, or write `allow: { no-ease-off: why }`)"
    ]


@pytest.mark.parametrize(
    "steps",
    [
        "- include: shared/ease.yaml",
        "- say: Too much? Lean away.",
        "- hold: 30s\n  at: { 10s: Use less pressure there. }",
    ],
)
def test_a_massage_that_says_how_to_ease_off(tmp_path: Path, steps: str) -> None:
    files = {"shared/ease.yaml": "- say: Lift some of it."}

    assert told(tmp_path, MASSAGE + steps, files, ease_off="shared/ease.yaml") == []


def test_a_massage_in_german_says_it_in_german(tmp_path: Path) -> None:
    script = MASSAGE.replace("tags", "language: de\ntags")

    assert told(tmp_path, script + "- say: Sonst weniger Druck.") == []
    assert len(told(tmp_path, script + "- say: Ease off.")) == 1


# long-silence


def test_over_two_minutes_without_a_sound(tmp_path: Path) -> None:
    script = """
        - say: Rest.
        - pause: 1s
        - rest: 2m-3m
        - say: Done.
        """

    assert told(tmp_path, script) == [
        "5:3: nothing sounds for up to 3:01 min, 61 s too long "
        "(say a word or strike a chime on the way, or write `allow: { long-silence: why }`)"
    ]


def test_two_minutes_without_a_sound(tmp_path: Path) -> None:
    script = """
        - say: One two three.
        - pause: 2m
        - say: One.
        - rest: 2m
          chime: bell
        - pause: 123s
        """

    assert told(tmp_path, script) == []


def test_a_chime_sounds_until_its_tail_is_silent(tmp_path: Path) -> None:
    (message,) = told(tmp_path, "- chime: bell\n- pause: 130s")  # 1.5 s of its 5 s are its strike

    assert message.startswith("4:3: nothing sounds for up to 2:06 min, 6.5 s too long")


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ("- hold: 5m\n  at: { 10s: Slow. }\n- pause: 5s\n- say: Done.", 3),
        ("- hold: 5m\n  at: { 10s left: Soon. }\n- pause: 3m\n- say: Done.", 3),
        ("- pause: 3m\n- hold: 30s\n  at: { 10s left: Soon. }", 3),
        ("- say: Go.\n- pause: 5s\n- hold: 5m\n  at: { 10s left: Soon. }", 5),
        ("- say: Go.\n- rest: 30s\n- pause: 3m", 5),
        ("- say: Go.\n- chapter: Rest\n- pause: 90s\n- rest: 95s\n- say: Done.", 6),
        ("- pause: 3m", 3),
    ],
)
def test_a_silence_is_told_at_its_step(tmp_path: Path, steps: str, line: int) -> None:
    assert f"{line}:3" in [":".join(each.split(":")[:2]) for each in told(tmp_path, steps)]


def test_a_silence_that_repeats_is_told_once_at_its_longest(tmp_path: Path) -> None:
    found = told(tmp_path, "- repeat: 3\n  steps:\n  - say: Rest.\n  - pause: 3m\n- pause: 10s")

    assert [each.split(",")[0] for each in found] == ["6:5: nothing sounds for up to 3:10 min"]


# all of them


def test_warnings_are_in_order_of_place_and_told_once(tmp_path: Path) -> None:
    script = """
        title: Hips
        tags: [massage]
        steps:
        - repeat: 2
          steps:
          - pause: 3m
          - hold: 70s
            say: Bend your right knee.
        """

    found = judged(tmp_path, write(tmp_path, script))

    assert [(problem.place.line, problem.message.split(",")[0]) for problem in found] == [
        (2, "a routine tagged `massage` that does not say how to ease off"),
        (6, "nothing sounds for up to 4:10 min"),
        (7, "the right side is held for up to 2:20 min"),
        (7, "this hold is up to 70 s on one spot"),
    ]
    assert {problem.severity for problem in found} == {"warning"}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_silenced_with_a_reason(tmp_path: Path, rule: str) -> None:
    script = """
        title: Ice
        tags: [massage, pain]
        {allow}
        steps:
        - breathe: {{ in: 4s, hold: 12s, out: 6s, cycles: 1 }}
        - rest: 21m
        - hold: 70s
          say: Bend your right knee.
        {more}
        """
    more = "- { hold: 60s, say: Bend your left knee. }" if rule == "uneven-sides" else ""
    loud = script.format(allow="", more=more)
    silent = script.format(allow=f"allow: {{ {rule}: because }}", more=more)

    warned = told(tmp_path, loud, red_flags="shared/flags.yaml")
    left = told(tmp_path, silent, red_flags="shared/flags.yaml")

    silencing = f"`allow: {{ {rule}: why }}`)"
    assert any(each.endswith(silencing) for each in warned)
    assert not any(each.endswith(silencing) for each in left)
    assert len(left) == len(warned) - 1


def told(folder: Path, script: str, files: Files | None = None, **settings: str) -> list[str]:
    """What the rules say of a script, as an author sees it."""
    found = judged(folder, write(folder, script, files), **settings)
    return [f"{p.place.line}:{p.place.column}: {p.message} ({p.hint})" for p in found]


def judged(folder: Path, path: Path, **settings: str) -> tuple[Problem, ...]:
    """What the rules say of a script, its speech as long as it is rehearsed."""
    library = Library.model_validate(settings)
    routine = read_routine(ScriptFile(folder, path), REHEARSED, library)
    extents = {clip: extent(clip) for clip in routine.rundown.clips()}
    longest = layout(routine.rundown, extents, Fraction(1))
    return unsafe(routine.script, library, routine.rundown, longest)
