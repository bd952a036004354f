"""Texts of a script as clips of speech: names filled in, words spelt, a voice found for each."""

from collections.abc import Mapping
from typing import NoReturn

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.core.voice import VoiceChoice
from audioguide.language import LANGUAGES
from audioguide.script.fields import LONGEST_TEXT
from audioguide.script.session_settings import SessionSettings
from audioguide.script.text import Text, fill
from audioguide.timeline.clip import Speech
from audioguide.timeline.voice_resolver import VoiceResolver

MOST_CHARACTERS = 2_000_000
"""Twice what the fastest voice speaks in six hours: a bound for texts inside repeats."""


class SpeechWriter:
    """Writes speech in the language of a session, and gathers the problems of its texts."""

    def __init__(self, settings: SessionSettings, voices: VoiceResolver) -> None:
        self.problems: list[Problem] = []
        self.words = LANGUAGES[settings.language].spoken
        """What audioguide itself says."""
        self._lexicon = settings.lexicon
        self._voices = voices
        self._filled = 0

    def side(self, side: Text, values: Mapping[str, str]) -> str:
        """What `{side}` stands for."""
        words = self.fill(side, values)
        return self.words.sides.get(words, words)

    def text(self, text: Text, values: Mapping[str, str], voice: VoiceChoice | None) -> Speech:
        """A text, names filled in."""
        words = self.fill(text, values)
        speech = self.spell(words, voice, text.place)
        if words and not any(character.isalnum() for character in speech.spoken):
            self.problems.append(Problem(text.place, "there is nothing to speak in this text"))
        return speech

    def number(self, number: int, choice: VoiceChoice | None, place: Place) -> Speech:
        """A number of a countdown, or of repetitions."""
        return self.spell(self.words.numbers[number], choice, place)

    def spell(self, words: str, choice: VoiceChoice | None, place: Place) -> Speech:
        """Words as they are, by the voice that is to speak them."""
        voice = self._voices.voice(choice, place)
        spelt = self._lexicon.spell(words, voice)
        return Speech(words, voice, "" if spelt == words else spelt)

    def fill(self, text: Text, values: Mapping[str, str]) -> str:
        """A text with its names filled in; nothing where that is a problem."""
        try:
            words = fill(text, values)
        except ScriptProblems as found:
            self.problems += found.problems
            return ""
        self._filled += len(words)
        if len(words) > LONGEST_TEXT:
            self.stop(
                text.place, f"a text of more than {LONGEST_TEXT:,} characters, names filled in"
            )
        if self._filled > MOST_CHARACTERS:
            self.stop(text.place, f"a session of more than {MOST_CHARACTERS:,} characters")
        return words

    def stop(self, place: Place, message: str) -> NoReturn:
        """What is too much to go on with. Raises ScriptProblems."""
        raise ScriptProblems([*self.problems, Problem(place, message)])
