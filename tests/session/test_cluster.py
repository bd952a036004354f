"""Sessions built by workers that share no folder with us: a pool's, and those of a Dask cluster."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import dask
import numpy as np
import pytest
from distributed import LocalCluster

from audioguide.core.errors import ClusterError
from audioguide.core.units import RATE
from audioguide.core.voice import VoiceChoice
from audioguide.script.files import ScriptFile
from audioguide.script.library import read_library
from audioguide.script.overrides import Overrides
from audioguide.session import cluster as remote
from audioguide.session.bundle import Bundle, pack
from audioguide.session.cluster import build_bundle, cluster_runner, connect
from audioguide.session.library import build_library, find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.session.routine import read_routine
from audioguide.session.runner import Runner, local_runner
from audioguide.sound.audio import audio_segment
from audioguide.store.store import Store

FILES = {
    "library.yaml": """\
title: Quiet hips
chimes: { temple: sounds/temple.wav, other: sounds/other.wav }
programmes: { week: [neck, more/hips] }
red_flags: shared/flags.yaml
""",
    "shared/close.yaml": "- say: Go gently, {name}.\n- chime: temple\n",
    "shared/flags.yaml": "- say: Stop when it hurts.\n",
    "neck.yaml": """\
title: Neck
bed: sounds/rain.wav
values: { name: Ann }
steps:
- say: Sit tall.
- pause: 3s
- include: shared/close.yaml
""",
    "more/hips.yaml": """\
title: Hips
values: { name: Ben }
steps:
- say: Lie down.
- hold: 10s
  countdown: 3
