"""What to ask a recorder for at a speed: all pictures, keyframes alone, or a hop.

Pure rules. Up to 2x all pictures are wanted; above, as many as can be told apart.
Whoever delivers as fast as it is read needs no other speed than that; whoever sends
keyframes at an asked distance is asked for them from 8x on (at 4x where it could not
deliver everything); the others are asked for a Scale, and who has none is asked for
one keyframe after another by short plays, as far as that goes. Backwards too, where it
does not play backwards and sends too slowly for pieces to be turned round here.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.video.media import RecorderAbility, RecorderKind, RecorderPlayback

INTRA_FROM = 8.0
"""From this speed keyframes alone are asked for."""
PICTURES_PER_S = 8
"""Keyframes of one tile in a second of the wall, where the recording holds as many."""
ALL_UP_TO = 2.0
_HEADROOM = 1.25
"""A recorder that delivers 1.25 times as fast as is played can catch up after a jump."""


@dataclass(frozen=True)
class Delivery:
    """How a recorder is asked to send.

    ``intra_us``: keyframes alone, at least so far apart (0: every one); None: all
    pictures. ``scale``: the speed that it is asked to send at, where it paces;
    negative: backwards. ``unpaced``: as fast as the client reads (``Rate-Control: no``).
    ``hop_us``: play only one keyframe, then ask again so much further on (negative:
    further back); None: play on.
    """

    intra_us: int | None = None
    scale: float = 1.0
    unpaced: bool = False
    hop_us: int | None = None

    @property
    def backwards(self) -> bool:
        """Whether it comes from late to early."""
        return self.scale < 0

    @property
    def hops_back(self) -> bool:
        """Whether one keyframe after another is asked for, from late to early."""
        return self.hop_us is not None and self.hop_us < 0


PLAIN = Delivery()
"""All pictures, forwards, at the pace at which they were taken."""


def presumed(kind: RecorderKind) -> RecorderAbility:
    """What to go by before a recorder was probed: what its kind must be able to do."""
    if kind is RecorderKind.ONVIF:
        return RecorderAbility(
            max_speed=16.0,
            full_speed=8.0,
            onvif_replay=True,
            rate_control=True,
            intra=True,
            reverse=True,
        )
    return RecorderAbility()


def delivery(ability: RecorderAbility, speed: float, *, keys: bool) -> Delivery:
    """The way to be served at ``speed`` (negative: backwards, 0: paused).

    ``keys``: keyframes alone will do.
    """
    pace = abs(speed)
    back = speed < 0
    if ability.rate_control:
        sparse = keys or pace >= INTRA_FROM or pace > max(ALL_UP_TO, ability.full_speed / _HEADROOM)
        scale = -1.0 if back and ability.reverse else 1.0
        intra_us = _distance_us(pace) if sparse and ability.intra else None
        return Delivery(intra_us, scale, unpaced=True)
    if back:
        # Pieces that come forwards must be here before the clock has passed them.
        if ability.whole_scale < _HEADROOM * pace:
            return Delivery(hop_us=-_distance_us(pace))
        return Delivery(scale=ability.whole_scale)
    if pace > 1 and ability.scale >= pace:
        return Delivery(scale=pace)
    if pace > ability.scale and pace > 1:
        return Delivery(scale=ability.scale, hop_us=_distance_us(pace))
    return Delivery()


def ability_of(media: RecorderPlayback) -> RecorderAbility:
    """What was measured, or else what its kind must be able to do."""
    return media.ability or presumed(media.kind)


def _distance_us(pace: float) -> int:
    """Media time between keyframes so that the wall sees eight of them a second."""
    return int(pace * 1_000_000) // PICTURES_PER_S
