"""The files that show all sessions of an output folder: page, playlists, feed, and pictures."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from audioguide.build.covers import LARGE, SMALL, Covers
from audioguide.build.publication import LARGE_COVER, SMALL_COVER
from audioguide.build.record import load
from audioguide.build.shelf import TOLD, Told, shelf_of
from audioguide.build.store import Store
from audioguide.publish.cover import CoverError, fit
from audioguide.publish.feed import NAME as FEED
from audioguide.publish.feed import feed
from audioguide.publish.page import page
from audioguide.publish.playlist import EVERYTHING, playlist, playlist_names
from audioguide.publish.shelf import Recording
from audioguide.script.located import SETTINGS
from audioguide.script.problem import Problem
from audioguide.script.settings import read_library

Make: TypeAlias = Callable[[], bytes]

PAGE = "index.html"
ART, LARGE_ART = "data/shelf.jpg", "data/shelf-3000.jpg"
"""What the files are called."""

_SAID = ("title", "summary", "author", "language", "date", "url")
"""What a library says of itself."""


@dataclass(frozen=True, slots=True)
class Showing:
    """All that is written for an output folder."""

    files: tuple[tuple[str, Make], ...]
    """Each by its path in the output folder, and what makes its content, which may raise OSError.
    The page comes last: it is there when all that it leads to is."""
    problems: tuple[Problem, ...]


def showing(roots: tuple[str, ...], url: str, output: Path, store: Store) -> Showing:
    """What shows an output folder for the libraries in these folders; the first that says something
    counts, and `url` over them. Raises ScriptProblems."""
    told, covers = Told(), Covers(store)
    art: Callable[[int], bytes] | None = None
    problems: list[Problem] = []
    for root in reversed(roots):
        library = read_library(Path(root))
        said = {name: value for name in _SAID if (value := getattr(library, name))}
        told = replace(told, **said, programmes=(*library.programmes.items(), *told.programmes))
        if library.cover:
            try:
                art = _own(covers, Path(root, library.cover))
            except CoverError as error:
                message = f"the picture {library.cover} cannot be a cover: {error}"
                place = replace(library.places["cover"], file=str(Path(root, SETTINGS)))
                problems.append(Problem(place, message, severity="warning"))
    told = replace(told, url=url or told.url)
    art = art or partial(covers.drawn, told.title, "", (), ())
    return Showing(tuple(_files(output, told, art, store)), tuple(problems))


def _own(covers: Covers, picture: Path) -> Callable[[int], bytes]:
    covers.own(picture)
    return partial(covers.own, picture)


def _files(
    output: Path, told: Told, art: Callable[[int], bytes], store: Store
) -> Iterator[tuple[str, Make]]:
    shelf = shelf_of(output, told)
    yield TOLD, lambda: json.dumps(asdict(told), ensure_ascii=False, indent=1).encode() + b"\n"
    yield ART, partial(art, SMALL)
    names = playlist_names([programme.title for programme in shelf.programmes])
    for name, programme in zip(names, shelf.programmes, strict=True):
        yield f"{name}.m3u8", partial(playlist, programme.shown, programme.recordings)
    yield f"{EVERYTHING}.m3u8", partial(playlist, shelf.title, shelf.recordings)
    if shelf.url:
        yield LARGE_ART, partial(art, LARGE)
        for recording in shelf.recordings:
            large = partial(_large, recording, output, store)
            yield f"data/{recording.name}{LARGE_COVER}", large
        yield FEED, partial(feed, shelf)
    yield PAGE, partial(page, shelf)


def _large(recording: Recording, output: Path, store: Store) -> bytes:
    """The cover of a session for the feed; when its own picture is not to be had, as of a library
    of another machine, the small one made larger."""
    about, covers = recording.about, Covers(store)
    if not about.cover:
        return covers.drawn(recording.title, about.album, about.areas, about.tags, LARGE)
    record = load(store, output / f"{recording.name}.mp3")
    try:
        return covers.own(Path(record.root if record else "", about.cover), LARGE)
    except (CoverError, OSError):
        return fit((output / "data" / f"{recording.name}{SMALL_COVER}").read_bytes(), LARGE)
