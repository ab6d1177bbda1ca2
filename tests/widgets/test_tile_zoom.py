"""Which part of a picture a zoomed tile shows, and where it is painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF

from app.video.pictures.shape import WHOLE, Crop
from app.video.wall.engine import ShownPicture
from app.widgets.tile_picture import placement
from app.widgets.tile_zoom import MOST_ZOOM, panned, zoomed
from app.widgets.wall_layout import Area


def held(crop: Crop = WHOLE, width: int = 160, height: int = 90) -> ShownPicture:
    return ShownPicture(memoryview(b""), width, height, 4 * width, 0, 1, crop)


def test_the_place_under_the_pointer_stays_where_it_is():
    part = zoomed(None, 2.0, (0.25, 0.75))
    assert part is not None
    assert part.zoom == pytest.approx(2.0)
    assert part.outside(0.25, 0.75) == pytest.approx((0.25, 0.75))
    closer = zoomed(part, 1.5, (0.1, 0.9))
    assert closer is not None
    assert closer.outside(0.1, 0.9) == pytest.approx(part.outside(0.1, 0.9))


def test_zoom_ends_at_both_ends():
    part = None
    for _ in range(20):
        part = zoomed(part, 1.5, (1.0, 1.0))
    assert part is not None
    assert part.zoom == pytest.approx(MOST_ZOOM)
    for _ in range(20):
        part = zoomed(part, 0.7, (0.5, 0.5))
    assert part is None


def test_zooming_out_at_the_edge_stays_inside():
    corner = Crop(0.75, 0.75, 0.25, 0.25)
    part = zoomed(corner, 0.5, (0.0, 0.0))
    assert part == Crop(0.5, 0.5, 0.5, 0.5)


def test_panning_ends_at_the_edges():
    part = Crop(0.25, 0.25, 0.5, 0.5)
    assert panned(part, 0.2, 0.0) == Crop(0.35, 0.25, 0.5, 0.5)
    assert panned(part, 5.0, -5.0) == Crop(0.5, 0.0, 0.5, 0.5)


AREA = Area(10, 20, 160, 90)


def test_a_picture_of_the_wanted_part_is_painted_pixel_by_pixel():
    part = Crop(0.5, 0.25, 0.25, 0.25)
    place = placement(AREA, held(part), part)
    assert place.unscaled
    assert place.where == QRect(10, 20, 160, 90)
    assert place.view == part


def test_until_then_the_old_picture_is_stretched():
    place = placement(AREA, held(), Crop(0.5, 0.5, 0.25, 0.25))
    assert place.source == QRectF(80, 45, 40, 22.5)
    assert place.target == QRectF(10, 20, 160, 90)
    assert not place.unscaled


def test_what_the_old_picture_does_not_hold_is_left_out():
    place = placement(AREA, held(Crop(0.5, 0.5, 0.5, 0.5)), None)
    assert place.where == QRect(10, 20, 160, 90)
    assert place.target == QRectF(90, 65, 80, 45)
    assert place.source == QRectF(0, 0, 160, 90)


def test_a_part_far_from_the_old_picture_paints_nothing_of_it():
    place = placement(AREA, held(Crop(0.0, 0.0, 0.25, 0.25)), Crop(0.5, 0.5, 0.25, 0.25))
    assert place.source.isEmpty()
