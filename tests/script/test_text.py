"""Texts with `{names}`: read, filled, and what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place
from audioguide.script.text import fill, parse_text

HERE = Place("script.yaml", 3, 10)


def _filled(words: str, **values: str) -> str:
    return fill(parse_text(words, HERE), values)


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("the {side} leg", "the right leg"),
        ("{Side} leg", "Right leg"),
        ("{side}, {side}", "right, right"),
        ("{{side}}", "{side}"),
        ("{{{side}}}", "{right}"),
        ("a {{ and a }}", "a { and a }"),
        ("no names", "no names"),
        ("  much \n\t space ", "much space"),
    ],
)
def test_names_are_filled(words: str, spoken: str) -> None:
    assert _filled(words, side="right") == spoken


def test_a_value_is_not_filled_again() -> None:
    assert _filled("{a}", a="{b}", b="never") == "{b}"


def test_a_value_named_with_a_capital_is_left_as_it_is() -> None:
    assert _filled("{Ball}", Ball="tennis ball") == "tennis ball"


def test_only_the_first_letter_is_capitalised() -> None:
    assert _filled("{Ball}", ball="tennis Ball") == "Tennis Ball"


@pytest.mark.parametrize("words", ["{", "}", "a { b", "{side", "side}", "{a{b}", "{{}"])
def test_a_brace_without_its_partner_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"without its partner|is not a name"):
        parse_text(words, HERE)


@pytest.mark.parametrize("words", ["{}", "{a b}", "{ side }", "{side!r}", "{a.b}", "{0[x]}"])
def test_what_is_no_name_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is not a name"):
        parse_text(words, HERE)


def test_every_name_without_a_value_is_told() -> None:
    with pytest.raises(ScriptProblems) as found:
        _filled("{sied} and {n}, {side}", side="right")

    assert [(problem.message, problem.hint) for problem in found.value.problems] == [
        ("`{n}` has no value here", "{n} and {total} are known inside the steps of `repeat`"),
        ("`{sied}` has no value here", "did you mean `side`?"),
    ]


@pytest.mark.parametrize("name", ["side", "Side", "other_side"])
def test_a_side_without_sides_says_where_it_is_known(name: str) -> None:
    with pytest.raises(ScriptProblems) as found:
        _filled(f"the {{{name}}} leg")

    assert found.value.problems[0].hint == (
        "{side} and {other_side} are known inside the steps of `sides`"
    )


@given(st.text())
def test_a_text_with_its_braces_doubled_is_spoken_as_written(words: str) -> None:
    doubled = words.replace("{", "{{").replace("}", "}}")

    assert _filled(doubled) == " ".join(words.split())
