"""The folder of Kokoro's model and voices: what is in it, and whether that is what it should be."""

import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.core.errors import DamagedError, MissingError, SpeechError
from audioguide.speech.kokoro.names import NAME
from audioguide.speech.piper.voice_folder import folder as voices_folder
from audioguide.store.fingerprint import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Style = NDArray[np.float32]

MODEL, VOICES = "model.onnx", "voices.npz"
"""Names of the files, whatever they were called where they come from."""

STYLE = (510, 1, 256)
"""Of a voice: a vector for each number of phonemes that are spoken at once."""

VECTOR_BYTES = 510 * 256 * 4
"""Of a voice's vectors as float32."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, NotImplementedError)
"""What reading a damaged zip file raises, or an array in it."""

_HEADER_MOST = 4096
"""Bytes of an array's header in an npz file, which has 128."""


@dataclass(frozen=True, slots=True)
class KokoroFiles:
    """What Kokoro speaks with."""

    model: Path
    voices: Path
    """An npz file: by a voice's name, its style vectors."""

    @property
    def notes(self) -> tuple[Path, ...]:
        """Where what each of them holds is noted, so that it is not read each time."""
        return tuple(path.with_name(f"{path.name}.digest") for path in (self.model, self.voices))


def folder() -> Path:
    """That of Kokoro, in the folder of voices."""
    return voices_folder() / "kokoro"


def find_files(where: Path) -> KokoroFiles:
    """What is in a folder. Raises MissingError when not all of it is there."""
    files = KokoroFiles(where / MODEL, where / VOICES)
    for path in (files.model, files.voices):
        if not path.is_file():
            raise MissingError(
                "Kokoro's model is not here: `audioguide voices add kokoro` fetches it "
                f"({path.name} is not in {where})"
            )
        if not path.stat().st_size:
            raise broken(f"{path.name} is empty")
    return files


def broken(why: str) -> DamagedError:
    """What is told of files that are damaged."""
    return DamagedError(
        f"Kokoro's files are damaged: {why}; `audioguide voices add kokoro` fetches them again"
    )


def names_in(files: KokoroFiles) -> tuple[str, ...]:
    """The names of the voices in the voices file, in order. Raises MissingError when it is damaged,
    OSError when it cannot be read."""
    return _names(files.voices, digest(files.voices, files.notes[1]))


def vectors_crc(files: KokoroFiles, name: str) -> int:
    """A checksum of a voice's vectors, whatever is around them: numpy is not needed for it. Raises
    MissingError, OSError as `names_in`."""
    return _crc(files.voices, name, digest(files.voices, files.notes[1]))


def read_styles(path: Path) -> "dict[str, Style]":
    """All voices of a voices file. Nothing in it is run: an array of objects, which would be, is
    refused. Raises SpeechError when it is none."""
    import numpy as np

    try:
        with path.open("rb") as file:
            found = np.load(file, allow_pickle=False)
            if not isinstance(found, np.lib.npyio.NpzFile):
                raise SpeechError(f"{path.name} is no file of voices: it is one array")
            with found:
                return dict(_styles(found, path.name))
    except OSError as error:
        raise SpeechError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except _DAMAGED as error:
        raise SpeechError(f"{path.name} is no file of voices: {error}") from error


def _styles(found: "np.lib.npyio.NpzFile", called: str) -> "Iterator[tuple[str, Style]]":
    import numpy as np

    for info in found.zip.infolist() if found.zip else ():
        if info.file_size > VECTOR_BYTES + _HEADER_MOST:  # before it is in memory
            raise SpeechError(f"{info.filename} in {called} is larger than any voice")
    for name in found.files:
        style = found[name]
        if not NAME.fullmatch(name):
            raise SpeechError(f"{name!r} in {called} is no name of a voice")
        if style.dtype != np.float32 or style.shape != STYLE or not np.isfinite(style).all():
            raise SpeechError(f"{name} in {called} is no voice: {style.dtype} {style.shape}")
        yield name, style


@lru_cache(maxsize=8)
def _names(path: Path, content: str) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(path) as found:
            return tuple(sorted(name.removesuffix(".npy") for name in found.namelist()))
    except _DAMAGED as error:
        raise broken(f"{path.name} is no file of voices: {error}") from error


@lru_cache(maxsize=64)
def _crc(path: Path, name: str, content: str) -> int:
    try:
        with zipfile.ZipFile(path) as found, found.open(f"{name}.npy") as array:
            return zlib.crc32(array.read(VECTOR_BYTES + _HEADER_MOST)[-VECTOR_BYTES:])
    except _DAMAGED as error:
        raise broken(f"{path.name} is no file of voices: {error}") from error
