"""Voices to fetch: shown first, fetched when somebody agrees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audioguide.core.errors import RequestError, UsageError
from audioguide.script.source import UNPRINTABLE
from audioguide.speech.download import OfferedFile, is_remote
from audioguide.speech.kokoro import names as kokoro_names
from audioguide.speech.kokoro import voice_folder as kokoro_folder
from audioguide.speech.kokoro import voice_source as kokoro_source
from audioguide.speech.piper import voice_folder, voice_package, voice_source
from audioguide.speech.piper.voice_source import Offer

_KOKORO = "kokoro"
"""What fetches the model and all voices of Kokoro; every other name is a voice for Piper."""


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """What can be fetched, as people are told of it, and the folder it would be put into."""

    name: str
    title: str
    licence: str | None
    """As its model card names it, fit for a terminal; None when it names none."""
    card: Sequence[str]
    """The lines of its model card, fit for a terminal."""
    files: tuple[OfferedFile, ...]
    folder: Path
    example: str
    """How a script asks for it."""
    fetch: Callable[[Path, Callable[[int], None]], None]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def offered_voice(name: str | None, source: str | None) -> OfferedVoice:
    """A voice for Piper, as a collection or a package offers it, or Kokoro with all its voices: the
    user's own collection, or that of `source`, which is its folder, its address, or else a package
    that is installed. Only a package may leave its only voice unnamed. Raises SpeechError,
    RequestError."""
    try:
        return _kokoro(source) if name == _KOKORO else _piper(_offer(name, source))
    except OSError as error:
        raise RequestError(str(error)) from error


def fetch_voice(offered: OfferedVoice, fetched: Callable[[int], None]) -> None:
    """Fetch a voice; `fetched` is told of bytes as they come. Raises SpeechError, RequestError."""
    try:
        offered.fetch(offered.folder, fetched)
    except OSError as error:
        raise RequestError(str(error)) from error


def _offer(name: str | None, source: str | None) -> Offer:
    if source and not Path(source).is_dir() and not is_remote(source):
        return voice_package.packaged(name, source)
    if name is None:
        raise UsageError("say which voice: a NAME such as en_US-lessac-medium")
    return voice_source.offer(name, source or voice_source.own_collection())


def _kokoro(source: str | None) -> OfferedVoice:
    offer = kokoro_source.offer(source)
    return OfferedVoice(
        _KOKORO,
        f"{_KOKORO}: one model, and all its voices",
        kokoro_names.LICENCE,
        kokoro_source.CARD.splitlines(),
        offer.files,
        kokoro_folder.folder(),
        "{ engine: kokoro }",
        lambda folder, fetched: kokoro_source.fetch(offer, folder, fetched),
    )


def _piper(offer: Offer) -> OfferedVoice:
    return OfferedVoice(
        offer.name,
        f"{offer.name}: {offer.language}, {offer.quality} quality",
        _printable(offer.licence) or None,
        list(map(_printable, offer.card.strip().splitlines())),
        offer.files,
        voice_folder.folder(),
        f"{{ engine: piper, name: {offer.name} }}",
        lambda folder, fetched: voice_source.fetch(offer, folder, fetched),
    )


def _printable(text: str) -> str:
    """Somebody else's words, without what would move a terminal's cursor."""
    return UNPRINTABLE.sub("", text)
