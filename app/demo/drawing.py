"""Draws a scene's pictures one after another into the planes of a video frame."""

from __future__ import annotations

import math

from app.demo.actors import CarRide, Person
from app.demo.canvas import Backdrop, Canvas
from app.demo.cars import WHEEL_PHASES, car
from app.demo.figures import PHASES, figure
from app.demo.scene import Scene
from app.demo.sprites import Plane, Sprite

STEP_M = 0.72  # two of these are one turn of the walking legs
_GESTURE_S = 2.4
_WHEEL_M = 2 * math.pi * 0.33
_SIZES = 1.06  # sizes of one figure differ by this factor, so that few are drawn


class SceneDrawer:
    """Draws moments of one scene; any order works, ascending is fastest."""

    def __init__(self, scene: Scene, planes: tuple[Plane, Plane, Plane]) -> None:
        self._scene = scene
        self._canvas = Canvas(planes)
        self._shown = Backdrop.copy_of(scene.backdrop)
        self._looks = [0] * len(scene.patches)
        self._times = [(person.enter_s, person.leave_s, person) for person in scene.people]
        self._canvas.lay(self._shown)

    def draw(self, time_s: float) -> None:
        """Put the moment ``time_s`` of the loop into the planes."""
        self._canvas.restore(self._shown)
        self._turn_patches(time_s)
        things = [*self._cars(time_s), *self._people(time_s)]
        for z_m, x_m, sprite in sorted(things, key=lambda thing: -thing[0]):
            x_px, y_px = self._scene.projection.point(x_m, z_m)
            self._canvas.paste(sprite, x_px, y_px, self._shown, z_m)

    def _turn_patches(self, time_s: float) -> None:
        for index, patch in enumerate(self._scene.patches):
            look = patch.at(time_s)
            if look != self._looks[index]:
                self._looks[index] = look
                self._shown.take(patch.looks[look], patch.rect)
                self._canvas.copy(self._shown, patch.rect)

    def _people(self, time_s: float) -> list[tuple[float, float, Sprite]]:
        here = (p for start, end, p in self._times if start <= time_s < end)
        drawn = (self._person(person, time_s) for person in here)
        return [thing for thing in drawn if thing is not None]

    def _person(self, person: Person, time_s: float) -> tuple[float, float, Sprite] | None:
        place = person.at(time_s)
        if place is None:
            return None
        turn = place.walked_m / (2 * STEP_M) if place.pose == "walk" else time_s / _GESTURE_S
        exact = self._scene.projection.scale(place.z_m) * person.outfit.tall
        height = round(_SIZES ** round(math.log(exact, _SIZES)))
        phase = int(turn * PHASES) % PHASES
        sprite = figure(person.outfit, place.pose, place.facing, phase, height)
        return place.z_m, place.x_m, sprite

    def _cars(self, time_s: float) -> list[tuple[float, float, Sprite]]:
        drawn = (self._car(ride, time_s) for ride in self._scene.cars)
        return [thing for thing in drawn if thing is not None]

    def _car(self, ride: CarRide, time_s: float) -> tuple[float, float, Sprite] | None:
        x_m = ride.x_at(time_s)
        if x_m is None:
            return None
        rolled = (x_m - ride.stand_x_m) / _WHEEL_M * 5 * WHEEL_PHASES
        forward = ride.from_x_m <= ride.stand_x_m
        scale = self._scene.projection.scale(ride.z_m)
        phase = int(rolled) % WHEEL_PHASES
        return ride.z_m, x_m, car(ride.colour, phase, scale, faces_right=forward)
