from __future__ import annotations

import numpy as np

from app.inference.motion import MotionBlobs, merged
from tests.inference.drawn import HEIGHT, WIDTH, noisy, room, with_person


def detector_that_knows(empty: np.ndarray) -> MotionBlobs:
    detector = MotionBlobs(rate_hz=5.0)
    detector.learn(noisy(empty, seed) for seed in range(8))
    return detector


def test_an_empty_room_has_nothing_in_it() -> None:
    empty = room()
    detector = detector_that_knows(empty)
    assert [detector.detect(noisy(empty, seed)) for seed in range(20, 30)] == [[]] * 10


def test_a_person_is_one_box_where_they_stand() -> None:
    empty = room()
    detector = detector_that_knows(empty)
    (found,) = detector.detect(noisy(with_person(empty, 120), 50))
    assert abs((found.x1 + found.x2) / 2 - 120 / WIDTH) < 0.02
    assert abs(found.y2 - 160 / HEIGHT) < 0.03
    assert found.kind == "motion"
    assert found.confidence > 0.9


def test_two_people_apart_are_two_boxes() -> None:
    empty = room()
    detector = detector_that_knows(empty)
    both = with_person(with_person(empty, 60), 240)
    assert len(detector.detect(noisy(both, 51))) == 2


def test_somebody_who_stands_still_does_not_melt_away() -> None:
    empty = room()
    detector = detector_that_knows(empty)
    standing = with_person(empty, 120)
    filmed = [noisy(standing, seed) for seed in range(8)]
    counts = [len(detector.detect(filmed[index % 8])) for index in range(150)]
    assert counts == [1] * 150


def test_a_thing_that_never_moves_becomes_background_after_the_hold_time() -> None:
    empty = room()
    detector = MotionBlobs(rate_hz=5.0, hold_s=10.0)
    detector.learn(noisy(empty, seed) for seed in range(8))
    left_there = with_person(empty, 120)
    counts = [len(detector.detect(left_there)) for _ in range(80)]
    assert counts[:45] == [1] * 45
    assert counts[-1] == 0


def test_the_place_that_somebody_left_is_not_taken_for_somebody() -> None:
    """Learning sees the person most of the time; the first empty frame shows a ghost."""
    empty = room()
    detector = MotionBlobs(rate_hz=5.0)
    standing = with_person(empty, 120)
    detector.learn(noisy(standing if seed % 4 else empty, seed) for seed in range(24))
    assert len(detector.detect(noisy(standing, 60))) == 1
    assert [detector.detect(noisy(empty, seed)) for seed in range(61, 66)] == [[]] * 5


def test_without_learning_a_ghost_is_gone_at_once() -> None:
    empty = room()
    detector = MotionBlobs(rate_hz=5.0)
    for seed in range(3):
        detector.detect(noisy(with_person(empty, 120), seed))
    assert [len(detector.detect(noisy(empty, seed))) for seed in range(4, 8)] == [0] * 4


def test_the_cameras_exposure_is_not_motion() -> None:
    empty = room()
    detector = detector_that_knows(empty)
    darker = np.clip(with_person(empty, 120) * 0.8, 0, 255).astype(np.uint8)
    detector.detect(noisy(with_person(empty, 120), 1))
    (found,) = detector.detect(noisy(darker, 2))
    assert found.x2 - found.x1 < 0.15


def test_light_switched_off_is_nobody() -> None:
    empty = room()
    detector = detector_that_knows(empty)
    night = (255 - empty) // 4
    assert detector.detect(night) == []
    assert detector.detect(night) == []


def test_another_picture_size_starts_anew() -> None:
    detector = detector_that_knows(room())
    assert detector.detect(np.full((90, 160, 3), 128, np.uint8)) == []


def test_parts_above_one_another_are_joined_and_neighbours_are_not() -> None:
    head = [0.10, 0.10, 0.14, 0.18, 0.003]
    body = [0.09, 0.19, 0.16, 0.50, 0.020]
    neighbour = [0.40, 0.19, 0.47, 0.50, 0.020]
    found = merged(np.array([head, body, neighbour]))
    assert len(found) == 2
    whole = found[0]
    assert whole[1] == 0.10
    assert whole[3] == 0.50
