"""Sessions to choose a sound by: one for each chime, or for each bed."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import yaml

from audioguide.script.located import SETTINGS
from audioguide.session.library import build_library, find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.session.runner import LocalRunner
from audioguide.store.store import Store

Script: TypeAlias = Mapping[str, object]


def with_chime(name: str, text: str) -> Script:
    """A script in which a chime strikes at the end of a text, and once more alone."""
    said = {"say": _written(text), "chime": name}
    return {"title": name, "steps": [said, {"pause": "4s"}, {"chime": name}]}


def over_bed(name: str, text: str) -> Script:
    """A script in which a text is heard over a bed that rises beside it."""
    said = [{"pause": "5s"}, {"say": _written(text)}, {"pause": "10s"}]
    return {"title": name, "bed": {"sound": name, "rise": "6"}, "steps": said}


def in_voice(engine: str, name: str, text: str) -> Script:
    """A script in which one voice says a text."""
    title = f"{engine} {name}".replace("/", "-").strip()
    return {
        "title": title,
        "voice": {"engine": engine, "name": name} if name else {"engine": engine},
        "steps": [{"say": _written(text)}],
    }


def build_samples(
    scripts: Sequence[Script],
    output: Path,
    jobs: int,
    store: Store,
    report: Callable[[Outcome], None],
) -> list[Outcome]:
    """Build a session of each script into a folder, named by its title. Raises OSError."""
    with TemporaryDirectory(prefix="audioguide-") as folder:
        # A settings file somebody left in the folder for temporary files would count otherwise.
        Path(folder, SETTINGS).touch()
        for script in scripts:
            text = yaml.safe_dump(dict(script), allow_unicode=True, sort_keys=False)
            Path(folder, f"{script['title']}.yaml").write_text(text, encoding="utf-8")
        with LocalRunner(store, jobs) as runner:
            return build_library(
                find_scripts([Path(folder)]), BuildOptions(output), store, runner, report
            )


def _written(text: str) -> str:
    """A text as a script has it: braces stand for themselves."""
    return text.replace("{", "{{").replace("}", "}}")
