"""One key, one picture: the frame the selected tile shows, at full resolution."""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeoutError

from PySide6.QtCore import QObject, Signal

from app.faults import Fault, Sentence
from app.operations.values import EvidenceRecord
from app.widgets.context import Context
from app.widgets.evidence_main_picture import MainPicture, Taking, keep_seen
from app.widgets.notices import Level
from app.widgets.wall_controller import WallController

PATIENCE_S = 20.0
NO_PICTURE = Sentence(
    "The selected tile shows no picture, so there is nothing to keep. "
    "Select a tile that plays, then press the key again.",
    "选中的格子没有画面，无法取证。请先选中正在播放的格子，再按一次。",
)
TOO_SLOW = Sentence(
    "The picture of {camera} could not be decoded within {seconds} s. "
    "Nothing was stored; try again, or move a little in time.",
    "{camera} 的画面在 {seconds} 秒内未能解码，未保存任何内容。请重试，或稍微移动时间。",
)


class EvidenceTaker(QObject):
    """Takes the very frame of a tile: same camera, same media time, decoded again."""

    started = Signal(int)  # tile: the shutter
    taken = Signal(object)  # EvidenceRecord

    def __init__(
        self, context: Context, controller: WallController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._controller = controller

    def take(self, inspection_id: int | None, item_id: str | None) -> None:
        """Keep what the selected tile shows now, bound to an item where one is given."""
        tile = self._controller.state.selected
        engine = self._controller.engine
        found, shown_us = self._controller.camera(tile), self._controller.picture_us(tile)
        if found is None or shown_us is None:
            self._context.notices.say(NO_PICTURE, Level.ATTENTION, key="evidence")
            return
        store, camera = found
        label = f"{store.code}/{camera.code}"
        coming = engine.still(tile, shown_us)
        taking = Taking(inspection_id, item_id, camera.id, label)

        def keep() -> EvidenceRecord:
            try:
                still = coming.result(timeout=PATIENCE_S)
            except FutureTimeoutError as slow:
                raise Fault(TOO_SLOW, camera=label, seconds=int(PATIENCE_S)) from slow
            return keep_seen(self._context, taking, still)

        self.started.emit(tile)
        self._context.background.run(keep, self._kept, owner=self, lane="evidence")
        MainPicture(self._context, taking, coming.main)

    def _kept(self, record: EvidenceRecord) -> None:
        self._context.notices.dismiss("evidence")
        self.taken.emit(record)
