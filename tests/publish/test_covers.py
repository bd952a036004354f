"""Covers: what a routine is for, how its title stands, and an author's own picture."""

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from zlib import crc32

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageFont

from audioguide.core.errors import CoverError
from audioguide.publish.cover import draw_cover, drawn_by, fit_picture
from audioguide.publish.lettering import (
    ALBUM,
    COLUMN,
    FONT,
    HEIGHT,
    LARGEST,
    MARGIN,
    MOST_LINES,
    SMALLEST,
    lines_of,
)
from audioguide.publish.region import (
    ARMS,
    BACK,
    BODY,
    CORE,
    HEAD,
    HIPS,
    LEGS,
    OTHER,
    REGIONS,
    Region,
    region_of,
)

SIZE = 100

LONG = (
    "A very slow and thorough evening routine for the lower back, the hips and the whole length of "
    "both legs, with a tennis ball, a rolled towel, and all the patience you can find after a day"
)

TITLES = [
    "Ease",
    "Glute ball release",
    "Schreibtischpause",
    "Ήρεμη αναπνοή",
    "Älter Ťuff",
    "W" * 200,
    LONG,
]


def _picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=["JPEG"])


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.1)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear))


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_words_stand_out_from_all_that_may_lie_under_them(region: Region) -> None:
    assert min(_contrast(region.ink, under) for under in (region.ground, region.tone)) >= 7


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_ground_is_quiet(region: Region) -> None:
    channels = [int(region.ground[at : at + 2], 16) for at in (1, 3, 5)]
    assert max(channels) - min(channels) < 40  # of 255: the strongest colour is 40 % of its own


@pytest.mark.parametrize(
    ("areas", "region"),
    [
        (["calves"], LEGS),
        (["multifidus", "pelvic floor", "deep abdominals", "lower back"], CORE),
        (["lower back", "sacrum", "hips"], BACK),
        (["whole body"], BODY),
        (["gluteus maximus", "buttocks"], HIPS),
        (["erector spinae", "back"], BACK),
        (["unterer Rücken", "Kreuzbein", "Hüften"], BACK),
        (["KREUZBEIN"], HIPS),
        (["Beckenboden"], CORE),
        (["Becken"], HIPS),
        (["Fu\u0308ße"], LEGS),
        (["back of the thigh"], LEGS),
        (["quadratus lumborum"], BACK),
        (["quadriceps"], LEGS),
        (["neck and shoulders"], HEAD),
        (["Schultern"], ARMS),
        (["spleen"], OTHER),
        ([], OTHER),
    ],
)
def test_area_named_first_tells_the_region(areas: list[str], region: Region) -> None:
    assert region_of(areas) is region


def test_word_that_tells_nothing_is_passed_over() -> None:
    assert region_of(["sciatica", "calves"]) is LEGS


def test_tags_tell_the_region_when_no_area_does() -> None:
    assert region_of(["sciatica"], ["massage", "breathing"]) is CORE


def test_areas_count_before_tags() -> None:
    assert region_of(["calves"], ["back", "glutes", "hips"]) is LEGS


@pytest.mark.parametrize("words", ["warm-up", "posture", "position", "early", "special"])
def test_word_that_holds_the_name_of_a_part_inside_is_none(words: str) -> None:
    assert region_of([words]) is OTHER


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Long spine", ["Long spine"]),
        ("Ease for the SI joint", ["Ease for", "the SI joint"]),
        ("Hip flexors for sitters", ["Hip flexors", "for sitters"]),
        ("Runner's cool-down", ["Runner’s", "cool-down"]),
        ("Sanfte Dehnung für die Beine", ["Sanfte", "Dehnung", "für die Beine"]),
        ("", []),
    ],
)
def test_title_is_wrapped_in_even_lines(title: str, lines: list[str]) -> None:
    assert list(lines_of(title).lines) == lines


