"""What is asked of a command, as somebody wrote it: paths, options, their own configuration."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.core.built_in import EngineChoice
from audioguide.core.errors import OptionError, RequestError, ScriptProblems

if TYPE_CHECKING:
    from audioguide.script.files import ScriptFile
    from audioguide.script.overrides import Overrides

SCRIPTS = Path("scripts")
"""The folder of scripts, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options that go over what scripts and libraries say, as they were written."""

    length: str | None = None
    values: tuple[str, ...] = ()
    """NAME=VALUE each."""
    voice: str | None = None
    engine: EngineChoice | None = None
    rate: int | None = None
    """Words a minute."""
    allow_commands: bool = False


def scripts_at(paths: Iterable[Path]) -> "list[ScriptFile]":
    """Every script at the paths, once, in order; without a path, those of SCRIPTS. Raises
    RequestError."""
    from audioguide.session.library import find_scripts

    try:
        return find_scripts(tuple(paths) or (SCRIPTS,))
    except FileNotFoundError as error:
        raise RequestError(f"there is nothing at {error.args[0]}") from error


def overrides_of(chosen: Chosen) -> "Overrides":
    """The options as one value. Raises OptionError, RequestError."""
    from audioguide.core.voice import VoiceChoice
    from audioguide.script.duration import parse_duration
    from audioguide.script.overrides import Overrides

    try:
        length = None if chosen.length is None else parse_duration(chosen.length)
    except ValueError as error:
        raise OptionError("--length", str(error)) from error
    return Overrides(
        voice=VoiceChoice(engine=chosen.engine, name=chosen.voice, rate=chosen.rate),
        length=length,
        values=dict(map(_pair, chosen.values)),
        allow_commands=chosen.allow_commands,
        trusted=_trusted(),
    )


def _pair(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not name.isidentifier():
        raise OptionError("--set", f"`{written}`: write NAME=VALUE")
    return name, value


def _trusted() -> tuple[str, ...]:
    """Folders whose voices may run programs, from the user's own configuration."""
    from platformdirs import user_config_path

    file = user_config_path("audioguide", appauthor=False) / "config.yaml"
    if not file.is_file():
        return ()
    from audioguide.script.user_config import trusted_folders

    try:
        return trusted_folders(file)
    except ScriptProblems as found:
        raise RequestError(str(found)) from found
