"""What happens in a session, in order: includes, sides and repeats written out, names filled."""

from pathlib import Path

from audioguide.core.problem import Place
from audioguide.core.voice import Voice
from audioguide.timeline.clip import Speech, Strike
from audioguide.timeline.rundown import Held
from tests.writing import TONE, happens, mistakes, rundown_of


def test_steps_happen_in_the_order_written(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - chapter: Start
        - say: Lie down.
        - note: Nobody hears this.
        - pause: 5s
        - hold: 30s-60s
          say: Roll slowly.
          at: { halfway: Half. }
          countdown: 3
          chime: bell
        - say: Done.
          chime: bell
        - chime: bell
        """,
    )

    assert happens(found) == [
        "# Start",
        "Lie down.",
        "pause 5 s",
        "Roll slowly.",
        *("hold 45 s", "Half.", "three", "two", "one"),
        "(bell)",
        *("Done.", "(bell)"),
        "(bell)",
    ]


def test_a_chime_of_a_step_follows_without_a_gap(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - say: Done.
          chime: bell
        - chime: bell
        """,
    )

    assert [getattr(item, "joined", None) for item in found.items] == [False, True, False]


def test_a_countdown_ends_with_one(tmp_path: Path) -> None:
    (held,) = rundown_of(tmp_path, "- { hold: 30s, countdown: 10 }").items

    assert isinstance(held, Held)
    assert " ".join(cue.clip.words for cue in held.cues) == (
        "ten nine eight seven six five four three two one"
    )


def test_an_include_happens_in_its_place(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - say: Before.
        - include: shared/middle.yaml
        - say: After.
        """,
        {"shared/middle.yaml": "- say: Middle."},
    )

    assert happens(found) == ["Before.", "Middle.", "After."]


def test_a_fragment_sees_the_values_of_what_includes_it(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [right, left]
          switch: ""
          steps:
            - repeat: 2
              steps:
                - include: lift.yaml
        """,
        {"lift.yaml": "- say: Lift the {side} leg, {n} of {total}."},
    )

    assert happens(found) == [
        "Lift the right leg, 1 of 2.",
        "Lift the right leg, 2 of 2.",
        "Lift the left leg, 1 of 2.",
        "Lift the left leg, 2 of 2.",
    ]


def test_inner_values_shadow_outer_ones(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - repeat: 2
          steps:
            - repeat: 1
              steps:
                - say: "{n} of {total}"
            - say: "{n} of {total}"
        """,
    )

    assert happens(found) == ["1 of 1", "1 of 2", "1 of 1", "2 of 2"]


def test_sides_are_spoken_in_chapters_and_cues_too(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [left, right]
          switch: ""
          steps:
            - chapter: "{Side} side"
            - hold: 30s
              at: { halfway: "Not the {other_side}, the {side}." }
        """,
    )

    assert happens(found) == [
        *("# Left side", "hold 30 s", "Not the right, the left."),
        *("# Right side", "hold 30 s", "Not the left, the right."),
    ]


def test_other_sides_are_spoken_as_written(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [upper half, lower half]
          switch: ""
          steps:
            - say: The {side}.
        """,
    )

    assert happens(found) == ["The upper half.", "The lower half."]


def test_a_switch_of_words_is_heard_only_between_the_sides(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [right, left]
          switch: To the {side}, off the {other_side}.
          steps:
            - say: Lift.
        """,
    )

    assert happens(found) == ["Lift.", "To the left, off the right.", "Lift."]


def test_a_switch_of_steps_is_heard_only_between_the_sides(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [right, left]
          switch:
            - pause: 2s
            - say: The {side}.
            - pause: 3s
          steps:
            - say: Lift.
        """,
    )

    assert happens(found) == ["Lift.", "pause 2 s", "The left.", "pause 3 s", "Lift."]


def test_a_switch_left_out_is_the_language_s_own_and_five_seconds(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [right, left]
          steps:
            - say: Lift.
        """,
    )

    assert happens(found) == ["Lift.", "Now change to the left side.", "pause 5 s", "Lift."]


def test_an_empty_switch_is_nothing(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - sides: [right, left]
          switch: ""
          steps:
            - say: Lift.
        """,
    )

    assert happens(found) == ["Lift.", "Lift."]


def test_sides_may_take_their_names_from_around_them(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - repeat: 1
          steps:
            - sides: ["first of {total}", "second of {total}"]
              switch: ""
              steps:
                - say: The {side}.
        """,
    )

    assert happens(found) == ["The first of 1.", "The second of 1."]


def test_values_are_forgotten_after_their_steps(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        - repeat: 2
          steps:
            - say: "{n}"
        - say: "{n}"
        """,
    )

    assert [line.partition(" (")[0] for line in told] == [
        "script.yaml:6:8: `{n}` has no value here"
    ]


def test_words_have_the_voice_and_the_language_of_the_script(tmp_path: Path) -> None:
    script = """
        title: Hallo
        language: de
        voice: { engine: tone, rate: 120 }
        steps:
          - say: Hallo.
        """

    found = rundown_of(tmp_path, script)

    assert list(found.clips()) == [Speech("Hallo.", Voice("tone", "", "de", 120))]


def test_a_clip_is_known_once_by_the_place_it_first_stands_in(tmp_path: Path) -> None:
    found = rundown_of(
        tmp_path,
        """
        - say: Breathe.
        - repeat: 3
          steps:
            - hold: 10s
              say: Breathe.
              at: { halfway: Breathe. }
              chime: bell
        """,
    )

    assert found.clips() == {
        Speech("Breathe.", TONE): Place("script.yaml", 3, 8),
        Strike("bell"): Place("script.yaml", 6, 7),
    }


def test_a_range_is_kept_whole(tmp_path: Path) -> None:
    (held,) = rundown_of(tmp_path, "- hold: 30s-60s").items

    assert isinstance(held, Held)
    assert (held.span.shortest, held.span.longest) == (30 * 48_000, 60 * 48_000)
