"""Disk full, database gone, a clip that breaks: told in a sentence, and the rest goes on."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from app.operations.values import Camera, CameraDraft, Place, fail_answer, pass_answer
from app.storage import disk
from app.storage import writer as writer_module
from tests.e2e.inspecting import SHOWROOM, Inspector
from tests.e2e.stage import PATTERN, START_US, US, Hands, SmallStage, open_window
from tests.support.clips import truncate

DATABASE = "floorwalk.sqlite"


@pytest.fixture
def me(window: Hands, small_stage: SmallStage) -> Inspector:
    """Somebody with an inspection begun and the store's cameras on the wall."""
    inspector = Inspector(window, small_stage)
    inspector.begin()
    window.until(lambda: len(window.wall.controller.state.shown()) == 3, "the cameras")
    window.wall.controller.seek(START_US)
    window.until(lambda: all(window.engine.shown_time_us(tile) for tile in range(3)), "pictures")
    return inspector


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer looks again soon, so that a test need not wait half a minute."""
    monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 0.2)
    monkeypatch.setattr(writer_module, "REPLAY_AT_MOST_S", 0.2)


def take_away(stage: SmallStage, away: Path) -> None:
    """Pull the disk out: the database and what SQLite keeps beside it."""
    away.mkdir()
    for file in stage.home.glob(f"{DATABASE}*"):
        file.rename(away / file.name)


def bring_back(stage: SmallStage, away: Path) -> None:
    for file in away.iterdir():
        file.rename(stage.home / file.name)


def test_a_full_disk_costs_the_picture_and_says_so(
    me: Inspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, item = me.hands, me.item
    me.press("2")

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "_write_synced", full)
        me.press("E")
        window.until(window.notices, "the sentence")
    said = window.notices()
    assert "is full, so the evidence picture was not stored" in said
    assert "Free some space" in said
    assert me.answer(item.id) == fail_answer(item)
    assert me.opened.evidence_of(item.id) == ()
    me.press("Return", "1")  # the checklist goes on
    assert len(me.stored().answers) == 2
    me.press("Shift+Return", "E")
    window.until(lambda: me.opened.evidence_of(item.id), "the picture")
    (record,) = window.operations.evidence.list(me.opened.inspection.id)
    window.operations.evidence.verify(record.sha256)


@pytest.mark.usefixtures("patient")
def test_the_database_goes_and_comes_back_and_nothing_is_lost(
    me: Inspector, small_stage: SmallStage, tmp_path: Path
) -> None:
    window, items = me.hands, me.opened.items
    me.press("1", "Return")
    take_away(small_stage, tmp_path / "away")
    me.press("2", "Return", "1", "Return")
    window.until(lambda: "no longer there" in window.notices(), "the bar")
    window.until(lambda: "2 waiting" in window.notices(), "what waits")
    assert window.main.notices.isVisible()
    assert DATABASE in window.notices()
    assert me.item == items[3]
    assert me.panel.header.count.text().startswith("3/")
    window.until(lambda: "2 waiting" in window.main.status.database.text(), "the foot")
    me.press("E")
    window.until(lambda: "need not be taken again" in window.notices(), "the picture")
    bring_back(small_stage, tmp_path / "away")
    window.until(lambda: window.operations.waiting() == 0, "the answers")
    window.until(lambda: not window.notices(), "a clear bar")
    assert not window.main.notices.isVisible()
    assert me.stored().answers == {
        items[0].id: pass_answer(items[0]),
        items[1].id: fail_answer(items[1]),
        items[2].id: pass_answer(items[2]),
    }
    window.until(lambda: me.opened.evidence_of(items[3].id), "the picture at its item")
    me.press("1")
    assert len(me.stored().answers) == 4


@pytest.mark.usefixtures("patient")
def test_a_notice_put_away_stays_away_until_the_next_loss(
    me: Inspector, small_stage: SmallStage, tmp_path: Path
) -> None:
    window = me.hands
    for round_number in range(2):
        away = tmp_path / f"away{round_number}"
        take_away(small_stage, away)
        me.press("1", "Return")
        window.until(lambda: "no longer there" in window.notices(), "the bar")
        for notice in window.window.context.notices.open():
            window.window.context.notices.dismiss(notice.key)
        me.press("2", "Return")
        window.main.storage.look()
        window.settle()
        assert not window.notices()
        bring_back(small_stage, away)
        window.until(lambda: window.operations.storage_state().away is None)
        window.main.storage.look()
        window.settle()
    assert len(me.stored().answers) == 4


def test_ending_while_answers_wait_loses_none(small_stage: SmallStage, tmp_path: Path) -> None:
    with open_window(small_stage) as window:
        me = Inspector(window, small_stage)
        inspection = me.begin()
        me.press("1", "Return")
        take_away(small_stage, tmp_path / "away")
        me.press("2", "Return")
        items = me.opened.items
    bring_back(small_stage, tmp_path / "away")
    with open_window(small_stage) as window:
        window.until(lambda: window.operations.waiting() == 0)
        answers = window.operations.inspections.get(inspection.id).answers
        assert answers == {items[0].id: pass_answer(items[0]), items[1].id: fail_answer(items[1])}


def broken_camera(stage: SmallStage, root: Path) -> Camera:
    """A camera whose only segment was cut off while it was copied."""
    label = "S001/entrance"
    source = stage.footage / label / "2026-03-02" / "10-00-00.mp4"
    target = root / "broken" / "2026-03-02" / "10-00-00.mp4"
    target.parent.mkdir(parents=True)
    shutil.copyfile(source, target)
    truncate(target, 0.6)
    os.utime(target, (1_700_000_000, 1_700_000_000))  # nobody writes to it any more
    operations = stage.open()
    try:
        return operations.stores.add_camera(
            CameraDraft(
                stage.stores["S001"].id,
                "broken",
                "Broken",
                Place.FLOOR,
                recording_root=str(root),
                recording_pattern=PATTERN,
            )
        )
    finally:
        operations.close()


def test_a_broken_clip_keeps_its_words_to_its_tile(small_stage: SmallStage, tmp_path: Path) -> None:
    camera = broken_camera(small_stage, tmp_path / "recordings")
    good = small_stage.cameras["S001/shelf"]
    with open_window(small_stage) as window:
        me = Inspector(window, small_stage)
        me.begin(SHOWROOM)
        window.until(lambda: len(window.wall.controller.state.shown()) == 4, "the cameras")
        bad, tile = window.tile(camera.id), window.tile(good.id)
        window.wall.controller.seek(START_US + 15 * US)
        window.until(lambda: "10-00-00.mp4 was not finished" in window.says(bad), "the words")
        window.until(lambda: window.engine.shown_time_us(tile) is not None)
        window.click_tile(bad)
        me.press("E")
        window.until(lambda: "shows no picture" in window.notices(), "the sentence")
        assert me.opened.evidence_of(me.item.id) == ()
        window.click_tile(tile)
        item = me.item
        me.press("2", "E")
        window.until(lambda: me.opened.evidence_of(item.id), "the picture")
        (record,) = me.opened.evidence_of(item.id)
        assert record.camera_id == good.id
        assert not window.notices()
