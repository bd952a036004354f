"""What a script says once it is read."""

import pickle
from pathlib import Path

import pytest

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.script.model import Script
from audioguide.script.reader import DEEPEST_INCLUDE, DEEPEST_STEPS
from audioguide.script.steps import Breathe, Chime, Hold, Include, Say, Sides
from tests.writing import mistakes, read


def _said(script: Script) -> list[str]:
    return [step.say.template for step in script.steps if isinstance(step, Say)]


def test_header_is_read(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        title: Piriformis release
        summary: >-
          Nine quiet
          minutes.
        language: en
        author: Ann
        date: 2024-01-01
        tags: [massage, glutes]
        areas: piriformis
        tools: []
        steps:
          - say: Lie down.
        """,
    )

    assert (script.title, script.summary, script.author, script.date) == (
        "Piriformis release",
        "Nine quiet minutes.",
        "Ann",
        "2024-01-01",
    )
    assert (script.tags, script.areas, script.tools) == (("massage", "glutes"), ("piriformis",), ())


def test_steps_know_their_place(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - say: Lie down.
        -   pause: 5s
        """,
    )

    assert [step.place for step in script.steps] == [
        Place("script.yaml", 3, 3),
        Place("script.yaml", 4, 5),
    ]


def test_every_kind_of_step_is_read(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - include: shared/start.yaml
        - chapter: Start
        - say: Lie down.
        - pause: 5s
        - sides: [right, left]
          steps:
            - say: Lift the {side} leg.
        - repeat: 3
          steps:
            - say: Breathe.
        - hold: 30s
        - chime: bell
        - note: Nobody hears this.
        """,
        {"shared/start.yaml": "- say: Hello."},
    )

    kinds = " ".join(type(step).__name__ for step in script.steps)
    assert kinds == "Include Chapter Say Pause Sides Repeat Hold Chime Note"


@pytest.mark.parametrize(
    "words",
    [
        *("yes", "no", "No", "on", "off", "true", "null", "~", "010", "0x1F", "1e3", "1_000"),
        *(
            "2024-01-01",
            "1:30",
            "190:20:30",
            ".inf",
            ".nan",
            "🧘",
            "ישיבה",
            "\u202eabc",
            "=",
            "12.50",
            "it's",
            "a#b",
        ),
        *("Ischias – Übung", "呼吸", "🙂", "“Soften”", "<b>", "100%", "a, b", "why?"),
    ],
)
def test_words_are_spoken_as_written(tmp_path: Path, words: str) -> None:
    assert _said(read(tmp_path, f"- say: {words}")) == [words]


def test_words_over_several_lines_are_one_text(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - say: Lie down
            on your back.
        - say: >
            Bend
            your knees.
        - say: |
            Let
            go.
        """,
    )

    assert _said(script) == ["Lie down on your back.", "Bend your knees.", "Let go."]


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    script = read(tmp_path, b"\xef\xbb\xbftitle: Hips\nsteps:\n  - say: Lie down.\n")

    assert script.title == "Hips"


def test_a_byte_order_mark_moves_no_place(tmp_path: Path) -> None:
    assert mistakes(tmp_path, b"\xef\xbb\xbftitel: Hips\nsteps:\n  - say: Hi.\n")[0].startswith(
        "script.yaml:1:1: "
    )


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path: Path, line_break: str) -> None:
    text = "title: Hips\nsteps:\n  - say: Lie down.\n  - pause: 5s\n"

    script = read(tmp_path, text.replace("\n", line_break).encode())

    assert [step.place.line for step in script.steps] == [3, 4]


def test_an_alias_stands_for_what_it_names(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - &breathe
          say: Breathe out.
        - pause: 5s
        - *breathe
        """,
    )

    assert _said(script) == ["Breathe out.", "Breathe out."]


def test_an_alias_is_read_as_the_key_that_it_stands_at_asks(tmp_path: Path) -> None:
    """Readers were once found by the node, which an alias shares with what it names."""
    script = read(tmp_path, "- breathe: { cycles: &n 5, in: *n, out: *n }")

    (step,) = script.steps
    assert isinstance(step, Breathe)
    assert (step.breathe.cycles, step.breathe.inhale // 48_000) == (5, 5)


def test_a_name_of_a_chime_may_have_hyphens_or_underscores_for_spaces(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - chime: double bell
        - chime: double-bell
        - chime: double_bell
        """,
    )

    assert [step.chime for step in script.steps if isinstance(step, Chime)] == ["double bell"] * 3


