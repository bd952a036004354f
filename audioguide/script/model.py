"""What an author wrote, as frozen values; each step knows its file, line and column.

The fields are the keys of the script format. Fields marked `exclude` are not: they are what
reading adds.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from audioguide.core.bed import Bed
from audioguide.core.problem import Place
from audioguide.core.units import Samples
from audioguide.core.voice import VoiceChoice
from audioguide.script.duration import Span
from audioguide.script.text import Text


@dataclass(frozen=True, slots=True)
class Anchor:
    """A moment of a hold: a share of its length plus an offset. `halfway` is (1/2, 0), `15s` is
    (0, 15 s), `10s left` is (1, -10 s)."""

    share: Fraction
    offset: Samples

    @property
    def from_end(self) -> bool:
        """Whether it is counted back from the hold's end."""
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Cue:
    """A text spoken at a moment of a hold."""

    anchor: Anchor
    text: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Breath:
    """How to breathe; a part of no length is left out."""

    inhale: Samples
    hold: Samples
    exhale: Samples
    rest: Samples
    cycles: int
    by: Literal["tones", "words"]

    @property
    def cycle(self) -> Samples:
        """One breath."""
        return Samples(self.inhale + self.hold + self.exhale + self.rest)


BedChoice: TypeAlias = Bed | Literal["none"]
"""What is said of a bed; `none` in a script takes the library's away."""


