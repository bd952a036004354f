"""Who speaks which words, on a machine where some voices may be missing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from audioguide.core.built_in import BEST_FIRST, EngineName
from audioguide.core.problem import Place, Problem, quoted
from audioguide.core.voice import BUILT_IN, Voice, VoiceChoice
from audioguide.script.session_settings import SessionSettings


def never_missing(_: Voice) -> None:
    """Every voice is there: for cue sheets and checks, where nobody speaks."""


def always_there(_language: str, _name: str) -> EngineName:
    """The engine that every machine has."""
    return BEST_FIRST[-1]


@dataclass(frozen=True, slots=True)
class VoicesHere:
    """What is known of the voices on a machine."""

    why_missing: Callable[[Voice], str | None] = never_missing
    """Why a voice is missing, in words for the author; None when it is there."""
    best: Callable[[str, str], EngineName] = always_there
    """The best engine there is for a language and the name of a voice, which may be empty."""


ANYWHERE = VoicesHere()
"""A machine of which nothing is known: what is installed does not matter."""


class VoiceResolver:
    """Finds the voice of each text; what is wrong with voices is told once of each."""

    def __init__(self, settings: SessionSettings, here: VoicesHere) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.wanted: dict[Voice, Place] = {}
        """Every voice that was asked for, those that are missing too, and where it was first."""
        self.best: dict[tuple[str, str], EngineName] = {}
        """The engine that was found the best, by language and name."""
        self._settings = settings
        self._here = here
        self._resolved = cache(self._resolve)

    def voice(self, choice: VoiceChoice | None, place: Place) -> Voice:
        """The voice of a text at a place, whose step may choose one."""
        return self._found(choice, place)[1]

    def _found(self, choice: VoiceChoice | None, place: Place) -> tuple[VoiceChoice, Voice]:
        """What was chosen in the end, and the voice that it comes to."""
        held = self._settings.voice_place
        return self._resolved(choice, place if choice is not None or held is None else held)

    def _resolve(self, choice: VoiceChoice | None, place: Place) -> tuple[VoiceChoice, Voice]:
        """The first voice of a chain that is here. No voice leaves this without having been asked
        whether it may run what it runs."""
        missing: list[str] = []
        language = self._settings.language
        chain = list(self._chain(choice, place))
        voices = [wished.speaking(language, self._best) for wished in chain]
        first = chain[0], voices[0]
        for wished, voice in zip(chain, voices, strict=True):
            self.wanted.setdefault(voice, place)
            if voice.engine == "command" and not self._settings.allow_commands:
                self._refuse(voice, place)
                return first
            why = self._here.why_missing(voice)
            if why is None:
                if missing:
                    self._tell(voices[0], voice, missing[0], place)
                return wished, voice
            missing.append(why)
        self._miss(voices[0], missing[0], place)
        return first

    def _best(self, language: str, name: str) -> EngineName:
        found = self._here.best(language, name)
        self.best[language, name] = found
        return found

    def _chain(self, choice: VoiceChoice | None, place: Place) -> Iterator[VoiceChoice]:
        """The voice that is asked for, and those that may stand in for it: over the session's where
        a step chooses, over what is built in where the session does. What the command line asks
        for has no substitute."""
        settings = self._settings
        if choice is None:
            ground, voice, instead = BUILT_IN, settings.voice, settings.instead
        else:
            ground, _ = self._found(None, place)
            voice, instead = settings.override.over(choice.over(ground)), choice.instead
        yield voice
        if settings.override.engine or settings.override.name:
            return
        ground = replace(voice, engine=ground.engine, name=ground.name, run=ground.run)
        while instead is not None:
            yield instead.over(ground)
            instead = instead.instead

    def _refuse(self, voice: Voice, place: Place) -> None:
        message = f"this voice runs a program: {quoted(' '.join(voice.run))}"
        hint = "if you trust this library: --allow-commands, or your own configuration file"
        self._add(self.problems, Problem(place, message, hint))

    def _miss(self, voice: Voice, why: str, place: Place) -> None:
        hint = "`instead` names who speaks where this voice is missing"
        self._add(self.problems, Problem(place, f"a voice is missing: {why}", hint))

    def _tell(self, voice: Voice, substitute: Voice, why: str, place: Place) -> None:
        message = f"{_named(substitute)} speaks instead of {_named(voice)}: {why}"
        self._add(self.warnings, Problem(place, message, severity="warning"))

    def _add(self, found: list[Problem], problem: Problem) -> None:
        if all(problem.message != told.message for told in found):
            found.append(problem)


def _named(voice: Voice) -> str:
    return f"{voice.engine} {quoted(voice.name)}" if voice.name else voice.engine
