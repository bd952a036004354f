"""Voices for Piper, fetched from a collection: shown first, checked on arrival, whole or not there.

A collection is a folder, or an address, laid out as Piper's own: `voices.json` lists each voice
with its files, their sizes and MD5 sums; the files lie where it says. The sums tell that nothing
was lost on the way; that the collection is what it should be, only its address tells.
"""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioguide.core.errors import SpeechError
from audioguide.speech.download import OfferedFile, address_of, fetch_file, is_there, opened
from audioguide.speech.piper.voice_folder import CARD, MODEL, NAME, SETTINGS, licence_in

LIST, CARDS = "voices.json", "MODEL_CARD"
"""Names of files in a collection: the list, and the card in each voice's folder."""

LARGEST = 1 << 30
"""Bytes of a model; Piper's largest have 114 MB."""

_LARGEST_TEXT = 16 << 20
"""Bytes of the list, which has 0.2 MB, a card or settings."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be fetched, as people are told of it first."""

    name: str
    language: str
    """BCP 47 tag."""
    quality: str
    speakers: int
    licence: str
    """As its model card words it; empty when that names none."""
    card: str
    """The model card, for people."""
    files: tuple[OfferedFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def own_collection() -> str:
    """The address of Piper's own collection, as its package names it. Raises SpeechError when Piper
    is not installed."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # importing it starts onnxruntime
    try:
        from piper.download_voices import VOICES_JSON
    except ImportError as error:
        raise SpeechError("Piper is not installed: pip install 'audioguide[piper]'") from error
    address: str = VOICES_JSON
    return address.replace(LIST, "")


def offer(name: str, source: str) -> Offer:
    """What a collection has under a name: fetches its list and the voice's card, nothing else.
    `source` is the address of a collection (https, or http where that is given) or its folder.
    Raises SpeechError when there is no such voice or the collection cannot be read."""
    if not NAME.fullmatch(name) or ".." in name:
        raise SpeechError(f"`{name}` is no name of a voice: write one like `en_US-lessac-medium`")
    listed = _listed(source)
    if name not in listed:
        from difflib import get_close_matches

        near = get_close_matches(name, listed, 3)
        hint = f": did you mean {' or '.join(f'`{other}`' for other in near)}?" if near else ""
        raise SpeechError(f"the collection has no voice `{name}`{hint}")
    try:
        return _offer(name, listed[name], source)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SpeechError(
            f"the collection's list says too little of `{name}`: {error!r}"
        ) from error


def fetch(offered: Offer, folder: Path, came: Callable[[int], None] = lambda size: None) -> None:
    """Put an offered voice into a folder, which is made if need be. `came` is told of each number
    of bytes that have come. A file that is there already is not fetched again. Raises SpeechError,
    and OSError when the folder cannot be written; then the voice is as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as beside:
        for file in offered.files:
            if is_there(folder / file.name, file):
                came(file.size)
            else:
                fetch_file(file, Path(beside, file.name), came)
        for file in offered.files:  # the model comes last: then the voice is whole
            if Path(beside, file.name).exists():
                Path(beside, file.name).replace(folder / file.name)
    if not any(file.name.endswith(CARD) for file in offered.files):
        # Whatever lies there tells of another voice that had this name.
        (folder / f"{offered.name}{CARD}").unlink(missing_ok=True)


def _listed(source: str) -> dict[str, Any]:
    try:
        found = json.loads(_small(address_of(source, LIST)))
    except (ValueError, RecursionError) as error:
        raise SpeechError(f"the list of the collection cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SpeechError("the list of the collection is none")
    return found


def _offer(name: str, listed: dict[str, Any], source: str) -> Offer:
    wanted = {SETTINGS: f"{name}{SETTINGS}", CARD: CARDS, MODEL: f"{name}{MODEL}"}
    files = []
    for end, called in wanted.items():
        [(path, facts)] = [
            item for item in listed["files"].items() if item[0].rpartition("/")[2] == called
        ]
        size = int(facts["size_bytes"])
        if not 0 < size <= LARGEST or ".." in path.split("/"):
            raise ValueError(path)
        files.append(
            OfferedFile(
                f"{name}{end}", address_of(source, path), size, "md5", str(facts["md5_digest"])
            )
        )
    card = _small(files[1].address).decode(errors="replace")
    language = str(listed["language"]["code"]).replace("_", "-")
    quality, speakers = str(listed["quality"]), int(listed["num_speakers"])
    return Offer(name, language, quality, speakers, licence_in(card), card, tuple(files))


def _small(address: str) -> bytes:
    with opened(address) as file:
        found = file.read(_LARGEST_TEXT + 1)
    if len(found) > _LARGEST_TEXT:
        raise SpeechError(f"{address} is larger than any list or card")
    return found
