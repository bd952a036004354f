"""A voice to fetch: shown first, fetched when somebody agrees."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audioguide.core.errors import RequestError, UsageError
from audioguide.script.source import UNPRINTABLE
from audioguide.speech.piper import voice_folder, voice_package, voice_source
from audioguide.speech.piper.voice_source import Offer


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice of a collection or a package, and the folder it would be put into."""

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


def offered_voice(name: str | None, source: str | None) -> OfferedVoice:
    """A voice for Piper, as a collection or a package offers it: the user's own collection, or that
    of `source`, which is its folder, its address, or else a package that is installed. Only a
    package may leave its only voice unnamed. Raises SpeechError, RequestError."""
    try:
        return OfferedVoice(_offer(name, source), voice_folder.folder())
    except OSError as error:
        raise RequestError(str(error)) from error


def fetch_voice(offered: OfferedVoice, fetched: Callable[[int], None]) -> None:
    """Fetch a voice; `fetched` is told of bytes as they come. Raises SpeechError, RequestError."""
    try:
        voice_source.fetch(offered.offer, offered.folder, fetched)
    except OSError as error:
        raise RequestError(str(error)) from error


def _offer(name: str | None, source: str | None) -> Offer:
    if source and not Path(source).is_dir() and not voice_source.is_remote(source):
        return voice_package.packaged(name, source)
    if name is None:
        raise UsageError("say which voice: a NAME such as en_US-lessac-medium")
    return voice_source.offer(name, source or voice_source.own_collection())


def _printable(text: str) -> str:
    """Somebody else's words, without what would move a terminal's cursor."""
    return UNPRINTABLE.sub("", text)
