"""A decode process that is killed: its tiles come back, and nothing answered is lost."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.e2e.stage import START_US, US, Hands, SmallStage
from tests.support.walls import BACK_S, crowd

BUSY = 10
"""A new process may take so many times longer than a jump does on the machine as it is now."""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
@pytest.mark.expects_logs(r"app\.video\.")
def test_a_killed_decode_process_is_replaced_while_the_wall_plays(
    window: Hands, small_stage: SmallStage
) -> None:
    window.fill(small_stage.cameras.values())
    version = small_stage.versions["showroom-opening"]
    store = small_stage.stores["S001"]
    inspection = window.operations.inspections.begin(store.id, version.id)
    window.wall.panel.open_inspection(inspection.id)
    window.until(lambda: window.wall.panel.inspection_id == inspection.id, "the checklist")
    window.look_at_wall()
    window.wall.controller.set_speed(0.5)
    window.keys("Space", "1", "Return")
    window.until(lambda: len(stored(window, inspection.id)) == 1, "the first answer")
    window.until(lambda: window.wall.controller.now_us() > START_US + US, "playback under way")
    jump_s = jump(window, START_US + 5 * US)
    before = window.engine.statistics()
    victim = before.worker_pids[0]
    os.kill(victim, signal.SIGKILL)
    killed_s = time.monotonic()

    def replaced() -> bool:
        now = window.engine.statistics()
        return now.restarts == before.restarts + 1 and victim not in now.worker_pids

    window.until(replaced, "another process")
    jump(window, START_US + 10 * US)  # the dead one had decoded nothing of that moment
    away_s = time.monotonic() - killed_s
    assert away_s < BACK_S * crowd() + BUSY * jump_s, "the tiles were away for too long"
    window.keys("2", "Return")
    window.until(lambda: len(stored(window, inspection.id)) == 2, "an answer after the death")
    # What another program sees in the database, while this one is still open.
    other = small_stage.open()
    try:
        answers = other.inspections.get(inspection.id).answers
    finally:
        other.close()
    assert [answer.score for answer in answers.values()] == [
        item.max_score if number == 0 else 0
        for number, item in enumerate(list(version.checklist.items())[:2])
    ]


def stored(window: Hands, inspection_id: int) -> object:
    return window.operations.inspections.get(inspection_id).answers


def jump(window: Hands, media_time_us: int) -> float:
    """Go to a moment; the seconds until every tile shows something later."""
    began_s = time.monotonic()
    window.wall.controller.seek(media_time_us)
    window.until(lambda: shown_since(window, media_time_us), "every tile at the new moment")
    return time.monotonic() - began_s


def shown_since(window: Hands, media_time_us: int) -> bool:
    """Whether every tile shows a picture of a later moment (or says that there is none)."""
    times = [window.engine.shown_time_us(tile) for tile in window.engine.tiles()]
    said = [window.says(tile) for tile in window.engine.tiles()]
    return all(
        words.startswith("No recording") or (at_us or 0) > media_time_us
        for words, at_us in zip(said, times, strict=True)
    )
