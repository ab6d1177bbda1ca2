"""Zones: what lies in them, and what cannot be one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.footfall.geometry import Box, Point, Polygon, ZoneFault, contains, foot_point

SQUARE = Polygon.of([(0.2, 0.2), (0.6, 0.2), (0.6, 0.6), (0.2, 0.6)])
# An L: the square (0,0)-(1,1) without its upper right quarter.
BENT = Polygon.of([(0, 0), (0.5, 0), (0.5, 0.5), (1, 0.5), (1, 1), (0, 1)])


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [
        (0.4, 0.4, True),
        (0.2, 0.2, True),
        (0.6, 0.6, True),
        (0.4, 0.2, True),
        (0.6, 0.3, True),
        (0.2, 0.5, True),
        (0.19, 0.4, False),
        (0.61, 0.4, False),
        (0.4, 0.19, False),
        (0.4, 0.61, False),
        (0.1, 0.2, False),
        (0.7, 0.6, False),
    ],
)
def test_a_square_holds_its_inside_its_edges_and_its_corners(x, y, inside):
    assert contains(SQUARE, Point(x, y)) is inside


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [
        (0.25, 0.25, True),
        (0.75, 0.75, True),
        (0.75, 0.25, False),
        (0.5, 0.25, True),
        (0.75, 0.5, True),
        (0.5, 0.5, True),
        (0.51, 0.49, False),
        # On the height of a corner, where a careless even-odd rule counts it twice.
        (0.25, 0.5, True),
        (0.99, 0.5, True),
    ],
)
def test_a_zone_may_be_bent(x, y, inside):
    assert contains(BENT, Point(x, y)) is inside


def test_the_direction_of_drawing_does_not_matter():
    turned = Polygon(tuple(reversed(BENT.corners)))
    for n in range(400):
        point = Point(n % 20 / 20, n // 20 / 20)
        assert contains(BENT, point) is contains(turned, point)


def test_a_triangle_with_a_tip_at_the_border():
    tip = Polygon.of([(0, 1), (0.5, 0), (1, 1)])
    assert contains(tip, Point(0.5, 0))
    assert contains(tip, Point(0.5, 1))
    assert contains(tip, Point(0.25, 0.5))
    assert not contains(tip, Point(0.2, 0.5))
    assert not contains(tip, Point(0, 0))


def test_the_foot_point_is_the_bottom_centre():
    assert foot_point(Box(0.25, 0.5, 0.75, 0.875)) == Point(0.5, 0.875)
    assert foot_point((0.0, 0.25, 0.5, 0.5)) == (0.25, 0.5)


def test_the_foot_point_of_somebody_cut_off_stays_in_the_picture():
    assert foot_point((0.4, 0.7, 0.6, 1.2)) == Point(0.5, 1.0)
    assert foot_point((-0.4, 0.2, -0.2, 0.5)) == Point(0.0, 0.5)


def test_repeated_corners_and_the_closing_one_are_dropped():
    doubled = Polygon.of([(0.2, 0.2), (0.2, 0.2), (0.6, 0.2), (0.6, 0.6), (0.2, 0.6), (0.2, 0.2)])
    assert doubled == SQUARE


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        ([], "at least three"),
        ([(0.1, 0.1), (0.9, 0.9)], "at least three"),
        ([(0.1, 0.1), (0.9, 0.9), (0.1, 0.1), (0.9, 0.9)], "at least three"),
        ([(0.5, 0.5)] * 6, "at least three"),
        ([(0.1, 0.1), (0.5, 0.5), (0.9, 0.9)], "no usable area"),
        ([(0.1, 0.1), (0.105, 0.1), (0.1, 0.105)], "no usable area"),
        ([(0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)], "cross each other"),
        ([(0.1, 0.1), (1.1, 0.1), (0.5, 0.9)], "corner 2"),
        ([(-0.01, 0.1), (0.9, 0.1), (0.5, 0.9)], "corner 1"),
        ([(0.1, 0.1), (0.9, 0.1), (math.nan, 0.9)], "corner 3"),
        ([(0.1, math.inf), (0.9, 0.1), (0.5, 0.9)], "corner 1"),
        ([(n / 400, 0.9 - (n / 400) ** 2 * 0.5) for n in range(201)], "at most 200"),
    ],
)
def test_what_cannot_be_a_zone(corners, words):
    with pytest.raises(ZoneFault) as caught:
        Polygon.of(corners)
    assert words in caught.value.text("en")
    assert "区域" in caught.value.text("zh_CN")


def star(spokes: list[float]) -> Polygon:
    """A polygon around the middle of the picture; no star crosses itself."""
    count = len(spokes)
    angles = [2 * math.pi * n / count for n in range(count)]
    return Polygon.of(
        (0.5 + r * math.cos(a), 0.5 + r * math.sin(a)) for r, a in zip(spokes, angles, strict=True)
    )


@given(st.lists(st.floats(0.1, 0.5), min_size=3, max_size=24), st.floats(0, 1))
def test_a_star_holds_its_spokes_up_to_the_tip_and_nothing_beyond(spokes, share):
    zone = star(spokes)
    for n, radius in enumerate(spokes):
        angle = 2 * math.pi * n / len(spokes)

        def at(distance: float, angle: float = angle) -> Point:
            return Point(0.5 + distance * math.cos(angle), 0.5 + distance * math.sin(angle))

        assert contains(zone, at(radius * share))
        assert not contains(zone, at(radius + 0.001 + share * 0.3))


@given(st.lists(st.floats(0.1, 0.5), min_size=3, max_size=24))
def test_the_corners_and_the_middles_of_the_edges_belong_to_it(spokes):
    zone = star(spokes)
    corners = zone.corners
    for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        assert contains(zone, start)
        assert contains(zone, Point((start.x + end.x) / 2, (start.y + end.y) / 2))
