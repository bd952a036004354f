"""What every page is made with: templates, style and script in one file, and a policy under which
nothing else runs."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates() -> Environment:
    """The templates of this room. What is filled in is escaped."""
    environment = Environment(
        loader=PackageLoader("audioguide.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A text with umlauts in a third of the bytes, in the order in which it was written.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def texts(environment: Environment, names: Iterable[str]) -> str:
    """Styles or scripts among the templates, one after another, as they are."""
    assert environment.loader is not None
    return "".join(environment.loader.get_source(environment, name)[0] for name in names)


def policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which nothing of a title can run, and nothing from outside
    is asked for. A page opened as a file has no origin that every browser takes for 'self', so
    files are named too; a page on the web cannot reach them anyway."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src 'self' file: data:",
            "media-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
