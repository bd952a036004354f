"""A cover's motif: discs that lie as its title has them, rings round a ball or hills under one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw


@dataclass(frozen=True, slots=True)
class Disc:
    """Lengths are shares of the cover's side, from the top left."""

    x: float
    y: float
    radius: float
    depth: float
    """From the ground's colour (0) to the tone's (1)."""


def motif(title: str) -> tuple[list[Disc], list[Disc]]:
    """Shapes from back to front, and the ball with what hides some of it: the same for the same
    title. Any text will do."""
    dice = [die / 255 for die in sha256(title.encode(errors="surrogatepass")).digest()]
    return _ripples(*dice[1:7]) if dice[0] < 0.6 else _hills(*dice[1:7])


def fill(discs: Sequence[Disc], pen: "ImageDraw", side: int) -> None:
    """Discs on a square mask of `side` pixels, from black to white by their depth."""
    for disc in discs:
        pen.circle((disc.x * side, disc.y * side), disc.radius * side, round(255 * disc.depth))


def _ripples(
    across: float, large: float, many: float, wide: float, turn: float, drift: float
) -> tuple[list[Disc], list[Disc]]:
    """Rings round the ball, wider and wider; closer on one side, as if it moved."""
    ball = Disc(0.58 + 0.24 * across, 0.775, 0.045 + 0.02 * large, 1)
    rings, widest = 5 + round(3 * many), 0.65 + 0.25 * wide
    growth = (widest / ball.radius) ** (1 / (rings + 1))
    way = 2 * pi * turn
    shapes = []
    for ring in range(rings, 0, -1):
        radius = ball.radius * growth ** (ring + 1)
        shift = 0.6 * drift * (radius - ball.radius)
        x, y = ball.x + shift * cos(way), ball.y + shift * sin(way)
        shapes.append(Disc(x, y, radius, 1 - ring / (rings + 1)))
    return shapes, [ball]


def _hills(
    across: float, large: float, many: float, wide: float, turn: float, drift: float
) -> tuple[list[Disc], list[Disc]]:
    """Soft crests behind each other, left and right by turns; the ball sinks a little into one."""
    side, crests = (1, (0.66, 0.74, 0.80, 0.87)) if turn < 0.5 else (-1, (0.66, 0.80, 0.87, 0.93))
    count, shapes = 3 + round(many), []
    for hill, crest in enumerate(crests[:count]):
        x, radius = 0.5 + side * (-1) ** hill * (0.42 - 0.1 * drift), 0.8 + 0.3 * wide
        shapes.append(Disc(x, crest + radius, radius, (hill + 1) / count))
    at, radius, front = 0.66 + 0.16 * across, 0.05 + 0.02 * large, shapes[1:]
    ground = min(hill.y - sqrt(hill.radius**2 - (at - hill.x) ** 2) for hill in front)
    ball = Disc(at, ground - 0.5 * radius, radius, 1)
    return shapes, [ball, *(replace(hill, depth=0) for hill in front)]
