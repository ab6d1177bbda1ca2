"""The parts of the wall for reviewing, over an engine that only notes what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import Window
from app.operations.facade import open_operations
from app.operations.thumbnails import Thumbnail
from app.operations.values import Camera, CameraDraft, HintDraft, Place
from app.storage.credentials import Credentials
from app.video.media import Span
from app.widgets.bookmark_model import BookmarkModel, BookmarkRow
from app.widgets.goto_dialog import GotoDialog
from app.widgets.theme import Theme
from app.widgets.timeline import Timeline
from app.widgets.timeline_thumbnail import ThumbnailTip
from app.widgets.timeline_values import LoopEnds
from tests.widgets.window_stage import START_US, engine_of, footage, open_window, settle, stores_of

US = 1_000_000
SECOND_HALF_PAST_TWO_US = 1_792_891_800 * US  # 2026-10-25 01:30 UTC, as Berlin's clocks go back


class Wall:
    """A window with a store of five cameras and one of two, the first camera on the wall."""

    def __init__(self, window: Window, cameras: tuple[Camera, ...]) -> None:
        self.window, self.cameras = window, cameras
        self.screen, self.engine = window.main.wall, engine_of(window)
        self.controller = self.screen.controller
        self.bookmarks = window.context.operations.bookmarks

    def press(self, *action_ids: str) -> None:
        for action_id in action_ids:
            self.window.actions.trigger(action_id)
            settle(self.window)

    def at(self, second: float) -> None:
        self.controller.seek(START_US + round(second * US))
        self.engine.shown_us = self.controller.now_us()

    def said(self) -> str:
        return "\n".join(each.text("en") for each in self.window.context.notices.open())


@pytest.fixture
def wall(tmp_path: Path, qapp: object) -> Iterator[Wall]:
    operations = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    footage(tmp_path / "footage", "cam1", "10-02-00", "10-12-00")
    cameras = stores_of(operations, str(tmp_path / "footage"), stores=2, cameras=5)
    with open_window(tmp_path / "home", operations) as window:
        window.main.wall.controller.set_layout(9)
        window.main.wall.controller.add([cameras[0].id, cameras[5].id])
        settle(window)
        made = Wall(window, cameras)
        made.at(0)
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


# -- thumbnails -----------------------------------------------------------------------------


class FakeThumbnails:
    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.futures: list[Future[Thumbnail | None]] = []

    def at(self, camera_id: int, media_time_us: int, height: int) -> Future[Thumbnail | None]:
        self.asked.append((camera_id, media_time_us))
        self.futures.append(Future())
        return self.futures[-1]

    def warm(self) -> None:
        self.warmed = True

    def close(self) -> None:
        pass


def point(wall: Wall, second: float, lane: int = 0) -> None:
    line = wall.screen.timeline
    x = line.places.lanes_left + line.scale.x_of(START_US + round(second * US))
    place = QPointF(x, line.places.lane_top(lane) + 2)
    above = QPointF(line.mapToGlobal(QPoint(round(x), round(place.y()))))
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, above, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(line, move)


def test_a_thumbnail_stands_over_the_pointer_where_there_is_footage(wall: Wall) -> None:
    fake = FakeThumbnails()
    wall.window.context.operations.__dict__["thumbnails"] = fake
    tip = wall.screen.thumbnails.tip
    wall.screen.timeline.show_span(Span(START_US, START_US + 4 * US))
    point(wall, 1.0)
    assert tip.isVisible()  # the time at once, the picture when it comes
    assert tip.words.text() == "2026-03-02 10:02:01"
    QTest.qWait(60)
    settle(wall.window)
    point(wall, 1.1)
    point(wall, 1.2)
    QTest.qWait(60)
    assert fake.warmed
    assert len(fake.asked) == 2  # of three moves; the newest is among them
    fake.futures[-1].set_result(picture(0.0, 2.0))
    settle(wall.window)
    colour = tip.picture.pixmap().toImage().pixelColor(tip.picture.pixmap().rect().center())
    assert (colour.red(), colour.green(), colour.blue()) == (0xC0, 0x80, 0x40)
    point(wall, 3.5)  # no footage there
    assert not tip.isVisible()
    fake.futures[0].set_result(None)  # too late, and nobody waits for it
    settle(wall.window)


def test_under_the_upper_edge_of_the_screen_the_thumbnail_stands_below(qapp: object) -> None:
    line = Timeline(Theme())
    line.resize(600, 132)
    tip = ThumbnailTip(line)
    top = line.screen().availableGeometry().top()
    for y, below in ((top + 400, False), (top + 40, True)):
        line.move(0, y)
        line.show()
        tip.stand(300)
        over = tip.geometry().bottom() < line.mapToGlobal(QPoint(0, 0)).y()
        under = tip.geometry().top() >= line.mapToGlobal(QPoint(0, line.height())).y()
        assert (over, under) == (not below, below)
        assert tip.geometry().top() >= top
    tip.close()
    line.close()


def picture(from_s: float, until_s: float) -> Thumbnail:
    times = (START_US + round(second * US) for second in (from_s, until_s))
    return Thumbnail(b"\x40\x80\xc0\x00" * 16 * 9, 16, 9, *times)


def test_a_thumbnail_never_stands_over_the_time_of_another_moment(wall: Wall) -> None:
    fake = FakeThumbnails()
    wall.window.context.operations.__dict__["thumbnails"] = fake
    tip = wall.screen.thumbnails.tip
    wall.screen.timeline.show_span(Span(START_US, START_US + 4 * US))

    def ask(second: float) -> None:
        before = len(fake.asked)
        point(wall, second)
        for _ in range(500):
            if len(fake.asked) > before:
                return
            QTest.qWait(10)
            settle(wall.window)
        raise AssertionError(second)

    ask(0.2)
    fake.futures[-1].set_result(picture(0.0, 1.0))
    settle(wall.window)
    point(wall, 0.4)
    assert tip.words.text() == "2026-03-02 10:02:00"
    ask(1.5)
    assert not tip.picture.pixmap().isNull()  # what was seen last stays, with its own time
    assert tip.words.text() == "2026-03-02 10:02:00"
    fake.futures[-1].set_result(None)  # damaged there, or on the recorder alone
    settle(wall.window)
    assert tip.picture.pixmap().isNull()
    assert tip.words.text() == "2026-03-02 10:02:01"
    ask(1.7)
    fake.futures[-1].set_result(picture(1.0, 2.0))
    settle(wall.window)
    assert not tip.picture.pixmap().isNull()
    assert tip.words.text() == "2026-03-02 10:02:01"
    point(wall, 3.5)  # no footage there
    ask(1.7)  # and back at the very same place
    assert tip.picture.pixmap().isNull()


# -- the timeline's name ------------------------------------------------------------------


def test_in_live_the_timeline_tells_its_zone_from_the_start(tmp_path: Path, qapp: object) -> None:
    operations = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(operations, str(tmp_path / "footage"), stores=1, cameras=2)
    with open_window(tmp_path / "home", operations) as window:
        screen, zone = window.main.wall, operations.stores.tree().stores()[0].store.time_zone
        screen.controller.set_live(True)
        settle(window)
        assert screen.docks.timeline.windowTitle() == "Timeline"  # an empty wall is nowhere
        screen.controller.add([camera.id for camera in cameras])
        settle(window)
        assert not screen.controller.placed_in_time
        assert screen.docks.timeline.windowTitle().startswith(f"Timeline  ·  {zone}  UTC")
