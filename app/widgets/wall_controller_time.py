"""The wall's one time, as hands move it: play, speed, jumps, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.video.clock import REVERSE_SPEEDS, SPEEDS
from app.video.media import Span

if TYPE_CHECKING:
    from app.video.wall.engine import WallEngine
    from app.video.wall.part import WallPart
    from app.widgets.wall_state import WallState

US_PER_S = 1_000_000


class WallTime(QObject):
    """Moves the engine's clock and tells ``clock_changed`` after each change."""

    clock_changed = Signal()  # playing, speed, or a jump
    seeking = Signal(object)  # media time, us: before the wall goes there
    held = Signal(object)  # media time, us: it is not on the course, so the wall stands there
    course_ended = Signal()  # everything on the course was played

    def __init__(
        self, engine: WallEngine | WallPart, state: WallState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.engine = engine
        self.state = state
        self._placed_in_time = False

    @property
    def playing(self) -> bool:
        """Whether the wall's time runs."""
        return self.engine.clock.state.playing

    @property
    def speed(self) -> float:
        """Media seconds per second."""
        return self.engine.clock.state.speed

    def now_us(self) -> int:
        """The wall's media time."""
        return self.engine.clock.now_us()

    @property
    def placed_in_time(self) -> bool:
        """Whether the wall stands at a moment yet; before, there is nothing to tell."""
        return self._placed_in_time

    def place_in_time(self, spans: tuple[Span, ...]) -> None:
        """The first camera with footage decides where the wall stands in time."""
        if self._placed_in_time or not spans:
            return
        self._placed_in_time = True
        kept_us = self.state.media_time_us
        known = kept_us is not None and spans[0].start_us <= kept_us < spans[-1].end_us
        self.seek(kept_us if known and kept_us is not None else spans[-1].start_us)

    def toggle(self) -> None:
        """Play when paused, pause when playing."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Let time run."""
        self.engine.play()
        self.clock_changed.emit()

    def pause(self) -> None:
        """Hold time."""
        self.engine.pause()
        self.clock_changed.emit()

    def forward(self) -> None:
        """Play forwards; when it does so already, the next speed."""
        self.engine.clock.forward()
        self.clock_changed.emit()

    def reverse(self) -> None:
        """Play backwards; when it does so already, the next speed."""
        self.engine.clock.reverse()
        self.clock_changed.emit()

    def set_speed(self, speed: float) -> None:
        """One of 0.25, 0.5, 1, 2, 4, 8, 16, or the same backwards (negative)."""
        self.engine.set_speed(speed)
        self.clock_changed.emit()

    def change_speed(self, by: int) -> None:
        """The next faster (1) or slower (-1) speed of the direction, stopping at the ends."""
        ladder = SPEEDS if self.speed > 0 else REVERSE_SPEEDS
        place = min(max(ladder.index(self.speed) + by, 0), len(ladder) - 1)
        self.set_speed(ladder[place])

    def look_for_end(self) -> None:
        """Pause where everything on the course has been played: the clock stands there."""
        if self.engine.clock.ended():
            self.pause()
            self.course_ended.emit()

    def seek(self, media_time_us: int) -> None:
        """Bring every tile to one instant."""
        self._placed_in_time = True
        self.seeking.emit(max(0, media_time_us))
        self.engine.seek(max(0, media_time_us))
        self.clock_changed.emit()

    def go_to(self, media_time_us: int) -> None:
        """As ``seek``, for a moment that somebody named: it is shown though it be skipped.

        The wall stands still there, since playing leads away from it at once.
        """
        self.seeking.emit(media_time_us)
        skipped = self.playing and not self.engine.clock.plays(media_time_us)
        if skipped:
            self.engine.pause()
        self.seek(media_time_us)
        if skipped:
            self.held.emit(media_time_us)

    def jump(self, seconds: float) -> None:
        """Back (negative) or on by seconds of media time; of a course, of what it plays.

        Nowhere before there is a moment.
        """
        if self._placed_in_time:
            self.seek(self.engine.clock.beyond(round(seconds * US_PER_S)))

    def step(self, frames: int) -> None:
        """Frames of the selected tile's camera on (or back), standing still."""
        self.engine.step(frames, self.state.selected)
        self.clock_changed.emit()
