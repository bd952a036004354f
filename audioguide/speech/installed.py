"""Versions of what is installed, and where it is, told at a glance."""

import os
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_END = ".dist-info"


@cache
def installed(distribution: str) -> str:
    """The version of a distribution, as importlib.metadata tells it. Its import alone takes 30 ms,
    a third of a run with nothing to do: so the name of its folder is read, which nearly all have.
    Raises ModuleNotFoundError."""
    found = _found(distribution)
    if found is not None:
        return found[1][len(_start(distribution)) : -len(_END)]
    from importlib.metadata import version

    return version(distribution)


@cache
def place(distribution: str) -> Path:
    """The folder in which a distribution's packages are, none of them imported. Raises
    ModuleNotFoundError."""
    found = _found(distribution)
    if found is not None:
        return Path(found[0])
    from importlib import metadata

    return Path(str(metadata.distribution(distribution).locate_file("")))


def _found(distribution: str) -> tuple[str, str] | None:
    start = _start(distribution)
    return next((one for one in _folders() if one[1].lower().startswith(start)), None)


def _start(distribution: str) -> str:
    return f"{re.sub('[-_.]+', '_', distribution).lower()}-"


@cache
def _folders() -> list[tuple[str, str]]:
    """Places that modules are imported from, and what tells of a distribution in them."""
    found: list[tuple[str, str]] = []
    for folder in filter(os.path.isdir, sys.path):
        # Nothing can be imported from a folder that may not be listed.
        with suppress(OSError), os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(_END))
            found += [(folder, name) for name in names]
    return found
