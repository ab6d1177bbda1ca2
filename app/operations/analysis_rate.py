"""How fast analysis goes, for the status line."""

from __future__ import annotations

import collections
import time


class Rate:
    """How many a second, over the last seconds of real time."""

    def __init__(self, window_s: float = 5.0) -> None:
        self._window_s = window_s
        self._seen: collections.deque[tuple[float, int]] = collections.deque()

    def add(self, count: int) -> None:
        """``count`` more, now."""
        self._seen.append((time.monotonic(), count))

    def per_s(self) -> float:
        """The present rate."""
        now = time.monotonic()
        while self._seen and self._seen[0][0] < now - self._window_s:
            self._seen.popleft()
        if not self._seen:
            return 0.0
        span_s = max(now - self._seen[0][0], 0.5)
        return sum(count for _, count in self._seen) / span_s
