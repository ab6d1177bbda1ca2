"""How much goes on in a picture: cells that differ from the empty room, or have just moved.

Pictures are luma scaled to ``GRID`` cells. A cell counts when it differs from
the background or from the picture before by more than the noise it usually
shows. The background learns only from cells that agree with it; one that
differs becomes background after 90 seconds in which nothing near it has moved: a
box that was put down does, a person who waits does not. What was background for
longer before is so again as soon as it shows: the floor, when the car drives
off. A change of light is fitted away as gain and offset over the whole picture.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GRID = (54, 96)  # rows, columns
LEAST_CELLS = 3
"""Fewer cells than this are noise; a person far away covers ten."""
FULL_SHARE = 0.25
"""Share of the picture from which on it counts as all activity."""
ABSORB_US = 90_000_000
_LEAST_STEP = 7.0  # grey levels
_NOISE_FACTOR = 4.5
_NOISE_MOST = 6.0
_LEARN = 0.12
_AGE_MOST_US = 3_600_000_000.0
_NEAR = 4  # cells
_TIME = struct.Struct("<q")
_GRIDS = 7  # of a packed state
_SECONDS = (1, 3, 5)  # those of them that are times
_UPSET = 0.6  # share of cells: the camera was turned, or the lights went out

Grid = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass
class _State:
    background: Grid
    age_us: Grid  # how long each cell has been seen as it is in the background
    earlier: Grid  # the background that it took the place of, where that was the older one
    earlier_age_us: Grid
    noise: Grid
    still_us: Grid  # how long nothing has moved near a cell that differs
    before: Grid
    before_us: int


def _new_state(background: Grid, media_time_us: int) -> _State:
    blank = np.zeros(GRID, np.float32)
    noise = np.full(GRID, 1.0, np.float32)
    return _State(
        background.copy(), blank.copy(), background.copy(), blank.copy(), noise, blank.copy(),
        background.copy(), media_time_us,
    )  # fmt: skip


class ActivityMeasure:
    """Pictures of one camera in order of time, forward or backward."""

    def __init__(self, background: Grid, media_time_us: int) -> None:
        self._state = _new_state(background, media_time_us)

    @classmethod
    def unpacked(cls, packed: bytes) -> ActivityMeasure | None:
        """What ``packed`` gave, to go on with; None where it is something else."""
        cells = GRID[0] * GRID[1]
        if len(packed) != _TIME.size + _GRIDS * cells * 2:
            return None
        (before_us,) = _TIME.unpack_from(packed)
        flat = np.frombuffer(packed, np.float16, offset=_TIME.size).astype(np.float32)
        grids = [grid.copy() for grid in flat.reshape(_GRIDS, *GRID)]
        measure = cls(grids[0], before_us)
        for place in _SECONDS:
            grids[place] *= 1e6
        background, age, earlier, earlier_age, noise, still, before = grids
        measure._state = _State(
            background, age, earlier, earlier_age, noise, still, before, before_us
        )
        return measure

    def packed(self) -> bytes:
        """All that was learnt, in half precision: about 70 kB."""
        state = self._state
        grids = [
            state.background,
            state.age_us,
            state.earlier,
            state.earlier_age_us,
            state.noise,
            state.still_us,
            state.before,
        ]
        for place in _SECONDS:
            grids[place] = grids[place] / 1e6
        return _TIME.pack(state.before_us) + np.stack(grids).astype(np.float16).tobytes()

    @property
    def background(self) -> Grid:
        """The room as it is without what goes on in it."""
        return self._state.background

    @property
    def time_us(self) -> int:
        """When the last picture was taken."""
        return self._state.before_us

    def look(self, picture: Grid, media_time_us: int) -> float:
        """Activity from 0 to 1 between the picture before and this one."""
        state = self._state
        past_us = float(abs(media_time_us - state.before_us))
        limit = np.maximum(_LEAST_STEP, _NOISE_FACTOR * state.noise)
        moved = np.abs(picture - _lit_like(state.before, picture, limit)) > limit
        self._return_to_earlier(picture, limit)
        apart = picture - _lit_like(state.background, picture, limit)
        differs = np.abs(apart) > limit
        active = _not_alone(differs | moved)
        self._learn(picture, apart, differs, past_us)
        self._absorb(picture, differs, moved, past_us)
        state.before, state.before_us = picture, media_time_us
        return level(int(active.sum()))

    def _return_to_earlier(self, picture: Grid, limit: Grid) -> None:
        """What stood in front of the room has gone: the room is no news."""
        state = self._state
        older = state.earlier_age_us > state.age_us
        if not older.any():
            return
        there = np.abs(picture - _lit_like(state.earlier, picture, limit)) <= limit
        gone = np.abs(picture - _lit_like(state.background, picture, limit)) > limit
        back = older & there & gone
        state.background[back] = state.earlier[back]
        state.age_us[back] = state.earlier_age_us[back]
        state.earlier_age_us[back] = 0

    def _learn(self, picture: Grid, apart: Grid, differs: Mask, past_us: float) -> None:
        state = self._state
        if differs.mean() > _UPSET:
            self._state = _new_state(picture, state.before_us)
            return
        agrees = ~differs
        state.background[agrees] += _LEARN * apart[agrees]
        state.age_us[agrees] = np.minimum(state.age_us[agrees] + past_us, _AGE_MOST_US)
        noise = np.minimum(np.abs(apart), _NOISE_MOST)
        state.noise[agrees] += 0.05 * (noise[agrees] - state.noise[agrees])

    def _absorb(self, picture: Grid, differs: Mask, moved: Mask, past_us: float) -> None:
        """What differs and has rested for long is part of the room from now on."""
        state = self._state
        state.still_us = np.where(differs & ~_wider(moved, _NEAR), state.still_us + past_us, 0.0)
        settled = state.still_us > ABSORB_US
        if not settled.any():
            return
        kept = settled & (state.age_us > state.earlier_age_us)
        state.earlier[kept] = state.background[kept]
        state.earlier_age_us[kept] = state.age_us[kept]
        state.background[settled] = picture[settled]
        state.age_us[settled] = 0
        state.still_us[settled] = 0


def level(cells: int) -> float:
    """From a number of active cells to 0..1; small numbers are spread out to be seen."""
    if cells < LEAST_CELLS:
        return 0.0
    share = cells / (GRID[0] * GRID[1])
    return float(min(1.0, (share / FULL_SHARE) ** 0.5))


def measure_run(
    times_us: list[int], pictures: list[Grid], state: ActivityMeasure | None
) -> tuple[list[float], ActivityMeasure]:
    """Activity at each of successive pictures, and what was learnt, to go on with.

    Without ``state`` nothing is known of the room: then the pictures are looked
    at backward too, so that who stood there from the start and left is seen.
    """
    if not pictures:
        raise ValueError("no pictures")
    backward = [0.0] * len(pictures)
    known = state is not None
    state = state or ActivityMeasure(pictures[0], times_us[0])
    forward = [state.look(picture, at) for picture, at in zip(pictures, times_us, strict=True)]
    if not known:
        measure = ActivityMeasure(state.background, times_us[-1])
        for place in range(len(pictures) - 1, -1, -1):
            backward[place] = measure.look(pictures[place], times_us[place])
    return [max(pair) for pair in zip(forward, backward, strict=True)], state


def grid_of(frame: Any) -> Grid:
    """Luma of a decoded picture, averaged over the cells."""
    small = frame.reformat(GRID[1], GRID[0], format="gray", interpolation="AREA")
    plane = small.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: GRID[0], : GRID[1]].astype(np.float32)


def _lit_like(known: Grid, picture: Grid, limit: Grid) -> Grid:
    """``known`` under the light of ``picture``: gain and offset fitted where both agree."""
    offset = float(np.median(picture - known))
    fits = np.abs(picture - known - offset) < 2 * limit
    if fits.mean() < 0.3:
        return known
    x, y = known[fits], picture[fits]
    x_mean, y_mean = float(x.mean()), float(y.mean())
    spread = float(((x - x_mean) ** 2).mean())
    if spread < 25.0:  # hardly any contrast to fit a gain to
        return known + (y_mean - x_mean)
    gain = float(((x - x_mean) * (y - y_mean)).mean()) / spread
    gain = min(2.0, max(0.5, gain))
    lit: Grid = (known - x_mean) * np.float32(gain) + np.float32(y_mean)
    return lit


def _neighbours(mask: Mask) -> NDArray[np.int8]:
    wide = np.pad(mask, 1).astype(np.int8)
    counted: NDArray[np.int8] = wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:]
    return counted


def _not_alone(mask: Mask) -> Mask:
    """Without single cells."""
    alone: Mask = mask & (_neighbours(mask) > 0)
    return alone


def _wider(mask: Mask, cells: int) -> Mask:
    """Grown by that many cells to every side."""
    for _ in range(cells):
        mask = mask | (_neighbours(mask) > 0)
    return mask