class Model(BaseModel):
    """A value read from YAML: frozen, and no key unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place = Field(exclude=True)


class Voiced(Model):
    """What every step that sounds may have."""

    voice: VoiceChoice | None = Field(
        None, description="Who speaks here.", examples=["calm", {"rate": 130}]
    )
    start_chime: str | None = Field(
        None, description="A chime that strikes at its start.", examples=["bell", "tick"]
    )
    chime: str | None = Field(
        None, description="A chime that strikes at its end.", examples=["bell", "wood"]
    )


class Say(Voiced):
    """Speak a text."""

    say: Text = Field(
        description="The words to speak.", examples=["Lie on your back.", "Lift your {side} leg."]
    )
    within: Samples | None = Field(None, description="Take exactly this long.", examples=["20s"])


class Pause(Model):
    """Silence."""

    pause: Span = Field(description="How long to be silent.", examples=["5s", "10s-20s"])


class Timed(Voiced):
    """Time with something in it; it is counted from the end of its `say`."""

    say: Text | None = Field(
        None, description="Spoken first; the time starts when it ends.", examples=["Roll slowly."]
    )
    at: tuple[Cue, ...] = Field(
        (),
        description="Cues by the moment they start.",
        examples=[{"halfway": "Halfway.", "10s left": "Ten more seconds."}],
    )
    countdown: int = Field(
        0, description="Count the last seconds aloud; the end is zero.", examples=[3]
    )


class Hold(Timed):
    """Time in which the listener holds a position or works on a spot."""

    hold: Span = Field(description="How long to hold.", examples=["30s", "30s-60s", "1m30s"])


class Rest(Timed):
    """A hold in which nothing is worked on; no safety rule takes it for a press."""

    rest: Span = Field(description="How long to rest.", examples=["20s", "20s-40s"])


class Breathe(Voiced):
    """Paced breathing, led by tones or words."""

    breathe: Breath = Field(
        description="The parts of a breath, and how many.",
        examples=[{"in": "4s", "hold": "1s", "out": "6s", "rest": "1s", "cycles": 5}],
    )


class Reps(Voiced):
    """Repetitions, counted at a steady pace."""

    reps: int = Field(description="How many.", examples=[10])
    every: Samples = Field(description="From one count to the next.", examples=["3s"])
    count: Literal["aloud", "tick"] = Field(
        "aloud", description="How they are counted.", examples=["aloud", "tick"]
    )
    say: Text | None = Field(
        None,
        description="Spoken once, before the first count.",
        examples=["Lift, and lower with control."],
    )


class Chime(Model):
    """Strike a chime."""

    chime: str = Field(description="Which chime.", examples=["bell"])


class Chapter(Model):
    """Begin a chapter, for players that show them."""

    chapter: Text = Field(description="The chapter's title.", examples=["Get ready", "{Side} side"])


class Include(Model):
    """Run the steps of another file of the library."""

    include: str = Field(
        description="A path relative to this file.", examples=["shared/red-flags.yaml"]
    )
    fragment: tuple["Step", ...] = Field(exclude=True)


class Sides(Model):
    """Run the steps once for each side."""

    sides: tuple[Text, Text] = Field(
        description="The two sides, in order.", examples=[["right", "left"]]
    )
    switch: Text | tuple["Step", ...] | None = Field(
        None,
        description="Heard between the sides; {side} is the new one.",
        examples=["And now the {side} side.", ""],
    )
    steps: tuple["Step", ...] = Field(
        description="Run for each side.",
        examples=[[{"hold": "30s", "say": "Press your {side} thigh."}]],
    )


class Repeat(Model):
    """Run the steps several times."""

    repeat: int = Field(description="How many times.", examples=[3])
    steps: tuple["Step", ...] = Field(
        description="Run each time; {n} and {total} are known.",
        examples=[[{"say": "Round {n} of {total}."}, {"pause": "20s"}]],
    )


class Note(Model):
    """A remark for the reader of the script; never spoken."""

    note: str = Field(
        description="Anything.", examples=["Ordinary practice, not from the sources."]
    )


Step = (
    Say | Pause | Hold | Rest | Breathe | Reps | Chime | Chapter | Include | Sides | Repeat | Note
)

STEPS: dict[str, type[Step]] = {
    "pause": Pause,
    "hold": Hold,
    "rest": Rest,
    "breathe": Breathe,
    "reps": Reps,
    "chapter": Chapter,
    "include": Include,
    "sides": Sides,
    "repeat": Repeat,
    "note": Note,
    "say": Say,
    "chime": Chime,
}
"""Step kinds by their key. `say` and `chime` come last: beside another key they modify it."""


class Script(Model):
    """A routine: a title and the steps that the listener lives, top to bottom."""

    title: str = Field(
        description="Shown by players, and the name of time before a chapter.",
        examples=["Neck in two minutes"],
    )
    summary: str = Field(
        "",
        description="One or two sentences; the MP3's comment.",
        examples=["Nine quiet minutes for the hips."],
    )
    language: str = Field(
        "", description="The language of the words (BCP 47).", examples=["en", "de"]
    )
    author: str = Field("", description="Who wrote it; the MP3's artist.", examples=["Ann Smith"])
    date: str = Field(
        "",
        description="When it was published (ISO 8601).",
        examples=["2024-05-01", "2024-05-01T18:30"],
    )
    tags: tuple[str, ...] = Field(
        (), description="What kind of routine it is.", examples=[["massage", "glutes"]]
    )
    areas: tuple[str, ...] = Field(
        (), description="The parts of the body it works on.", examples=[["piriformis", "buttocks"]]
    )
    tools: tuple[str, ...] = Field(
        (), description="What the listener needs at hand.", examples=[["tennis ball", "mat"]]
    )
    position: str = Field(
        "", description="How the listener sits, lies or stands.", examples=["lying on your back"]
    )
    source: str = Field(
        "",
        description="Where its facts come from.",
        examples=["How to Massage Your Sciatica Trigger Points"],
    )
    values: dict[str, str] = Field(
        {}, description="What {names} in texts stand for.", examples=[{"ball": "tennis ball"}]
    )
    length: Samples | None = Field(
        None, description="What flexible times are fitted to.", examples=["9m"]
    )
    voice: VoiceChoice | None = Field(
        None, description="Who speaks.", examples=["calm", {"engine": "pyttsx3", "rate": 140}]
    )
    bed: BedChoice | None = Field(
        None,
        description="What sounds under the session; `none` takes the library's away.",
        examples=["rain", {"sound": "waves", "level": 20, "rise": 6}, "none"],
    )
    wake: bool | None = Field(
        None,
        description="Keep Bluetooth devices awake, by a floor that nobody hears before sounds.",
        examples=[True, False],
    )
    cover: str = Field(
        "",
        description="A picture of your own: JPEG, PNG or WebP.",
        examples=["pictures/hips.jpg"],
    )
    allow: dict[str, str] = Field(
        {},
        description="Safety rules to silence, each with a reason.",
        examples=[{"one-side": "The other side is a session of its own."}],
    )
    steps: tuple[Step, ...] = Field(
        description="What happens, in order.",
        examples=[[{"say": "Sit tall."}, {"hold": "30s", "chime": "bell"}]],
    )
    files: tuple[str, ...] = Field(exclude=True)
    """The script itself and all that it includes, relative to the library folder."""
    places: dict[str, Place] = Field({}, exclude=True)
    """Where the value of each key of the header stands."""


for _model in (Include, Sides, Repeat, Script):
    _model.model_rebuild()


@cache
def keys(model: type[Model]) -> tuple[str, ...]:
    """The YAML keys of a model, in order."""
    return tuple(name for name, field in model.model_fields.items() if not field.exclude)


@cache
def required(model: type[Model]) -> tuple[str, ...]:
    """The keys that may not be left out."""
    fields = model.model_fields
    return tuple(name for name in keys(model) if fields[name].is_required())
