"""Where tiles lie: no pixel lost, none twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.wall_layout import LAYOUTS, neighbour, told_larger, wall_layout


@given(st.sampled_from(LAYOUTS), st.integers(50, 400), st.integers(50, 300))
def test_tiles_and_gaps_cover_the_wall_exactly_once(tiles, width, height):
    layout = wall_layout(tiles, None, width, height)
    rows = [bytearray(width) for _ in range(height)]
    for area in layout.areas.values():
        for y in range(area.y, area.y + area.height):
            for x in range(area.x, area.x + area.width):
                rows[y][x] += 1
    for gap in layout.gaps:
        for y in range(gap.y, gap.y + gap.height):
            for x in range(gap.x, gap.x + gap.width):
                rows[y][x] = 1 if rows[y][x] == 0 else rows[y][x]
    assert all(set(row) == {1} for row in rows)
    assert sorted(layout.areas) == list(range(tiles))


@given(st.sampled_from(LAYOUTS), st.integers(300, 4000), st.integers(300, 3000))
def test_tiles_differ_by_a_pixel_at_most_and_are_found_again(tiles, width, height):
    layout = wall_layout(tiles, None, width, height)
    widths = {area.width for area in layout.areas.values()}
    heights = {area.height for area in layout.areas.values()}
    assert max(widths) - min(widths) <= 1
    assert max(heights) - min(heights) <= 1
    for tile, area in layout.areas.items():
        assert layout.tile_at(area.x, area.y) == tile
        assert layout.tile_at(area.x + area.width - 1, area.y + area.height - 1) == tile
        assert layout.tile_at(area.x + area.width, area.y) != tile


def test_one_tile_can_have_the_whole_wall():
    layout = wall_layout(25, 7, 640, 360)
    assert list(layout.areas) == [7]
    assert (layout.areas[7].width, layout.areas[7].height) == (640, 360)


@pytest.mark.parametrize(
    ("tile", "right", "down", "there"),
    [(0, 1, 0, 1), (4, 1, 0, 4), (0, 0, 1, 5), (22, 0, 1, 22), (12, -1, -1, 6), (0, -1, 0, 0)],
)
def test_the_selection_moves_over_tiles_and_stops_at_the_edge(tile, right, down, there):
    assert neighbour(tile, right, down, 25) == there


def test_a_wall_on_a_large_screen_speaks_larger():
    assert told_larger(400) == told_larger(1080) == 1.0
    assert told_larger(1440) == 1.2
    assert told_larger(2160) == told_larger(5000) == 1.8
