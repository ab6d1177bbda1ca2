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
    ``seen`` is false while the box is only foretold (hidden, missed by the detector).
    """

    track_id: int
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    confirmed: bool
    seen: bool = True

    @property
    def foot(self) -> tuple[float, float]:
        """Bottom centre of the box: where the person stands."""
        return (self.x1 + self.x2) / 2, self.y2


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