@given(st.text(st.sampled_from("aeimnlW –'éßЖω🌿"), max_size=220))
@example("a " * 150)
@example("i" * 300)
@example("W" * 19 + " i")
@settings(max_examples=30)
def test_title_stays_in_its_column(title: str) -> None:
    laid = lines_of(title)
    font = ImageFont.truetype(FONT, 1000)
    widest = max((font.getbbox(line)[2] * laid.size for line in laid.lines), default=0) / 1000
    assert widest <= COLUMN + 1e-9  # a division and its product


@given(st.text(st.sampled_from("aeimnlW –'éßЖω🌿"), max_size=220))
@settings(max_examples=30)
def test_title_has_four_lines_at_most_and_letters_that_can_be_read(title: str) -> None:
    laid = lines_of(title)
    assert len(laid.lines) <= MOST_LINES
    assert SMALLEST <= laid.size <= LARGEST


def test_title_too_long_ends_in_an_ellipsis() -> None:
    assert lines_of(LONG).lines[-1].endswith("…")


def test_title_that_fits_is_whole() -> None:
    assert " ".join(lines_of(LONG[:60]).lines) == LONG[:60].strip()


def test_word_is_broken_only_when_it_fits_no_line() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    laid = lines_of(word)
    assert (len(laid.lines) > 1, "".join(laid.lines)) == (True, word)


def test_long_word_that_fits_a_line_is_whole() -> None:
    assert lines_of("Schreibtischpause").lines == ("Schreibtischpause",)


def test_last_word_is_not_left_alone_where_that_can_be_helped() -> None:
    assert " " in lines_of("Both legs with slow neck").lines[-1]


@pytest.mark.parametrize(
    "word",
    ["Rücken", "Çalıştır", "Žižek", "Đặng", "Ærø", "Łódź", "αυχένα", "ἀρχή", "Плечи", "їжак"],
)
def test_font_has_the_letters_of(word: str) -> None:
    assert lines_of(word).lines == (word,)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("🧘 Sit still 🌿", "Sit still"),
        ("Yoga – 瑜伽", "Yoga"),
        ("Yoga (瑜伽)", "Yoga"),
        ("𝐘𝐨𝐠𝐚 ①", "Yoga 1"),
        ("Soft\u00adly\u200b now\x00", "Softly now"),
        ("\u202eabc", "abc"),
        ("\ud800 Rest", "Rest"),
    ],
)
def test_what_the_font_lacks_is_left_out(title: str, line: str) -> None:
    assert lines_of(title).lines == (line,)


@pytest.mark.parametrize("title", ["瑜伽", "שלום", "سلام", "योग", "🌿", " "])
def test_title_of_which_nothing_can_be_printed_leaves_the_motif(title: str) -> None:
    assert lines_of(title).lines == ()
    assert len(_picture(draw_cover(title, "", [], [], SIZE)).getcolors(SIZE * SIZE) or ()) > 1


@pytest.mark.parametrize("size", [50, SIZE, 600])
def test_cover_is_a_square_jpeg(size: int) -> None:
    assert _picture(draw_cover("Ease", "Library", ["hips"], [], size)).size == (size, size)


@pytest.mark.parametrize("title", TITLES)
def test_margins_are_free_of_words_and_ball(title: str) -> None:
    """But for accents above and before capitals, and what hangs below the album's line."""
    size, free = 400, round((MARGIN - 0.005) * 400)
    drawn = _picture(draw_cover(title, LONG, ["whole body"], [], size)).convert("L")
    accents, hanging = round(0.26 * LARGEST * size), round(0.25 * ALBUM * size)
    inside = (free - accents, free - accents, size - free, size - free + hanging)
    drawn.paste(0, inside)
    tone = Image.new("RGB", (1, 1), BODY.tone).convert("L").getpixel((0, 0))
    assert isinstance(tone, int)
    assert drawn.getextrema()[1] <= tone + 12  # of 255: what JPEG adds beside an edge


