"""The words by which the safety rules know what a script speaks of."""

from dataclasses import dataclass

from audioguide.language.words import Expression, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyWords:
    """In one language, chosen to miss rather than to mistake."""

    ease_off: Words
    """What a line about easing off says: any of these, anywhere."""
    ice: tuple[Expression, ...]
    """Ice and what is cold like it, each a whole word."""
    left: Expression
    right: Expression
    """How a side of the body is named, and not a hand that is a tool, or `right now`."""
    other: Expression
    """How the side is named that was not named last."""
    neither: Expression
    """How the middle, both sides, or a change of position is named, after which no side holds."""
