"""What one camera of the demo sees: a room, who moves in it, and what is true about it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from app.demo.actors import CarRide, Person
from app.demo.canvas import Backdrop, Canvas, Rect
from app.demo.cars import car
from app.demo.figures import Outfit
from app.demo.projection import HEIGHT, WIDTH, Projection
from app.demo.room import Colour, Room
from app.demo.sprites import even

LOOP_S = 300  # a scene repeats after this many seconds
TEAL: Colour = (104, 112, 24)

Span = tuple[float, float]


@dataclass(frozen=True)
class Patch:
    """A part of the room with several looks; ``at(time_s)`` says which one is shown."""

    rect: Rect
    looks: tuple[Backdrop, ...]
    at: Callable[[float], int]


@dataclass(frozen=True)
class Facts:
    """The truth about a scene, in seconds of its loop."""

    staffed: tuple[Span, ...] = ()
    shelf_levels: tuple[tuple[float, float], ...] = ()
    bay_occupied: tuple[Span, ...] = ()
    zone: tuple[tuple[float, float], ...] = ()
    """The area behind the counter, as fractions of the picture."""


@dataclass(frozen=True)
class Scene:
    """Everything needed to draw any moment of one loop."""

    backdrop: Backdrop
    projection: Projection
    people: tuple[Person, ...]
    cars: tuple[CarRide, ...] = ()
    patches: tuple[Patch, ...] = ()
    inside_z: float = math.inf
    """Who is farther away than this is still outside the store."""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Look:
    """How one variant of a place differs: mirrored furniture, colours, other people."""

    side: int
    wall: Colour
    tiles: Colour
    accent: Colour
    seed: int


LOOKS = {
    "a": Look(1, (214, 219, 222), (178, 190, 198), (104, 112, 24), 11),
    "b": Look(-1, (205, 214, 222), (160, 166, 168), (40, 98, 188), 47),
}

_TOPS: tuple[Colour, ...] = (
    (60, 60, 180), (200, 205, 210), (45, 45, 50), (150, 110, 60), (70, 140, 70), (90, 180, 220),
    (120, 70, 120), (170, 150, 130), (70, 90, 160), (225, 225, 228),
)  # fmt: skip
_TROUSERS: tuple[Colour, ...] = ((70, 60, 50), (40, 40, 42), (125, 92, 60), (95, 110, 125))
_SKINS: tuple[Colour, ...] = ((150, 180, 215), (130, 165, 205), (165, 190, 222))
_HAIRS: tuple[Colour, ...] = ((28, 28, 32), (35, 38, 52), (60, 62, 70))
_BAGS: tuple[Colour | None, ...] = (None, None, (40, 80, 120), (50, 45, 90), (60, 70, 60))

STAFF = Outfit(TEAL, (45, 42, 40))
STAFF_HER = Outfit(TEAL, (45, 42, 40), long_hair=True, tall=1.63)
MECHANIC = Outfit((120, 78, 36), (110, 70, 34), hair=(40, 70, 150))


def visitor(chance: random.Random) -> Outfit:
    """Somebody who comes in from the street."""
    return Outfit(
        top=chance.choice(_TOPS),
        trousers=chance.choice(_TROUSERS),
        skin=chance.choice(_SKINS),
        hair=chance.choice(_HAIRS),
        long_hair=chance.random() < 0.45,
        bag=chance.choice(_BAGS),
        tall=round(chance.uniform(1.56, 1.82), 2),
    )


def rect_around(points: list[tuple[float, float]], margin: int = 4) -> Rect:
    """The even rectangle of the picture around these pixels."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(
        max(0, int(min(xs) - margin) // 2 * 2),
        max(0, int(min(ys) - margin) // 2 * 2),
        min(WIDTH, int(max(xs) + margin) // 2 * 2),
        min(HEIGHT, int(max(ys) + margin) // 2 * 2),
    )


def park(backdrop: Backdrop, projection: Projection, ride: CarRide) -> None:
    """Make a car that never moves part of the backdrop."""
    sprite = car(ride.colour, 0, projection.scale(ride.z_m))
    canvas = Canvas(backdrop.planes)
    x_px, y_px = projection.point(ride.stand_x_m, ride.z_m)
    canvas.paste(sprite, x_px, y_px, backdrop, ride.z_m)
    top, left = even(y_px - sprite.foot_y), even(x_px - sprite.foot_x)
    rows, columns = sprite.alpha.shape
    here = backdrop.depth_m[max(top, 0) : top + rows, max(left, 0) : left + columns]
    cover = sprite.alpha[max(-top, 0) :, max(-left, 0) :][: here.shape[0], : here.shape[1]]
    here[cover > 200] = np.minimum(here[cover > 200], ride.z_m)


def label(room: Room, text: str) -> None:
    """Burn the camera's own caption into the lower left corner, over everything."""
    font, place = cv2.FONT_HERSHEY_PLAIN, (20, HEIGHT * 2 - 22)
    cover = np.zeros(room.picture.shape[:2], np.uint8)
    cv2.putText(cover, text, place, font, 2.1, 255, 6, cv2.LINE_8)
    cv2.putText(room.picture, text, place, font, 2.1, (20, 20, 20), 6, cv2.LINE_AA)
    cv2.putText(room.picture, text, place, font, 2.1, (245, 245, 245), 2, cv2.LINE_AA)
    small = cv2.resize(cover, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    room.depth_m[small > 60] = 0.0
