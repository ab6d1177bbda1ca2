"""The accessories shelf: visitors take goods until it is nearly empty; staff fills it again."""

from __future__ import annotations

import random
from functools import partial

from app.demo.actors import Person, Way
from app.demo.canvas import Backdrop
from app.demo.projection import Projection
from app.demo.room import Colour, Room
from app.demo.scene import STAFF, Facts, Look, Patch, Scene, label, rect_around, visitor

_BOARDS_M = (0.35, 0.85, 1.35, 1.85)
_COLUMNS = 15
_WIDE_M = 0.36
_FRONT_Z = 7.6
_REFILL_FROM_S = 236.0
_REFILL_STEP_S = 0.75
_GOODS: tuple[Colour, ...] = (
    (52, 60, 176), (60, 140, 60), (176, 112, 46), (40, 168, 214), (120, 60, 130), (150, 150, 154),
)  # fmt: skip


def shelf(look: Look) -> Scene:
    """Each visitor takes a few pieces; the level falls to about a fifth, then rises again."""
    chance = random.Random(look.seed + 3)
    takers, taken = _takers(look, chance)
    refilled = _refill_order(taken)
    full, empty = _backdrop(look, stocked=True), _backdrop(look, stocked=False)
    projection = Projection()
    patches = tuple(
        Patch(
            rect_around(_corners(projection, place), 0),
            (full, empty),
            partial(_missing, taken_s, refilled[place]),
        )
        for place, taken_s in taken.items()
    )
    people = (*takers, _refiller(len(taken)))
    facts = Facts(shelf_levels=_levels(taken, refilled))
    return Scene(full, projection, people, patches=patches, facts=facts)


def _missing(taken_s: float, refilled_s: float, time_s: float) -> int:
    return int(taken_s <= time_s < refilled_s)


def _takers(look: Look, chance: random.Random) -> tuple[list[Person], dict[tuple[int, int], float]]:
    left = [(row, column) for row in range(len(_BOARDS_M)) for column in range(_COLUMNS)]
    people: list[Person] = []
    taken: dict[tuple[int, int], float] = {}
    at_s = 5.0
    while at_s < 190:
        column = chance.randrange(1, _COLUMNS - 1)
        side = chance.choice((-1, 1))
        way = Way(at_s, side * 5.0, 5.2).to(_x(column), 7.0)
        reach = sorted(left, key=lambda place: (abs(place[1] - column), place[0]))
        for _ in range(min(3, len(reach) - 12)):
            way.stay(2.5, "away", "work")
            place = reach.pop(0)
            left.remove(place)
            taken[place] = round(way.at_s, 1)
        way.to(side * -5.0 * look.side, 5.0)
        people.append(way.person(visitor(chance)))
        at_s += chance.uniform(9, 13)
    return people, taken


def _refill_order(taken: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    order = sorted(taken, key=lambda place: (place[1], place[0]))
    return {place: _REFILL_FROM_S + _REFILL_STEP_S * (n + 1) for n, place in enumerate(order)}


def _refiller(pieces: int) -> Person:
    seconds = pieces * _REFILL_STEP_S
    way = Way(_REFILL_FROM_S - 6.5, -5.2, 5.6).to(_x(0), 7.0)
    way.until(_REFILL_FROM_S, "away", "work")
    for column in range(1, _COLUMNS):
        way.until(_REFILL_FROM_S + seconds * column / _COLUMNS - 0.3, "away", "work")
        way.to(_x(column), 7.0)
    return way.stay(2, "away", "work").to(5.3, 5.2, 1.4).person(STAFF, staff=True)


def _levels(
    taken: dict[tuple[int, int], float], refilled: dict[tuple[int, int], float]
) -> tuple[tuple[float, float], ...]:
    total = len(_BOARDS_M) * _COLUMNS
    steps = sorted([(at, -1) for at in taken.values()] + [(at, 1) for at in refilled.values()])
    levels, pieces = [(0.0, 1.0)], total
    for at_s, change in steps:
        pieces += change
        levels.append((at_s, round(pieces / total, 4)))
    return tuple(levels)


def _x(column: int) -> float:
    return (column - (_COLUMNS - 1) / 2) * _WIDE_M


def _corners(projection: Projection, place: tuple[int, int]) -> list[tuple[float, float]]:
    row, column = place
    low, x = _BOARDS_M[row], _x(column)
    return [
        projection.point(x + dx, _FRONT_Z, low + up)
        for dx in (-_WIDE_M / 2, _WIDE_M / 2)
        for up in (-0.04, 0.44)
    ]


def _backdrop(look: Look, *, stocked: bool) -> Backdrop:
    room = Room(Projection(), 8.3)
    room.back_wall(look.wall, (120, 124, 128))
    room.floor(look.tiles, (150, 158, 164))
    room.panel(-1.9, 1.9, 2.6, 3.05, look.accent)
    room.words("ACCESSORIES", 0, 2.72, 8.3, 0.24, (245, 245, 245))
    edge = _COLUMNS * _WIDE_M / 2 + 0.1
    room.panel(-edge, edge, 0.1, 2.35, (168, 172, 176), 8.0)
    for low in _BOARDS_M:
        room.box((-edge, edge), (_FRONT_Z, 8.0), (low - 0.06, low), (232, 234, 236))
    for x in (-edge - 0.08, edge):
        room.box((x, x + 0.08), (_FRONT_Z, 8.0), (0, 2.35), (208, 212, 216))
    if stocked:
        _goods(room, look)
    side = look.side
    x0, x1 = sorted((3.5 * side, 4.3 * side))
    room.box((x0, x1), (5.6, 6.6), (0, 0.75), (150, 120, 88))
    for n in range(4):
        at = (x0 + x1) / 2 - 0.27 + 0.18 * n
        room.box((at - 0.07, at + 0.07), (5.8, 5.95), (0.75, 1.0), _GOODS[n])
    room.plant(-3.9 * side, 7.4)
    label(room, "CAM 04  SHELF")
    return room.finish(look.seed + 3)


def _goods(room: Room, look: Look) -> None:
    chance = random.Random(look.seed + 4)
    for row, low in enumerate(_BOARDS_M):
        for column in range(_COLUMNS):
            high = low + chance.uniform(0.24, 0.35)
            x0, x1 = _x(column) - 0.15, _x(column) + 0.15
            colour = _GOODS[(row * 2 + column // 3) % len(_GOODS)]
            room.box((x0, x1), (_FRONT_Z + 0.02, _FRONT_Z + 0.28), (low, high), colour)
            middle = (low + high) / 2
            tag = (225, 228, 230)
            room.panel(x0 + 0.06, x1 - 0.06, middle - 0.03, middle + 0.05, tag, _FRONT_Z + 0.01)
