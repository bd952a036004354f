"""The page on which voices are chosen by ear: one file that needs nothing but the samples beside
it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from audioguide.site.catalogue import address
from audioguide.site.document import policy, templates, texts

_STYLES, _SCRIPTS = ("base.css", "voices.css"), ("voices.js",)

_PLAIN = re.compile(r"[A-Za-z][\w./+-]*( [\w./+-]+)*")
"""A name that YAML takes as it is written, between braces too."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice, and how it says a text."""

    session: str
    """The name of its session, in the page's folder."""
    engine: str
    name: str
    """As scripts ask for it; empty for an engine that has a single voice."""
    language: str
    """BCP 47 tag; empty when it is not known."""
    gender: str
    licence: str
    why: str = ""
    """Why there is nothing to hear; empty when there is."""

    @property
    def shown(self) -> str:
        """What it is called on the page."""
        return self.name or self.engine

    @property
    def asked(self) -> str:
        """What a script has to ask for it, as YAML."""
        if not self.name:
            return f"voice: {{ engine: {self.engine} }}"
        plain = _PLAIN.fullmatch(self.name)
        name = self.name if plain else json.dumps(self.name, ensure_ascii=False)
        return f"voice: {{ engine: {self.engine}, name: {name} }}"


def voices_page(text: str, samples: Sequence[Sample]) -> bytes:
    """The page as UTF-8 HTML, with its style and script inside, for samples of voices that say a
    text. It belongs into the folder of the samples: its addresses are relative. The same samples
    give the same bytes."""
    environment = templates()
    environment.globals.update(address=address)
    style, script = texts(environment, _STYLES), texts(environment, _SCRIPTS)
    html = environment.get_template("voices.html").render(
        text=text,
        samples=sorted(samples, key=lambda one: (one.language, one.engine, one.name)),
        languages=_languages(samples),
        genders=sorted({one.gender for one in samples} - {""}),
        engines=sorted({one.engine for one in samples}),
        style=Markup(style),  # noqa: S704 - ours, and escaping would change it
        script=Markup(script),  # noqa: S704
        policy=policy(style, script),
    )
    return html.encode(errors="replace")


def _languages(samples: Sequence[Sample]) -> list[str]:
    """Tags to choose by, in order: those there are, and what several of one language share."""
    tags = {one.language for one in samples} - {""}
    shared = [tag.partition("-")[0] for tag in tags]
    return sorted(tags | {tag for tag in shared if shared.count(tag) > 1})
