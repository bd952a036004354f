"""Who can speak on this machine, samples of them, and voices to fetch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from audioguide.app.progress import Outcome, Progress
from audioguide.core.built_in import EngineName
from audioguide.core.errors import RequestError, SpeechError
from audioguide.core.names import VOICES_PAGE
from audioguide.core.voice import Voice
from audioguide.language import LANGUAGES
from audioguide.speech.engine import Speaker as Speaker
from audioguide.speech.register import Engines, engine_named

if TYPE_CHECKING:
    from audioguide.site.voices_page import Sample

Found: TypeAlias = tuple[str, Speaker]
"""An engine's name, and a voice of it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Voices that were asked for."""

    found: tuple[Found, ...]
    variants: int
    """How many more there are, each a voice that is listed, bent a little."""


@dataclass(frozen=True, slots=True)
class Default:
    """Who speaks a language where nobody chose."""

    language: str
    engine: EngineName
    passed_over: tuple[str, ...]
    """Why those that would be better do not."""


@dataclass(frozen=True, slots=True)
class Pronounced:
    """How a voice says a text."""

    voice: Voice
    spelt: str
    """As the library's lexicon has it spelt for the voice."""
    phonemes: str | None
    """None when the engine cannot tell."""


def list_voices(
    engines: Iterable[EngineName],
    language: str | None,
    gender: str | None,
    missing: Callable[[str, str], None],
) -> Listing:
    """The voices of some engines, of a language and a gender when they are given; `missing` is
    told of engines that are not installed, and why. Variants are listed for the language that is
    asked for; where a gender alone is, for those of audioguide's own languages: eSpeak NG has 13
    for each of its 130 voices, and all the women among them."""
    found = [
        (name, speaker)
        for name, speaker in _all(engines, missing)
        if _speaks(speaker, language) and gender in (None, speaker.gender)
    ]
    shown = tuple(one for one in found if _is_shown(one[1], language, gender))
    return Listing(shown, len(found) - len(shown))


def defaults() -> list[Default]:
    """Who speaks each language of scripts on this machine where nobody chose, and why."""
    with closing(Engines()) as engines:
        return [_default(engines, language) for language in LANGUAGES]


def sample_voices(found: Sequence[Found], text: str, output: Path, progress: Progress) -> Path:
    """Build a session for each voice, in which it says a text, and a page to compare them on, whose
    path is returned. Raises RequestError, FfmpegError."""
    from audioguide.app.samples import build_samples, in_voice
    from audioguide.site.voices_page import voices_page
    from audioguide.store.files import write

    scripts = [
        in_voice(name, speaker.name, _primary(speaker.language), text) for name, speaker in found
    ]
    heard = _Heard(progress)
    build_samples(scripts, output, heard)
    samples = [_sample(name, speaker, heard.faults) for name, speaker in found]
    page = output / VOICES_PAGE
    try:
        write(page, voices_page(text, samples))
    except OSError as error:
        raise RequestError(f"cannot write {page}: {error.strerror}") from error
    return page


def pronounced(
    text: str, engine: EngineName | None, language: str | None, name: str | None
) -> Pronounced:
    """How a voice says a text, the lexicon of the library here in use. Raises ScriptProblems,
    SpeechError."""
    from audioguide.app.request import SCRIPTS
    from audioguide.script.files import library_of
    from audioguide.script.library import read_library

    spoken = _primary(language or Voice().language)
    here = SCRIPTS if SCRIPTS.is_dir() else Path()
    lexicon = read_library(library_of(here.absolute())).lexicon
    with closing(Engines()) as engines:
        voice = Voice(engine or engines.best(spoken, name or ""), name or "", spoken)
        spelt = lexicon.spell(text, voice)
        return Pronounced(voice, spelt, engines.named(voice.engine).phonemes(spelt, voice))


def _default(engines: Engines, language: str) -> Default:
    passed_over: list[str] = []
    for engine, why in engines.by_merit(language):
        if why is None:
            return Default(language, engine, tuple(passed_over))
        passed_over.append(f"{engine}: {why}")
    raise AssertionError("the last of them is always there")


class _Heard:
    """Passes on how a build goes, and keeps why some samples failed, by their names."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.faults: dict[str, str] = {}

    def begin(self, sessions: int) -> None:
        self._progress.begin(sessions)

    def tell(self, outcome: Outcome) -> None:
        if outcome.status == "failed":
            wrong = (one.message for one in outcome.problems if one.severity == "error")
            self.faults[outcome.located.name] = outcome.error or "; ".join(wrong)
        self._progress.tell(outcome)


def _sample(engine: str, speaker: Speaker, faults: Mapping[str, str]) -> "Sample":
    from audioguide.app.samples import title_of
    from audioguide.site.voices_page import Sample

    session = title_of(engine, speaker.name)
    facts = (speaker.language, speaker.gender, speaker.licence)
    return Sample(session, engine, speaker.name, *facts, faults.get(session, ""))


def _all(engines: Iterable[EngineName], missing: Callable[[str, str], None]) -> Iterator[Found]:
    for name in engines:
        with closing(engine_named(name)) as engine:
            try:
                yield from ((name, speaker) for speaker in engine.speakers())
            except SpeechError as error:
                missing(name, str(error))


def _is_shown(speaker: Speaker, language: str | None, gender: str | None) -> bool:
    if not speaker.variant or language:
        return True
    return gender is not None and _primary(speaker.language) in LANGUAGES


def _speaks(speaker: Speaker, language: str | None) -> bool:
    tag = speaker.language.casefold()
    wanted = (language or "").casefold()
    return not wanted or tag == wanted or tag.startswith(f"{wanted}-")


def _primary(tag: str) -> str:
    """The language of a tag, without country or script."""
    return tag.partition("-")[0]
