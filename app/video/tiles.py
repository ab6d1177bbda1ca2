"""What a tile of the wall is doing, in words a person can act on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.faults import Language, Sentence
from app.video.media import Span

TILES_A_WALL = 100
"""Walls that share an engine number their tiles from multiples of this."""


def wall_of(tile: int) -> int:
    """Which wall a tile of the engine belongs to; the first is 0."""
    return tile // TILES_A_WALL


class TileStateKind(enum.Enum):
    """The states that a tile shows."""

    EMPTY = "empty"
    CONNECTING = "connecting"
    PLAYING = "playing"
    NO_RECORDING = "no_recording"
    LOST = "lost"
    ASK_PASSWORD = "ask_password"


@dataclass(frozen=True)
class TileState:
    """One tile's state.

    ``span``: the stretch of media time that it holds for (without footage, or
    broken); None: until told otherwise.
    """

    kind: TileStateKind
    sentence: Sentence | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    pictures_per_s: float = 0.0
    span: Span | None = None

    def text(self, language: Language) -> str:
        """The sentence in ``language``, or an empty string where none is needed."""
        return "" if self.sentence is None else self.sentence.fill(language, **self.values)


@dataclass(frozen=True)
class TileFacts:
    """What is known of the stream in a tile, for the overlay; counters since it was opened.

    ``width``, ``height``: of the stream's pictures, 0 until the first came.
    ``latency_us``: from the arrival of a picture to its place on the wall; None
    for recordings. ``decoder``: "software" or the name of the hardware's.
    """

    width: int = 0
    height: int = 0
    codec: str = ""
    pictures_per_s: float = 0.0
    bitrate_bps: float = 0.0
    latency_us: int | None = None
    stream: Literal["main", "sub", "recording", "recorder"] = "main"
    decoder: str = "software"
    reconnects: int = 0
    lost_packets: int = 0
    decode_errors: int = 0


EMPTY = TileState(TileStateKind.EMPTY)
CONNECTING = TileState(TileStateKind.CONNECTING)
PLAYING = TileState(TileStateKind.PLAYING)
