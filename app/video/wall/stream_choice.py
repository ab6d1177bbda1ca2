"""Main or small stream: what each live tile needs, without flicker and without overload.

The numbers are those of Nx Witness' open client (radass_controller): a tile
too small to show more takes the small stream, with room between going down
and going up again; on a full wall tiles begin small; when the machine does
not keep up the smallest tile with the main stream gives way, one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StreamName = Literal["main", "sub"]
StreamRule = Literal["auto", "main", "sub"]

LOOK_S = 0.5
LOW_PX = 171
"""A tile of at most this height gains nothing from the main stream."""
UP_AGAIN = 1.34
"""How much higher than that a tile must be before it takes the main stream again."""
SETTLE_S = 1.0
"""For so long a tile must have been small, or have been open, before it changes."""
TILES_MOST = 16
"""On a wall with more tiles, new ones begin with the small stream."""
STEP_S = 5.0
"""Between two changes for the sake of the whole wall."""
SWAP = 2.0
"""A small-stream tile this many times as high as a main-stream one takes its place."""
CALM_S = 600.0
"""After the machine did not keep up twice, for so long nothing is tried again."""
_AGAIN_S = 60.0  # a loss this soon after a tile was raised is a second loss


@dataclass(frozen=True)
class TileNeed:
    """What a live tile with two streams asks for.

    ``zoomed``: part of its picture is shown enlarged. ``slow``: its pictures
    come faster than they are decoded. ``alone``: it has the whole of its wall,
    whatever other walls show.
    """

    height_px: int
    visible: bool = True
    zoomed: bool = False
    slow: bool = False
    alone: bool = False

    @property
    def wants_all(self) -> bool:
        """Somebody looks at this picture alone, or at a part of it."""
        return self.zoomed or self.alone


@dataclass
class _Tile:
    """What was decided for a tile, and since when it is so."""

    stream: StreamName
    since_s: float
    small_since_s: float | None = None
    gave_way: bool = False  # for the sake of the others
    lent: bool = False  # the main stream, for as long as somebody looks at this picture alone
    lent_gave_way: bool = False  # what ``gave_way`` was before
    lent_s: float = 0.0  # when it was last looked at so


class StreamChooser:
    """Decides over all tiles together; time comes in as monotonic seconds."""

    def __init__(self, rule: StreamRule = "auto") -> None:
        self.rule: StreamRule = rule
        self._tiles: dict[int, _Tile] = {}
        self._looked_s = self._stepped_s = self._raised_s = -1e9
        self._calm_until_s = -1e9

    def begin(self, tile: int, need: TileNeed, visible_tiles: int, now_s: float) -> StreamName:
        """The stream with which a tile begins; ``visible_tiles``: with this one."""
        stream = self._at_first(need, visible_tiles)
        self._tiles[tile] = _Tile(stream, now_s)
        return stream

    def forget(self, tile: int) -> None:
        """The tile was closed."""
        self._tiles.pop(tile, None)

    def stream(self, tile: int) -> StreamName:
        """What was decided last."""
        found = self._tiles.get(tile)
        return "main" if found is None else found.stream

    def look(
        self, needs: Mapping[int, TileNeed], visible_tiles: int, now_s: float
    ) -> dict[int, StreamName]:
        """The tiles that change now; nothing where the last look was a moment ago."""
        if now_s - self._looked_s < LOOK_S:
            return {}
        self._looked_s = now_s
        before = {tile: self.stream(tile) for tile in needs}
        for tile in needs.keys() - self._tiles.keys():
            self._tiles[tile] = _Tile("main", now_s)
        shown = {tile: need for tile, need in needs.items() if need.visible}
        for tile, need in shown.items():
            self._by_size(self._tiles[tile], need, visible_tiles, now_s)
        if self.rule == "auto" and now_s - self._stepped_s >= STEP_S:
            self._for_all(shown, visible_tiles, now_s)
        after = {tile: self._tiles[tile].stream for tile in needs}
        return {tile: after[tile] for tile in needs if after[tile] != before[tile]}

    def _at_first(self, need: TileNeed, visible_tiles: int) -> StreamName:
        if self.rule != "auto":
            return self.rule
        if need.wants_all or visible_tiles == 1:
            return "main"
        small = need.height_px <= LOW_PX or visible_tiles > TILES_MOST
        return "sub" if small else "main"

    def _by_size(self, tile: _Tile, need: TileNeed, visible: int, now_s: float) -> None:
        """What concerns this tile alone: the rule, zoom, standing alone, its size."""
        if self.rule != "auto":
            tile.lent = False
            self._set(tile, self.rule, now_s)
            return
        if need.wants_all or visible == 1:
            self._lend(tile, now_s)
            return
        if tile.lent and not self._give_back(tile, need, now_s):
            return
        if need.height_px > LOW_PX:
            tile.small_since_s = None
        elif tile.small_since_s is None:
            tile.small_since_s = now_s
        if tile.small_since_s is not None:
            small_s = now_s - max(tile.small_since_s, tile.since_s)
            if small_s >= SETTLE_S:
                self._set(tile, "sub", now_s)
        elif self._large_again(tile, need, visible) and now_s - tile.since_s >= SETTLE_S:
            self._set(tile, "main", now_s)

    def _lend(self, tile: _Tile, now_s: float) -> None:
        """The main stream for a look at this picture alone."""
        if tile.stream == "sub":
            tile.lent, tile.lent_gave_way = True, tile.gave_way
        tile.lent_s = now_s
        self._set(tile, "main", now_s)

    def _give_back(self, tile: _Tile, need: TileNeed, now_s: float) -> bool:
        """After the look: the stream it had before, or else every tile looked at stays large.

        False while it is too soon to tell; True once that is settled.
        """
        if now_s - tile.lent_s < SETTLE_S:
            return False
        tile.lent = False
        if tile.lent_gave_way or need.height_px <= LOW_PX * UP_AGAIN:
            self._set(tile, "sub", now_s)
            tile.gave_way = tile.lent_gave_way
        return True

    @staticmethod
    def _large_again(tile: _Tile, need: TileNeed, visible: int) -> bool:
        high_enough = need.height_px > LOW_PX * UP_AGAIN
        return high_enough and visible <= TILES_MOST and not tile.gave_way

    def _for_all(self, shown: Mapping[int, TileNeed], visible: int, now_s: float) -> None:
        """One step for the wall: down when it does not keep up, else a swap, else one up."""
        settled = {
            tile: need
            for tile, need in shown.items()
            if now_s - self._tiles[tile].since_s >= SETTLE_S and not need.wants_all
        }
        high = [tile for tile in settled if self._tiles[tile].stream == "main"]
        low = [tile for tile in settled if self._tiles[tile].stream == "sub"]
        high.sort(key=lambda tile: (settled[tile].height_px, -tile))
        low.sort(key=lambda tile: (-settled[tile].height_px, tile))
        if any(need.slow for need in shown.values()):
            self._lower(high, visible, now_s)
        elif high and low and settled[low[0]].height_px >= SWAP * settled[high[0]].height_px:
            self._give_way(high[0], now_s)
            self._step(low[0], "main", now_s)
        elif low and settled[low[0]].height_px > LOW_PX * UP_AGAIN and now_s >= self._calm_until_s:
            self._step(low[0], "main", now_s)
            self._raised_s = now_s

    def _lower(self, high: list[int], visible: int, now_s: float) -> None:
        if now_s - self._raised_s < _AGAIN_S:
            self._calm_until_s = now_s + CALM_S
        if high and visible > 1:
            self._give_way(high[0], now_s)

    def _give_way(self, tile: int, now_s: float) -> None:
        self._step(tile, "sub", now_s)
        self._tiles[tile].gave_way = True

    def _step(self, tile: int, stream: StreamName, now_s: float) -> None:
        self._stepped_s = now_s
        self._set(self._tiles[tile], stream, now_s)

    @staticmethod
    def _set(tile: _Tile, stream: StreamName, now_s: float) -> None:
        if tile.stream != stream:
            tile.stream, tile.since_s, tile.gave_way = stream, now_s, False
            tile.lent = tile.lent and stream == "main"
