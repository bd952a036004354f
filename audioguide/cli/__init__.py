"""The command line: arguments in, one call, words and an exit code out. The only room that prints,
and the only one that turns exceptions into exit codes."""

import os
import sys

import click

from audioguide import __version__
from audioguide.cli.build import build
from audioguide.cli.cache import cache
from audioguide.cli.check import check
from audioguide.cli.exits import BUG, INTERRUPTED, OK, USAGE
from audioguide.cli.importing import import_text
from audioguide.cli.new import new
from audioguide.cli.plan import plan
from audioguide.cli.schema import schema
from audioguide.cli.serve import serve
from audioguide.cli.sounds import beds, chimes
from audioguide.cli.verify import verify
from audioguide.cli.voices import voices
from audioguide.cli.watch import watch
from audioguide.core import log


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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


audioguide.add_command(build)
audioguide.add_command(beds)
audioguide.add_command(cache)
audioguide.add_command(check)
audioguide.add_command(chimes)
audioguide.add_command(import_text)
audioguide.add_command(new)
audioguide.add_command(plan)
audioguide.add_command(schema)
audioguide.add_command(serve)
audioguide.add_command(verify)
audioguide.add_command(voices)
audioguide.add_command(watch)


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
