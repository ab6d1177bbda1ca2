"""The entrance: a glass front with a sliding door; visitors come and go."""

from __future__ import annotations

import random

from app.demo.actors import Person, Way
from app.demo.canvas import Backdrop
from app.demo.figures import Facing
from app.demo.projection import Projection
from app.demo.room import Room
from app.demo.scene import STAFF_HER, Look, Patch, Scene, label, rect_around, visitor

DOOR_Z = 9.0
_DOOR_STEPS = 5
_HALF_DOOR_M = 1.15


def entrance(look: Look) -> Scene:
    """Visitors walk in from the street and out again; the door opens for each."""
    looks = tuple(_backdrop(look, step / (_DOOR_STEPS - 1)) for step in range(_DOOR_STEPS))
    people = (*_visitors(look), _greeter(look))
    projection = Projection()
    corners = [projection.point(x, DOOR_Z, up) for x in (-2.4, 2.4) for up in (0.0, 2.5)]
    door = Patch(rect_around(corners), looks, _Door(people))
    return Scene(looks[0], projection, people, patches=(door,), inside_z=DOOR_Z)


class _Door:
    """How far the door stands open: wider the nearer somebody is; it looks five times a second."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self._steps: dict[int, int] = {}

    def __call__(self, time_s: float) -> int:
        tick = int(time_s * 5)
        if tick not in self._steps:
            self._steps[tick] = self._step(tick / 5)
        return self._steps[tick]

    def _step(self, time_s: float) -> int:
        places = (person.at(time_s) for person in self._people)
        near = [abs(at.z_m - DOOR_Z) for at in places if at and abs(at.x_m) < _HALF_DOOR_M]
        open_part = max(0.0, min(1.0, 1.9 - min(near, default=9.0)))
        return round(open_part * (_DOOR_STEPS - 1))


def _visitors(look: Look) -> list[Person]:
    chance = random.Random(look.seed)
    people: list[Person] = []
    at_s = 4.0
    while at_s < 262:
        side = chance.choice((-1, 1)) * look.side
        if chance.random() < 0.62:
            way = Way(at_s, side * 1.6, 13.0).to(side * 0.3, 10.2)
            way.to(chance.uniform(-0.5, 0.5), 7.6).to(side * chance.uniform(0.6, 2.0), 6.0)
            if chance.random() < 0.4:
                way.stay(chance.uniform(3, 8), "left" if side > 0 else "right")
            way.to(side * 4.9, 4.7)
        else:
            way = Way(at_s, side * 4.9, 4.9).to(side * 1.2, 6.2).to(0.2 * side, 7.8)
            way.to(chance.uniform(-0.4, 0.4), 10.0).to(-side * 1.8, 13.2)
        people.append(way.person(visitor(chance)))
        at_s += chance.uniform(9, 27)
    return people


def _greeter(look: Look) -> Person:
    x = -2.55 * look.side
    inward: Facing = "right" if look.side > 0 else "left"
    way = Way(0.0, x, 7.3)
    while way.at_s < 280:
        way.stay(26, inward).to(x + 0.5 * look.side, 7.0, 0.7).stay(14, "near", "work")
        way.to(x, 7.3, 0.7)
    return way.until(300.0, "near").person(STAFF_HER, staff=True)


def _backdrop(look: Look, open_part: float) -> Backdrop:
    room = Room(Projection(), DOOR_Z)
    _street(room)
    room.floor(look.tiles, (150, 158, 164))
    _facade(room, look, open_part)
    room.mat((-1.3, 1.3), (6.9, 8.7), (92, 88, 82))
    room.mat((-1.2, 1.2), (7.0, 8.6), (112, 106, 98))
    side = look.side
    x = sorted((-3.5 * side, -2.1 * side))
    room.box((x[0], x[1]), (6.5, 6.95), (0, 1.0), (190, 196, 200))
    room.panel(x[0], x[1], 0.78, 0.9, look.accent, 6.49)
    room.plant(2.5 * side, 8.2)
    room.plant(3.6 * side, 7.9)
    x = sorted((3.2 * side, 4.0 * side))
    room.box((x[0], x[1]), (6.4, 6.5), (0.2, 1.7), look.accent)
    room.words("TEST DRIVE", 3.6 * side, 1.2, 6.4, 0.11, (240, 240, 240))
    label(room, "CAM 01  ENTRANCE")
    return room.finish(look.seed)


def _street(room: Room) -> None:
    room.quad([(-60, 60, -1), (60, 60, -1), (60, 60, 40), (-60, 60, 40)], (236, 226, 214))
    room.mat((-60, 60), (9, 60), (186, 188, 190))
    room.mat((-40, 40), (15, 24), (138, 138, 140))
    houses = ((-18, 9, 9, 186), (-8, 8, 7, 172), (1, 10, 11, 192), (12, 9, 8, 178))
    for x, wide, high, grey in houses:
        room.panel(x, x + wide, 0, high, (grey + 8, grey, grey - 8), 30)
        for storey in range(1, high, 2):
            glass = (grey - 26, grey - 34, grey - 44)
            room.panel(x + 0.6, x + wide - 0.6, storey, storey + 0.9, glass, 29.9)


def _facade(room: Room, look: Look, open_part: float) -> None:
    z, frame = DOOR_Z, (88, 84, 80)
    for x0, x1 in ((-14.0, -4.6), (4.6, 14.0)):
        room.panel(x0, x1, 0, 9.0, look.wall)
        room.panel(x0, x1, 0, 0.14, (120, 124, 128))
    room.box((-14, 14), (z, z + 0.1), (2.55, 9.0), look.wall)
    room.panel(-2.4, 2.4, 2.72, 3.22, look.accent)
    room.words("YUNLU MOTORS", 0, 2.86, z, 0.24, (245, 245, 245))
    for x in (-4.6, -3.5, -2.4, 2.34, 3.44, 4.54):
        room.box((x, x + 0.06), (z, z + 0.05), (0, 2.55), frame)
    room.panel(-4.6, 4.6, 2.48, 2.56, frame)
    slide = open_part * _HALF_DOOR_M
    for side in (-1, 1):
        x0, x1 = sorted((side * (0.02 + slide), side * (_HALF_DOOR_M + slide)))
        for low, high in ((0.0, 0.12), (2.38, 2.48)):
            room.panel(x0, x1, low, high, frame)
        for x in (x0, x1 - 0.06):
            room.panel(x, x + 0.06, 0, 2.48, frame)
        room.panel(x0 + 0.3, x1 - 0.3, 1.05, 1.2, (226, 230, 230))
