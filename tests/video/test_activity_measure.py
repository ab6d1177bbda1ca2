"""Nobody who comes and goes may be skipped; an empty room is quiet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.demo.scenes import scene_of
from app.demo.telling import seen
from app.video.activity.grid import BIN_US, bins_of, code, joined, spans_of
from app.video.activity.looking import LEAST
from app.video.activity.measure import (
    ABSORB_US,
    GRID,
    ActivityMeasure,
    grid_of,
    level,
    measure_run,
)
from app.video.files.key_reader import KeyReader
from app.video.media import Span

S = 1_000_000
Grid = NDArray[np.float32]
RNG = np.random.default_rng(5)


def room() -> Grid:
    """A room with contrast: floor, wall, shelves."""
    rows, columns = np.mgrid[0 : GRID[0], 0 : GRID[1]]
    base = 70 + rows + 35 * ((columns // 12 + rows // 9) % 2)
    return base.astype(np.float32)


def noisy(picture: Grid) -> Grid:
    """With the noise that is left of a sensor's after scaling, and coding's."""
    noise = RNG.normal(0, 0.9, GRID).astype(np.float32)
    return np.round(picture + noise).astype(np.float32)


def person(picture: Grid, column: int, row: int = 20, grey: float = 30.0) -> Grid:
    """Two cells wide, six high: somebody far away."""
    there = picture.copy()
    there[row : row + 6, column : column + 2] = grey
    return there


def levels_of(pictures: list[Grid], step_us: int = 2 * S) -> list[float]:
    times = [number * step_us for number in range(len(pictures))]
    return measure_run(times, pictures, None)[0]


def test_an_empty_room_is_quiet() -> None:
    assert max(levels_of([noisy(room()) for _ in range(120)])) < LEAST


@pytest.mark.parametrize(
    "lit",
    [
        lambda picture, n: picture * (1.0 + 0.25 * (n > 30)),
        lambda picture, n: picture + 25.0 * (n > 30),
        lambda picture, n: picture * (1.0 - 0.004 * n),
        lambda picture, n: picture + 1.2 * (n % 2),
    ],
    ids=["brighter by a quarter", "by 25 levels", "dusk", "coding that pumps"],
)
def test_a_change_of_light_is_no_activity(lit: object) -> None:
    assert callable(lit)
    quiet = levels_of([noisy(np.clip(lit(room(), n), 0, 255)) for n in range(60)])
    assert max(quiet) < LEAST


def test_somebody_far_away_who_passes_is_seen_all_the_way() -> None:
    pictures = [noisy(room()) for _ in range(40)]
    for number in range(10, 30):
        pictures[number] = noisy(person(room(), 3 * number))
    told = levels_of(pictures)
    assert min(told[10:31]) >= LEAST
    assert max(told[:9] + told[32:]) < LEAST


def test_somebody_who_waits_and_shifts_a_little_stays_seen() -> None:
    pictures = [noisy(room()) for _ in range(20)]
    pictures += [noisy(person(room(), 40 + (number // 15) % 2)) for number in range(300)]
    told = levels_of([*pictures, *(noisy(room()) for _ in range(20))])
    assert min(told[20:321]) >= LEAST
    assert max(told[323:]) < LEAST


def test_what_is_put_down_becomes_part_of_the_room_and_its_going_leaves_no_ghost() -> None:
    settle = ABSORB_US // (2 * S) + 2
    _, known = measure_run([n * 2 * S for n in range(100)], [noisy(room())] * 100, None)
    pictures = [noisy(person(room(), 50)) for _ in range(80)]
    pictures += [noisy(room()) for _ in range(40)]
    told, _ = measure_run([(100 + n) * 2 * S for n in range(120)], pictures, known)
    assert min(told[: settle - 4]) >= LEAST
    assert max(told[settle:80]) < LEAST
    assert told[80] >= LEAST, "it was taken away"
    assert max(told[82:]) < LEAST


def test_who_stood_there_from_the_first_picture_is_seen_looking_back() -> None:
    pictures = [noisy(person(room(), 50)) for _ in range(20)]
    pictures += [noisy(room()) for _ in range(ABSORB_US // (2 * S) + 30)]
    told = levels_of(pictures)
    assert min(told[:20]) >= LEAST
    assert max(told[-10:]) < LEAST


def test_a_look_goes_on_as_if_it_had_not_ended() -> None:
    pictures = [noisy(room()) for _ in range(30)]
    pictures += [noisy(person(room(), 40 + number % 2)) for number in range(60)]
    times = [number * 2 * S for number in range(90)]
    whole, _ = measure_run(times, pictures, None)
    _, known = measure_run(times[:40], pictures[:40], None)
    again = ActivityMeasure.unpacked(known.packed())
    assert again is not None
    assert again.time_us == times[39]
    rest, _ = measure_run(times[40:], pictures[40:], again)
    assert rest == pytest.approx(whole[40:], abs=0.03)
    assert min(rest) >= LEAST
    assert ActivityMeasure.unpacked(b"") is None
    assert ActivityMeasure.unpacked(known.packed()[1:]) is None


def test_a_turned_camera_is_one_event() -> None:
    other = np.ascontiguousarray(room()[::-1, ::-1]) * 0.6 + 60
    pictures = [noisy(room()) for _ in range(30)] + [noisy(other) for _ in range(30)]
    told = levels_of(pictures)
    assert told[30] == 1.0
    assert max(told[33:]) < LEAST


def test_levels_grow_with_the_picture_that_changes() -> None:
    told = [level(cells) for cells in (0, 2, 4, 50, 500, 5000)]
    assert told == sorted(told)
    assert told[:2] == [0.0, 0.0]
    assert told[2] >= LEAST
    assert told[-1] == 1.0
    with pytest.raises(ValueError, match="no pictures"):
        measure_run([], [], None)
    measure = ActivityMeasure(room(), 7)
    assert (measure.time_us, measure.look(room(), 9)) == (7, 0.0)


def busy(times_us: list[int], levels: list[float], whole: Span) -> tuple[Span, ...]:
    first, bins = bins_of(times_us, levels, whole)
    return joined(spans_of(bins >= code(LEAST), first), 3 * S, whole)


def not_shown(visits: list[Span], shown: tuple[Span, ...]) -> list[Span]:
    return [
        visit
        for visit in visits
        if not any(s.start_us <= visit.start_us and visit.end_us <= s.end_us for s in shown)
    ]


def test_every_visit_at_a_real_counter_is_shown(footage_dir: Path) -> None:
    reader = KeyReader(str(footage_dir / "counter.mp4"))
    found = [(one.offset_us, grid_of(one.frame)) for one in reader.pictures(0, 900_000)]
    reader.close()
    times = [at for at, _ in found]
    levels, _ = measure_run(times, [grid for _, grid in found], None)
    visits = [(6.1, 19.4), (22.8, 44.7), (50.6, 69.6)]
    shown = busy(times, levels, Span(0, 72 * S))
    assert not_shown([Span(round(a * S), round(b * S)) for a, b in visits], shown) == []
    present = [
        told
        for at, told in zip(times, levels, strict=True)
        if any(a + 1 < at / S < b - 1 for a, b in visits)
    ]
    assert min(present) > 5 * LEAST, "by far, not by luck"


DRAWN_S = 300


def drawn(place: str, variant: str, path: Path) -> list[tuple[int, Grid]]:
    """A scene of the demo at one picture a second, a keyframe every two."""
    from collections.abc import Callable

    from app.demo.drawing import SceneDrawer
    from app.demo.encoding import write_pictures
    from app.demo.sprites import Plane

    scene = scene_of(place, variant)

    def prepare(planes: tuple[Plane, Plane, Plane]) -> Callable[[int], None]:
        drawer = SceneDrawer(scene, planes)
        return lambda number: drawer.draw(float(number))

    write_pictures(path, DRAWN_S, (640, 360), 1, 2, prepare)
    reader = KeyReader(str(path))
    found = [(one.offset_us, grid_of(one.frame)) for one in reader.pictures(0, 900_000)]
    reader.close()
    return found


@pytest.mark.parametrize(
    ("place", "variant", "saves"), [("service_bay", "a", 0.15), ("shelf", "b", 0.0)]
)
def test_every_visit_of_the_demo_is_shown(
    tmp_path: Path, place: str, variant: str, saves: float
) -> None:
    found = drawn(place, variant, tmp_path / "scene.mp4")
    times = [at for at, _ in found]
    assert len(times) == DRAWN_S // 2
    levels, _ = measure_run(times, [grid for _, grid in found], None)
    whole = Span(0, DRAWN_S * S)
    scene = scene_of(place, variant)
    visits = [
        Span(max(0, round(start * S)), min(whole.end_us, round(end * S)))
        for person in scene.people
        for start, end in seen(person, scene)
        if start < DRAWN_S
    ]
    passing = [visit for visit in visits if visit.duration_us < whole.duration_us - BIN_US]
    assert len(passing) > 2
    shown = busy(times, levels, whole)
    assert not_shown(passing, shown) == []
    shown_us = sum(span.duration_us for span in shown)
    assert 1 - shown_us / whole.duration_us >= saves
