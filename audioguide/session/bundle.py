"""What a session is built from, packed to travel to another machine."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from audioguide.core.errors import ClusterError
from audioguide.script.files import LIBRARY_FILE, ScriptFile
from audioguide.script.overrides import Overrides
from audioguide.session.options import BuildOptions
from audioguide.session.record import VERSION
from audioguide.session.routine import Routine
from audioguide.session.sources import read_from

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that a session is built from. Names are relative to the library folder, with forward
    slashes."""

    version: str
    script: str
    number: int
    """The script's place in its folder."""
    files: Mapping[str, bytes]
    """Those that are only looked for, not read, are empty."""
    links: Mapping[str, str]
    """Names that lead to another of the files."""
    overrides: Overrides
    strict: bool


def pack(routine: Routine, located: ScriptFile, options: BuildOptions) -> Bundle:
    """All that a routine's session is built from. Raises OSError."""
    root, home = located.root, located.root.resolve()
    there = [path for path in read_from(routine, located) if path.is_file()]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in there}
    links: dict[str, str] = {}
    texts = {name: files[name] for name in (LIBRARY_FILE, *routine.script.files) if name in files}
    for path in _named(root, texts):
        name, real = path.relative_to(root).as_posix(), path.resolve()
        if name not in files and real.is_relative_to(home):
            meant = real.relative_to(home).as_posix()
            files.setdefault(meant, b"")
            if meant != name:
                links[name] = meant
    script = located.path.relative_to(root).as_posix()
    overrides = options.overrides.for_library(root)
    return Bundle(
        version=VERSION,
        script=script,
        number=located.number,
        files=files,
        links=links,
        overrides=overrides,
        strict=options.strict,
    )


def unpack(bundle: Bundle, root: Path) -> None:
    """Lay a bundle out as a library folder. Raises ClusterError, OSError."""
    root.mkdir()
    for name, content in bundle.files.items():
        path = _inside(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, meant in bundle.links.items():
        path = _inside(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(_inside(root, meant))


def _named(root: Path, texts: Mapping[str, bytes]) -> Iterator[Path]:
    """Files that texts of a library may mean: reading them fails where one is missing, also where
    it is not needed, as another routine of a programme."""
    for name, text in texts.items():
        folder = str(Path(root, name).parent)
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.ScalarEvent):
                for end in ("", ".yaml", ".yml"):
                    path = os.path.normpath(f"{folder}/{event.value}{end}")
                    # Path.is_file raises where a text is too long for a name.
                    if os.path.isfile(path) and Path(path).is_relative_to(root):  # noqa: PTH113
                        yield Path(path)


def _inside(root: Path, name: str) -> Path:
    path = Path(root, name)
    if not path.resolve().is_relative_to(root.resolve()):
        raise ClusterError(f"{name} lies outside the library folder")
    return path
