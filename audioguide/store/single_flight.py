"""Work that several sessions want at the same moment, done once, and waited for so that Ctrl-C is
heard."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_HEEDED = 0.5
"""Seconds. A signal that comes just as an endless wait begins is noticed when the wait ends: Python
looks for signals between its instructions, and the lock it waits for was not yet interruptible."""


class SingleFlight(Generic[T]):
    """Gives tasks to a pool; a thing under way is not begun again."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._lock = Lock()
        self._under_way: dict[str, Future[T]] = {}

    def submit(
        self, batches: Iterable[Sequence[str]], make: Callable[[Sequence[str]], T]
    ) -> list[Future[T]]:
        """Have `make` called with each batch of keys, less those under way already. Returns the
        futures to wait for; they carry what `make` raised."""
        waiting: list[Future[T]] = []
        for batch in batches:
            with self._lock:
                waiting += [self._under_way[key] for key in batch if key in self._under_way]
                fresh = [key for key in batch if key not in self._under_way]
                if not fresh:
                    continue
                future = self._pool.submit(make, fresh)
                self._under_way.update(dict.fromkeys(fresh, future))
            future.add_done_callback(partial(self._done, fresh))
            waiting.append(future)
        return waiting

    def _done(self, keys: Sequence[str], _: Future[T]) -> None:
        with self._lock:
            for key in keys:
                del self._under_way[key]


def result(future: Future[T]) -> T:
    """What a future comes to. Raises what it raised."""
    while not future.done():
        with suppress(TimeoutError):
            return future.result(_HEEDED)
    return future.result()
