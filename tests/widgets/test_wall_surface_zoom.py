"""Digital zoom by wheel, hand and keys on the one surface."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent

from app.video.pictures.shape import WHOLE
from app.widgets.actions import Actions
from app.widgets.theme import DARK
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_surface_keys import SurfaceKeys
from tests.support.walls import engine_of, numbered
from tests.widgets.surface_stage import (
    ZONE,
    SomeBox,
    area,
    colour,
    grab,
    middle,
    playing,
    wall_over,
)


@pytest.fixture(scope="module")
def running() -> Iterator[object]:
    with engine_of(workers=1) as engine:
        yield engine


@pytest.fixture
def wall(qtbot, running) -> Iterator[WallSurface]:
    with wall_over(qtbot, running) as surface:
        yield surface


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return numbered(tmp_path_factory.mktemp("clips") / "counter.mp4")


def wheel(wall: WallSurface, place: QPoint, notches: float) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(place),
        QPointF(wall.mapToGlobal(place)),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    wall.wheelEvent(event)
    return event


def zoomed_to(wall: WallSurface, tile: int):
    """Whether the decoder has delivered the wanted part."""
    place = wall._painter.place(area(wall, tile), wall._faces[tile])
    return place is not None and place.unscaled


def test_the_wheel_zooms_around_the_pointer_and_the_hand_draws_the_picture(wall, qtbot, clip):
    wall.set_tile(0, "S001 / door", ZONE, 1)
    wall.open_tile(0, clip)
    qtbot.waitUntil(lambda: playing(wall, 0), timeout=30_000)
    told = []
    wall.zoom_changed.connect(lambda tile, part: told.append((tile, part)))
    where = middle(wall, 0)
    assert wheel(wall, where, 2).isAccepted()
    part = wall.zoom_of(0)
    assert part.zoom == pytest.approx(2.0)
    assert (part.x, part.y) == pytest.approx((0.25, 0.25), abs=0.01)
    assert told == [(0, part)]
    qtbot.waitUntil(lambda: zoomed_to(wall, 0), timeout=30_000)
    assert wall._faces[0].picture.crop.x == pytest.approx(0.25, abs=0.02)
    qtbot.mousePress(wall, Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseMove(wall, where + QPoint(-40, 0))
    qtbot.mouseRelease(wall, Qt.MouseButton.LeftButton, pos=where + QPoint(-40, 0))
    assert wall.zoom_of(0).x > part.x
    wheel(wall, where, -6)
    assert wall.zoom_of(0) is None
    qtbot.waitUntil(lambda: wall._faces[0].picture.crop == WHOLE, timeout=30_000)


def test_the_wheel_over_an_empty_tile_does_nothing(wall):
    assert not wheel(wall, middle(wall, 3), 1).isAccepted()
    wall.zoom_in(3)
    assert wall.zoom_of(3) is None


def test_a_zoomed_tile_shows_a_map_and_boxes_where_they_belong(wall, qtbot, clip):
    wall.set_solo(1)
    wall.set_tile(1, "", ZONE, 42)
    wall.open_tile(1, clip)
    qtbot.waitUntil(lambda: playing(wall, 1), timeout=30_000)
    wall.set_overlay_source(lambda _camera, _at: [SomeBox(trail=())])
    for _ in range(2):
        wall.zoom_in(1)
    assert wall.zoom_of(1).zoom == pytest.approx(2.0)
    qtbot.waitUntil(lambda: zoomed_to(wall, 1), timeout=30_000)
    image, where = grab(wall), area(wall, 1)
    view = wall._painter.place(where, wall._faces[1]).where
    # The box reaches from 0.25 to 0.75: exactly the frame of what is seen.
    x = view.x() + 1
    edge = {colour(image, x, view.y() + view.height() * part // 8) for part in (2, 3, 4)}
    green = QColor(DARK.passed).getRgb()[:3]
    assert all(abs(seen[0] - green[0]) < 60 for seen in edge), edge
    accent = QColor(DARK.accent).getRgb()[:3]
    corner = {
        colour(image, view.right() - x, view.bottom() - y)
        for x in range(10, 140)
        for y in range(10, 90)
    }
    assert accent in corner, "no map"


def test_zoom_stays_with_its_camera(wall, qtbot, clip, tmp_path):
    wall.set_tile(0, "S001 / door", ZONE, 1)
    wall.open_tile(0, clip)
    qtbot.waitUntil(lambda: playing(wall, 0), timeout=30_000)
    wall.zoom_in(0)
    wall.open_tile(0, numbered(tmp_path / "other.mp4"))  # another stream of the same camera
    qtbot.waitUntil(lambda: playing(wall, 0) and zoomed_to(wall, 0), timeout=30_000)
    assert wall._faces[0].picture.crop != WHOLE
    wall.set_tile(0, "S001 / desk", ZONE, 2)
    assert wall.zoom_of(0) is None


def test_keys_zoom_move_and_tell_facts_of_the_selected_tile(wall, qtbot, clip):
    actions = Actions()
    keys = SurfaceKeys(wall, actions)
    wall.set_tile(2, "S001 / door", ZONE, 1)
    wall.open_tile(2, clip)
    wall.select(2)
    qtbot.waitUntil(lambda: playing(wall, 2), timeout=30_000)
    for name in ("tile.zoom_in", "tile.zoom_in", "tile.zoom_in"):
        actions.trigger(name)
    part = wall.zoom_of(2)
    assert part.zoom == pytest.approx(2.0**1.5)
    actions.trigger("tile.pan_right")
    actions.trigger("tile.pan_up")
    assert wall.zoom_of(2).x > part.x
    assert wall.zoom_of(2).y < part.y
    actions.trigger("tile.zoom_out")
    assert wall.zoom_of(2).zoom == pytest.approx(2.0)
    actions.trigger("tile.zoom_reset")
    assert wall.zoom_of(2) is None
    actions.trigger("tile.facts")
    qtbot.waitUntil(lambda: wall._faces[2].facts is not None, timeout=30_000)
    assert wall._faces[2].facts.codec == "h264"
    actions.trigger("tile.facts")
    assert wall._faces[2].facts is None
    keys.deleteLater()
