"""English."""

from audioguide.language.table import Language

ENGLISH = Language(
    code="en",
    sides={"left": "left", "right": "right"},
    switch="Now change to the {side} side.",
    numbers=(
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
        *("seventeen", "eighteen", "nineteen", "twenty"),
    ),
)
