"""The showroom floor: two cars on show, visitors who look around, a salesperson."""

from __future__ import annotations

import random

from app.demo.actors import CarRide, Person, Way
from app.demo.canvas import Backdrop
from app.demo.projection import Projection
from app.demo.room import Room
from app.demo.scene import STAFF, Look, Scene, label, park, visitor


def floor(look: Look) -> Scene:
    """Visitors come in from one side, stop at a car, leave on the other."""
    parked = [
        CarRide((186, 190, 194), 8.4, -2.35 * look.side, -2.35 * look.side, -1e6, 1.0, 1e6),
        CarRide((52, 44, 168), 7.0, 2.5 * look.side, 2.5 * look.side, -1e6, 1.0, 1e6),
    ]
    people = (*_visitors(look), _seller(look))
    backdrop, projection = _backdrop(look), Projection()
    for ride in parked:
        park(backdrop, projection, ride)
    return Scene(backdrop, projection, people)


def _visitors(look: Look) -> list[Person]:
    chance = random.Random(look.seed + 1)
    people: list[Person] = []
    at_s = 2.0
    while at_s < 225:
        side = look.side * chance.choice((1, 1, -1))
        way = Way(at_s, side * 5.4, 5.4).to(side * chance.uniform(0.2, 1.0), 5.8)
        way.stay(chance.uniform(5, 14), "right" if look.side > 0 else "left")
        if chance.random() < 0.6:
            way.to(-look.side * chance.uniform(1.2, 3.4), 7.4)
            way.stay(chance.uniform(8, 20), "away")
        way.to(-side * 1.0, 6.2).to(-side * 5.6, 5.0)
        people.append(way.person(visitor(chance)))
        at_s += chance.uniform(14, 34)
    return people


def _seller(look: Look) -> Person:
    side = look.side
    way = Way(0.0, 0.1 * side, 7.9).stay(18, "near")
    for meet_s, x, z in ((40, -1.6, 7.2), (110, 1.2, 5.9), (180, -2.6, 7.2), (245, 0.4, 6.4)):
        way.to(x * side, z).until(meet_s + 22, "right" if side > 0 else "left")
        way.to(0.1 * side, 7.9).until(meet_s + 48, "near", "work")
    return way.until(300.0, "near").person(STAFF, staff=True)


def _backdrop(look: Look) -> Backdrop:
    room, side = Room(Projection(), 10.5), look.side
    room.back_wall(look.wall, (120, 124, 128))
    room.floor((200, 205, 208) if side > 0 else look.tiles, (172, 178, 182), 1.0)
    for x in (-5.2, -1.7, 1.8):
        room.panel(x, x + 3.3, 0.9, 2.7, (216, 200, 182))
        room.panel(x, x + 3.3, 2.66, 2.74, (120, 118, 116))
    room.panel(-2.6, 2.6, 2.9, 3.45, look.accent)
    room.words("YUNLU MOTORS", 0, 3.04, 10.5, 0.27, (245, 245, 245))
    for x, z in ((-2.35 * side, 8.4), (2.5 * side, 7.0)):
        room.mat((x - 2.7, x + 2.7), (z - 0.5, z + 1.1), (148, 150, 152))
    x0, x1 = sorted((4.3 * side, 5.2 * side))
    room.box((x0, x1), (9.2, 9.8), (0, 1.05), (180, 150, 110))
    room.plant(0.9 * side, 9.7)
    room.plant(-5.3 * side, 9.3)
    x0, x1 = sorted((0.15 * side, 0.55 * side))
    room.box((x0, x1), (8.5, 8.6), (0.3, 1.25), look.accent)
    label(room, "CAM 02  SHOWROOM FLOOR")
    return room.finish(look.seed + 1)
