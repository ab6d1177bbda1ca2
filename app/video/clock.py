"""The one playback clock of a wall.

Media time is a pure function of (anchor, speed, monotonic now). The monotonic
clock of the system is shared by all its processes, so a changed state is sent
once and every tile, in whichever process it is decoded, agrees on what is due:
tiles cannot drift.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
NORMAL_SPEED = 1.0
_NS_PER_US = 1000


@dataclass(frozen=True)
class ClockState:
    """The clock between two changes; ``epoch`` tells seeks apart.

    ``anchor_media_us`` is what the clock showed at ``anchor_monotonic_ns``.
    Pictures carry the epoch they were decoded for, so that one decoded for an
    older seek is never shown after a newer one.
    """

    anchor_media_us: int = 0
    anchor_monotonic_ns: int = 0
    speed: float = NORMAL_SPEED
    playing: bool = False
    epoch: int = 0

    def media_time_us(self, monotonic_ns: int) -> int:
        """Media time (us, UTC) at ``monotonic_ns``; never before the anchor."""
        if not self.playing:
            return self.anchor_media_us
        elapsed_ns = max(0, monotonic_ns - self.anchor_monotonic_ns)
        return self.anchor_media_us + int(elapsed_ns * self.speed) // _NS_PER_US

    def monotonic_ns(self, media_time_us: int) -> int | None:
        """When ``media_time_us`` is due; None while paused and not yet reached."""
        ahead_us = media_time_us - self.anchor_media_us
        if ahead_us <= 0:
            return self.anchor_monotonic_ns
        if not self.playing:
            return None
        return self.anchor_monotonic_ns + int(ahead_us * _NS_PER_US / self.speed) + _NS_PER_US


class PlaybackClock:
    """The owner's side: each change makes a new state and tells ``changed``.

    Safe to call from any thread. ``changed`` is called without the lock held.
    """

    def __init__(
        self,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
        changed: Callable[[ClockState], None] | None = None,
    ) -> None:
        self._monotonic_ns = monotonic_ns
        self._changed = changed
        self._lock = threading.Lock()
        self._state = ClockState(anchor_monotonic_ns=monotonic_ns())

    @property
    def state(self) -> ClockState:
        """The state in force; immutable, so it may be kept and compared."""
        return self._state

    def now_us(self) -> int:
        """Media time now (us, UTC)."""
        return self._state.media_time_us(self._monotonic_ns())

    def play(self) -> None:
        """Run on from where the clock stands."""
        self._change(playing=True)

    def pause(self) -> None:
        """Stand still where the clock is now."""
        self._change(playing=False)

    def toggle(self) -> None:
        """Play when paused, pause when playing."""
        self._change(playing=not self._state.playing)

    def set_speed(self, speed: float) -> None:
        """Take one of ``SPEEDS``; media time goes on without a jump.

        Raises ValueError for any other speed (a caller's bug, not a person's).
        """
        if speed not in SPEEDS:
            raise ValueError(f"speed must be one of {SPEEDS}, not {speed}")
        self._change(speed=float(speed))

    def faster(self) -> None:
        """The next of ``SPEEDS``, or stay at the highest."""
        self.set_speed(SPEEDS[min(SPEEDS.index(self._state.speed) + 1, len(SPEEDS) - 1)])

    def slower(self) -> None:
        """The previous of ``SPEEDS``, or stay at the lowest."""
        self.set_speed(SPEEDS[max(SPEEDS.index(self._state.speed) - 1, 0)])

    def seek(self, media_time_us: int) -> None:
        """Go to ``media_time_us``; a new epoch begins."""
        self._change(media_time_us=media_time_us, epoch_step=1)

    def step_to(self, media_time_us: int) -> None:
        """Stand still at ``media_time_us``.

        Going on keeps the epoch, since pictures decoded ahead are still good;
        going back begins a new one.
        """
        back = media_time_us < self.now_us()
        self._change(playing=False, media_time_us=media_time_us, epoch_step=int(back))

    def _change(
        self,
        playing: bool | None = None,
        speed: float | None = None,
        media_time_us: int | None = None,
        epoch_step: int = 0,
    ) -> None:
        with self._lock:
            old, now_ns = self._state, self._monotonic_ns()
            here_us = old.media_time_us(now_ns)
            self._state = new = replace(
                old,
                anchor_media_us=here_us if media_time_us is None else media_time_us,
                anchor_monotonic_ns=now_ns,
                playing=old.playing if playing is None else playing,
                speed=old.speed if speed is None else speed,
                epoch=old.epoch + epoch_step,
            )
        if self._changed is not None:
            self._changed(new)
