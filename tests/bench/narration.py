"""Sessions built and planned with one engine, by the command, with a cache of their own."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.measure import ROOT, tell

KEPT = ROOT / ".venv-heard" / "kept"
"""What is built and heard, kept for the next run; `make clean` removes it."""

_NO_NAME = re.compile(r"[^\w.-]+")
_LENGTH = re.compile(r"^length:.*\n", re.MULTILINE)
_VOICE = re.compile(r"^voice:", re.MULTILINE)

Plan = dict[str, Any]
"""A plan file, as it was read."""


@dataclass(frozen=True, slots=True)
class Narrator:
    """An engine, and its voice of a name; without one, its own choice for each language."""

    engine: str
    voice: str = ""

    def __str__(self) -> str:
        return f"{self.engine}:{self.voice}" if self.voice else self.engine

    @property
    def folder(self) -> str:
        """A name for what is kept of it."""
        return _NO_NAME.sub("-", str(self))

    @property
    def options(self) -> list[str]:
        """As the command takes it."""
        return ["--engine", self.engine, *(["--voice", self.voice] if self.voice else [])]


def narrator(told: str) -> Narrator:
    """ENGINE or ENGINE:VOICE."""
    engine, _, voice = told.partition(":")
    return Narrator(engine, voice)


@dataclass(frozen=True, slots=True)
class Narration:
    """A library as a narrator speaks it. The user's own configuration is not left out: an engine
    may find its voices by it."""

    narrator: Narrator
    scripts: Path
    folder: Path
    """For what is built."""
    cache: Path
    """For what was spoken; other narrations may share it."""
    python: str = sys.executable
    """Whose audioguide is asked."""

    @property
    def output(self) -> Path:
        """Finished sessions."""
        return self.folder / "output"

    def build(self, names: Sequence[str] = ()) -> None:
        """Build sessions, or those of some names, and tell of each on stderr. What cannot be built
        is missing among the plans; what was built before by those scripts is gone."""
        shutil.rmtree(self.output, ignore_errors=True)
        paths = [self.scripts / f"{name}.yaml" for name in names] or [self.scripts]
        words = ["build", *map(str, paths), "-o", str(self.output), *self.narrator.options]
        done = self._run(words, stdout=sys.stderr)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"the build with {self.narrator} ended with {done.returncode}")

    def plans(self) -> dict[str, Plan]:
        """The plans of what was built, by the names of sessions."""
        found = sorted((self.output / "data").rglob("*.plan.json"))
        names = [path.relative_to(self.output / "data").as_posix() for path in found]
        plans = [json.loads(path.read_bytes()) for path in found]
        return {name[: -len(".plan.json")]: plan for name, plan in zip(names, plans, strict=True)}

    def plan(self, name: str, *, exact: bool, cache: Path | None = None) -> Plan | None:
        """The plan of a session that is not built; None when its script has problems."""
        words = ["plan", str(self.scripts / f"{name}.yaml"), "--json", *self.narrator.options]
        words += ["--exact"] if exact else []
        done = self._run(words, stdout=subprocess.PIPE, cache=cache)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def _run(
        self, words: list[str], stdout: Any, cache: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        own = {"AUDIOGUIDE_CACHE": str(cache or self.cache), "PYTHONPATH": str(ROOT)}
        command = [self.python, "-m", "audioguide", *words]
        return subprocess.run(command, env=os.environ | own, stdout=stdout, check=False)


def names_of(scripts: Path) -> list[str]:
    """What the sessions of a library are called."""
    found = [path.relative_to(scripts).with_suffix("") for path in sorted(scripts.rglob("*.yaml"))]
    return [
        path.as_posix() for path in found if "shared" not in path.parts and path.name != "library"
    ]


def without_lengths(scripts: Path, copy: Path) -> list[str]:
    """A copy of a library in which no script asks for a length; the names of those that did."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(scripts, copy)
    asked: list[str] = []
    for name in names_of(copy):
        path = copy / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        plain = _LENGTH.sub("", text)
        if plain != text:
            path.write_text(plain, encoding="utf-8")
            asked.append(name)
    return asked


def at_rate(scripts: Path, copy: Path, rate: int) -> Path:
    """A copy of a library, the rate of its voice set. Raises RuntimeError if it sets a voice
    itself."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(scripts, copy)
    settings = copy / "library.yaml"
    told = settings.read_text(encoding="utf-8") if settings.exists() else ""
    if _VOICE.search(told):
        raise RuntimeError(f"{scripts.name}/library.yaml sets a voice: no rate can be set over it")
    settings.write_text(f"{told.rstrip()}\nvoice: {{ rate: {rate} }}\n", encoding="utf-8")
    return copy


def spoken_cues(plan: Plan) -> Iterator[dict[str, Any]]:
    """The lines of a plan: say and cue, of two words or more. Numbers counted are none."""
    for cue in plan["cues"]:
        if cue["kind"] in ("say", "cue") and len(cue["text"].split()) > 1:
            yield cue


def progress(what: str, done: int, of: int) -> None:
    """Tell now and then how far it is."""
    if done % 50 == 0 or done == of:
        tell(f"  {what}: {done} of {of}")


def row(cells: Iterable[str]) -> str:
    """A row of a table, in Markdown."""
    return f"| {' | '.join(cells)} |"
