"""Sessions to choose a sound by: one for each chime, or for each bed."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import yaml

from audioguide.app.progress import Progress
from audioguide.core.errors import RequestError
from audioguide.language import LANGUAGES
from audioguide.script.files import LIBRARY_FILE
from audioguide.session.library import build_library, find_scripts
from audioguide.session.options import BuildOptions
from audioguide.session.runner import local_runner
from audioguide.store.store import Store, default_folder

SampleScript: TypeAlias = Mapping[str, object]


def with_chime(name: str, text: str) -> SampleScript:
    """A script in which a chime strikes at the end of a text, and once more alone."""
    said = {"say": _written(text), "chime": name}
    return {"title": name, "steps": [said, {"pause": "4s"}, {"chime": name}]}


def over_bed(name: str, text: str) -> SampleScript:
    """A script in which a text is heard over a bed that rises beside it."""
    said = [{"pause": "5s"}, {"say": _written(text)}, {"pause": "10s"}]
    return {"title": name, "bed": {"sound": name, "rise": "6"}, "steps": said}


def title_of(engine: str, name: str) -> str:
    """What the sample of a voice is called, as its file is."""
    return f"{engine} {name}".replace("/", "-").strip()


def in_voice(engine: str, name: str, language: str, text: str) -> SampleScript:
    """A script in which one voice says a text, in a language that audioguide speaks; of other
    languages it knows nothing."""
    spoken = {"language": language} if language in LANGUAGES else {}
    return {
        "title": title_of(engine, name),
        **spoken,
        "voice": {"engine": engine, "name": name} if name else {"engine": engine},
        "steps": [{"say": _written(text)}],
    }


def build_samples(scripts: Sequence[SampleScript], output: Path, progress: Progress) -> None:
    """Build a session of each script into a folder, named by its title. Raises RequestError,
    FfmpegError."""
    progress.begin(len(scripts))
    store, jobs = Store(default_folder()), os.cpu_count() or 1
    try:
        with TemporaryDirectory(prefix="audioguide-") as folder:
            _write(scripts, Path(folder))
            found = find_scripts([Path(folder)])
            with local_runner(store, jobs) as runner:
                build_library(found, BuildOptions(output), store, runner, progress.tell)
    except OSError as error:
        raise RequestError(f"cannot write to {output}: {error.strerror}") from error


def _write(scripts: Sequence[SampleScript], folder: Path) -> None:
    # A settings file somebody left in the folder for temporary files would count otherwise.
    Path(folder, LIBRARY_FILE).touch()
    for script in scripts:
        text = yaml.safe_dump(dict(script), allow_unicode=True, sort_keys=False)
        Path(folder, f"{script['title']}.yaml").write_text(text, encoding="utf-8")


def _written(text: str) -> str:
    """A text as a script has it: braces stand for themselves."""
    return text.replace("{", "{{").replace("}", "}}")
