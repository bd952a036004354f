"""Flexible time: all ranges moved by one common fraction, so that a session has the length asked
for. Speech is never bent."""

from collections.abc import Mapping
from fractions import Fraction

from audioguide.script.problem import Problem, ScriptProblems
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.layout import Timeline, layout
from audioguide.timeline.plan import Plan
from audioguide.units import Frames, clock, nearest_frame, start_of

_MOST_TRIES = 40
"""Halvings after which the fraction is finer than any sample; interpolation needs about three."""


def fit(plan: Plan, extents: Mapping[Clip, Extent], *, estimated: bool = False) -> Timeline:
    """The plan laid out to its length, met to within one frame; without one, at the middle of
    every range. Raises ScriptProblems: as `layout`, and a length that cannot be reached."""
    if plan.length is None:
        return layout(plan, extents, estimated=estimated)
    target = nearest_frame(plan.length)
    low, high = Fraction(0), Fraction(1)
    shortest = layout(plan, extents, low, estimated=estimated)
    longest = layout(plan, extents, high, estimated=estimated)
    if not shortest.length - 1 <= target <= longest.length + 1:
        raise ScriptProblems([_unreachable(plan, shortest.length, longest.length)])
    at_low, at_high = shortest.length, longest.length
    nearest = min((shortest, longest), key=lambda found: abs(found.length - target))
    for attempt in range(_MOST_TRIES):
        if nearest.length == target or at_low >= at_high:
            break
        # The length grows with the share almost linearly; only tails and rounding bend it, so that
        # every third try halves.
        part = Fraction(target - at_low, at_high - at_low) if attempt % 3 < 2 else Fraction(1, 2)
        share = low + (high - low) * min(max(part, Fraction(0)), Fraction(1))
        share = share.limit_denominator(1 << 40)
        found = layout(plan, extents, share, estimated=estimated)
        nearest = min((nearest, found), key=lambda timeline: abs(timeline.length - target))
        if found.length < target:
            low, at_low = share, found.length
        else:
            high, at_high = share, found.length
    return nearest


def _unreachable(plan: Plan, shortest: Frames, longest: Frames) -> Problem:
    assert plan.length is not None
    wanted = clock(plan.length)
    message = (
        f"the session cannot last {wanted}: its shortest is {_exact(shortest)}, "
        f"its longest {_exact(longest)}"
    )
    return Problem(plan.length_place, message, "widen the ranges, or change the length")


def _exact(length: Frames) -> str:
    """With a tenth of a second, so that the length shown can be asked for."""
    tenths = round(start_of(length) / 4800)
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02}.{rest % 10}"
