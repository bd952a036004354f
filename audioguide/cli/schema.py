"""`audioguide schema`: what editors need to complete and explain keys."""

import json

import click

from audioguide.cli.exits import OK


@click.command()
@click.option("--library", is_flag=True, help="Of a library.yaml.")
@click.option("--fragment", is_flag=True, help="Of a file of steps in a folder named shared.")
def schema(library: bool, fragment: bool) -> int:
    """Print the JSON Schema of a script, for editors that complete and explain keys."""
    from audioguide.app.schema import schema_of

    if library and fragment:
        raise click.UsageError("--library and --fragment are two schemas: ask for one")
    found = schema_of("library" if library else "fragment" if fragment else "script")
    click.echo(json.dumps(found, indent=2))
    return OK
