"""What a tile of the wall is doing, in words a person can act on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.faults import Language, Sentence
from app.video.media import Span


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


EMPTY = TileState(TileStateKind.EMPTY)
CONNECTING = TileState(TileStateKind.CONNECTING)
PLAYING = TileState(TileStateKind.PLAYING)
