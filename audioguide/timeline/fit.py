"""Flexible time: all ranges moved by one common fraction, so that a session has the length asked
for. Speech is never bent."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Problem
from audioguide.core.units import OPENING, RATE, Frames, Samples, clock, nearest_frame, start_of
from audioguide.script.duration import MIDDLE
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.layout import Timeline, layout
from audioguide.timeline.rundown import Rundown

LONGEST_SESSION = Samples(6 * 3600 * RATE)
"""Six hours, the opening not counted."""

NEARLY = Fraction(1, 20)
"""The share of a length that estimates of speech may miss it by before it is surely out of reach:
over a session their errors even out."""

_MOST_TRIES = 40
"""Halvings after which the fraction is finer than any sample; interpolation needs about three."""


def fit(rundown: Rundown, extents: Mapping[Clip, Extent], *, estimated: bool = False) -> Timeline:
    """The rundown laid out to its length, met to within one frame; without one, at the middle of
    every range. Raises ScriptProblems: as `layout`, a session over six hours, a length that cannot
    be reached; when it is only `estimated` lengths that miss it by little, that is a warning."""
    share = MIDDLE
    warnings: tuple[Problem, ...] = ()
    if rundown.length is not None:
        share, warnings = _share(rundown, extents, nearest_frame(rundown.length), estimated)
    found = layout(rundown, extents, share, estimated=estimated)
    if start_of(found.length) > LONGEST_SESSION + start_of(OPENING):
        place = rundown.items[-1].place
        raise ScriptProblems([Problem(place, "the session is over 6 hours long")])
    return replace(found, warnings=(*found.warnings, *warnings))


def _share(
    rundown: Rundown, extents: Mapping[Clip, Extent], target: Frames, estimated: bool
) -> tuple[Fraction, tuple[Problem, ...]]:
    """The share of every range that comes nearest to a length; with a warning when estimates say
    that it cannot quite be reached."""

    def lasting(share: Fraction) -> Frames:
        return layout(rundown, extents, share, judge=False).length

    low, high = Fraction(0), Fraction(1)
    shortest, longest = lasting(low), lasting(high)
    nearest, share = min(
        ((shortest, low), (longest, high)), key=lambda found: abs(found[0] - target)
    )
    if not shortest - 1 <= target <= longest + 1:
        missed = _unreachable(rundown, shortest, longest, estimated=estimated)
        if not estimated or abs(nearest - target) > target * NEARLY:
            raise ScriptProblems([missed])
        return share, (replace(missed, severity="warning"),)
    at_low, at_high = shortest, longest
    for attempt in range(_MOST_TRIES):
        if nearest == target or at_low >= at_high:
            break
        # The length grows with the share almost linearly; only tails and rounding bend it, so that
        # every third try halves.
        part = Fraction(target - at_low, at_high - at_low) if attempt % 3 < 2 else Fraction(1, 2)
        tried = low + (high - low) * min(max(part, Fraction(0)), Fraction(1))
        tried = tried.limit_denominator(1 << 40)
        found = lasting(tried)
        if abs(found - target) < abs(nearest - target):
            nearest, share = found, tried
        if found < target:
            low, at_low = tried, found
        else:
            high, at_high = tried, found
    return share, ()


def _unreachable(
    rundown: Rundown, shortest: Frames, longest: Frames, *, estimated: bool
) -> Problem:
    assert rundown.length is not None
    wanted, guess = clock(rundown.length), " (estimated)" if estimated else ""
    message = (
        f"the session cannot last {wanted}: its shortest is {_exact(shortest)}, "
        f"its longest {_exact(longest)}{guess}"
    )
    return Problem(rundown.length_place, message, "widen the ranges, or change the length")


def _exact(length: Frames) -> str:
    """With a tenth of a second, so that the length shown can be asked for."""
    return clock(start_of(length), tenths=True, hours=False)
