"""Names and bounds that the values of keys have."""

from audioguide.core.units import samples

MOST_COUNTED = 10
"""The longest countdown: beyond ten, words and seconds no longer keep step for a listener."""

MOST_REPEATS = 1000

SHORTEST_PART, LONGEST_PART = samples(0.2), samples(60)
"""Of a breath: what a tone can lead."""

MOST_REPS = 100
"""Numbers have words up to here."""

MOST_RISE = 20.0
"""LU that a bed may gain where nobody speaks, by design: a hundredfold power."""

RESERVED = ("side", "other_side", "n", "total")
"""Names that audioguide gives values to."""

LONGEST_TEXT = 5000
"""Characters: five minutes of speech in one step is a mistake, and repeats would multiply it."""
