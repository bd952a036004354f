"""What editors need to complete and explain keys."""

from typing import Literal, TypeAlias, assert_never

from audioguide.script.schema import fragment_schema, library_schema, script_schema

SchemaKind: TypeAlias = Literal["script", "library", "fragment"]
"""Files that have a schema of their own."""


def schema_of(kind: SchemaKind) -> dict[str, object]:
    """The JSON Schema of a kind of file."""
    match kind:
        case "script":
            return script_schema()
        case "library":
            return library_schema()
        case "fragment":
            return fragment_schema()
        case _:
            assert_never(kind)
