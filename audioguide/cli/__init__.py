"""The command line: arguments in, one call, words and an exit code out. The only room that prints,
and the only one that turns exceptions into exit codes."""

import os
import sys
from importlib import import_module

import click

from audioguide import __version__
from audioguide.cli.exits import BUG, INTERRUPTED, OK, USAGE
from audioguide.core import log

_COMMANDS = {
    "beds": "sounds.beds",
    "build": "build.build",
    "cache": "cache.cache",
    "check": "check.check",
    "chimes": "sounds.chimes",
    "import": "importing.import_text",
    "new": "new.new",
    "plan": "plan.plan",
    "schema": "schema.schema",
    "serve": "serve.serve",
    "verify": "verify.verify",
    "voices": "voices.voices",
    "watch": "watch.watch",
}
"""Commands by name, each by where it stands in this room: a run loads the one it was asked for."""


class _Commands(click.Group):
    """The commands, loaded when they are asked for: all of them cost a tenth of a run that finds
    nothing to do."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            return _load(cmd_name)
        # click suggests one of them.
        self.commands.update((name, _load(name)) for name in _COMMANDS)
        return None


def _load(command: str) -> click.Command:
    module, name = _COMMANDS[command].split(".")
    found = getattr(import_module(f"audioguide.cli.{module}"), name)
    assert isinstance(found, click.Command)
    return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="audioguide %(version)s")
@click.option(
    "-v", "--verbose", is_flag=True, help="Tell on stderr what is run, why, and for how long."
)
def audioguide(verbose: bool) -> None:
    """Turn YAML scripts into narrated MP3 sessions."""
    try:
        log.begin(verbose)
    except OSError as error:
        raise click.ClickException(f"{log.VARIABLE}: {error.filename}: {error.strerror}") from error


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; nothing is raised."""
    try:
        return audioguide.main(arguments, "audioguide", standalone_mode=False) or OK
    except click.exceptions.NoArgsIsHelpError as shown:
        shown.show()
        return USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our words has left, as `head` does: nobody to tell, nothing wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # the boundary: every fault of ours ends as one line and a log
        from audioguide.core.crash import write_crash

        details = write_crash(error)
        click.echo(f"audioguide made a mistake: {error!r}. Details: {details}", err=True)
        return BUG
    finally:
        log.end()
