"""Who moves when: people and cars as timed paths through a room.

Everything is a pure function of the scene's own time in seconds, so that any
minute can be drawn on its own, in any process, in any order.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, field

from app.demo.figures import Facing, Outfit, Pose

WALK_M_S = 1.15


@dataclass(frozen=True)
class Stop:
    """At ``at_s`` the actor is at (``x_m``, ``z_m``); ``pose`` is held until the next stop."""

    at_s: float
    x_m: float
    z_m: float
    pose: Pose = "walk"
    facing: Facing | None = None


@dataclass(frozen=True)
class Place:
    """Where an actor is at one moment and what it does."""

    x_m: float
    z_m: float
    pose: Pose
    facing: Facing
    walked_m: float


@dataclass(frozen=True)
class Person:
    """One person's way through the scene; on the scene from the first stop to the last."""

    outfit: Outfit
    stops: tuple[Stop, ...]
    staff: bool = False

    @property
    def enter_s(self) -> float:
        """When the person comes into the scene."""
        return self.stops[0].at_s

    @property
    def leave_s(self) -> float:
        """When the person has left it."""
        return self.stops[-1].at_s

    def at(self, time_s: float) -> Place | None:
        """Where the person is; None while not in the scene."""
        if not self.enter_s <= time_s < self.leave_s:
            return None
        index = bisect.bisect_right([stop.at_s for stop in self.stops], time_s) - 1
        start, end = self.stops[index], self.stops[index + 1]
        part = (time_s - start.at_s) / max(end.at_s - start.at_s, 1e-6)
        x, z = start.x_m + (end.x_m - start.x_m) * part, start.z_m + (end.z_m - start.z_m) * part
        facing = start.facing or _facing(end.x_m - start.x_m, end.z_m - start.z_m)
        walked = math.hypot(x - start.x_m, z - start.z_m)
        return Place(x, z, start.pose, facing, walked)


def _facing(right_m: float, away_m: float) -> Facing:
    if abs(right_m) > 0.6 * abs(away_m):
        return "right" if right_m > 0 else "left"
    return "away" if away_m > 0 else "near"


@dataclass
class Way:
    """Writes a person's stops: ``Way(...).to(...).stay(...)``; walking takes the time it takes."""

    at_s: float
    x_m: float
    z_m: float
    stops: list[Stop] = field(default_factory=list)

    def to(self, x_m: float, z_m: float, pace: float = WALK_M_S) -> Way:
        """Walk there."""
        self.stops.append(Stop(self.at_s, self.x_m, self.z_m))
        self.at_s += math.hypot(x_m - self.x_m, z_m - self.z_m) / pace
        self.x_m, self.z_m = x_m, z_m
        return self

    def stay(self, seconds: float, facing: Facing, pose: Pose = "stand") -> Way:
        """Stand here for a while."""
        self.stops.append(Stop(self.at_s, self.x_m, self.z_m, pose, facing))
        self.at_s += seconds
        return self

    def until(self, at_s: float, facing: Facing, pose: Pose = "stand") -> Way:
        """Stand here until a moment of the scene."""
        return self.stay(max(at_s - self.at_s, 0.1), facing, pose)

    def person(self, outfit: Outfit, *, staff: bool = False) -> Person:
        """The finished way."""
        self.stops.append(Stop(self.at_s, self.x_m, self.z_m))
        return Person(outfit, tuple(self.stops), staff)


@dataclass(frozen=True)
class CarRide:
    """A car that drives in along X, stands, and drives out; times in seconds of the scene."""

    colour: tuple[int, int, int]
    z_m: float
    from_x_m: float
    stand_x_m: float
    arrive_s: float
    drive_s: float
    leave_s: float

    def x_at(self, time_s: float) -> float | None:
        """Where the car's middle is; None while it is elsewhere."""
        if not self.arrive_s - self.drive_s <= time_s < self.leave_s + self.drive_s:
            return None
        if time_s < self.arrive_s:
            left = (self.arrive_s - time_s) / self.drive_s
        else:
            left = max(0.0, time_s - self.leave_s) / self.drive_s
        # Slow where it stops: the distance grows with the square of the time left.
        return self.stand_x_m + (self.from_x_m - self.stand_x_m) * left * left
