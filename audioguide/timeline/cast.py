"""Who speaks which words, on a machine where some voices may be missing."""

from collections.abc import Callable
from functools import cache

from audioguide.script.choices import Choices
from audioguide.script.problem import Place, Problem, quoted
from audioguide.voice import Voice, VoiceChoice

MOST_SUBSTITUTES = 4
"""Voices tried in a row for one that is missing."""


def nothing(_: Voice) -> str:
    """Lacks nothing: for cue sheets and checks, where nobody speaks."""
    return ""


class Cast:
    """Finds the voice of each text; what is wrong with voices is told once of each."""

    def __init__(self, choices: Choices, lacks: Callable[[Voice], str]) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.wanted: list[Voice] = []
        """Every voice that was asked for, those that are missing too."""
        self._choices = choices
        self._lacks = lacks
        self._voice = cache(self._cast)

    def voice(self, choice: VoiceChoice | None, place: Place) -> Voice:
        """The voice of a text at a place, whose step may choose one."""
        held = self._choices.voice_place
        return self._voice(choice, place if choice is not None or held is None else held)

    def _cast(self, choice: VoiceChoice | None, place: Place) -> Voice:
        choices, command = self._choices, self._choices.command
        if choice is None:
            ground = command.over(Voice(language=choices.language))
            voice, instead = choices.voice, choices.instead
        else:
            ground = self.voice(None, place)
            voice, instead = command.over(choice.over(ground)), choice.instead
        for _ in range(MOST_SUBSTITUTES):
            self.wanted.append(voice)
            if voice.engine == "command" and not choices.commands:
                self._refuse(voice, place)
                return voice
            why = self._lacks(voice)
            if not why or instead is None:
                return voice
            substitute = command.over(instead.over(ground))
            self._tell(voice, substitute, why, place)
            voice, instead = substitute, instead.instead
        return voice

    def _refuse(self, voice: Voice, place: Place) -> None:
        message = f"this voice runs a program: {quoted(' '.join(voice.run))}"
        hint = "if you trust this library: --allow-commands, or your own configuration file"
        problem = Problem(place, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def _tell(self, voice: Voice, substitute: Voice, why: str, place: Place) -> None:
        message = f"{_named(substitute)} speaks instead of {_named(voice)}: {why}"
        if all(message != told.message for told in self.warnings):
            self.warnings.append(Problem(place, message, severity="warning"))


def _named(voice: Voice) -> str:
    return f"{voice.engine} {quoted(voice.name)}" if voice.name else voice.engine
