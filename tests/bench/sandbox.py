"""A sandbox: scripts, sessions and cache in a folder of their own, and the commands that are
run there."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Task, measure
from tests.bench.sessions import Session

_TRIMMED = 0.15
"""Share by which audioguide's session may be shorter: it trims each line (0.3 s), no rival does."""
_ALIKE = 0.005
"""Share by which rivals may differ: what eSpeak NG says depends on what it said before."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A folder with `scripts`, `output`, `cache` and others."""

    folder: Path

    @property
    def scripts(self) -> Path:
        """What is built."""
        return self.folder / "scripts"

    @property
    def output(self) -> Path:
        """Finished sessions."""
        return self.folder / "output"

    @property
    def cache(self) -> Path:
        """What audioguide keeps between two builds."""
        return self.folder / "cache"

    @property
    def temporary(self) -> Path:
        """TMPDIR of all that runs here."""
        return self.folder / "tmp"

    def environment(self) -> dict[str, str]:
        """Variables of all that runs here: nothing is read from, or left in, the user's home."""
        home = self.folder / "home"
        for folder in (home, self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        own = {"AUDIOGUIDE_CACHE": self.cache, "HOME": home, "TMPDIR": self.temporary}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return kept | {name: str(path) for name, path in own.items()}

    def write(self, session: Session) -> None:
        """Put a script into it."""
        self.scripts.mkdir(parents=True, exist_ok=True)
        (self.scripts / "session.yaml").write_text(session.script)

    def clear(self, run: int = 0) -> None:
        """Forget all that was built."""
        for folder in (self.output, self.cache):
            shutil.rmtree(folder, ignore_errors=True)

    def building(
        self, name: str, prepare: Callable[[int], None] | None = None, options: Sequence[str] = ()
    ) -> Task:
        """audioguide on all scripts of this sandbox; cold, unless something else is prepared."""
        command = [sys.executable, "-m", "audioguide", "build", str(self.scripts)]
        command += ["-o", str(self.output), *options]
        return Task(name, command, self.environment(), prepare or self.clear)

    def built(self, session: Session) -> "Sandbox":
        """This sandbox, with a session that was built once."""
        self.write(session)
        measure(self.building(f"preparing {self.folder.name}"))
        return self

    def plain(self, name: str, sessions: Sequence[Session]) -> Task:
        """The plain script, on what is spoken in the sessions."""
        return self._rival("plain", name, sessions)

    def floor(self, name: str, sessions: Sequence[Session]) -> Task:
        """The bare tools on the same."""
        return self._rival("floor", name, sessions)

    def same_session(self, *rivals: str) -> None:
        """Hold the only session of each rival against audioguide's and the others'. Raises
        RuntimeError when somebody has left something out."""
        # All are MP3 of 96 kbit/s, so bytes are seconds.
        ours = (self.output / "session.mp3").stat().st_size
        theirs = [(self.folder / rival / "0000.mp3").stat().st_size for rival in rivals]
        if max(theirs) > (1 + _ALIKE) * min(theirs) or abs(theirs[0] / ours - 1) > _TRIMMED:
            raise RuntimeError(f"not the same session: {ours} bytes, {rivals} {theirs}")

    def _rival(self, rival: str, name: str, sessions: Sequence[Session]) -> Task:
        events = self.folder / f"{rival}-events"
        events.mkdir(parents=True)
        paths = [
            str(session.write_events(events / f"{number:04}.json"))
            for number, session in enumerate(sessions)
        ]
        command = [sys.executable, "-m", f"tests.bench.{rival}", *paths]
        command += ["-o", str(self.folder / rival)]
        return Task(name, command, self.environment())


def idle(sandbox: Sandbox) -> Task:
    """An interpreter that does nothing: what starting any command costs."""
    return Task("python -c pass", [sys.executable, "-c", "pass"], sandbox.environment())
