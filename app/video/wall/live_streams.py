"""The live tiles of all walls together: which stream each shows, and what is known of it."""

from __future__ import annotations

import time
from dataclasses import replace

from app.video.media import LiveStream
from app.video.tiles import TileFacts, wall_of
from app.video.wall.messages import ChooseStream, FactsTold, OpenTile
from app.video.wall.seats import Seats
from app.video.wall.stream_choice import StreamChooser, StreamRule, TileNeed


class LiveStreams:
    """Used by the supervisor's thread; places and rule may be set from any."""

    def __init__(self) -> None:
        self._chooser = StreamChooser()
        self._facts: dict[int, FactsTold] = {}
        self._places: dict[int, int] = {}  # by wall

    def set_places(self, places: int, wall: int) -> None:
        """How many tiles a wall shows, empty ones too; 0: it is gone."""
        self._places = {**self._places, wall: places}

    def set_rule(self, rule: StreamRule) -> None:
        """By what the tiles need, or one stream for all."""
        self._chooser.rule = rule

    def opening(self, command: OpenTile, seats: Seats) -> OpenTile:
        """The command with the stream that the tile begins with."""
        self.closed(command.tile)
        if not _has_two(command):
            return command
        others = sum(seat.command.tile != command.tile for seat in seats.all())
        need, now_s = self._need(command), time.monotonic()
        stream = self._chooser.begin(command.tile, need, self._visible(others + 1), now_s)
        return replace(command, stream=stream)

    def closed(self, tile: int) -> None:
        """The tile shows nothing any more."""
        self._chooser.forget(tile)
        self._facts.pop(tile, None)

    def told(self, event: FactsTold) -> None:
        """What a worker says of a tile."""
        self._facts[event.tile] = event

    def facts(self, tile: int, opening: int) -> TileFacts | None:
        """What was said last of this opening of the tile."""
        told = self._facts.get(tile)
        return told.facts if told is not None and told.opening == opening else None

    def changes(self, seats: Seats) -> list[ChooseStream]:
        """The tiles that change their stream now."""
        of_two = {seat.command.tile: seat for seat in seats.all() if _has_two(seat.command)}
        needs = {tile: self._need(seat.command) for tile, seat in of_two.items()}
        visible = self._visible(sum(need.visible for need in needs.values()))
        changed = self._chooser.look(needs, visible, time.monotonic())
        return [
            ChooseStream(tile, of_two[tile].command.opening, stream)
            for tile, stream in changed.items()
        ]

    def _visible(self, otherwise: int) -> int:
        """How many places the walls show; where nobody said so, how many tiles are open."""
        return sum(self._places.values()) or otherwise

    def _need(self, command: OpenTile) -> TileNeed:
        told = self._facts.get(command.tile)
        slow = told is not None and told.opening == command.opening and told.slow
        zoomed = command.crop is not None
        alone = command.visible and self._places.get(wall_of(command.tile)) == 1
        return TileNeed(command.block.height, command.visible, zoomed, slow, alone)


def _has_two(command: OpenTile) -> bool:
    return isinstance(command.media, LiveStream) and bool(command.media.sub_url)
