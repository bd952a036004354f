"""What an author wrote, as frozen values; each step knows its file, line and column.

The fields are the keys of the script format. Fields marked `exclude` are not: they are what
reading adds.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from audioguide.script.duration import Span
from audioguide.script.problem import Place
from audioguide.script.text import Text
from audioguide.units import Samples
from audioguide.voice import VoiceChoice


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


class Model(BaseModel):
    """A value read from YAML: frozen, and no key unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place = Field(exclude=True)


class Voiced(Model):
    """What every step that sounds may have."""

    voice: VoiceChoice | None = Field(None, description="Who speaks here.")
    start_chime: str | None = Field(None, description="A chime that strikes at its start.")
    chime: str | None = Field(None, description="A chime that strikes at its end.")


class Say(Voiced):
    """Speak a text."""

    say: Text = Field(description="The words to speak.")
    within: Samples | None = Field(None, description="Take exactly this long.")


class Pause(Model):
    """Silence."""

    pause: Span = Field(description="How long to be silent.")


class Timed(Voiced):
    """Time with something in it; it is counted from the end of its `say`."""

    say: Text | None = Field(None, description="Spoken first; the time starts when it ends.")
    at: tuple[Cue, ...] = Field((), description="Cues by the moment they start.")
    countdown: int = Field(0, description="Count the last seconds aloud; the end is zero.")


class Hold(Timed):
    """Time in which the listener holds a position or works on a spot."""

    hold: Span = Field(description="How long to hold.")


class Rest(Timed):
    """A hold in which nothing is done; no safety rule counts it."""

    rest: Span = Field(description="How long to rest.")


class Breathe(Voiced):
    """Paced breathing, led by tones or words."""

    breathe: Breath = Field(description="The parts of a breath, and how many.")


class Reps(Voiced):
    """Repetitions, counted at a steady pace."""

    reps: int = Field(description="How many.")
    every: Samples = Field(description="From one count to the next.")
    count: Literal["aloud", "tick"] = Field("aloud", description="How they are counted.")
    say: Text | None = Field(None, description="Spoken once, before the first count.")


class Chime(Model):
    """Strike a chime."""

    chime: str = Field(description="Which chime.")


class Chapter(Model):
    """Begin a chapter, for players that show them."""

    chapter: Text = Field(description="The chapter's title.")


class Include(Model):
    """Run the steps of another file of the library."""

    include: str = Field(description="A path relative to this file.")
    fragment: tuple["Step", ...] = Field(exclude=True)


class Sides(Model):
    """Run the steps once for each side."""

    sides: tuple[Text, Text] = Field(description="The two sides, in order.")
    switch: Text | tuple["Step", ...] | None = Field(
        None, description="Heard between the sides; {side} is the new one."
    )
    steps: tuple["Step", ...] = Field(description="Run for each side.")


class Repeat(Model):
    """Run the steps several times."""

    repeat: int = Field(description="How many times.")
    steps: tuple["Step", ...] = Field(description="Run each time; {n} and {total} are known.")


class Note(Model):
    """A remark for the reader of the script; never spoken."""

    note: str = Field(description="Anything.")


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

    title: str = Field(description="Shown by players, and the name of time before a chapter.")
    summary: str = Field("", description="One or two sentences; the MP3's comment.")
    language: str = Field("", description="The language of the words (BCP 47).")
    author: str = Field("", description="Who wrote it; the MP3's artist.")
    date: str = Field("", description="When it was published.")
    tags: tuple[str, ...] = Field((), description="What kind of routine it is.")
    areas: tuple[str, ...] = Field((), description="The parts of the body it works on.")
    tools: tuple[str, ...] = Field((), description="What the listener needs at hand.")
    position: str = Field("", description="How the listener sits, lies or stands.")
    source: str = Field("", description="Where its facts come from.")
    values: dict[str, str] = Field({}, description="What {names} in texts stand for.")
    length: Samples | None = Field(None, description="What flexible times are fitted to.")
    voice: VoiceChoice | None = Field(None, description="Who speaks.")
    allow: dict[str, str] = Field({}, description="Safety rules to silence, each with a reason.")
    steps: tuple[Step, ...] = Field(description="What happens, in order.")
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
