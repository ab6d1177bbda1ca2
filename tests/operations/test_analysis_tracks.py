from __future__ import annotations

from array import array

import pytest

from app.operations.analysis_messages import TrackBatch
from app.operations.analysis_tracks import KINDS, SCALE, TrackSheet, TrackStore
from app.video.media import Span

S = 1_000_000
STEP = 200_000
SPAN = Span(0, 100 * S)


def batch(*frames: tuple[int, dict[int, float]]) -> TrackBatch:
    """Frames of (time, {track id: x of its middle}); every box is 0.1 wide, feet at 0.8."""
    made = TrackBatch(1)
    for time_us, people in frames:
        made.times_us.append(time_us)
        made.counts.append(len(people))
        for track_id, x in people.items():
            made.ids.append(track_id)
            made.kinds.append(KINDS.index("person"))
            corners = (x - 0.05, 0.4, x + 0.05, 0.8)
            made.boxes.extend(array("H", [round(side * SCALE) for side in corners]))
    return made


def sheet(*frames: tuple[int, dict[int, float]], live: bool = False) -> TrackSheet:
    made = TrackSheet(SPAN, STEP, live)
    made.add(batch(*frames))
    return made


def middle(one: object) -> float:
    return (one.x1 + one.x2) / 2


def test_between_two_frames_the_box_is_on_the_way() -> None:
    walked = sheet((0, {1: 0.2}), (STEP, {1: 0.4}))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        (box,) = walked.boxes_at(round(share * STEP))
        assert middle(box) == pytest.approx(0.2 + 0.2 * share, abs=0.001)
        assert box.kind == "person"
        assert box.trail[-1] == (pytest.approx(middle(box)), pytest.approx(0.8, abs=0.001))


def test_who_comes_or_goes_shows_with_the_nearer_frame() -> None:
    came = sheet((0, {1: 0.2}), (STEP, {1: 0.2, 2: 0.6}))
    assert [one.track_id for one in came.boxes_at(STEP // 4)] == [1]
    assert [one.track_id for one in came.boxes_at(3 * STEP // 4)] == [1, 2]


def test_far_from_any_frame_there_is_nothing() -> None:
    seen = sheet((10 * S, {1: 0.2}), (10 * S + STEP, {1: 0.2}))
    assert len(seen.boxes_at(10 * S - STEP // 2)) == 1
    assert seen.boxes_at(10 * S - STEP) == ()
    assert len(seen.boxes_at(10 * S + STEP + STEP // 2)) == 1
    assert seen.boxes_at(12 * S) == ()


def test_over_a_gap_nothing_is_made_up() -> None:
    gap = sheet((0, {1: 0.2}), (30 * S, {1: 0.6}))
    assert gap.boxes_at(15 * S) == ()


def test_a_live_picture_may_be_a_second_ahead() -> None:
    live = sheet((10 * S, {1: 0.2}), live=True)
    assert len(live.boxes_at(11 * S)) == 1
    assert live.boxes_at(11 * S + 1) == ()


def test_the_trail_is_two_seconds_of_this_track_alone() -> None:
    frames = [(index * STEP, {1: 0.1 + 0.01 * index, 2: 0.9}) for index in range(40)]
    one, _ = sheet(*frames).boxes_at(20 * STEP)
    xs = [x for x, _ in one.trail]
    assert xs == sorted(xs)
    assert xs[0] == pytest.approx(0.21, abs=0.001)
    assert xs[-1] == pytest.approx(0.30, abs=0.001)


def test_an_empty_sheet_is_empty() -> None:
    assert TrackSheet(SPAN, STEP, live=False).boxes_at(0) == ()


def test_a_new_look_at_the_same_span_replaces_the_old_one() -> None:
    store = TrackStore()
    store.add(store.open(7, Span(0, 10 * S), STEP, live=False), batch((0, {1: 0.2})))
    store.add(store.open(7, Span(20 * S, 30 * S), STEP, live=False), batch((20 * S, {5: 0.2})))
    store.open(7, Span(0, 10 * S), STEP, live=False)
    assert store.boxes(7, 0) == ()
    assert [one.track_id for one in store.boxes(7, 20 * S)] == [5]
    assert store.analysed(7) == (Span(0, 0), Span(20 * S, 20 * S))
    assert store.boxes(8, 0) == ()
