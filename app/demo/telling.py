"""Works the truth out from the scenes: scene seconds to media time, camera by camera."""

from __future__ import annotations

from collections.abc import Iterable

from app.demo.actors import Person
from app.demo.chain import CAMERAS, END_US, GAPS, MINUTES, START_US, STORES, DemoCamera, DemoStore
from app.demo.projection import WIDTH
from app.demo.scene import LOOP_S, Scene, Span
from app.demo.scenes import scene_of
from app.demo.truth import CameraTruth, Stretch, Truth, Visit

_MINUTE_US = 60_000_000
_STEPS_PER_S = 10


def tell() -> Truth:
    """The truth of all 25 cameras."""
    cameras = {
        f"{store.code}/{camera.code}": _camera(store, camera)
        for camera in CAMERAS
        for store in STORES
    }
    return Truth(START_US, END_US, cameras)


def _camera(store: DemoStore, camera: DemoCamera) -> CameraTruth:
    scene = scene_of(camera.place, store.variant)
    recorded = _recorded(GAPS.get((store.code, camera.code), ()))
    ahead_s = store.ahead_min * 60
    visits = [
        Visit(start, end, person.staff)
        for person in scene.people
        for start, end in _within(spread(seen(person, scene), ahead_s), recorded)
    ]
    staffed = _within(spread(scene.facts.staffed, ahead_s), recorded)
    return CameraTruth(
        recorded=recorded,
        visits=tuple(sorted(visits, key=lambda visit: (visit.enter_us, visit.leave_us))),
        staffed=staffed,
        unattended=_between(staffed, recorded) if scene.facts.staffed else (),
        shelf_levels=_levels(scene.facts.shelf_levels, ahead_s),
        bay_occupied=_within(spread(scene.facts.bay_occupied, ahead_s), recorded),
        zone=scene.facts.zone,
    )


def seen(person: Person, scene: Scene) -> list[Span]:
    """When the person is inside the store and in the picture, to a tenth of a second."""
    spans: list[Span] = []
    for step in range(int(person.enter_s * _STEPS_PER_S), int(person.leave_s * _STEPS_PER_S) + 1):
        place = person.at(step / _STEPS_PER_S)
        if place is None or place.z_m > scene.inside_z:
            continue
        if 0 <= scene.projection.point(place.x_m, place.z_m)[0] < WIDTH:
            start = step / _STEPS_PER_S
            if spans and spans[-1][1] == start:
                start, _ = spans.pop()
            spans.append((start, (step + 1) / _STEPS_PER_S))
    return [(start, min(end, LOOP_S)) for start, end in spans if start < LOOP_S]


def spread(spans: Iterable[Span], ahead_s: float) -> list[Stretch]:
    """The loop's spans as often as the loop runs; spans that touch become one."""
    stretches = []
    for loop in range(-1, MINUTES * 60 // LOOP_S + 2):
        shift = loop * LOOP_S - ahead_s
        stretches += [(_us(start + shift), _us(end + shift)) for start, end in spans]
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _us(second: float) -> int:
    return START_US + round(second * 1_000_000)


def _recorded(missing: Iterable[int]) -> tuple[Stretch, ...]:
    gaps = set(missing)
    minutes = [
        (START_US + minute * _MINUTE_US, START_US + (minute + 1) * _MINUTE_US)
        for minute in range(MINUTES)
        if minute not in gaps
    ]
    joined = [minutes[0]]
    for start, end in minutes[1:]:
        if joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _within(stretches: Iterable[Stretch], recorded: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    cut = [
        (max(start, first), min(end, last))
        for start, end in stretches
        for first, last in recorded
        if start < last and first < end
    ]
    return tuple(sorted(cut))


def _between(staffed: tuple[Stretch, ...], recorded: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    empty: list[Stretch] = []
    for first, last in recorded:
        at = first
        for start, end in staffed:
            if first <= start < last:
                empty.append((at, start))
                at = end
        empty.append((at, last))
    return tuple((start, end) for start, end in empty if start < end)


def _levels(
    levels: tuple[tuple[float, float], ...], ahead_s: float
) -> tuple[tuple[int, float], ...]:
    steps = [
        (_us(at + loop * LOOP_S - ahead_s), level)
        for loop in range(-1, MINUTES * 60 // LOOP_S + 2)
        for at, level in levels
    ]
    before = [level for at, level in steps if at <= START_US]
    after = [(at, level) for at, level in steps if START_US < at < END_US]
    return ((START_US, before[-1]), *after) if before else ()
