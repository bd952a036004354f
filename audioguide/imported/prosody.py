"""How fast SSML wants words spoken, and how long its breaks are."""

import re
from decimal import Decimal

from audioguide.voice import Voice

USUAL = Voice().rate
"""Words a minute if nobody says otherwise."""

RATES = {"x-slow": 60, "slow": 80, "medium": 100, "default": 100, "fast": 125, "x-fast": 160}
"""Per cent of the usual rate. The recommendation leaves them to the processor; these are those of
eSpeak NG (ssml.c, mnem_rate)."""

BREAKS = {"x-weak": "0.25s", "weak": "0.5s", "medium": "0.75s", "strong": "1s", "x-strong": "1.25s"}
"""The recommendation orders them only (3.2.3); these are the times of Azure's speech service."""

_PER_CENT = re.compile(r"(?P<sign>[+-]?)(?P<number>\d{1,4}(?:\.\d{1,6})?)(?P<unit>%?)")


def words_a_minute(written: str) -> int | None:
    """Words a minute. Per cent are of the usual rate, as 3.2.4 has it; with a sign, or as a plain
    number, they are what speech services and SSML 1.0 made of them."""
    if written in RATES:
        share = Decimal(RATES[written])
    elif found := _PER_CENT.fullmatch(written):
        share = Decimal(found["number"]) * (1 if found["unit"] else 100)
        share = {"+": 100 + share, "-": 100 - share}.get(found["sign"], share)
    else:
        return None
    return max(0, round(USUAL * share / 100))