@pytest.mark.parametrize("number", range(20))
def test_no_word_crosses_the_ball(number: int) -> None:
    alone = _picture(draw_cover(f"{number}", "", ["hips"], [], 200)).convert("HSV")
    colours, values = alone.getchannel("S"), alone.getchannel("V")
    ball = [
        divmod(at, 200)[0] / 200
        for at, (s, v) in enumerate(zip(colours.tobytes(), values.tobytes(), strict=True))
        if v > 200 and s > 60
    ]
    assert min(ball) >= MARGIN + HEIGHT and max(ball) <= 1 - MARGIN - 0.75 * ALBUM


def test_cover_is_the_same_at_every_size() -> None:
    small, large = (
        _picture(draw_cover("Glute ball release", "Lower back", ["hips"], [], size)).resize(
            (SIZE, SIZE), Image.Resampling.BOX
        )
        for size in (600, 1800)
    )
    pairs = zip(small.tobytes(), large.tobytes(), strict=True)
    # Of 255, on average: letters are fitted to the pixels of each size.
    assert sum(abs(one - other) for one, other in pairs) / (3 * SIZE * SIZE) < 1.5


def test_motif_varies_with_the_title() -> None:
    drawn = {draw_cover(title, "", ["hips"], [], SIZE) for title in ("瑜", "伽", "אב", "🌿")}
    assert len(drawn) == 4


def test_areas_colour_the_cover() -> None:
    one, other = (draw_cover("Ease", "", [area], [], SIZE) for area in ("hips", "calves"))
    assert one != other


def test_same_words_give_the_same_bytes_in_any_process() -> None:
    code = (
        "from hashlib import sha256; from audioguide.publish.cover import draw_cover;"
        "print(sha256(draw_cover('Ease – ruhig', 'Hüften', ['hips'], ['calm'], 600)).hexdigest())"
    )
    fresh = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert (
        fresh.strip()
        == sha256(draw_cover("Ease – ruhig", "Hüften", ["hips"], ["calm"], 600)).hexdigest()
    )


def test_drawing_library_is_told_with_its_version() -> None:
    import PIL

    assert f"pil={PIL.__version__}" in drawn_by()


def test_licence_lies_beside_the_font() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT.parent / "OFL.txt").read_text("utf-8")


def test_pillow_is_imported_only_when_a_cover_is_made() -> None:
    code = "import sys, audioguide.publish.cover; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# An author's own picture: red, with a green square in the middle.


