"""The drawn pictures: encoded as a recorder would, and true to what is told about them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from app.demo.chain import FPS, KEYFRAME_S, SEGMENT_S
from app.demo.clip import make_clip
from app.demo.drawing import SceneDrawer
from app.demo.footage import Minute, draw_minute
from app.demo.projection import HEIGHT, WIDTH
from app.demo.scene import LOOKS, LOOP_S, Scene
from app.demo.scenes import PLACES, scene_of
from app.demo.telling import seen


def planes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    half = (HEIGHT // 2, WIDTH // 2)
    return np.zeros((HEIGHT, WIDTH), np.uint8), np.zeros(half, np.uint8), np.zeros(half, np.uint8)


def key_numbers(path: Path) -> tuple[list[int], int, float]:
    """Which pictures are keyframes, how many there are, and the clip's seconds."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
        return keys, len(packets), container.duration / 1_000_000


def test_a_minute_has_a_keyframe_every_two_seconds_and_nowhere_else(tmp_path: Path) -> None:
    minute = Minute("service_bay", "a", 0)  # a car drives in: much changes at once
    draw_minute(tmp_path, minute)
    keys, pictures, seconds = key_numbers(tmp_path / minute.file_name)
    assert keys == list(range(0, SEGMENT_S * FPS, KEYFRAME_S * FPS))
    assert pictures == SEGMENT_S * FPS
    assert seconds == pytest.approx(60.0, abs=0.001)


@pytest.mark.parametrize(("size", "fps", "gop_s"), [((640, 360), 25, 2.0), ((1280, 720), 10, 1.0)])
def test_clip_has_the_asked_shape(
    tmp_path: Path, size: tuple[int, int], fps: int, gop_s: float
) -> None:
    path = tmp_path / "clip.mp4"
    make_clip(path, 3, *size, fps=fps, gop_s=gop_s)
    keys, pictures, _ = key_numbers(path)
    assert pictures == 3 * fps
    assert keys == list(range(0, 3 * fps, round(gop_s * fps)))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (*size, fps)


def test_decoded_picture_is_the_drawn_one(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    make_clip(path, 6, place="counter")
    drawn = planes()
    drawer = SceneDrawer(scene_of("counter", "a"), drawn)
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % 40 == 7:
                drawer.draw(number / 25)
                luma = frame.to_ndarray(format="yuv420p")[:HEIGHT].astype(int)
                assert np.abs(luma - drawn[0]).mean() < 3


@pytest.mark.parametrize("variant", LOOKS)
@pytest.mark.parametrize("place", PLACES)
def test_a_moment_looks_the_same_however_it_is_reached(place: str, variant: str) -> None:
    scene = scene_of(place, variant)
    one, other = planes(), planes()
    walked, jumped = SceneDrawer(scene, one), SceneDrawer(scene, other)
    for time_s in (0.0, 50.0, 130.04, 239.0, 260.0, 96.0):
        walked.draw(time_s)
    jumped.draw(96.0)
    for first, second in zip(one, other, strict=True):
        assert np.array_equal(first, second)


@pytest.mark.parametrize("place", ["floor", "counter"])
def test_people_are_seen_exactly_when_the_truth_says_so(place: str) -> None:
    scene = scene_of(place, "a")
    drawn = planes()
    drawer = SceneDrawer(scene, drawn)
    told = [span for person in scene.people for span in seen(person, scene)]
    moments = {False: 0, True: 0}
    for time_s in np.arange(0.55, LOOP_S, 3.1):
        if any(abs(time_s - edge) < 1.0 for span in told for edge in span):
            continue  # half of somebody is still at the picture's edge
        drawer.draw(float(time_s))
        changed = not np.array_equal(drawn[0], scene.backdrop.planes[0])
        expected = any(start <= time_s < end for start, end in told)
        assert changed == expected, time_s
        moments[expected] += 1
    assert moments[True] > 30


def test_the_counter_empties_when_the_truth_says_so() -> None:
    scene = scene_of("counter", "a")
    (_, leaves), (back, _) = scene.facts.staffed
    assert back - leaves > 180
    assert behind_the_counter(scene, leaves - 3)
    assert not behind_the_counter(scene, leaves + 2)
    assert not behind_the_counter(scene, back - 2)
    assert behind_the_counter(scene, back + 3)


def behind_the_counter(scene: Scene, time_s: float) -> bool:
    """Whether staff is drawn inside the zone, looked up in the pixels."""
    drawn = planes()
    alone = Scene(
        scene.backdrop, scene.projection, tuple(person for person in scene.people if person.staff)
    )
    SceneDrawer(alone, drawn).draw(time_s)
    (left, top), _, (right, bottom), _ = scene.facts.zone
    rows = slice(round(top * HEIGHT), round(bottom * HEIGHT))
    columns = slice(round(left * WIDTH), round(right * WIDTH))
    return not np.array_equal(drawn[0][rows, columns], scene.backdrop.planes[0][rows, columns])


def test_the_shelf_shows_less_when_its_level_is_lower() -> None:
    scene = scene_of("shelf", "a")
    empty_handed = Scene(scene.backdrop, scene.projection, (), patches=scene.patches)
    drawn = planes()
    drawer = SceneDrawer(empty_handed, drawn)
    differing = []
    for time_s in (0.0, 60.0, 120.0, 220.0):
        drawer.draw(time_s)
        differing.append(int((drawn[0] != scene.backdrop.planes[0]).sum()))
    assert differing[0] == 0
    assert differing == sorted(differing)
    assert differing[-1] > 5000
    drawer.draw(LOOP_S - 1)
    assert np.array_equal(drawn[0], scene.backdrop.planes[0])
    assert scene.facts.shelf_levels[-1][1] == 1.0
    assert min(level for _, level in scene.facts.shelf_levels) < 0.25


def test_the_bay_is_occupied_when_the_truth_says_so() -> None:
    scene = scene_of("service_bay", "b")
    cars_only = Scene(scene.backdrop, scene.projection, (), cars=scene.cars)
    drawn = planes()
    drawer = SceneDrawer(cars_only, drawn)
    for start, end in scene.facts.bay_occupied:
        for time_s, expected in (
            (start - 8, False),
            (start + 1, True),
            (end - 1, True),
            (end + 8, False),
        ):
            drawer.draw(time_s)
            assert (not np.array_equal(drawn[0], scene.backdrop.planes[0])) == expected