- include: ../shared/close.yaml
""",
}
TONE = Overrides(VoiceChoice("tone"))
REHEARSED = BuildOptions(Path("output"), TONE)


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scripts"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (folder / "sounds").mkdir()
    for seed, name in enumerate(("temple", "other", "rain")):
        noise = np.random.default_rng(seed).normal(0, 0.1, 2 * RATE)
        audio_segment(noise).export(folder / f"sounds/{name}.wav", format="wav").close()
    return folder


def move_out(homes: str) -> None:
    """In a worker: a working folder and a cache that are nobody else's."""
    home = mkdtemp(dir=homes)
    os.chdir(home)
    os.environ["AUDIOGUIDE_CACHE"] = str(Path(home, "cache"))


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Executor]:
    homes = str(tmp_path_factory.mktemp("homes"))
    # Forked from a process with threads, it might hang.
    with ProcessPoolExecutor(1, get_context("spawn"), move_out, (homes,)) as pool:
        yield pool


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two worker processes; one that dies comes back."""
    homes = tmp_path_factory.mktemp("homes")
    preload = homes / "moving.py"
    moving = f"def dask_setup(worker):\n    move_out({str(homes)!r})\n"
    preload.write_text(f"from tests.session.test_cluster import move_out\n{moving}")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",  # None takes 8787: of two runs at once, one failed
            preload=[str(preload)],
            silence_logs="CRITICAL",
        ) as found,
    ):
        yield found.scheduler_address


class Elsewhere(Executor):
    """An executor whose tasks come to what a test says."""

    def __init__(self, task: Callable[[Bundle], Any]) -> None:
        self._task = task

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(self._task(args[0]))
        except Cancelled:
            future.cancel()
            future.set_running_or_notify_cancel()
        except Exception as error:
            future.set_exception(error)
        return future


class Cancelled(Exception):
    """A task that is cancelled."""


def run(
    runner: Runner, options: BuildOptions = REHEARSED, store: str = "store"
) -> dict[str, Outcome]:
    found = build_library(
        find_scripts([Path("scripts")]), options, Store(Path(store)), runner, lambda _: None
    )
    return {outcome.located.name: outcome for outcome in found}


def remotely(executor: Executor, options: BuildOptions = REHEARSED) -> dict[str, Outcome]:
    with cluster_runner(executor, Store(Path("store"))) as runner:
        return run(runner, options)


def locally(options: BuildOptions = REHEARSED, store: str = "store") -> dict[str, Outcome]:
    with local_runner(Store(Path(store)), 2) as runner:
        return run(runner, options, store)


def written(folder: str) -> dict[str, bytes]:
    root = Path(folder)
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def bundle_of(library: Path, name: str) -> Bundle:
    located = ScriptFile(library, library / name)
    return pack(read_routine(located, TONE, read_library(library)), located, REHEARSED)


@pytest.mark.slow
def test_sessions_built_elsewhere_are_those_built_here_byte_for_byte(pool: Executor) -> None:
    here = locally(replace(REHEARSED, output=Path("here")), "here-store")
    there = remotely(pool)

    assert written("output") == written("here")
    assert len(written("output")) == 12
    assert there == here


def test_what_was_built_elsewhere_is_fresh_here(pool: Executor) -> None:
    remotely(pool)

    assert {outcome.status for outcome in locally().values()} == {"fresh"}


def test_bundle_holds_what_is_read_and_the_names_of_what_is_looked_for(library: Path) -> None:
    files = bundle_of(library, "more/hips.yaml").files

    assert {name for name, content in files.items() if content} == {
        "library.yaml",
        "more/hips.yaml",
        "shared/close.yaml",
        "sounds/temple.wav",
    }
    assert {name for name, content in files.items() if not content} == {
        "neck.yaml",
        "shared/flags.yaml",
        "sounds/other.wav",
    }


def test_links_inside_a_library_travel(library: Path, pool: Executor) -> None:
    (library / "shared").rename(library / "parts")
    (library / "shared").symlink_to("parts")
    (library / "sounds/temple.wav").rename(library / "sounds/gong.wav")
    (library / "sounds/temple.wav").symlink_to("gong.wav")
    locally(replace(REHEARSED, output=Path("here")), "here-store")

    remotely(pool)

    assert written("output") == written("here")


def test_problem_that_only_a_worker_finds_comes_back_with_its_place(
    library: Path, pool: Executor
) -> None:
    (library / "neck.yaml").write_text(
        "title: Neck\nsteps:\n- say: One two three four five six.\n  within: 0.2s\n"
    )
    here = locally(replace(REHEARSED, output=Path("here")), "here-store")
    there = remotely(pool)

    assert there["neck"].problems == here["neck"].problems
    assert there["neck"].problems[0].place.line == 3
    assert there["more/hips"].status == "built"


def test_script_that_cannot_be_read_travels_nowhere(library: Path) -> None:
    for name in ("neck.yaml", "more/hips.yaml"):
        (library / name).write_text("title: Neck\nsteps:\n- sya: Hello.\n")
    asked_for: list[Bundle] = []

    found = remotely(Elsewhere(asked_for.append))

    assert [outcome.problems[0].place.line for outcome in found.values()] == [3, 3]
    assert not asked_for


def test_worker_that_fails_costs_one_session() -> None:
    def fail_for_neck(bundle: Bundle) -> object:
        if bundle.script == "neck.yaml":
            raise ConnectionError("the line\nwas cut")
        return build_bundle(bundle)

    found = remotely(Elsewhere(fail_for_neck))

    assert found["neck"].status == "failed"
    assert found["neck"].error == "its worker failed: ConnectionError: the line was cut"
    assert found["more/hips"].status == "built"


def test_task_that_is_cancelled_is_a_failed_session() -> None:
    def cancel(bundle: Bundle) -> object:
        raise Cancelled

    found = remotely(Elsewhere(cancel))

    assert all(outcome.error.startswith("its task was cancelled") for outcome in found.values())
    assert {outcome.status for outcome in found.values()} == {"failed"}


def test_worker_of_another_version_says_so(library: Path, pool: Executor) -> None:
    sent = pool.submit(build_bundle, replace(bundle_of(library, "neck.yaml"), version="0.0.1"))

    with pytest.raises(ClusterError, match=r"has audioguide .*, and we have 0\.0\.1: install"):
        sent.result()


@pytest.mark.parametrize("name", ["../outside.yaml", "/tmp/outside.yaml", "a/../../outside.yaml"])
def test_bundle_writes_nothing_outside_its_folder(library: Path, name: str) -> None:
    with pytest.raises(ClusterError, match="lies outside the library folder"):
        build_bundle(replace(bundle_of(library, "neck.yaml"), files={name: b"title: x\n"}))


def test_link_that_leads_outside_is_not_made(library: Path) -> None:
    with pytest.raises(ClusterError, match="lies outside the library folder"):
        build_bundle(replace(bundle_of(library, "neck.yaml"), links={"a.yaml": "../../b.yaml"}))


def test_old_session_stays_when_its_worker_fails(pool: Executor) -> None:
    remotely(pool)
    before = written("output")

    def fail(bundle: Bundle) -> object:
        raise ConnectionError

    remotely(Elsewhere(fail), replace(REHEARSED, force=True))

    assert written("output") == before


def test_stop_waits_for_no_task_that_can_be_cancelled() -> None:
    class Never(Executor):
        def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return Future()

    with cluster_runner(Never(), Store(Path("store"))) as runner:
        building = [runner.begin(each, REHEARSED, ()) for each in find_scripts([Path("scripts")])]
        runner.stop()

    assert all(each.cancelled() or each.result().status == "failed" for each in building)


@pytest.mark.slow
def test_dask_workers_build_what_is_built_here(cluster: str) -> None:
    locally(replace(REHEARSED, output=Path("here")), "here-store")

    with connect("dask", cluster) as executor:
        found = remotely(executor)

    assert {outcome.status for outcome in found.values()} == {"built"}
    assert written("output") == written("here")
    # Nothing was spoken or encoded by us.
    assert {path.name for path in Path("store").iterdir()} == {"record"}


@pytest.mark.slow
def test_dask_worker_that_dies_costs_one_session(cluster: str) -> None:
    class Deadly(Elsewhere):
        def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return executor.submit(os._exit, 1)

    neck, hips = find_scripts([Path("scripts/neck.yaml"), Path("scripts/more/hips.yaml")])[::-1]
    with connect("dask", cluster) as executor:
        with cluster_runner(Deadly(lambda _: None), Store(Path("store"))) as runner:
            died = runner.begin(neck, REHEARSED, ()).result()
        with cluster_runner(executor, Store(Path("store"))) as runner:
            lived = runner.begin(hips, REHEARSED, ()).result()

    assert died.status == "failed"
    assert died.error.startswith("its worker failed: KilledWorker: ")
    assert lived.status == "built"


@pytest.mark.slow
def test_stop_gives_up_what_dask_workers_do(cluster: str) -> None:
    class Slow(Elsewhere):
        def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return executor.submit(time.sleep, 2)

    slow = Slow(lambda _: None)
    with connect("dask", cluster) as executor, cluster_runner(slow, Store(Path("store"))) as runner:
        building = [runner.begin(each, REHEARSED, ()) for each in find_scripts([Path("scripts")])]
        runner.stop()

    # Had their sleep been waited for, what it returns would not be an outcome.
    assert all(each.cancelled() or each.result().status == "failed" for each in building)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense://x"])
def test_nobody_at_the_address_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_ANSWERS_WITHIN", 0.2)
    with (
        pytest.raises(ClusterError, match="no Dask scheduler answers at"),
        connect("dask", address),
    ):
        pass


def test_dask_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(ClusterError, match=r"audioguide\[dask\]"), connect("dask", "127.0.0.1:1"):
        pass
