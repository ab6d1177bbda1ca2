"""What analysis sees and says, as plain values.

Boxes are fractions of the picture (0..1, origin top left), so that they fit the
analysed frame, the tile and the full-resolution still alike.
"""

from __future__ import annotations

from dataclasses import dataclass

PERSON = "person"
MOTION = "motion"


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing found in one frame."""

    x1: float
    y1: float
    x2: float
    y2: float
    confidence: float
    kind: str


@dataclass(frozen=True, slots=True)
class Track:
    """One thing followed over frames of one camera.

    ``confirmed`` is false until it was seen often enough to be believed.
    ``unseen_us`` is 0 where it was seen in this very frame; else its box is foretold
    (missed by the detector) and it was last seen so long ago. ``hidden``: another box
    has swallowed its own, so that it is believed to stand where it was last seen.
    """

    track_id: int
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    confirmed: bool
    unseen_us: int = 0
    hidden: bool = False

    @property
    def seen(self) -> bool:
        """Whether it was seen in this very frame."""
        return self.unseen_us == 0


@dataclass(frozen=True, slots=True)
class OverlayBox:
    """A box to paint over a tile, with the way its foot point came (oldest first)."""

    track_id: int
    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    trail: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of media time on which a rule has something to say."""

    rule_key: str
    start_us: int
    end_us: int
