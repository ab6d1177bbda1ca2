"""The parts of the wall for reviewing, over an engine that only notes what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.operations.values import CameraDraft, HintDraft, Place
from app.video.media import Span
from app.widgets.bookmark_model import BookmarkModel, BookmarkRow
from app.widgets.goto_dialog import GotoDialog
from app.widgets.timeline_values import LoopEnds
from tests.widgets.review_stage import US, Wall, open_wall
from tests.widgets.window_stage import START_US, settle

SECOND_HALF_PAST_TWO_US = 1_792_891_800 * US  # 2026-10-25 01:30 UTC, as Berlin's clocks go back


@pytest.fixture
def wall(tmp_path: Path, qapp: object) -> Iterator[Wall]:
    with open_wall(tmp_path) as made:
        yield made


# -- loop --------------------------------------------------------------------------------


def test_one_key_begins_ends_and_takes_the_loop_back(wall: Wall) -> None:
    wall.press("loop.cycle")
    assert wall.engine.clock.loop is None
    assert wall.window.actions.action("loop.cycle").isChecked()
    wall.at(30)
    wall.press("loop.cycle")
    assert wall.engine.clock.loop == Span(START_US, START_US + 30 * US)
    wall.press("loop.cycle")
    assert wall.engine.clock.loop is None
    assert not wall.window.actions.action("loop.cycle").isChecked()


def test_ends_in_the_wrong_order_are_put_right(wall: Wall) -> None:
    wall.at(30)
    wall.press("loop.start")
    wall.at(10)
    wall.press("loop.end")
    assert wall.engine.clock.loop == Span(START_US + 10 * US, START_US + 30 * US)
    wall.at(50)
    wall.press("loop.start")  # past the end: the end is dropped
    assert wall.screen.loop.ends == LoopEnds(START_US + 50 * US)
    wall.press("loop.end")  # at the same moment: no loop
    assert wall.engine.clock.loop is None
    wall.press("loop.clear")
    assert wall.screen.timeline.loop == LoopEnds()


def test_a_hand_on_the_timeline_leaves_live(wall: Wall) -> None:
    wall.controller.set_live(True)
    line = wall.screen.timeline
    line.fit()
    x = line.places.lanes_left + round(line.scale.x_of(START_US + US))
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(x, line.places.lane_top(0) + 2))
    assert not wall.controller.state.live
    per_pixel = line.scale.span_us / line.scale.width_px
    assert wall.controller.now_us() == pytest.approx(START_US + US, abs=2 * per_pixel)


def test_a_bookmark_outside_the_loop_is_looked_at_standing_still(wall: Wall) -> None:
    wall.press("loop.start")
    wall.at(30)
    wall.press("loop.end")
    wall.bookmarks.add(wall.cameras[0].id, START_US + 60 * US)
    settle(wall.window)
    wall.at(10)
    wall.press("play.toggle", "bookmark.next")
    assert wall.controller.now_us() == START_US + 60 * US
    assert not wall.controller.playing
    assert "2026-03-02 10:03:00 lies outside the loop" in wall.said()
    wall.press("play.toggle")
    assert START_US <= wall.controller.now_us() < START_US + 30 * US
    wall.press("loop.clear")
    assert "outside the loop" not in wall.said()


# -- one store at one moment ----------------------------------------------------------------


def test_the_store_of_the_selected_tile_and_back(wall: Wall) -> None:
    before = dict(wall.controller.state.cameras)
    wall.controller.select(1)
    wall.press("store.moment")
    shown = wall.controller.state.shown()
    assert set(shown.values()) == {camera.id for camera in wall.cameras[5:]}
    assert shown[0] == wall.cameras[5].id  # the selected one leads
    assert wall.window.actions.action("store.moment").isChecked()
    wall.press("store.moment")
    assert (wall.controller.state.cameras, wall.controller.state.layout) == (before, 9)
    assert wall.controller.state.selected == 1


def test_a_live_tile_is_live_again_when_the_wall_is_back(wall: Wall) -> None:
    other = wall.cameras[5].id
    wall.controller.state.live_cameras.add(other)
    wall.press("store.moment")
    assert other not in wall.controller.state.shown().values()
    wall.press("store.moment")
    assert wall.controller.is_live(wall.controller.state.tile_of(other) or -1)


def test_a_wall_that_was_changed_meanwhile_is_not_thrown_away(wall: Wall) -> None:
    wall.press("store.moment")
    wall.press("tile.clear")
    assert not wall.window.actions.action("store.moment").isChecked()
    wall.controller.select(1)
    wall.press("store.moment")
    assert len(wall.controller.state.shown()) == 5


def test_an_empty_tile_says_that_a_camera_is_needed(wall: Wall) -> None:
    wall.controller.select(8)
    wall.press("store.moment")
    assert "selected tile is empty" in wall.said()
    assert not wall.window.actions.action("store.moment").isChecked()


# -- bookmarks ------------------------------------------------------------------------------


def test_a_bookmark_is_of_the_moment_that_the_tile_shows(wall: Wall) -> None:
    wall.engine.shown_us = START_US + 123
    wall.press("bookmark.set")
    (kept,) = wall.bookmarks.list()
    assert (kept.camera_id, kept.media_time_us) == (wall.cameras[0].id, START_US + 123)
    wall.screen.bookmarks.strip.back.click()
    settle(wall.window)
    assert wall.bookmarks.list() == ()


def test_its_key_is_told_as_it_is_now(wall: Wall) -> None:
    text, panel = wall.screen.bookmarks.strip.text, wall.screen.bookmark_panel
    assert text.placeholderText() == "Text: press B again, or click here"
    wall.window.actions.set_keys("bookmark.set", ("F8",))
    assert text.placeholderText() == "Text: press F8 again, or click here"
    assert "Press F8" in panel.empty.text()
    wall.window.actions.set_keys("bookmark.set", ())
    assert text.placeholderText() == "Text: click here"
    assert panel.empty.text() == "No bookmarks yet."


def test_an_empty_tile_has_nothing_to_mark(wall: Wall) -> None:
    wall.controller.select(8)
    wall.press("bookmark.set")
    assert wall.bookmarks.list() == ()
    assert not wall.screen.bookmarks.strip.isVisible()


def test_escape_keeps_the_bookmark_without_a_text(wall: Wall) -> None:
    wall.press("bookmark.set", "bookmark.set")
    strip = wall.screen.bookmarks.strip
    QTest.keyClicks(strip.text, "half a th")
    QTest.keyClick(strip.text, Qt.Key.Key_Escape)
    settle(wall.window)
    assert not strip.isVisible()
    assert [each.text for each in wall.bookmarks.list()] == [""]


def test_who_goes_on_elsewhere_keeps_the_text(wall: Wall) -> None:
    wall.press("bookmark.set", "bookmark.set")
    strip = wall.screen.bookmarks.strip
    QTest.keyClicks(strip.text, "door open")
    wall.screen.surface.setFocus()
    settle(wall.window)
    assert [each.text for each in wall.bookmarks.list()] == ["door open"]


def test_a_text_is_not_lost_while_the_database_is_away(
    wall: Wall, tmp_path: Path, expected_logs: Callable[..., None]
) -> None:
    database = tmp_path / "home" / "floorwalk.sqlite"
    database.rename(tmp_path / "away.sqlite")
    wall.press("bookmark.set", "bookmark.set")
    QTest.keyClicks(wall.screen.bookmarks.strip.text, "door open")
    QTest.keyClick(wall.screen.bookmarks.strip.text, Qt.Key.Key_Return)
    settle(wall.window)
    wall.at(20)
    wall.press("bookmark.set")
    wall.screen.bookmarks.strip.back.click()  # and this one is taken back
    settle(wall.window)
    assert wall.window.context.operations.waiting() == 1
    (tmp_path / "away.sqlite").rename(database)
    for _ in range(200):
        if not wall.window.context.operations.waiting():
            break
        QTest.qWait(100)
    assert [each.text for each in wall.bookmarks.list()] == ["door open"]


def test_in_the_hour_that_comes_twice_a_bookmark_says_which(wall: Wall) -> None:
    store = wall.window.context.operations.stores
    (region,) = [region for company in store.tree().companies for region in company.regions]
    berlin = store.add_store(region.region.id, "B001", "Berlin", "Europe/Berlin")
    camera = store.add_camera(CameraDraft(berlin.id, "door", "Door", Place.ENTRANCE))
    settle(wall.window)
    wall.controller.add([camera.id])
    settle(wall.window)
    wall.controller.seek(SECOND_HALF_PAST_TWO_US)
    wall.press("bookmark.set")
    assert "02:30:00 UTC+1" in wall.screen.bookmarks.strip.words.text()
    (mark,) = wall.screen.timeline.marks.of("bookmark")
    assert "2026-10-25 02:30:00 UTC+1" in mark.text
    assert wall.screen.docks.timeline.windowTitle().endswith("UTC+1")
    wall.engine.clock.seek(SECOND_HALF_PAST_TWO_US - 3600 * US)  # as time passes, without a hand
    wall.screen.lanes._tick()
    assert wall.screen.docks.timeline.windowTitle().endswith("UTC+2")
    wall.controller.seek(SECOND_HALF_PAST_TWO_US)
    wall.press("goto.time")
    (dialog,) = wall.screen.findChildren(GotoDialog)
    assert dialog.media_time_us() == SECOND_HALF_PAST_TWO_US  # Enter stays where one is
    dialog.text.setText("2026-10-25 02:30")
    assert "The first (UTC+2) is meant" in dialog.remarks.text()
    dialog.other.click()
    assert dialog.media_time_us() == SECOND_HALF_PAST_TWO_US
    assert "The first" not in dialog.remarks.text()
    dialog.reject()


def test_next_and_previous_bookmark_end_with_a_word(wall: Wall) -> None:
    first, other = wall.cameras[0].id, wall.cameras[5].id
    for camera_id, second in ((first, 10), (other, 20), (first, 30)):
        wall.bookmarks.add(camera_id, START_US + second * US)
    settle(wall.window)
    reached = []
    for _ in range(3):
        wall.press("bookmark.next")
        reached.append((wall.controller.now_us() - START_US) // US)
    assert reached == [10, 20, 30]
    wall.press("bookmark.previous")
    assert wall.controller.now_us() == START_US + 20 * US
    assert wall.controller.state.selected == wall.controller.state.tile_of(other)
    wall.press("bookmark.next", "bookmark.next")
    assert "No further bookmark" in wall.said()
    wall.press("evidence.next")
    assert "No further evidence" in wall.said()


def test_what_lies_at_one_moment_is_gone_through_one_by_one(wall: Wall) -> None:
    first, other = wall.cameras[0].id, wall.cameras[5].id
    for camera_id, second in ((first, 10), (first, 20), (other, 20), (first, 30)):
        wall.bookmarks.add(camera_id, START_US + second * US)
    settle(wall.window)

    def there() -> tuple[int, int]:
        at = (wall.controller.now_us() - START_US) // US
        return at, wall.controller.state.cameras[wall.controller.state.selected]

    forth = []
    for _ in range(4):
        wall.press("bookmark.next")
        forth.append(there())
    assert forth == [(10, first), (20, first), (20, other), (30, first)]
    back = []
    for _ in range(3):
        wall.press("bookmark.previous")
        back.append(there())
    assert back == [(20, other), (20, first), (10, first)]


@pytest.mark.parametrize("speed", [1.0, 16.0, -1.0, -16.0])
def test_against_the_direction_of_play_no_mark_is_found_for_ever(wall: Wall, speed: float) -> None:
    seconds = (100, 200, 300)
    for second in seconds:
        wall.bookmarks.add(wall.cameras[0].id, START_US + second * US)
    settle(wall.window)
    wall.controller.set_speed(speed)
    wall.at(400 if speed > 0 else 0)
    wall.press("play.toggle")
    against = "bookmark.previous" if speed > 0 else "bookmark.next"
    reached = []
    for _ in seconds:
        wall.press(against)
        reached.append(round((wall.controller.now_us() - START_US) / US / 100) * 100)
        QTest.qWait(120)  # at 16x two seconds of footage
    assert reached == (sorted(seconds, reverse=True) if speed > 0 else list(seconds))


def test_without_an_inspection_the_hint_keys_go_through_those_of_the_timeline(wall: Wall) -> None:
    wall.press("hint.next")
    assert "No further hint" in wall.said()
    first, other = wall.cameras[0].id, wall.cameras[5].id
    for camera_id, second in ((first, 10), (other, 20), (first, 30)):
        at_us = START_US + second * US
        draft = HintDraft(camera_id, "counter_unattended", at_us, at_us + 5 * US, "motion")
        wall.window.context.operations.hints.add(draft)
    settle(wall.window)
    reached = []
    for _ in range(3):
        wall.press("hint.next")
        reached.append((wall.controller.now_us() - START_US) // US)
    assert reached == [10, 20, 30]
    assert "No further hint" not in wall.said()
    wall.press("hint.next")
    assert "No further hint" in wall.said()
    wall.press("hint.previous")
    assert wall.controller.now_us() == START_US + 20 * US
    assert wall.controller.state.selected == wall.controller.state.tile_of(other)
    QTest.keyClick(wall.screen.surface, Qt.Key.Key_H)
    assert wall.controller.now_us() == START_US + 30 * US


def test_the_list_finds_edits_and_narrows(wall: Wall) -> None:
    wall.bookmarks.add(wall.cameras[0].id, START_US, "Door open")
    wall.bookmarks.add(wall.cameras[9].id, START_US + US, "queue")
    settle(wall.window)
    panel = wall.screen.bookmark_panel
    assert panel.model.rowCount() == 2
    panel.search.setText("door s001")
    assert panel.model.rowCount() == 1
    panel.model.setData(panel.model.index(0), "Door shut")
    settle(wall.window)
    assert {each.text for each in wall.bookmarks.list()} == {"Door shut", "queue"}
    panel.search.clear()
    panel.on_wall.setChecked(True)
    assert panel.model.rowCount() == 1  # the other camera is not on the wall
    panel.search.setText("nothing like it")
    assert not panel.empty.isHidden()
    assert not panel.go.isEnabled()


def test_a_bookmark_of_a_camera_that_is_gone_is_still_listed(wall: Wall) -> None:
    (kept,) = [wall.bookmarks.add(wall.cameras[0].id, START_US, "here")]
    row = BookmarkRow(kept, "–", "UTC")
    model = BookmarkModel()
    model.set_rows([row])
    assert "here" in str(model.data(model.index(0)))
    assert model.data(model.index(5)) is None
    assert not model.setData(model.index(0), "here")  # the same text is no change


# -- the bar --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_of_the_bar_is_cut_off_at_any_width(wall: Wall, language: str) -> None:
    wall.window.context.operations.settings.set("general.language", language)
    settle(wall.window)
    bar = wall.screen.bar
    for width in (1200, 1280, 1366, 1440, 1920):
        wall.window.main.resize(width, 800)
        QTest.qWait(1)
        row = bar.layout()
        assert row is not None
        assert row.sizeHint().width() <= bar.width(), width


def test_the_one_button_for_the_speeds_has_them_all(wall: Wall) -> None:
    bar = wall.screen.bar
    bar._shape(date=False, speeds=False, layouts=False)
    menu = bar.speeds.compact.menu()
    entries = {entry.text(): entry for entry in menu.actions() if not entry.isSeparator()}
    assert len(entries) == 14
    entries["−4x"].trigger()
    assert wall.controller.speed == -4.0
    assert bar.speeds.compact.text() == "−4x"
    assert [text for text, entry in entries.items() if entry.isChecked()] == ["−4x"]
    bar.layouts_compact.menu().actions()[1].trigger()
    assert wall.controller.state.layout == 4
    bar.speeds.backwards.click()
    assert wall.controller.speed == 4.0