def _own(width: int, height: int, mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    picture.paste((30, 160, 30), (left, top, left + side, top + side))
    return picture.convert(mode)


def _near(found: object, wanted: tuple[int, int, int]) -> bool:
    """Within 12 of 255: JPEG, twice at most."""
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 12 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
@pytest.mark.parametrize("shape", [(300, 200), (90, 400), (7, 7)])
def test_own_picture_becomes_a_square_jpeg(kind: str, mode: str, shape: tuple[int, int]) -> None:
    made = _picture(fit_picture(_saved(_own(*shape, mode), kind), SIZE))
    assert (made.size, made.mode) == ((SIZE, SIZE), "RGB")


@pytest.mark.parametrize("shape", [(300, 200), (200, 300)])
def test_middle_of_a_picture_is_shown(shape: tuple[int, int]) -> None:
    made = _picture(fit_picture(_saved(_own(*shape), "PNG"), SIZE))
    assert all(_near(made.getpixel((at, at)), (30, 160, 30)) for at in (2, SIZE // 2, SIZE - 3))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_stands_upright(kind: str, orientation: int) -> None:
    """Blue where EXIF says that the top left is."""
    corners = {
        1: (0, 0),
        2: (1, 0),
        3: (1, 1),
        4: (0, 1),
        5: (0, 0),
        6: (0, 1),
        7: (1, 1),
        8: (1, 0),
    }
    x, y = corners[orientation]
    picture = Image.new("RGB", (80, 80), "white")
    picture.paste((20, 20, 200), (40 * x, 40 * y, 40 * x + 40, 40 * y + 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    made = _picture(fit_picture(_saved(picture, kind, exif=exif), SIZE))
    assert _near(made.getpixel((SIZE // 4, SIZE // 4)), (20, 20, 200))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("WEBP", "RGBA")]
)
def test_what_is_transparent_becomes_white(kind: str, mode: str) -> None:
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": clear.getpixel((0, 0))} if mode == "P" else {}
    made = _picture(fit_picture(_saved(clear, kind, **options), SIZE))
    assert _near(made.getpixel((50, 50)), (255, 255, 255))


def test_deep_grey_keeps_its_shade() -> None:
    made = _picture(fit_picture(_saved(Image.new("I;16", (50, 50), 0x8000), "PNG"), SIZE))
    assert _near(made.getpixel((50, 50)), (128, 128, 128))


def test_metadata_is_dropped() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Somebody at home"
    made = fit_picture(_saved(_own(50, 50), "JPEG", exif=exif, comment=b"Somebody at home"), SIZE)
    assert b"Somebody" not in made and b"Exif" not in made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_with_odd_exif_is_shown(kind: str) -> None:
    cut_short = b"Exif\0\0MM\0*\0\0\0\x08\0\x05\x01\x12"  # two bytes of five tags
    odd = _saved(_own(50, 50), kind, exif=cut_short)
    with pytest.warns(UserWarning, match="Corrupt EXIF"):
        assert fit_picture(odd, SIZE) == fit_picture(_saved(_own(50, 50), kind), SIZE)


def test_first_picture_of_a_moving_one_is_shown() -> None:
    later = [Image.new("RGB", (50, 50), "black")]
    moving = _saved(_own(50, 50), "WEBP", save_all=True, append_images=later, lossless=True)
    assert _near(_picture(fit_picture(moving, SIZE)).getpixel((50, 50)), (30, 160, 30))


def test_own_picture_gives_the_same_bytes_twice() -> None:
    own = _saved(_own(300, 200), "PNG")
    assert fit_picture(own, SIZE) == fit_picture(own, SIZE)


def _refused(picture: bytes) -> str:
    with pytest.raises(CoverError) as caught:
        fit_picture(picture, SIZE)
    return str(caught.value)


def _claiming(width: int, height: int) -> bytes:
    """A PNG whose header says that it is this large."""
    png = bytearray(_saved(_own(8, 8), "PNG"))
    png[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    png[29:33] = crc32(png[12:29]).to_bytes(4, "big")
    return bytes(png)


@pytest.mark.parametrize("side", [7_300, 10_000, 60_000, 2**31 - 1])
def test_picture_of_too_many_pixels_is_refused_unseen(side: int) -> None:
    assert _refused(_claiming(side, side)) == (
        "it has more than 52 million pixels: make it smaller"
    )


def test_picture_of_too_many_pixels_is_refused_where_pillow_only_warns() -> None:
    with pytest.warns(Image.DecompressionBombWarning):
        assert _refused(_claiming(10_000, 10_000)).startswith("it has more than 52 million pixels")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO", "EPS"])
def test_picture_of_another_kind_is_refused(kind: str) -> None:
    assert _refused(_saved(_own(50, 50), kind)).startswith("it is no JPEG, PNG or WebP file")


@pytest.mark.parametrize(
    "data", [b"", b"title: Ease", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert "JPEG" in _refused(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = _saved(Image.effect_noise((200, 200), 80).convert("RGB"), kind)
    assert _refused(whole[: len(whole) // 2]).startswith("it is")


@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=12),
)
@settings(max_examples=50)
def test_broken_picture_is_shown_or_refused(kind: str, wounds: list[tuple[int, int]]) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    data = bytearray(_saved(_own(40, 30), kind, exif=exif))
    for place, value in wounds:
        data[place % len(data)] = value
    try:
        made = fit_picture(bytes(data), 20)
    except CoverError:
        return
    assert _picture(made).size == (20, 20)
