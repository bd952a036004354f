"""How commands end: exit codes, and what cannot be done, told as click tells it."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from audioguide.core.errors import AudioguideError, OptionError, UsageError

OK = 0
PROBLEMS = 1
"""A script has problems or could not be built; the others were built all the same."""
USAGE = 2
"""Wrong usage or configuration."""
BUG = 3
"""The fault is ours."""
INTERRUPTED = 130


@contextmanager
def refusals_told() -> Iterator[None]:
    """A block, or as a decorator a command, whose refusals are click's. Raises ClickException."""
    try:
        yield
    except OptionError as error:
        raise click.BadParameter(str(error), param_hint=error.option) from error
    except UsageError as error:
        raise click.UsageError(str(error)) from error
    except AudioguideError as error:
        raise click.ClickException(str(error)) from error
