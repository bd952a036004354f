"""What every test stands on: a cache and a home of its own, and no way to the user's."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault of an example. HYPOTHESIS_PROFILE=thorough looks longer.
settings.register_profile("steady", deadline=None, max_examples=35)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# A shell has what it starts in the background ignore Ctrl-C, and so would the programs of ours that
# are interrupted here: `make test &` waited for them until each was killed.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Of all tests, so that a module may have others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOGUIDE_VOICES", str(tmp_path_factory.mktemp("voices")))
        yield


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AUDIOGUIDE_FFMPEG", raising=False)
    monkeypatch.delenv("AUDIOGUIDE_LOG", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
