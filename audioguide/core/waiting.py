"""Waiting for what others do, and hearing Ctrl-C meanwhile."""

from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

_HEEDED = 0.5
"""Seconds. A signal that comes just as an endless wait begins is noticed when the wait ends: Python
looks for signals between its instructions, and the lock it waits for was not yet interruptible."""


def result(future: Future[T]) -> T:
    """What a future comes to. Raises what it raised."""
    while not future.done():
        with suppress(TimeoutError):
            return future.result(_HEEDED)
    return future.result()
