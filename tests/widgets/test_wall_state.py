from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.wall_state import LAYOUTS, MOST_TILES, WallState, wall_from_json


def test_a_store_fills_the_free_tiles_from_where_it_is_dropped() -> None:
    wall = WallState(layout=9, cameras={1: 7})
    assert wall.drop(1, [10, 11, 12]) == [2, 3, 4]
    assert wall.cameras == {1: 7, 2: 10, 3: 11, 4: 12}


def test_the_wall_grows_when_a_store_does_not_fit() -> None:
    wall = WallState(layout=4, cameras={0: 1, 1: 2})
    wall.drop(0, [1, 3, 4, 5, 6])
    assert wall.layout == 9
    assert sorted(wall.cameras.values()) == [1, 2, 3, 4, 5, 6]


def test_one_camera_goes_exactly_where_it_is_dropped_and_swaps() -> None:
    wall = WallState(layout=4, cameras={0: 1, 1: 2})
    assert sorted(wall.drop(0, [2])) == [0, 1]
    assert wall.cameras == {0: 2, 1: 1}
    assert wall.drop(0, [2]) == []


def test_dropping_a_new_camera_replaces() -> None:
    wall = WallState(layout=4, cameras={0: 1})
    wall.drop(0, [5])
    assert wall.cameras == {0: 5}


def test_a_smaller_layout_forgets_nothing() -> None:
    wall = WallState(layout=9, cameras={0: 1, 8: 9})
    wall.layout = 4
    assert wall.shown() == {0: 1}
    assert wall.tile_of(9) is None
    wall.layout = 9
    assert wall.tile_of(9) == 8


def test_cameras_that_are_gone_leave_the_wall() -> None:
    wall = WallState(layout=4, cameras={0: 1, 1: 2})
    assert wall.forget(frozenset({2})) == [0]
    assert wall.cameras == {1: 2}


@pytest.mark.parametrize(
    ("selected", "across", "down", "lands"),
    [(0, 1, 0, 1), (0, -1, 0, 0), (4, 0, 1, 7), (8, 1, 1, 8), (5, 0, -1, 2)],
)
def test_the_selection_moves_and_stops_at_the_edge(
    selected: int, across: int, down: int, lands: int
) -> None:
    assert WallState(layout=9, selected=selected).neighbour(across, down) == lands


@given(
    layout=st.sampled_from(LAYOUTS),
    drops=st.lists(
        st.tuples(
            st.sampled_from(LAYOUTS),
            st.integers(0, 24),
            st.lists(st.integers(1, 40), min_size=1, max_size=12),
        ),
        max_size=6,
    ),
)
def test_no_camera_stands_in_two_tiles(
    layout: int, drops: list[tuple[int, int, list[int]]]
) -> None:
    wall = WallState(layout=layout)
    for chosen, tile, cameras in drops:
        wall.layout = chosen
        wall.drop(min(tile, wall.layout - 1), cameras)
        wall.add(cameras[:3])
    everywhere = list(wall.cameras.values())
    assert len(everywhere) == len(set(everywhere))
    assert all(0 <= tile < MOST_TILES for tile in wall.cameras)


def test_growing_brings_hidden_cameras_back_instead_of_doubling_them() -> None:
    wall = WallState(layout=4, cameras={0: 1, 5: 2, 6: 3})
    wall.add([1, 2, 3, 4, 5, 6])
    assert wall.layout == 9
    assert wall.cameras == {0: 1, 5: 2, 6: 3, 1: 4, 2: 5, 3: 6}


@given(
    st.builds(
        WallState,
        layout=st.sampled_from(LAYOUTS),
        cameras=st.dictionaries(st.integers(0, 24), st.integers(1, 99)),
        selected=st.just(0),
        live=st.booleans(),
        media_time_us=st.none() | st.integers(0, 2**53),
    )
)
def test_the_wall_comes_back_as_it_was(wall: WallState) -> None:
    assert wall_from_json(wall.to_json()) == wall


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"layout": 7, "cameras": {}}', "{"])
def test_what_cannot_be_read_is_an_empty_wall(text: str) -> None:
    assert wall_from_json(text) == WallState()


def test_a_camera_is_live_in_its_place_until_it_leaves_the_wall() -> None:
    wall = WallState(layout=4, cameras={0: 1, 1: 2}, live_cameras={1, 2})
    assert [wall.is_live(camera) for camera in (1, 2, 3)] == [True, True, False]
    assert wall_from_json(wall.to_json()) == wall
    wall.remove(0)
    assert wall.live_cameras == {2}
    wall.forget(frozenset({7}))
    assert wall.live_cameras == set()
    wall.live = True
    assert wall.is_live(7)
