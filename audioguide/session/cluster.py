"""Sessions built on other machines: what a script needs travels there as bytes, and its session
comes back as bytes."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import assert_never

from audioguide.core.built_in import ClusterName
from audioguide.core.errors import ClusterError
from audioguide.script.files import ScriptFile
from audioguide.script.library import read_library
from audioguide.session.bundle import Bundle, pack, unpack
from audioguide.session.context import build_context
from audioguide.session.options import BuildOptions, Outcome, Reason
from audioguide.session.record import (
    VERSION,
    changed_since,
    differing,
    load,
    save,
    still_stands,
)
from audioguide.session.routine import read_routine
from audioguide.session.session import FAILURES, build_session, failed
from audioguide.session.sources import recorded, settings_shown
from audioguide.speech.register import Engines
from audioguide.store.files import write
from audioguide.store.store import Store, default_folder

AT_ONCE = 64
"""Sessions under way unless told otherwise: it bounds what lies in memory of all that travels."""

_ANSWERS_WITHIN = 10
"""Seconds in which a scheduler answers. It does nothing else when somebody connects."""

_store = cache(Store)
"""A worker's, from bundle to bundle: it knows how full it is."""


@dataclass(frozen=True, slots=True)
class BuiltBundle:
    """What came of a bundle."""

    outcome: Outcome
    """Its script is where the worker had it."""
    made_of: str = ""
    """The whole input of its MP3 and plan, in one word."""
    files: tuple[bytes, ...] = ()
    """All that is written of a session, as `BuildOptions.files` tells it."""


class ClusterRunner:
    """Has sessions built by an executor's workers, which may share no folder with us, for one run.
    Made by `cluster_runner`; needs no more of the executor than `submit` and futures."""

    def __init__(self, executor: Executor, store: Store, threads: ThreadPoolExecutor) -> None:
        self._executor, self._store = executor, store
        self._begun = time.time_ns()
        self._library = cache(read_library)
        self._engines = Engines()  # for what they tell of voices: workers speak
        self._threads = threads
        self._sent: set[Future[BuiltBundle]] = set()
        self._stopped = False

    def begin(
        self, located: ScriptFile, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Future[Outcome]:
        """Have a session built. A failure is an outcome, the worker's too: the others go on."""
        return self._threads.submit(self._session, located, options, why)

    def stop(self) -> None:
        """Begin nothing more, and wait for nothing that the executor lets go of."""
        self._stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for sent in list(self._sent):
            sent.cancel()

    def _session(
        self, located: ScriptFile, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Outcome:
        try:
            return self._build(located, options, why)
        except ClusterError as error:
            return Outcome(located, "failed", error=str(error), why=why)
        except FAILURES as error:
            return failed(located, error, why)

    def _build(
        self, located: ScriptFile, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Outcome:
        routine = read_routine(located, options.overrides, self._library(located.root))
        built = self._built(pack(routine, located, options))
        outcome = replace(built.outcome, located=located, why=why)
        if outcome.status == "failed":
            return outcome
        target = options.target(located)
        before = load(self._store, target)
        if before is not None:
            why = (*why, *differing(before.settings, settings_shown(routine, located)))
        fresh = not options.force and before is not None and still_stands(before, built.made_of)
        if not fresh:
            for path, content in zip(options.files(located), built.files, strict=True):
                write(path, content)
        record = recorded(
            routine,
            located,
            options,
            self._engines,
            built.made_of,
            outcome.length,
            outcome.problems,
        )
        if built.made_of and not changed_since(record, self._begun):
            save(self._store, target, record)
        return replace(outcome, status="fresh" if fresh else "built", why=why)

    def _built(self, bundle: Bundle) -> BuiltBundle:
        """What a worker makes of a bundle. Raises ClusterError."""
        try:
            sent = self._executor.submit(build_bundle, bundle)
            self._sent.add(sent)
            if self._stopped:
                sent.cancel()
            built = sent.result()
            self._sent.discard(sent)
        except ClusterError:
            raise
        except CancelledError as error:
            raise ClusterError("its task was cancelled, or its scheduler stopped") from error
        except Exception as error:  # on another machine anything may go wrong
            what = " ".join(str(error).split())
            raise ClusterError(f"its worker failed: {type(error).__name__}: {what}") from error
        return built


@contextmanager
def cluster_runner(
    executor: Executor, store: Store, at_once: int = AT_ONCE
) -> Iterator[ClusterRunner]:
    """An executor's workers for a block inside the executor's own, which ends when they are done;
    so many sessions are under way `at_once`."""
    with ThreadPoolExecutor(at_once, thread_name_prefix="remote") as threads:
        yield ClusterRunner(executor, store, threads)


def build_bundle(bundle: Bundle) -> BuiltBundle:
    """On a worker: build a session in a folder of its own, with the worker's own store. Raises
    ClusterError, OSError."""
    if bundle.version != VERSION:
        message = f"its worker has audioguide {VERSION}, and we have {bundle.version}"
        raise ClusterError(f"{message}: install the same on both")
    with TemporaryDirectory(prefix="audioguide-") as folder:
        root, output = Path(folder, "library"), Path(folder, "output")
        unpack(bundle, root)
        located = ScriptFile(root, root / bundle.script, bundle.number)
        options = BuildOptions(output, bundle.overrides, strict=bundle.strict)
        store = _store(default_folder())
        with build_context(store, 1) as context:
            outcome = build_session(located, options, context)
        if outcome.status == "failed":
            return BuiltBundle(replace(outcome, error=outcome.error.replace(folder + os.sep, "")))
        made = load(store, options.target(located))
        made_of = "" if made is None else made.made_of
        files = tuple(path.read_bytes() for path in options.files(located))
        return BuiltBundle(outcome, made_of, files)


def connect(name: ClusterName, address: str) -> AbstractContextManager[Executor]:
    """The executor of a cluster; what it needs is imported here. Entering raises ClusterError: not
    installed, or nobody answers at the address."""
    match name:
        case "dask":
            return _dask(address)
        case _:
            assert_never(name)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """Dask's scheduler, which has audioguide installed as its workers have: it unpacks what it
    hands on. A task whose worker dies begins again on another, three times; while there are no
    workers at all it waits."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterError("Dask is not installed: pip install 'audioguide[dask]'") from error
    try:
        client = Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}") from error
    # Bundles hold sound files, and Dask warns of tasks over 10 MB.
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
        # pure: Dask would take an equal bundle for the same task, a failed one included.
        yield client.get_executor(pure=False)
