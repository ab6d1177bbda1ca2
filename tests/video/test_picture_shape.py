"""A part of a picture: where places lie in it, and which pixels it is."""

from __future__ import annotations

import pytest

from app.video.pictures.shape import WHOLE, Crop, cut_pixels


def test_places_go_into_a_part_and_out_again():
    part = Crop(0.25, 0.5, 0.5, 0.25)
    assert part.within(0.25, 0.5) == (0.0, 0.0)
    assert part.within(0.75, 0.75) == (1.0, 1.0)
    assert part.outside(*part.within(0.6, 0.7)) == pytest.approx((0.6, 0.7))
    assert part.zoom == 2.0
    assert WHOLE.within(0.3, 0.9) == (0.3, 0.9)


@pytest.mark.parametrize(
    ("crop", "size", "pixels"),
    [
        (WHOLE, (640, 360), (0, 0, 640, 360)),
        (WHOLE, (641, 361), (0, 0, 641, 361)),
        (Crop(0.5, 0.5, 0.5, 0.5), (640, 360), (320, 180, 320, 180)),
        (Crop(0.875, 0.875, 0.125, 0.125), (640, 360), (560, 316, 80, 44)),
        (Crop(0.9, 0.9, 0.001, 0.001), (64, 48), (48, 32, 16, 16)),
        (Crop(0.0, 0.0, 0.1, 0.1), (8, 6), (0, 0, 8, 6)),
    ],
)
def test_a_part_is_whole_even_pixels_inside_the_picture(crop, size, pixels):
    assert cut_pixels(crop, *size) == pixels
    x, y, width, height = pixels
    assert x + width <= size[0]
    assert y + height <= size[1]
