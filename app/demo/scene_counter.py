"""The counter: a clerk serves visitors, and for a while nobody is there."""

from __future__ import annotations

import random

from app.demo.actors import Person, Way
from app.demo.canvas import Backdrop
from app.demo.projection import HEIGHT, WIDTH, Projection
from app.demo.room import Room
from app.demo.scene import LOOP_S, STAFF, STAFF_HER, Facts, Look, Scene, label, visitor

# Seconds of the loop at which the clerk leaves the counter and is back.
AWAY = {"a": ((58.0, 262.0),), "b": ((70.0, 118.0), (210.0, 246.0))}
_CLERK_Z = 7.15
_ZONE_HALF_M = 2.0


def counter(look: Look) -> Scene:
    """Variant a leaves the counter alone for over three minutes, b never for one."""
    projection = Projection()
    away = AWAY["a" if look.side > 0 else "b"]
    clerk = _clerk(look, away)
    people = (*clerk, *_visitors(look))
    facts = Facts(staffed=_staffed(clerk), zone=zone(projection))
    return Scene(_backdrop(look), projection, people, facts=facts)


def zone(projection: Projection) -> tuple[tuple[float, float], ...]:
    """Behind the counter, as the camera sees it.

    The counter hides the clerk's legs, so the lowest visible point of the
    clerk is the counter's edge and not the feet; the zone reaches from chest
    height down to a hand's breadth below that edge.
    """
    left, top = projection.point(-_ZONE_HALF_M, _CLERK_Z, 1.45)
    right, _ = projection.point(_ZONE_HALF_M, _CLERK_Z, 1.45)
    _, bottom = projection.point(0, 6.3, 0.8)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return tuple((round(x / WIDTH, 4), round(y / HEIGHT, 4)) for x, y in corners)


def _clerk(look: Look, away: tuple[tuple[float, float], ...]) -> list[Person]:
    side = look.side
    people, since = [], 0.0
    for leaves, back in (*away, (LOOP_S, LOOP_S)):
        way = Way(since, 0.3 * side, _CLERK_Z)
        if since > 0:
            # Comes through the back door, which lies outside the zone.
            way = Way(since, 3.3 * side, 8.3).to(2.4 * side, _CLERK_Z, 1.3)
            way.to(0.3 * side, _CLERK_Z)
        while way.at_s < leaves - 24:
            way.stay(9, "near", "work").to(-0.9 * side, _CLERK_Z, 0.6).stay(5, "near")
            way.to(0.3 * side, _CLERK_Z, 0.6)
        way.until(leaves, "near", "work")
        if leaves < LOOP_S:
            way.to(2.4 * side, _CLERK_Z, 1.3).to(3.3 * side, 8.3, 1.3)
        people.append(way.person(STAFF_HER if side > 0 else STAFF, staff=True))
        since = back
    return people


def _staffed(clerks: list[Person]) -> tuple[tuple[float, float], ...]:
    """When one of the clerks stands behind the counter, to a tenth of a second."""
    spans: list[tuple[float, float]] = []
    for tenth in range(LOOP_S * 10):
        now = tenth / 10
        places = [clerk.at(now) for clerk in clerks]
        if not any(at and abs(at.x_m) <= _ZONE_HALF_M and at.z_m < 7.5 for at in places):
            continue
        if spans and spans[-1][1] == now:
            now, _ = spans.pop()
        spans.append((now, (tenth + 1) / 10))
    return tuple(spans)


def _visitors(look: Look) -> list[Person]:
    chance = random.Random(look.seed + 2)
    people: list[Person] = []
    at_s = 6.0
    while at_s < 236:
        from_x = chance.choice((-1, 1)) * 5.2
        spot = chance.uniform(-1.1, 1.1)
        way = Way(at_s, from_x, 5.0).to(spot, 5.7).stay(chance.uniform(12, 34), "away")
        way.to(from_x, 4.8)
        people.append(way.person(visitor(chance)))
        at_s += chance.uniform(24, 46)
    seat = Way(20.0, -5.2 * look.side, 5.0).to(-3.5 * look.side, 6.6)
    people.append(seat.stay(150, "near").to(-5.2 * look.side, 5.0).person(visitor(chance)))
    return people


def _backdrop(look: Look) -> Backdrop:
    room, side = Room(Projection(), 8.8), look.side
    room.back_wall(look.wall, (120, 124, 128))
    room.floor(look.tiles, (150, 158, 164))
    room.panel(-2.2, 2.2, 1.2, 3.0, (126, 108, 92))
    room.words("YUNLU MOTORS", 0, 2.45, 8.8, 0.26, (240, 240, 240))
    room.words("SERVICE  RECEPTION", 0, 2.05, 8.8, 0.12, (222, 222, 222))
    _door(room, side)
    for x in (-4.1, -3.45):
        low, high = sorted((x * side, (x + 0.55) * side))
        room.box((low, high), (7.3, 7.4), (0.45, 0.95), (70, 66, 62))
        room.box((low, high), (6.9, 7.3), (0.36, 0.45), (84, 80, 76))
    room.plant(-2.9 * side, 8.3)
    room.box((-1.9, 1.9), (6.3, 6.85), (0.06, 1.05), (206, 210, 214))
    room.panel(-1.9, 1.9, 0.7, 0.82, look.accent, 6.29)
    for x in (-1.2 * side, 1.1 * side):
        room.box((x - 0.26, x + 0.26), (6.66, 6.7), (1.05, 1.36), (46, 44, 42))
    room.box((0.5 * side - 0.12, 0.5 * side + 0.12), (6.45, 6.6), (1.05, 1.12), (232, 232, 228))
    label(room, "CAM 03  COUNTER")
    return room.finish(look.seed + 2)


def _door(room: Room, side: int) -> None:
    x0, x1 = sorted((2.75 * side, 3.75 * side))
    room.panel(x0 - 0.08, x1 + 0.08, 0, 2.18, (104, 104, 108))
    room.panel(x0, x1, 0, 2.1, (70, 74, 80))
    room.panel(x0 + 0.1, x1 - 0.1, 1.2, 1.9, (92, 98, 104))
    room.words("STAFF ONLY", (x0 + x1) / 2, 2.3, room.wall_z, 0.1, (90, 90, 96))
