"""When to read keyframes alone, and which decoded pictures are worth converting.

Pure rules; the numbers come from measurement on 4 cores without GPU with 25
clips of 640x360 (see docs/adr on the decode engine).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.video.clock import ClockState
from app.video.media import US_PER_S
from app.video.source import EVERY_PICTURE, Effort
from app.video.wall.saving_steps import Step

KEYFRAMES_PER_S = 8.0
"""From the speed where keyframes alone give this many pictures a second, only they are read."""
SHOWN_PER_S_MAX = 30.0
"""More pictures a second than this on one tile are decoded but not converted."""
QUICK_SPEED = 4.0
_LEAST_DEPTH_US = 100_000
"""Less than this of each keyframe's run is not worth decoding: it looks like the keyframe."""
_EPSILON = 0.01


def keyframes_alone(
    clock: ClockState,
    keyframe_interval_us: int | None,
    step: Step | None,
) -> bool:
    """Whether to read only keyframes now.

    Never while paused, where the exact picture counts. ``step``: how much all tiles
    decode because the machine could not keep up; None: it does.
    """
    if not clock.playing:
        return False
    if not keyframe_interval_us:
        return step is not None and step.depth < 1.0
    if step is not None and step.depth * keyframe_interval_us < _LEAST_DEPTH_US:
        return True
    return keyframes_suffice(clock.speed, keyframe_interval_us)


def keyframes_suffice(speed: float, keyframe_interval_us: int | None) -> bool:
    """Whether keyframes alone give as many pictures a second as is asked of any speed."""
    if not keyframe_interval_us:
        return False
    return abs(speed) * US_PER_S / keyframe_interval_us >= KEYFRAMES_PER_S - _EPSILON


def effort(
    clock: ClockState,
    keyframe_interval_us: int | None,
    step: Step | None,
) -> Effort:
    """How much to decode: everything at slow speeds and while paused (see ``keyframes_alone``).

    From ``QUICK_SPEED`` on more pictures pass than can be shown: those on which no other
    is built are left out, and small faults are not seen.
    """
    if not clock.playing:
        return EVERY_PICTURE
    quick = is_quick(clock.speed)
    less = step is not None and step.depth < 1.0
    depth_us = int(step.depth * (keyframe_interval_us or 0)) if step is not None and less else 0
    light = quick or step is not None
    return Effort(thinned=quick or less, light=light, depth_us=depth_us or None)


def is_quick(speed: float) -> bool:
    """Whether pictures pass so quickly that not each of them need be decoded, or exactly."""
    return abs(speed) >= QUICK_SPEED


@dataclass(frozen=True)
class Thinning:
    """Which pictures of a stream are shown at a speed: a pure function of media time.

    All tiles with the same grid of pictures therefore show the same moments.
    """

    speed: float
    keyframes: bool

    def shows(self, media_time_us: int, duration_us: int, previous_us: int | None) -> bool:
        """Whether the picture at ``media_time_us`` is one to show.

        ``duration_us``: distance of the stream's pictures, among keyframes that of
        keyframes; ``previous_us``: the last one shown, None for none since a seek.
        The same in both directions.
        """
        if previous_us is None or duration_us <= 0:
            return True
        least_us = self.speed * US_PER_S / SHOWN_PER_S_MAX
        apart_us = abs(media_time_us - previous_us)
        if self.keyframes:
            if apart_us >= 2 * least_us:
                return True
            return int(media_time_us / least_us) != int((media_time_us - duration_us) / least_us)
        every = max(1, math.ceil(least_us * (1 - _EPSILON) / duration_us))
        if apart_us > every * duration_us:
            return True
        return ((media_time_us + duration_us // 2) // duration_us) % every == 0
