"""The files that show all sessions of an output folder: page, playlists, feed, and pictures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from audioguide.core.errors import CoverError
from audioguide.core.names import (
    ART,
    CATALOGUE,
    COVER,
    EVERYTHING,
    FEED,
    LARGE_ART,
    LARGE_COVER,
    NOWHERE,
    PAGE,
)
from audioguide.core.problem import Problem
from audioguide.publish.cover import fit_picture
from audioguide.script.files import LIBRARY_FILE
from audioguide.script.library import read_library
from audioguide.session.covers import LARGE, SMALL, Covers
from audioguide.session.record import load
from audioguide.site.catalogue import Catalogue, Session, catalogue_of
from audioguide.site.feed import feed
from audioguide.site.page import page
from audioguide.site.playlist import playlist, playlist_names
from audioguide.site.settings import CatalogueSettings, read_settings, settings_json
from audioguide.store.store import Store

Make: TypeAlias = Callable[[], bytes]

_SAID = ("title", "summary", "author", "language", "date", "url")
"""What a library says of itself."""

_OURS = (".m3u8", LARGE_COVER)
"""Ends of names that may be those of files once written here."""


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """All that is written for an output folder."""

    files: tuple[tuple[str, Make], ...]
    """Each by its path in the output folder, and what makes its content, which may raise OSError.
    The first knows of all, also those that are stale; the page comes when all that it leads to is
    there."""
    stale: tuple[str, ...]
    """What was written once, and is no more."""
    problems: tuple[Problem, ...]


def site_files(
    roots: tuple[str, ...], url: str, output: Path, store: Store, *, known: bool
) -> SiteFiles:
    """What shows an output folder for the libraries in these folders: the first that says something
    counts, and `url` over them. Where none of them has settings, and they are not `known` to be
    those that were shown last, it is as before: one script of another folder changes nothing.
    Raises ScriptProblems."""
    earlier, covers = read_settings(output), Covers(store)
    own: Callable[[int], bytes] | None = None
    problems: tuple[Problem, ...] = ()
    settings = earlier
    if known or not earlier.files or any(Path(root, LIBRARY_FILE).is_file() for root in roots):
        settings, own, problems = _settings_of(roots, covers)
    elif (output / ART).is_file():
        own = partial(_enlarged, output / ART)
    address = "" if url == NOWHERE else url or settings.url or earlier.url
    settings = replace(settings, url=address, files=())
    art = own or partial(covers.drawn, settings.title, "", (), ())
    files = list(_files(catalogue_of(output, settings), output, art, store))
    names = tuple(name for name, _ in files)
    stale = tuple(name for name in earlier.files if name not in names and _is_ours(name))
    first = replace(settings, files=(*names, *stale))
    last = replace(settings, files=names)
    begun: tuple[str, Make] = (CATALOGUE, partial(settings_json, first))
    ended: tuple[str, Make] = (CATALOGUE, partial(settings_json, last))
    return SiteFiles((begun, *files, ended), stale, problems)


def _settings_of(
    roots: tuple[str, ...], covers: Covers
) -> tuple[CatalogueSettings, Callable[[int], bytes] | None, tuple[Problem, ...]]:
    """What libraries say of themselves, their picture, and what is wrong with it."""
    settings = CatalogueSettings()
    own: Callable[[int], bytes] | None = None
    problems: list[Problem] = []
    for root in reversed(roots):
        library = read_library(Path(root))
        said = {name: value for name in _SAID if (value := getattr(library, name))}
        settings = replace(
            settings, **said, programmes=(*library.programmes.items(), *settings.programmes)
        )
        if library.cover:
            try:
                covers.own(Path(root, library.cover))
                own = partial(covers.own, Path(root, library.cover))
            except CoverError as error:
                message = f"the picture {library.cover} cannot be a cover: {error}"
                place = replace(library.places["cover"], file=str(Path(root, LIBRARY_FILE)))
                problems.append(Problem(place, message, severity="warning"))
    return settings, own, tuple(problems)


def _files(
    catalogue: Catalogue, output: Path, art: Callable[[int], bytes], store: Store
) -> Iterator[tuple[str, Make]]:
    yield ART, partial(art, SMALL)
    names = playlist_names([programme.title for programme in catalogue.programmes])
    for name, programme in zip(names, catalogue.programmes, strict=True):
        yield f"{name}.m3u8", partial(playlist, programme.shown, programme.sessions)
    yield f"{EVERYTHING}.m3u8", partial(playlist, catalogue.title, catalogue.sessions)
    if catalogue.url:
        yield LARGE_ART, partial(art, LARGE)
        for session in catalogue.sessions:
            large = partial(_large, session, output, store)
            yield f"data/{session.name}{LARGE_COVER}", large
        yield FEED, partial(feed, catalogue)
    yield PAGE, partial(page, catalogue)


def _is_ours(name: str) -> bool:
    """Whether a file that was noted in an output folder may be removed there."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return inside and (name.endswith(_OURS) or name in (FEED, LARGE_ART))


def _large(session: Session, output: Path, store: Store) -> bytes:
    """The cover of a session for the feed; when its own picture is not to be had, as of a library
    of another machine, the small one made larger."""
    about, covers = session.about, Covers(store)
    if not about.cover:
        return covers.drawn(session.title, about.album, about.areas, about.tags, LARGE)
    record = load(store, output / f"{session.name}.mp3")
    try:
        if record is not None:
            picture = Path(record.root, about.cover).resolve()
            if picture.is_relative_to(Path(record.root).resolve()):
                return covers.own(picture, LARGE)
    except (CoverError, OSError):
        pass
    return _enlarged(output / "data" / f"{session.name}{COVER}", LARGE)


def _enlarged(picture: Path, size: int) -> bytes:
    """A picture of ours, at another size."""
    try:
        return fit_picture(picture.read_bytes(), size)
    except CoverError as error:
        raise OSError(str(error)) from error
