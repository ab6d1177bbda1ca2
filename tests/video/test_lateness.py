"""How late a recorded tile may be before it leaves something out."""

from __future__ import annotations

import pytest

from app.video.wall.lateness import Lateness

S = 1_000_000
MS = 1_000_000  # ns


@pytest.mark.parametrize("speed", [0.25, 1.0, 4.0, 8.0, 16.0])
@pytest.mark.parametrize("interval_us", [0, S, 4 * S])
def test_a_run_is_left_no_later_than_a_jump_is_due(speed, interval_us):
    late = Lateness(speed, interval_us, settled=True)
    assert late.leave_run_ns <= late.jump_ns(None)


def test_the_rest_of_a_run_is_left_when_half_its_time_is_past():
    assert Lateness(16.0, 4 * S, settled=True).leave_run_ns == 125 * MS
    assert Lateness(16.0, S, settled=True).leave_run_ns == 60 * MS
    assert Lateness(1.0, 4 * S, settled=True).leave_run_ns == 300 * MS


def test_a_jump_is_due_with_the_next_keyframe_or_after_a_second_at_first():
    assert Lateness(16.0, 2 * S, settled=False).jump_ns(2 * S) == 125 * MS
    assert Lateness(16.0, 0, settled=False).jump_ns(0) == 60 * MS
    assert Lateness(4.0, 2 * S, settled=False).jump_ns(None) == 1_000 * MS
    assert Lateness(2.0, 2 * S, settled=True).jump_ns(None) == 500 * MS
    assert Lateness(16.0, 2 * S, settled=True).jump_ns(None) == 300 * MS
    assert Lateness(1.0, 2 * S, settled=True).jump_ns(None) == 1_000 * MS
