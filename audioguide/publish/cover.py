"""A session's picture: drawn from what it is called, or made from an author's own."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from audioguide.core.errors import CoverError
from audioguide.publish.lettering import lines_of, write
from audioguide.publish.motif import fill, motif
from audioguide.publish.region import region_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFile import ImageFile

COVER_VERSION = 1
"""Raised whenever the same words give another picture, and with it the builder's SHOWN_VERSION."""

FORMATS = ("JPEG", "PNG", "WEBP")
"""Pillow's decoders that may read an author's picture, out of some forty."""

MOST_PIXELS = 52_000_000
"""Of an author's picture, 4 bytes each when decoded. By design: a phone's 50 megapixels pass."""

_DAMAGED = "it is damaged: save it again as a JPEG or PNG file"
_TOO_LARGE = f"it has more than {MOST_PIXELS // 1_000_000} million pixels: make it smaller"

_FINE = 2400
"""Pixels each side that are painted at least."""


def draw_cover(
    title: str, album: str, areas: Sequence[str], tags: Sequence[str], size: int
) -> bytes:
    """A JPEG, `size` pixels each side: the title over a motif that is its own, in the colours of
    the region that the areas, or else the tags, name. The same picture at any size. Characters that
    the font lacks are left out."""
    from PIL import Image

    region = region_of(areas, tags)
    shapes, ball = motif(title)
    whole = Image.new("RGB", (size, size), region.ground)
    whole.paste(region.tone, mask=_mask(size, partial(fill, shapes)))
    whole.paste(region.ball, mask=_mask(size, partial(fill, ball)))
    whole.paste(region.ink, mask=_mask(size, partial(write, lines_of(title), album)))
    return _jpeg(whole)


def fit_picture(picture: bytes, size: int) -> bytes:
    """The middle of an author's JPEG, PNG or WebP as a JPEG, `size` pixels each side: upright, on
    white where it was transparent, without what else its file held. Raises CoverError."""
    from PIL import Image, ImageOps

    opened = _opened(picture)
    try:
        opened.draft("RGB", (size, size))  # a JPEG is decoded no larger than it need be
        coloured = _coloured(opened)
        square = ImageOps.fit(coloured, (size, size), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(square)
    except Exception as error:  # decoders fail in as many ways as files are broken
        raise CoverError(_DAMAGED) from error
    white = Image.new("RGBA", upright.size, "white")
    return _jpeg(Image.alpha_composite(white, upright.convert("RGBA")).convert("RGB"))


def drawn_by() -> str:
    """What the bytes of a cover depend on besides its words: the libraries and their versions."""
    from PIL import features

    parts = ("pil", "freetype2", "raqm", "fribidi", "harfbuzz", "libjpeg_turbo")
    return " ".join(f"{part}={features.version(part)}" for part in parts)


def _mask(size: int, paint: Callable[["ImageDraw", int], None]) -> "Image":
    """What is painted, finer than it is shown: for edges without steps, and because Pillow's basic
    layout (where fribidi is missing) moves letters to whole pixels. 36 MB at 3000 px."""
    from PIL import Image, ImageDraw

    finer = max(2, ceil(_FINE / size))
    mask = Image.new("L", (size * finer, size * finer))
    paint(ImageDraw.Draw(mask), size * finer)
    return mask.reduce(finer)


def _opened(picture: bytes) -> "ImageFile":
    """Its header, read. Nothing is decoded yet."""
    from PIL import Image, UnidentifiedImageError

    try:
        opened = Image.open(BytesIO(picture), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise CoverError("it is no JPEG, PNG or WebP file: give one of these") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CoverError(_TOO_LARGE) from error
    except Exception as error:
        raise CoverError(_DAMAGED) from error
    if opened.width * opened.height > MOST_PIXELS:
        raise CoverError(_TOO_LARGE)
    return opened


def _coloured(opened: "Image") -> "Image":
    """As RGB, or RGBA where something is transparent."""
    if opened.mode == "I;16":
        # Pillow clips 16 bits of grey where it should scale them.
        opened = opened.point(lambda value: value / 256, "L")
    mode = "RGBA" if opened.has_transparency_data else "RGB"
    return opened if opened.mode == mode else opened.convert(mode)


def _jpeg(picture: "Image") -> bytes:
    """Colours at full resolution: coloured edges smear without."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=90, subsampling=0, optimize=True)
    return file.getvalue()
