"""A voice to fetch: shown first, fetched when somebody agrees."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audioguide.core.errors import RequestError
from audioguide.script.source import UNPRINTABLE
from audioguide.speech.piper import voice_folder, voice_source
from audioguide.speech.piper.voice_source import Offer


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice of a collection, and the folder it would be put into."""

    offer: Offer
    folder: Path

    @property
    def licence(self) -> str | None:
        """As its model card names it, fit for a terminal; None when it names none."""
        return _printable(self.offer.licence) or None

    @property
    def card(self) -> list[str]:
        """The lines of its model card, fit for a terminal."""
        return list(map(_printable, self.offer.card.strip().splitlines()))


def offered_voice(name: str, source: str | None) -> OfferedVoice:
    """A voice for Piper, as a collection offers it: the user's own, or that of `source`, its
    address or folder. Raises SpeechError, RequestError."""
    folder = voice_folder.folder()
    try:
        return OfferedVoice(
            voice_source.offer(name, source or voice_source.own_collection()), folder
        )
    except OSError as error:
        raise RequestError(str(error)) from error


def fetch_voice(offered: OfferedVoice, fetched: Callable[[int], None]) -> None:
    """Fetch a voice; `fetched` is told of bytes as they come. Raises SpeechError, RequestError."""
    try:
        voice_source.fetch(offered.offer, offered.folder, fetched)
    except OSError as error:
        raise RequestError(str(error)) from error


def _printable(text: str) -> str:
    """Somebody else's words, without what would move a terminal's cursor."""
    return UNPRINTABLE.sub("", text)
