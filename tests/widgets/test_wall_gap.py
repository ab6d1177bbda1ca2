"""Where a tile shows words instead of a picture: nothing of another moment is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.application import Window
from app.operations.facade import open_operations
from app.storage.credentials import Credentials
from app.video.media import Still
from app.video.tiles import TileState, TileStateKind
from app.widgets.evidence_taker import NO_PICTURE
from app.widgets.goto_dialog import GotoDialog
from app.widgets.timeline_values import LoopEnds
from app.widgets.wall_loop import NO_MOMENT
from tests.widgets.test_snapshots import png
from tests.widgets.window_stage import START_US, engine_of, open_window, settle, stores_of

GAP = TileState(TileStateKind.NO_RECORDING)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms, str(tmp_path / "recordings"))
    with open_window(tmp_path / "home", rooms) as made:
        made.main.wall.controller.add([each.id for each in cameras[:3]])
        settle(made)
        engine_of(made).shown_us = START_US
        engine_of(made).stills.set_result(Still(png(), 64, 36, START_US))
        yield made


def test_a_tile_that_says_there_is_no_recording_has_no_picture_to_keep(window, monkeypatch):
    monkeypatch.setattr(engine_of(window), "state", lambda _tile: GAP)
    for name in ("snapshot.take", "snapshot.all", "snapshot.copy", "evidence.take"):
        window.actions.trigger(name)
        settle(window)
    evidence = window.context.operations.evidence
    assert evidence.list_loose() == ()
    assert any(each.sentence is NO_PICTURE for each in window.context.notices.open())


def test_a_bookmark_in_a_gap_stands_at_the_walls_moment(window, monkeypatch):
    monkeypatch.setattr(engine_of(window), "state", lambda _tile: GAP)
    window.main.wall.controller.seek(START_US + 60_000_000)
    window.actions.trigger("bookmark.set")
    settle(window)
    (bookmark,) = window.context.operations.bookmarks.list()
    assert bookmark.media_time_us == START_US + 60_000_000


def test_a_key_of_time_leads_nowhere_before_there_is_a_moment(window):
    controller = window.main.wall.controller
    assert not controller.placed_in_time
    window.actions.trigger("jump.on60")
    window.actions.trigger("jump.back5")
    assert not controller.placed_in_time
    window.actions.trigger("goto.time")
    (dialog,) = window.main.wall.findChildren(GotoDialog)
    assert dialog.media_time_us() == pytest.approx(time.time() * 1e6, abs=60e6)
    dialog.close()
    controller.seek(START_US)
    window.actions.trigger("jump.back5")
    assert controller.now_us() == START_US - 5_000_000


def test_no_loop_begins_before_there_is_a_moment(window):
    loop = window.main.wall.loop
    for action in ("loop.cycle", "loop.start", "loop.end"):
        window.actions.trigger(action)
        assert loop.ends == LoopEnds()
        assert not window.actions.action("loop.cycle").isChecked()
    assert window.context.notices.open()[-1].sentence is NO_MOMENT
    window.main.wall.controller.seek(START_US)
    window.actions.trigger("loop.cycle")
    assert loop.ends == LoopEnds(START_US)
