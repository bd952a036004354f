"""The steps that an author may write, as frozen values that know their file, line and column."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, assert_never, get_args

from pydantic import Field

from audioguide.core.units import Samples
from audioguide.core.voice import VoiceChoice
from audioguide.script.breath import Breath
from audioguide.script.duration import Span
from audioguide.script.fields import MOST_COUNTED, MOST_REPEATS, MOST_REPS
from audioguide.script.forms.breaths import BREATH
from audioguide.script.forms.cues import CHIME, CUES
from audioguide.script.forms.form import Context, Form
from audioguide.script.forms.numbers import whole_number
from audioguide.script.forms.texts import REMARK, TEXT, TWO_SIDES, WORD, choice, text
from audioguide.script.forms.times import LASTING, SPAN, TIME
from audioguide.script.forms.voices import VOICE
from audioguide.script.keys import Model, key, keys_of
from audioguide.script.moment import Cue
from audioguide.script.nodes import Node, Scalar
from audioguide.script.text import Text


@dataclass(frozen=True, slots=True)
class StepsContext(Context):
    """Of a file in which steps may stand."""

    steps: Callable[[Node], tuple["Step", ...]]
    """How a list of steps is read."""


def _steps(node: Node, context: Context) -> tuple["Step", ...]:
    assert isinstance(context, StepsContext), "steps stand in scripts and fragments alone"
    return context.steps(node)


def _switch(node: Node, context: Context) -> "Text | tuple[Step, ...]":
    if isinstance(node, Scalar) and not node.value.strip() and node.quoted:
        return ()
    return text(node) if isinstance(node, Scalar) else _steps(node, context)


STEP_LIST = Form(_steps, {"$ref": "#/$defs/steps"})

_SWITCH = Form(_switch, {"anyOf": [TEXT.schema, {"const": ""}, STEP_LIST.schema]})
"""What is heard between two sides; an empty text means nothing."""

CountedBy: TypeAlias = Literal["aloud", "tick"]
"""How repetitions are counted."""

_COUNTED_BY: Form[CountedBy] = choice("way to count", get_args(CountedBy))


class StepModel(Model):
    """What all steps have."""

    kind: ClassVar[str]
    """The key that makes a mapping this step."""
    modifies: ClassVar[bool] = False
    """Whether the key may stand in another kind of step, and belongs to that one then."""


class Voiced(StepModel):
    """What every step that sounds may have."""

    voice: VoiceChoice | None = key(
        VOICE, "Who speaks here.", ["calm", {"rate": 130}], default=None
    )
    start_chime: str | None = key(
        CHIME, "A chime that strikes at its start.", ["bell", "tick"], default=None
    )
    chime: str | None = key(
        CHIME, "A chime that strikes at its end.", ["bell", "wood"], default=None
    )


class Say(Voiced):
    """Speak a text."""

    kind = "say"
    modifies = True
    say: Text = key(TEXT, "The words to speak.", ["Lie on your back.", "Lift your {side} leg."])
    within: Samples | None = key(TIME, "Take exactly this long.", ["20s"], default=None)


class Pause(StepModel):
    """Silence."""

    kind = "pause"
    pause: Span = key(SPAN, "How long to be silent.", ["5s", "10s-20s"])


class Timed(Voiced):
    """Time with something in it; it is counted from the end of its `say`."""

    say: Text | None = key(
        TEXT, "Spoken first; the time starts when it ends.", ["Roll slowly."], default=None
    )
    at: tuple[Cue, ...] = key(
        CUES,
        "Cues by the moment they start.",
        [{"halfway": "Halfway.", "10s left": "Ten more seconds."}],
        default=(),
    )
    countdown: int = key(
        whole_number(1, MOST_COUNTED),
        "Count the last seconds aloud; the end is zero.",
        [3],
        default=0,
    )


class Hold(Timed):
    """Time in which the listener holds a position or works on a spot."""

    kind = "hold"
    hold: Span = key(LASTING, "How long to hold.", ["30s", "30s-60s", "1m30s"])


class Rest(Timed):
    """A hold in which nothing is worked on; no safety rule takes it for a press."""

    kind = "rest"
    rest: Span = key(LASTING, "How long to rest.", ["20s", "20s-40s"])


class Breathe(Voiced):
    """Paced breathing, led by tones or words."""

    kind = "breathe"
    breathe: Breath = key(
        BREATH,
        "The parts of a breath, and how many.",
        [{"in": "4s", "hold": "1s", "out": "6s", "rest": "1s", "cycles": 5}],
    )


class Reps(Voiced):
    """Repetitions, counted at a steady pace."""

    kind = "reps"
    reps: int = key(whole_number(1, MOST_REPS), "How many.", [10])
    every: Samples = key(TIME, "From one count to the next.", ["3s"])
    count: CountedBy = key(_COUNTED_BY, "How they are counted.", ["aloud", "tick"], default="aloud")
    say: Text | None = key(
        TEXT,
        "Spoken once, before the first count.",
        ["Lift, and lower with control."],
        default=None,
    )


class Chime(StepModel):
    """Strike a chime."""

    kind = "chime"
    modifies = True
    chime: str = key(CHIME, "Which chime.", ["bell"])


class Chapter(StepModel):
    """Begin a chapter, for players that show them."""

    kind = "chapter"
    chapter: Text = key(TEXT, "The chapter's title.", ["Get ready", "{Side} side"])


class Include(StepModel):
    """Run the steps of another file of the library."""

    kind = "include"
    include: str = key(WORD, "A path relative to this file.", ["shared/red-flags.yaml"])
    fragment: tuple["Step", ...] = Field(exclude=True)


class Sides(StepModel):
    """Run the steps once for each side."""

    kind = "sides"
    sides: tuple[Text, Text] = key(TWO_SIDES, "The two sides, in order.", [["right", "left"]])
    switch: Text | tuple["Step", ...] | None = key(
        _SWITCH,
        "Heard between the sides; {side} is the new one.",
        ["And now the {side} side.", ""],
        default=None,
    )
    steps: tuple["Step", ...] = key(
        STEP_LIST, "Run for each side.", [[{"hold": "30s", "say": "Press your {side} thigh."}]]
    )


class Repeat(StepModel):
    """Run the steps several times."""

    kind = "repeat"
    repeat: int = key(whole_number(1, MOST_REPEATS), "How many times.", [3])
    steps: tuple["Step", ...] = key(
        STEP_LIST,
        "Run each time; {n} and {total} are known.",
        [[{"say": "Round {n} of {total}."}, {"pause": "20s"}]],
    )


class Note(StepModel):
    """A remark for the reader of the script; never spoken."""

    kind = "note"
    note: str = key(REMARK, "Anything.", ["Ordinary practice, not from the sources."])


Step = (
    Say | Pause | Hold | Rest | Breathe | Reps | Chime | Chapter | Include | Sides | Repeat | Note
)
"""The only list of the steps; the type checker asks everybody who matches on one for all of them,
in `timeline.rundown_writer` first."""

for _model in (Include, Sides, Repeat):
    _model.model_rebuild()


def walk(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps, and those inside them."""
    for step in steps:
        yield step
        match step:
            case Include(fragment=inner) | Repeat(steps=inner):
                yield from walk(inner)
            case Sides(steps=inner, switch=switch):
                yield from walk((*inner, *(switch if isinstance(switch, tuple) else ())))
            case Say() | Pause() | Hold() | Rest() | Breathe() | Reps():
                pass
            case Chime() | Chapter() | Note():
                pass
            case _:
                assert_never(step)


def by_kind(*models: type[Step]) -> dict[str, type[Step]]:
    """Steps by their kind, last those that modify others. Raises TypeError where a step does not
    declare which of its keys that is."""
    for model in models:
        if vars(model).get("kind") not in keys_of(model):
            raise TypeError(f"{model.__name__} has no `kind` of its own that is one of its keys")
    return {model.kind: model for model in sorted(models, key=lambda model: model.modifies)}


STEPS = by_kind(*get_args(Step))
"""Steps by their kind."""
