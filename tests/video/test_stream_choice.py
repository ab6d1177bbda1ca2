"""Main or small stream: by size with room between, by load one at a time, never in a flicker."""

from __future__ import annotations

from itertools import pairwise

from app.video.wall.stream_choice import (
    CALM_S,
    LOW_PX,
    STEP_S,
    TILES_MOST,
    UP_AGAIN,
    StreamChooser,
    StreamName,
    TileNeed,
)

LARGE = round(LOW_PX * UP_AGAIN) + 2


class Wall:
    """A chooser with a clock of its own."""

    def __init__(self, *heights: int) -> None:
        self.chooser = StreamChooser()
        self.needs: dict[int, TileNeed] = {}
        self.now_s = 100.0
        self.changes: list[tuple[float, int, StreamName]] = []
        for tile, height in enumerate(heights):
            self.needs[tile] = TileNeed(height)
            self.chooser.begin(tile, self.needs[tile], len(heights), self.now_s)

    def streams(self) -> str:
        return "".join(self.chooser.stream(tile)[0] for tile in self.needs)

    def wait(self, seconds: float) -> str:
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            self.now_s += 0.1
            visible = sum(need.visible for need in self.needs.values())
            for tile, stream in self.chooser.look(self.needs, visible, self.now_s).items():
                self.changes.append((self.now_s, tile, stream))
        return self.streams()

    def set(self, tile: int, **needs: object) -> None:
        old = vars(self.needs[tile])
        self.needs[tile] = TileNeed(**{**old, **needs})  # type: ignore[arg-type]


def test_tiles_begin_with_what_their_size_shows():
    assert Wall(LOW_PX, LOW_PX + 1, 1080).streams() == "smm"
    assert Wall(*[1080] * TILES_MOST).streams() == "m" * TILES_MOST
    assert Wall(*[216] * 25).streams() == "s" * 25
    assert Wall(LOW_PX).streams() == "m"  # alone


def test_a_tile_that_became_small_takes_the_small_stream_after_a_second():
    wall = Wall(400, 400)
    wall.set(0, height_px=LOW_PX)
    assert wall.wait(0.9) == "mm"
    assert wall.wait(0.8) == "sm"


def test_a_tile_goes_up_again_only_when_it_is_much_larger():
    wall = Wall(LOW_PX, 400)
    wall.set(0, height_px=round(LOW_PX * UP_AGAIN) - 1)
    assert wall.wait(60) == "sm"
    wall.set(0, height_px=LARGE)
    assert wall.wait(2) == "mm"
    wall.set(0, height_px=LOW_PX + 5)  # between the two: it stays
    assert wall.wait(60) == "mm"


def test_dragging_a_tile_about_the_border_does_not_flicker():
    wall = Wall(LOW_PX, 400)
    for step in range(200):
        wall.set(0, height_px=LOW_PX - 3 if step % 2 else LARGE)
        wall.wait(0.3)
    assert len(wall.changes) <= 1


def test_solo_and_zoom_take_the_main_stream_at_once():
    wall = Wall(*[100] * 20)
    wall.set(3, zoomed=True)
    wall.wait(0.6)
    assert wall.chooser.stream(3) == "main"
    wall.set(3, zoomed=False)
    wall.wait(2)
    assert wall.chooser.stream(3) == "sub"
    for tile in range(1, 20):
        wall.set(tile, visible=False)
    wall.wait(0.6)
    assert wall.chooser.stream(0) == "main"


def test_a_tile_alone_on_its_wall_takes_the_main_stream_whatever_other_walls_show():
    wall = Wall(*[100] * 20)
    wall.set(7, alone=True, height_px=1080)
    wall.set(3, slow=True)
    wall.wait(0.6)
    assert wall.chooser.stream(7) == "main"
    wall.wait(3 * STEP_S)
    assert wall.chooser.stream(7) == "main"  # nor does it give way while it is alone
    assert wall.chooser.begin(20, TileNeed(1080, alone=True), 30, wall.now_s) == "main"


def test_a_machine_that_does_not_keep_up_lowers_the_smallest_first_one_at_a_time():
    wall = Wall(300, 500, 400)
    wall.set(1, slow=True)
    wall.wait(2 * STEP_S + 3)
    lowered = [tile for _, tile, stream in wall.changes if stream == "sub"]
    times = [at_s for at_s, _, _ in wall.changes]
    assert lowered[:2] == [0, 2]
    assert all(later - sooner >= STEP_S - 0.2 for sooner, later in pairwise(times))


def test_what_gave_way_comes_back_one_by_one_and_a_second_loss_ends_the_trying():
    wall = Wall(300, 500, 400)
    wall.set(1, slow=True)
    wall.wait(1.5)
    wall.set(1, slow=False)
    assert wall.streams() == "smm"
    assert wall.wait(STEP_S + 1) == "mmm"
    wall.set(1, slow=True)
    wall.wait(STEP_S + 1)
    wall.set(1, slow=False)
    assert wall.streams() == "smm"
    assert wall.wait(CALM_S - 20) == "smm"
    assert wall.wait(40) == "mmm"


def test_a_much_larger_tile_with_the_small_stream_takes_the_place_of_a_small_one():
    wall = Wall(200, 300, 300)
    wall.set(0, slow=True)
    wall.wait(1.5)
    wall.set(0, slow=False)
    assert wall.streams() == "smm"  # the smallest gave way
    wall.set(0, height_px=700)
    assert wall.wait(STEP_S + 1) == "mms"


def test_one_stream_for_all_by_rule():
    wall = Wall(100, 1080)
    wall.chooser.rule = "sub"
    assert wall.wait(1) == "ss"
    wall.chooser.rule = "main"
    assert wall.wait(1) == "mm"
    assert StreamChooser("sub").begin(0, TileNeed(1080), 1, 0.0) == "sub"


def test_a_closed_tile_is_forgotten():
    wall = Wall(100, 300)
    wall.chooser.forget(0)
    assert wall.chooser.stream(0) == "main"


def test_after_zoom_and_solo_a_tile_has_the_stream_that_it_had_before():
    wall = Wall(*[216] * 25)  # 25 tiles of a full HD screen: between small and large
    for tile in range(25):
        wall.set(tile, zoomed=True)
        wall.wait(0.6)
        assert wall.chooser.stream(tile) == "main"
        wall.set(tile, zoomed=False)
        wall.wait(2)
    assert wall.streams() == "s" * 25
    wall = Wall(200, 400)
    wall.set(0, zoomed=True)
    wall.wait(2)
    wall.set(0, zoomed=False)
    assert wall.wait(10) == "mm"  # it had the main stream before


def test_what_gave_way_and_was_looked_at_alone_gives_way_again():
    wall = Wall(300, 500, 400)
    wall.set(1, slow=True)
    wall.wait(1.5)
    assert wall.streams() == "smm"
    wall.set(0, zoomed=True)
    assert wall.wait(1) == "mmm"
    wall.set(0, zoomed=False)
    assert wall.wait(2).startswith("s")
