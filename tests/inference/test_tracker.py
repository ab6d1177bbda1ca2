from __future__ import annotations

import pytest

from app.inference.tracker import OverlapTracker, TrackerRules
from app.inference.values import Detection, Track

S = 1_000_000


def person(x: float, y2: float = 0.8, *, w: float = 0.08, h: float = 0.4, sure: float = 0.9,
           kind: str = "person") -> Detection:  # fmt: skip
    return Detection(x - w / 2, y2 - h, x + w / 2, y2, sure, kind)


def confirmed(tracks: list[Track]) -> list[Track]:
    return [one for one in tracks if one.confirmed]


def test_a_walk_is_one_track_at_any_rate() -> None:
    for step_us in (100_000, 200_000, 400_000):
        tracker = OverlapTracker()
        ids = set()
        for index in range(6 * S // step_us):
            x = 0.1 + 0.12 * index * step_us / S
            ids |= {one.track_id for one in tracker.update(index * step_us, [person(x)])}
        assert ids == {1}


def test_one_sighting_is_not_believed_and_ends_at_once() -> None:
    tracker = OverlapTracker()
    (track,) = tracker.update(0, [person(0.5)])
    assert not track.confirmed
    assert tracker.update(200_000, []) == []


def test_the_box_of_a_seen_track_is_the_detection() -> None:
    tracker = OverlapTracker()
    for index in range(4):
        tracks = tracker.update(index * 200_000, [person(0.3 + 0.02 * index)])
    assert tracks[0].seen
    assert (tracks[0].x1 + tracks[0].x2) / 2 == pytest.approx(0.36)


def test_a_missed_person_goes_on_as_foretold_and_keeps_the_number() -> None:
    tracker = OverlapTracker()
    for index in range(10):
        tracker.update(index * 200_000, [person(0.2 + 0.02 * index)])
    for index in range(10, 14):
        (track,) = tracker.update(index * 200_000, [])
        assert not track.seen
        assert (track.x1 + track.x2) / 2 == pytest.approx(0.2 + 0.02 * index, abs=0.02)
    (found,) = tracker.update(14 * 200_000, [person(0.48)])
    assert (found.track_id, found.seen) == (1, True)


def test_a_track_ends_when_it_stays_away() -> None:
    tracker = OverlapTracker(TrackerRules(max_lost_s=2.0))
    for index in range(5):
        tracker.update(index * 200_000, [person(0.5)])
    assert len(tracker.update(800_000 + 2 * S, [])) == 1
    assert tracker.update(800_000 + 2 * S + 200_000, []) == []
    (new,) = tracker.update(4 * S, [person(0.5)])
    assert new.track_id == 2


def test_a_gap_in_the_footage_ends_every_track() -> None:
    tracker = OverlapTracker()
    for index in range(5):
        tracker.update(index * 200_000, [person(0.5)])
    (after,) = tracker.update(3600 * S, [person(0.5)])
    assert (after.track_id, after.confirmed) == (2, False)


def test_who_walks_out_of_the_picture_is_gone_at_once() -> None:
    tracker = OverlapTracker()
    for index in range(10):
        tracker.update(index * 200_000, [person(0.62 + 0.04 * index)])
    assert len(tracker.update(10 * 200_000, [])) <= 1
    assert tracker.update(12 * 200_000, []) == []


def test_a_weak_detection_carries_on_but_never_begins() -> None:
    tracker = OverlapTracker()
    assert tracker.update(0, [person(0.5, sure=0.2)]) == []
    for index in range(1, 4):
        tracker.update(index * 200_000, [person(0.5)])
    (track,) = tracker.update(800_000, [person(0.51, sure=0.2)])
    assert track.seen


def test_two_people_who_cross_keep_their_numbers() -> None:
    tracker = OverlapTracker()
    for index in range(30):
        left, right = 0.2 + 0.02 * index, 0.8 - 0.02 * index
        apart = abs(left - right) > 0.05
        shown = [person(left), person(right)] if apart else [person(left)]
        tracks = tracker.update(index * 100_000, shown)
    where = {one.track_id: (one.x1 + one.x2) / 2 for one in confirmed(tracks)}
    assert where[1] == pytest.approx(0.78, abs=0.03)
    assert where[2] == pytest.approx(0.22, abs=0.03)


def test_kinds_are_never_mixed() -> None:
    tracker = OverlapTracker()
    for index in range(3):
        tracker.update(index * 200_000, [person(0.5)])
    tracks = tracker.update(600_000, [person(0.5, kind="vehicle")])
    assert {one.kind for one in tracks} == {"person", "vehicle"}


def test_a_frame_from_the_past_changes_nothing() -> None:
    tracker = OverlapTracker()
    for index in range(3):
        before = tracker.update(index * 200_000, [person(0.5)])
    assert tracker.update(100_000, [person(0.1)]) == before


def test_somebody_behind_another_is_hidden_not_lost() -> None:
    """The clerk's blob is swallowed by a visitor's for twenty seconds, then seen again."""
    tracker = OverlapTracker()
    clerk, visitor = person(0.5, 0.5, w=0.05, h=0.12), person(0.5, 0.8)
    for index in range(10):
        tracker.update(index * 200_000, [clerk, person(0.9 - 0.04 * index, 0.8)])
    for index in range(10, 110):
        tracks = tracker.update(index * 200_000, [visitor])
    hidden = next(one for one in tracks if one.track_id == 1)
    assert hidden.hidden
    assert (hidden.x1 + hidden.x2) / 2 == pytest.approx(0.5)
    for index in range(110, 114):
        tracks = tracker.update(index * 200_000, [clerk, person(0.5 + 0.04 * (index - 109), 0.8)])
    assert {one.track_id: one.seen for one in tracks} == {1: True, 2: True}


def test_a_hidden_one_is_gone_when_the_other_leaves_alone() -> None:
    tracker = OverlapTracker()
    clerk = person(0.5, 0.5, w=0.05, h=0.12)
    for index in range(10):
        tracker.update(index * 200_000, [clerk, person(0.9 - 0.04 * index, 0.8)])
    for index in range(10, 20):
        tracker.update(index * 200_000, [person(0.5, 0.8)])
    for index in range(20, 40):
        tracks = tracker.update(index * 200_000, [person(0.5 + 0.02 * (index - 19), 0.8)])
    assert [one.track_id for one in tracks] == [2]


def test_hidden_does_not_last_for_ever() -> None:
    tracker = OverlapTracker(TrackerRules(max_hidden_s=5.0))
    clerk = person(0.5, 0.5, w=0.05, h=0.12)
    for index in range(10):
        tracker.update(index * 200_000, [clerk, person(0.9 - 0.04 * index, 0.8)])
    for index in range(10, 45):
        tracks = tracker.update(index * 200_000, [person(0.5, 0.8)])
    assert [one.track_id for one in tracks] == [2]


def test_what_a_person_leaves_behind_must_move_to_be_believed() -> None:
    tracker = OverlapTracker(TrackerRules(born_inside_must_move=True))
    for index in range(10):
        tracker.update(index * 200_000, [person(0.5)])
    residue = person(0.5, 0.75, w=0.05, h=0.2)
    for index in range(10, 60):
        gone = person(0.5 + 0.05 * (index - 9)) if index < 18 else None
        tracks = tracker.update(index * 200_000, [residue, *([gone] if gone else [])])
    assert confirmed(tracks) == []
    for index in range(60, 70):
        tracks = tracker.update(
            index * 200_000, [person(0.5 - 0.02 * (index - 59), 0.75, w=0.05, h=0.2)]
        )
    assert len(confirmed(tracks)) == 1
