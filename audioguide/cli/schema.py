"""`audioguide schema`: what editors need to complete and explain keys."""

import json

import click


@click.command()
@click.option("--library", is_flag=True, help="Of a library.yaml.")
@click.option("--fragment", is_flag=True, help="Of a file of steps in a folder named shared.")
def schema(library: bool, fragment: bool) -> int:
    """Print the JSON Schema of a script, for editors that complete and explain keys."""
    from audioguide.script.schema import fragment_schema, library_schema, script_schema

    if library and fragment:
        raise click.UsageError("--library and --fragment are two schemas: ask for one")
    found = library_schema() if library else fragment_schema() if fragment else script_schema()
    click.echo(json.dumps(found, indent=2))
    return 0
