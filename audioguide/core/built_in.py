"""What is built in, by name: one list of each kind, from which all others are derived.

What makes a thing of a name stands in a room above, as a `match` over the names: a name without a
maker is a type error.
"""

from typing import Literal, TypeAlias, get_args

EngineName: TypeAlias = Literal["hibari", "kokoro", "pyttsx3", "piper", "command", "tone"]
"""What can speak. `audioguide.speech.register` makes them."""

AUTO: Literal["auto"] = "auto"
EngineChoice: TypeAlias = EngineName | Literal["auto"]
"""What can be asked for: an engine, or the best there is for a language."""

ChimeName: TypeAlias = Literal[
    "bell", "bowl", "gong", "tick", "wood", "double bell", "soft rise", "soft fall"
]
"""What can be struck. `audioguide.sound.chime` makes them, and `audioguide.timeline.estimate` knows
their lengths without making them."""

BedName: TypeAlias = Literal["rain", "waves", "brown noise", "soft drone"]
"""What can lie under a session. `audioguide.sound.bed` makes them."""

RuleName: TypeAlias = Literal[
    "long-press",
    "one-side",
    "uneven-sides",
    "long-ice",
    "long-breath-hold",
    "no-red-flags",
    "no-ease-off",
    "long-silence",
]
"""What a script is warned of, and may silence. `audioguide.safety.rules` judges by them."""

ClusterName: TypeAlias = Literal["dask"]
"""What has sessions built on other machines. `audioguide.session.cluster` reaches them."""

ENGINES: tuple[EngineName, ...] = get_args(EngineName)
BEST_FIRST: tuple[EngineName, ...] = ("hibari", "kokoro", "piper", "pyttsx3")
"""Engines that `auto` chooses from. The last is always installed, and speaks wherever no other
does."""

CHIMES: tuple[ChimeName, ...] = get_args(ChimeName)
BEDS: tuple[BedName, ...] = get_args(BedName)
RULES: tuple[RuleName, ...] = get_args(RuleName)
CLUSTERS: tuple[ClusterName, ...] = get_args(ClusterName)
