"""The small picture over the timeline, and the timeline's name."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.operations.facade import open_operations
from app.operations.thumbnails import Thumbnail
from app.storage.credentials import Credentials
from app.video.media import Span
from app.widgets.theme import Theme
from app.widgets.timeline import Timeline
from app.widgets.timeline_thumbnail import ThumbnailTip
from tests.widgets.review_stage import US, Wall, open_wall
from tests.widgets.window_stage import START_US, open_window, settle, stores_of


@pytest.fixture
def wall(tmp_path: Path, qapp: object) -> Iterator[Wall]:
    with open_wall(tmp_path) as made:
        yield made


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
