"""The demo's pinhole camera: metres in a room to pixels of a 640x360 picture.

The camera hangs ``height_m`` above the floor and looks level along +Z, so the
horizon is a straight line and a person's height in pixels depends on depth
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 640
HEIGHT = 360


@dataclass(frozen=True)
class Projection:
    """Where a point of the room appears; X right, Z away from the camera, up from the floor."""

    focal_px: float = 430.0
    height_m: float = 2.9
    horizon_px: float = 62.0
    centre_px: float = WIDTH / 2

    def point(self, x_m: float, z_m: float, up_m: float = 0.0) -> tuple[float, float]:
        """Pixel position of the point ``up_m`` above the floor at (``x_m``, ``z_m``)."""
        return (
            self.centre_px + self.focal_px * x_m / z_m,
            self.horizon_px + self.focal_px * (self.height_m - up_m) / z_m,
        )

    def scale(self, z_m: float) -> float:
        """Pixels per metre at depth ``z_m``."""
        return self.focal_px / z_m
