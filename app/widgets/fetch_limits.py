"""What the wall says of its recorders: a speed that one does not deliver, a fact that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.faults import Sentence
from app.operations.values import ChangeKind, ChangeSet, RecorderPlayback, Span
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.wall_controller import WallController

KEY = "recorder speed"
TOO_FAST = Sentence(
    "{recorder} delivers up to {most}x; at {speed}x its tiles show fewer pictures. Fetch the "
    "recordings to this workstation to play them at every speed.",
    "{recorder} 最高提供 {most} 倍速；以 {speed} 倍速播放时其格子的画面较少。"
    "将录像取回本工作站后可以任意速度播放。",
)
NOT_PROBED = Sentence(
    "Recorder {recorder} was not probed yet, so no more than {most}x is expected of it; at "
    "{speed}x its tiles show fewer pictures. Probe what it can under Stores > Recorders, or "
    "fetch the recordings to this workstation.",
    "录像机 {recorder} 尚未测试其能力，暂按最高 {most} 倍速处理；"
    "以 {speed} 倍速播放时其格子的画面较少。请在“门店 > 录像机”中测试其能力，"
    "或将录像取回本工作站。",
)


@dataclass(frozen=True)
class Slow:
    """A recorder's address, its best speed, and whether that was measured."""

    recorder: str
    most: float
    probed: bool


class RecorderLimits(QObject):
    """One notice for the slowest recorder, once for each speed that is chosen.

    Tiles of a recorder that was changed are opened anew.
    """

    def __init__(self, context: Context, controller: WallController) -> None:
        super().__init__(controller)
        self._context = context
        self._controller = controller
        self._told: tuple[Slow, float] | None = None
        controller.clock_changed.connect(self._look)
        context.changes.changed.connect(self._heard)

    def _heard(self, change: ChangeSet) -> None:
        """A recorder was probed or corrected: its tiles are asked for as is known now."""
        if ChangeKind.RECORDERS not in change.kinds:
            return
        for tile in self._controller.state.shown():
            found = self._controller.camera(tile)
            if found is not None and found[1].recorder_id is not None:
                self._controller.opening.forget(found[1].id)
                self._controller.opening.reopen(tile)

    def _look(self) -> None:
        clock = self._context.engine.clock
        speed = abs(clock.state.speed)
        engine = self._context.engine
        medias = {engine.media(tile) for tile in engine.tiles()}
        far = [media for media in medias if isinstance(media, RecorderPlayback)]
        if not far or not clock.state.playing or speed <= 1:
            self._tell(None, speed)
            return
        at_us = clock.now_us()
        self._context.background.run(
            lambda: slowest(far, at_us),
            lambda found: self._tell(found, speed),
            owner=self,
            lane=KEY,
        )

    def _tell(self, slow: Slow | None, speed: float) -> None:
        if slow is None or slow.most >= speed:
            self._told = None
            self._context.notices.dismiss(KEY)  # no longer true
            return
        if self._told == (slow, speed):
            return
        self._told = (slow, speed)
        self._context.notices.say(
            TOO_FAST if slow.probed else NOT_PROBED, Level.ATTENTION, key=KEY,
            recorder=slow.recorder, most=f"{slow.most:g}", speed=f"{speed:g}",
        )  # fmt: skip


def slowest(medias: Iterable[RecorderPlayback], at_us: int) -> Slow | None:
    """Of the recorders whose pictures are not here at that time the one that delivers least.

    Reads the disk: call it off the window's thread.
    """
    from app.video.fetch.folder import fetched_part
    from app.video.recorders.sessions import recorder_key
    from app.video.replay.policy import ability_of

    found: list[Slow] = []
    for media in medias:
        if fetched_part(media, Span(at_us, at_us + 1)) is None:
            most, probed = ability_of(media).max_speed, media.ability is not None
            found.append(Slow(recorder_key(media), most, probed))
    return min(found, key=lambda each: each.most, default=None)
