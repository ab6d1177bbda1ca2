"""Which worker decodes which tile, and which tile is to blame when one dies."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.video.wall.messages import (
    ChooseStream,
    CloseTile,
    CropTile,
    FindStep,
    OpenTile,
    ResizeTile,
    ShowTile,
)

_DEATHS_MOST = 3
_SOUND_S = 10.0  # a tile that has been decoded this long is not to blame for earlier deaths

TileCommand = ResizeTile | ShowTile | CropTile | ChooseStream | CloseTile | FindStep


@dataclass
class Seat:
    """A tile and the worker that decodes it."""

    command: OpenTile
    row: int
    opened_s: float
    deaths: int = 0
    answered: bool = False
    given_up: bool = False

    def remember(self, command: TileCommand) -> None:
        """What a new worker would have to know."""
        match command:
            case ResizeTile():
                self.command = replace(self.command, block=command.block)
            case ShowTile():
                self.command = replace(self.command, visible=command.visible)
            case CropTile():
                self.command = replace(self.command, crop=command.crop)
            case ChooseStream():
                self.command = replace(self.command, stream=command.stream)
            case _:
                pass

    def begins_anew(self) -> None:
        """It is opened in a new worker."""
        self.opened_s, self.answered = time.monotonic(), False

    def judge(self, blamed: int) -> None:
        """Its worker died while working on tile ``blamed`` (-1: none); give up after three."""
        if self.command.tile == blamed:
            sound = time.monotonic() - self.opened_s > _SOUND_S
            self.deaths = 1 if sound else self.deaths + 1
        if blamed < 0 and not self.answered:
            self.command = replace(self.command, careful=True)
        self.given_up = self.deaths >= _DEATHS_MOST


class Seats:
    """The seats of all open tiles."""

    def __init__(self, rows: Iterable[int]) -> None:
        """``rows``: the workers' numbers."""
        self._rows = tuple(rows)
        self._seats: dict[int, Seat] = {}

    def of(self, tile: int) -> Seat | None:
        """The tile's seat; None where it is not open."""
        return self._seats.get(tile)

    def opened(self, tile: int, opening: int) -> Seat | None:
        """The seat, if the tile still is what it was with that opening."""
        seat = self._seats.get(tile)
        return seat if seat is not None and seat.command.opening == opening else None

    def leave(self, tile: int) -> Seat | None:
        """Give the tile's seat up; returns it."""
        return self._seats.pop(tile, None)

    def take(self, command: OpenTile) -> Seat:
        """A seat at the worker with the fewest tiles."""
        seat = Seat(command, self.least_loaded(), time.monotonic())
        self._seats[command.tile] = seat
        return seat

    def all(self) -> tuple[Seat, ...]:
        """Every open tile's seat."""
        return tuple(self._seats.values())

    def at(self, row: int) -> Iterator[tuple[int, Seat]]:
        """The tiles that a worker decodes and that have not been given up."""
        for tile, seat in self._seats.items():
            if seat.row == row and not seat.given_up:
                yield tile, seat

    def least_loaded(self) -> int:
        """The worker with the fewest tiles."""
        load = dict.fromkeys(self._rows, 0)
        for seat in self._seats.values():
            load[seat.row] += 1
        return min(load, key=load.__getitem__)
