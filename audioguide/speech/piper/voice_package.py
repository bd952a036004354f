"""Voices for Piper that a Python package holds: found among its files, never by running it."""

from collections.abc import Iterator
from hashlib import md5
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from audioguide.core.errors import SpeechError
from audioguide.speech.download import OfferedFile
from audioguide.speech.piper.voice_folder import (
    CARD,
    MODEL,
    NAME,
    SETTINGS,
    licence_in,
    settings_in,
)
from audioguide.speech.piper.voice_source import CARDS, LARGEST, Offer


def packaged(name: str | None, package: str) -> Offer:
    """A voice that an installed package holds, named as pip or as Python names it: `NAME.onnx`,
    with `NAME.onnx.json` beside it, and a model card if there is one. Without a name it is the only
    one there is. Raises SpeechError when there is no such package or no such voice, or it is none
    for Piper."""
    models = {path.name.removesuffix(MODEL): path for path in _models(package)}
    if not models:
        raise SpeechError(f"the package `{package}` holds no voice: no file of it ends in {MODEL}")
    held = ", ".join(f"`{one}`" for one in sorted(models))
    if name is None:
        if len(models) > 1:
            raise SpeechError(f"the package `{package}` holds several voices: name one of {held}")
        [name] = models
    if name not in models:
        raise SpeechError(f"the package `{package}` has no voice `{name}`: it holds {held}")
    try:
        return _offer(name, models[name])
    except ValueError as error:
        raise SpeechError(f"`{name}` of `{package}` is no voice for Piper: {error}") from error
    except OSError as error:
        raise SpeechError(f"`{name}` of `{package}` cannot be read: {error}") from error


def _models(package: str) -> Iterator[Path]:
    for path in _files(package):
        if path.name.endswith(MODEL) and NAME.fullmatch(path.name.removesuffix(MODEL)):
            yield path


def _files(package: str) -> list[Path]:
    """All files of a package. One that is installed from a folder which is still worked on lists
    none of its own: then they are looked for where Python would import it from."""
    try:
        told = distribution(package)
    except (PackageNotFoundError, ValueError):
        files = []
    else:
        files = [Path(str(told.locate_file(file))) for file in told.files or ()]
        if any(path.name.endswith(MODEL) for path in files):
            return files
    imported = package.replace("-", "_")
    # To find what lies inside another package, that one would be imported.
    spec = find_spec(imported) if imported.isidentifier() else None
    for folder in (spec and spec.submodule_search_locations) or ():
        files += sorted(Path(folder).rglob(f"*{MODEL}"))
    if spec is None and not files:
        raise SpeechError(
            f"`{package}` is no folder here, no address (https://…), and no package is installed "
            "under that name"
        )
    return files


def _offer(name: str, model: Path) -> Offer:
    """Raises ValueError for what is no voice, and OSError."""
    settings = model.with_name(f"{name}{SETTINGS}")
    if not settings.is_file():
        raise ValueError(f"there is no {settings.name} beside its model")
    if not model.stat().st_size:
        raise ValueError("its model is empty")
    try:
        told = settings_in(name, settings.read_bytes())
    except ValueError as error:
        raise ValueError(f"{settings.name} {error}") from error
    card = _card(name, model)
    found = {SETTINGS: settings, CARD: card, MODEL: model}
    files = tuple(_offered(f"{name}{end}", path) for end, path in found.items() if path)
    text = card.read_text(encoding="utf-8", errors="replace") if card else ""
    quality = name.rpartition("-")[2]
    return Offer(name, told.language, quality, told.speakers, licence_in(text), text, files)


def _card(name: str, model: Path) -> Path | None:
    """A card that tells whose it is, or one for all that the folder holds, if that is one voice."""
    own = model.with_name(f"{name}{CARD}")
    alone = len(list(model.parent.glob(f"*{MODEL}"))) == 1
    places = (own, model.with_name(CARDS)) if alone else (own,)
    return next((path for path in places if path.is_file()), None)


def _offered(name: str, path: Path) -> OfferedFile:
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path.name} has {size} bytes, more than any voice")
    content = md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    return OfferedFile(name, str(path), size, "md5", content)
