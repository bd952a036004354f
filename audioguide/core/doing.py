"""What is being done at the moment, for whoever shows it while it lasts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], None]] = []


def tell(what: str) -> None:
    """Something begins, in words for people. From any thread."""
    for listener in _listeners:
        listener(what)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Have somebody told of all that begins in a block. It is called from many threads."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
