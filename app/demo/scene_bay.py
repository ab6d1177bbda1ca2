"""The service bay: a car drives in, stands while two mechanics work, and drives out."""

from __future__ import annotations

from app.demo.actors import CarRide, Person, Way
from app.demo.canvas import Backdrop
from app.demo.projection import Projection
from app.demo.room import Room
from app.demo.scene import MECHANIC, STAFF, Facts, Look, Scene, label

_CAR_Z = 7.2


def bay(look: Look) -> Scene:
    """One car in variant a, two shorter jobs in b."""
    side = look.side
    away = -9.0 * side
    if side > 0:
        rides = [CarRide((180, 120, 40), _CAR_Z, away, 0.3, 46.0, 7.0, 236.0)]
    else:
        rides = [
            CarRide((60, 62, 66), _CAR_Z, away, -0.3, 22.0, 7.0, 124.0),
            CarRide((196, 200, 204), _CAR_Z, away, -0.3, 166.0, 7.0, 272.0),
        ]
    people = tuple(person for ride in rides for person in _crew(look, ride))
    occupied = tuple((ride.arrive_s, ride.leave_s) for ride in rides)
    facts = Facts(bay_occupied=occupied)
    return Scene(
        _backdrop(look), Projection(), (*people, _adviser(look)), tuple(rides), facts=facts
    )


def _crew(look: Look, ride: CarRide) -> list[Person]:
    side = look.side
    first = Way(ride.arrive_s + 5, 4.8 * side, 5.2).to(2.1 * side, 6.4)
    while first.at_s < ride.leave_s - 30:
        first.stay(12, "away", "work").to(-1.6 * side, 6.5, 0.9).stay(9, "away", "work")
        first.to(2.1 * side, 6.4, 0.9)
    first.until(ride.leave_s - 8, "away", "work").to(4.9 * side, 5.0)
    second = Way(ride.arrive_s + 9, 4.9 * side, 5.6).to(3.3 * side, 8.1)
    while second.at_s < ride.leave_s - 34:
        second.stay(16, "left" if side > 0 else "right", "work")
        second.to(3.9 * side, 8.7, 0.8).stay(6, "away", "work").to(3.3 * side, 8.1, 0.8)
    second.until(ride.leave_s - 10, "near").to(4.9 * side, 5.4)
    return [first.person(MECHANIC, staff=True), second.person(MECHANIC, staff=True)]


def _adviser(look: Look) -> Person:
    side = look.side
    way = Way(130.0, -5.0 * side, 5.1).to(-2.9 * side, 5.9).stay(20, "away", "work")
    return way.to(0.0, 5.6).stay(12, "away").to(-5.2 * side, 4.9).person(STAFF, staff=True)


def _backdrop(look: Look) -> Backdrop:
    room, side = Room(Projection(), 9.6), look.side
    room.back_wall((186, 190, 192), (90, 96, 102))
    room.floor((150, 152, 152), (134, 136, 138), 2.4)
    room.panel(-14, 14, 0.14, 1.1, (138, 128, 112))
    x0, x1 = sorted((-1.9 * side, 1.9 * side))
    room.panel(x0, x1, 0, 3.0, (160, 164, 168))
    for step in range(11):
        room.panel(x0, x1, 0.27 * step, 0.27 * step + 0.03, (132, 136, 140))
    room.panel(x0 - 0.12, x0, 0, 3.1, (70, 72, 76))
    room.panel(x1, x1 + 0.12, 0, 3.1, (70, 72, 76))
    room.words("BAY 2", -4.2 * side, 2.3, 9.6, 0.3, (70, 72, 76))
    _markings(room)
    for x in (-2.55, 2.55):
        room.box((x - 0.16, x + 0.16), (8.35, 8.7), (0, 2.7), (36, 110, 214))
    x0, x1 = sorted((3.6 * side, 4.9 * side))
    room.box((x0, x1), (9.0, 9.5), (0, 1.15), (46, 46, 168))
    for up in (0.3, 0.58, 0.86):
        room.panel(x0 + 0.06, x1 - 0.06, up, up + 0.02, (28, 28, 110), 8.99)
    for n, x in enumerate((-4.6, -4.25, -3.9)):
        for layer in range(3 - n % 2):
            at, up = x * side, 0.24 * layer
            room.box((at - 0.16, at + 0.16), (9.1, 9.4), (up, up + 0.2), (44, 42, 42))
    label(room, "CAM 05  SERVICE BAY")
    return room.finish(look.seed + 5)


def _markings(room: Room) -> None:
    yellow = (60, 190, 222)
    for z in (6.2, 8.3):
        room.mat((-3, 3), (z - 0.06, z + 0.06), yellow)
    for x in (-3.0, 3.0):
        room.mat((x - 0.06, x + 0.06), (6.2, 8.3), yellow)