def test_a_hold_has_its_cues_in_order_written(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - hold: 30s-60s
          at: { 10s left: Ten more., halfway: Halfway., 15s: Soften., 1/3: A third. }
        """,
    )

    (hold,) = script.steps
    assert isinstance(hold, Hold)
    assert [(cue.anchor.share, cue.anchor.offset // 48_000) for cue in hold.at] == [
        (1, -10),
        (0.5, 0),
        (0, 15),
        (pytest.approx(1 / 3), 0),
    ]


def test_moments_may_be_written_with_capitals_and_spaces(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - hold: 30s
          at: { 10s  Left: Ten more., HALFWAY: Halfway. }
        """,
    )

    (hold,) = script.steps
    assert isinstance(hold, Hold)
    assert [cue.anchor.from_end for cue in hold.at] == [True, False]


def test_a_switch_left_out_is_not_an_empty_one(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - sides: [right, left]
          steps:
            - pause: 1s
        - sides: [right, left]
          switch: ""
          steps:
            - pause: 1s
        """,
    )

    assert [step.switch for step in script.steps if isinstance(step, Sides)] == [None, ()]


def test_an_include_is_relative_to_the_file_it_stands_in(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - include: shared/start/warm-up.yaml
        """,
        {
            "shared/start/warm-up.yaml": "- include: ../breathe.yaml",
            "shared/breathe.yaml": "- say: Breathe.",
        },
    )

    (outer,) = script.steps
    assert isinstance(outer, Include)
    (inner,) = outer.fragment
    assert isinstance(inner, Include)
    assert inner.fragment[0].place == Place("shared/breathe.yaml", 1, 3)


def test_a_script_knows_the_files_it_is_made_of(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - include: shared/a.yaml
        - include: ./shared/../shared/a.yaml
        """,
        {"shared/a.yaml": "- include: b.yaml", "shared/b.yaml": "- say: Hi."},
    )

    assert script.files == ("script.yaml", "shared/a.yaml", "shared/b.yaml")


def test_a_fragment_may_be_included_twice(tmp_path: Path) -> None:
    script = read(
        tmp_path,
        """
        - include: a.yaml
        - include: a.yaml
        """,
        {"a.yaml": "- say: Hi."},
    )

    first, second = script.steps
    assert isinstance(first, Include)
    assert isinstance(second, Include)
    assert first.fragment == second.fragment


def test_links_inside_the_library_are_followed(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("shared/a.yaml")

    script = read(tmp_path, "- include: link.yaml", {"shared/a.yaml": "- say: Hi."})

    assert script.files == ("script.yaml", "shared/a.yaml")


def test_a_library_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "link").symlink_to("library")

    script = read(tmp_path / "link", "- include: a.yaml", {"a.yaml": "- say: Hi."})

    assert script.files == ("script.yaml", "a.yaml")


def test_steps_in_steps_to_the_limit_in_files_to_the_limit_are_planned(tmp_path: Path) -> None:
    """Reading and planning recurse; the deepest script that is allowed must not crash either."""

    def deep(innermost: str) -> str:
        depth = DEEPEST_STEPS - 1
        lines = [f"{'    ' * n}- repeat: 1\n{'    ' * n}  steps:" for n in range(depth)]
        return "\n".join([*lines, f"{'    ' * depth}- {innermost}"])

    last = DEEPEST_INCLUDE - 1
    files = {f"{n}.yaml": deep(f"include: {n + 1}.yaml") for n in range(1, last)}
    files[f"{last}.yaml"] = deep("say: Made it.")

    assert mistakes(tmp_path, deep("include: 1.yaml"), files) == []


def test_problems_can_be_pickled() -> None:
    """They come back from worker processes."""
    problems = ScriptProblems([Problem(Place("a.yaml", 1, 1), "wrong", "mend it")])

    assert pickle.loads(pickle.dumps(problems)).problems == problems.problems


def test_a_script_is_frozen(tmp_path: Path) -> None:
    script = read(tmp_path, "- say: Hi.")

    with pytest.raises(ValueError, match="frozen"):
        script.title = "Other"
