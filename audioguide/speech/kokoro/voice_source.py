"""Kokoro's model and voices, fetched: shown first, checked on arrival, whole or not there."""

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from audioguide.core.errors import SpeechError
from audioguide.speech.download import (
    OfferedFile,
    address_of,
    fetch_file,
    is_remote,
    is_there,
    opened,
)
from audioguide.speech.kokoro.names import NAME
from audioguide.speech.kokoro.voice_folder import (
    MODEL,
    STYLE,
    VECTOR_BYTES,
    VOICES,
    read_styles,
)

RELEASE = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0"
"""Where those who made kokoro-onnx keep the files."""

MODEL_THERE, VOICES_THERE = "kokoro-v1.0.int8.onnx", "voices-v1.0.bin"
"""Their names for them: the model in its smallest form."""

MODEL_SIZE = 92_361_271
"""Bytes."""

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"

VOICES_COUNT = 54
"""Voices in their file. Its digest is not known to us: it is told by its form, an npz file of so
many arrays of float32 in the shape of a voice, from which nothing is run."""

CARD = """\
Kokoro-82M v1.0 by hexgrad, as kokoro-onnx has it: one model, and voices of American and British
English, Spanish, French, Hindi, Italian and Brazilian Portuguese. Others in the file, Japanese and
Chinese, cannot be spoken here."""

_LARGEST_VOICES = 1 << 28
"""Bytes of a file of voices, which has 28 MB."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The model and the voices, as people are told of them first."""

    voices: OfferedFile
    model: OfferedFile
    vectors: tuple[Path, ...] = ()
    """What the voices file is made of, a file for each voice; nothing when it is fetched."""
    count: int | None = None
    """How many voices it must have; None where any number will do."""

    @property
    def files(self) -> tuple[OfferedFile, ...]:
        """Both, in the order in which they are put into the folder."""
        return self.voices, self.model

    @property
    def size(self) -> int:
        """Bytes of both."""
        return sum(file.size for file in self.files)


def offer(source: str | None) -> Offer:
    """What there is at a source, the address of a folder that has both files by their names, or a
    folder here; None is RELEASE. Asks for the size of the voices, and fetches nothing. Raises
    SpeechError."""
    source = source or RELEASE
    return _in_folder(Path(source)) if not is_remote(source) else _at_address(source)


def fetch(offered: Offer, folder: Path, came: Callable[[int], None] = lambda size: None) -> None:
    """Put what was offered into a folder, which is made if need be. `came` is told of each number
    of bytes that have come. A file that is there already is not fetched again. Raises SpeechError,
    and OSError when the folder cannot be written; then it is as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as beside:
        for file in offered.files:
            to = Path(beside, file.name)
            if is_there(folder / file.name, file):
                came(file.size)
            elif file is offered.voices and offered.vectors:
                to.write_bytes(_made(offered.vectors))
                came(file.size)
            else:
                fetch_file(file, to, came)
            if file is offered.voices and to.exists():
                _check(to, offered.count)
        for file in offered.files:  # the model comes last: then it is whole
            if Path(beside, file.name).exists():
                Path(beside, file.name).replace(folder / file.name)


def _at_address(source: str) -> Offer:
    model = address_of(source, MODEL_THERE)
    voices = address_of(source, VOICES_THERE)
    with opened(voices) as answer:
        told = getattr(answer, "headers", {}).get("Content-Length", "")
    if not told.isdecimal() or not 0 < int(told) <= _LARGEST_VOICES:
        raise SpeechError(f"{voices} is of no size that voices can have: {told or 'not told'}")
    return Offer(
        OfferedFile(VOICES, voices, int(told), "sha256", None),
        OfferedFile(MODEL, model, MODEL_SIZE, "sha256", MODEL_SHA256),
        count=VOICES_COUNT,
    )


def _in_folder(where: Path) -> Offer:
    """The model by the end of its name, the voices in one file or in a file each, as kokoro-js has
    them."""
    try:
        model = _known(MODEL, _one([*where.glob("*.onnx")], MODEL_THERE, f"model in {where}"))
        packed = _packed(where)
        if packed:
            return Offer(_known(VOICES, packed), model)
        vectors = _vectors(where)
        content = _made(vectors)
    except OSError as error:
        raise SpeechError(f"{error.filename or where} cannot be read: {error.strerror}") from error
    told = sha256(content).hexdigest()
    return Offer(OfferedFile(VOICES, str(where), len(content), "sha256", told), model, vectors)


def _packed(where: Path) -> Path | None:
    found = [*where.glob("voices*.bin"), *where.glob("voices*.npz")]
    return _one(found, VOICES_THERE, f"file of voices in {where}") if found else None


def _one(found: Sequence[Path], preferred: str, what: str) -> Path:
    named = [path for path in found if path.name == preferred] or found
    if len(named) != 1:
        told = ", ".join(sorted(path.name for path in named)) or "none"
        raise SpeechError(f"there should be one {what}, and there is: {told}")
    return named[0]


def _known(name: str, path: Path) -> OfferedFile:
    with path.open("rb") as file:
        told = file_digest(file, "sha256").hexdigest()
    return OfferedFile(name, str(path), path.stat().st_size, "sha256", told)


def _vectors(where: Path) -> tuple[Path, ...]:
    found = sorted(where.glob("voices/*.bin")) or sorted(where.glob("*.bin"))
    if not found:
        raise SpeechError(f"there are no voices in {where}: neither voices*.bin nor voices/*.bin")
    for path in found:
        if not NAME.fullmatch(path.stem) or path.stat().st_size != VECTOR_BYTES:
            raise SpeechError(
                f"{path.name} is no voice: a voice is called like af_heart.bin, "
                f"and has {VECTOR_BYTES} bytes"
            )
    return tuple(found)


def _made(vectors: Sequence[Path]) -> bytes:
    """An npz file: the same vectors give the same bytes, for numpy writes no times."""
    import numpy as np

    out = io.BytesIO()
    found = {path.stem: np.fromfile(path, "<f4").reshape(STYLE) for path in vectors}
    np.savez(out, **found)  # type: ignore[arg-type, unused-ignore]
    return out.getvalue()


def _check(path: Path, count: int | None) -> None:
    try:
        found = len(read_styles(path))
    except SpeechError as error:
        raise SpeechError(f"{error}; nothing was kept") from error
    if not found or count not in (None, found):
        raise SpeechError(f"{path.name} has {found} voices, not {count or 'any'}: nothing was kept")
