"""Sources that were closed and still say goodbye to their camera or recorder."""

from __future__ import annotations

import time

from app.video.source import VideoSource


class Farewells:
    """A camera that hears no goodbye keeps the place taken until it forgets by itself."""

    def __init__(self) -> None:
        self._parting: list[VideoSource] = []

    def add(self, source: VideoSource) -> None:
        """The source was closed just now; those that are done are let go of."""
        self._parting = [each for each in self._parting if not each.join(0.0)] + [source]

    def wait(self, most_s: float) -> None:
        """Before the process ends: let them finish, all together within that time."""
        until_s = time.monotonic() + most_s
        for source in self._parting:
            source.join(max(0.0, until_s - time.monotonic()))
        self._parting = []
