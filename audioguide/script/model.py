"""A script as an author wrote it: its header, and its steps."""

from pydantic import Field

from audioguide.core.problem import Place
from audioguide.core.units import Samples
from audioguide.core.voice import VoiceChoice
from audioguide.script.forms.beds import BED, BedChoice
from audioguide.script.forms.names import REASONS, VALUES
from audioguide.script.forms.numbers import TRUTH
from audioguide.script.forms.texts import DATE, FILE, LANGUAGE, WORD, WORDS
from audioguide.script.forms.times import TIME
from audioguide.script.forms.voices import VOICE
from audioguide.script.keys import Model, key
from audioguide.script.steps import STEP_LIST, Step


class Script(Model):
    """A routine: a title and the steps that the listener lives, top to bottom."""

    title: str = key(
        WORD,
        "Shown by players, and the name of time before a chapter.",
        ["Neck in two minutes"],
    )
    summary: str = key(
        WORD,
        "One or two sentences; the MP3's comment.",
        ["Nine quiet minutes for the hips."],
        default="",
    )
    language: str = key(LANGUAGE, "The language of the words (BCP 47).", ["en", "de"], default="")
    author: str = key(WORD, "Who wrote it; the MP3's artist.", ["Ann Smith"], default="")
    date: str = key(
        DATE, "When it was published (ISO 8601).", ["2024-05-01", "2024-05-01T18:30"], default=""
    )
    tags: tuple[str, ...] = key(
        WORDS, "What kind of routine it is.", [["massage", "glutes"]], default=()
    )
    areas: tuple[str, ...] = key(
        WORDS, "The parts of the body it works on.", [["piriformis", "buttocks"]], default=()
    )
    tools: tuple[str, ...] = key(
        WORDS, "What the listener needs at hand.", [["tennis ball", "mat"]], default=()
    )
    position: str = key(
        WORD, "How the listener sits, lies or stands.", ["lying on your back"], default=""
    )
    source: str = key(
        WORD,
        "Where its facts come from.",
        ["How to Massage Your Sciatica Trigger Points"],
        default="",
    )
    values: dict[str, str] = key(
        VALUES, "What {names} in texts stand for.", [{"ball": "tennis ball"}], default={}
    )
    length: Samples | None = key(TIME, "What flexible times are fitted to.", ["9m"], default=None)
    voice: VoiceChoice | None = key(
        VOICE, "Who speaks.", ["calm", {"engine": "pyttsx3", "rate": 140}], default=None
    )
    bed: BedChoice | None = key(
        BED,
        "What sounds under the session; `none` takes the library's away.",
        ["rain", {"sound": "waves", "level": 20, "rise": 6}, "none"],
        default=None,
    )
    wake: bool | None = key(
        TRUTH,
        "Keep Bluetooth devices awake, by a floor that nobody hears before sounds.",
        [True, False],
        default=None,
    )
    cover: str = key(
        FILE, "A picture of your own: JPEG, PNG or WebP.", ["pictures/hips.jpg"], default=""
    )
    allow: dict[str, str] = key(
        REASONS,
        "Safety rules to silence, each with a reason.",
        [{"one-side": "The other side is a session of its own."}],
        default={},
    )
    steps: tuple[Step, ...] = key(
        STEP_LIST,
        "What happens, in order.",
        [[{"say": "Sit tall."}, {"hold": "30s", "chime": "bell"}]],
    )
    files: tuple[str, ...] = Field(exclude=True)
    """The script itself and all that it includes, relative to the library folder."""
    places: dict[str, Place] = Field(default={}, exclude=True)
    """Where the value of each key of the header stands."""
