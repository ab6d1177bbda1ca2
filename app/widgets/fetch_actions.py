"""Fetching from the wall: its cameras on recorders, and what the timeline shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.faults import Sentence
from app.operations.values import Span
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.fetch_dialog import FetchDialog
from app.widgets.fetch_form import FetchOffer
from app.widgets.fetch_limits import RecorderLimits
from app.widgets.notices import Level

if TYPE_CHECKING:
    from app.widgets.wall_screen import WallScreen

LONGEST_US = 12 * 3600 * 1_000_000  # a longer timeline is no offer for a fetch
AROUND_US = 600_000_000
NO_RECORDER = Sentence(
    "No camera on the wall has its recordings on a recorder, so there is nothing to fetch. "
    "Choose recorders for cameras under Stores.",
    "电视墙上没有录像存放在录像机上的摄像机，无需取回。请在“门店”中为摄像机选择录像机。",
)


class FetchActions(QObject):
    """Owns the dialog; the work is the operations'."""

    def __init__(self, screen: WallScreen, context: Context, actions: Actions) -> None:
        super().__init__(screen)
        self._screen = screen
        self._context = context
        self.dialog: FetchDialog | None = None
        self.limits = RecorderLimits(context, screen.controller)
        actions.on("fetch.recordings", self.ask)

    def ask(self) -> None:
        """Offer the cameras of the tiles shown and the timeline's range."""
        offer = self._offer()
        if not offer.cameras and not self._context.operations.fetches.jobs():
            self._context.notices.say(NO_RECORDER, Level.ATTENTION, key="fetch")
            return
        if self.dialog is None:
            self.dialog = FetchDialog(self._context, offer, self._screen)
        else:
            self.dialog.offer(offer)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _offer(self) -> FetchOffer:
        controller = self._screen.controller
        cameras = []
        for tile in sorted(controller.state.shown()):
            found = controller.camera(tile)
            if found is not None and found[1].recorder_id is not None:
                store, camera = found
                cameras.append((camera.id, f"{store.code}  {camera.name}"))
        shown = self._screen.timeline.shown_span()
        if not 0 < shown.duration_us <= LONGEST_US:
            now_us = controller.now_us()
            shown = Span(max(0, now_us - AROUND_US), now_us + AROUND_US)
        return FetchOffer(cameras, shown, controller.time_zone())
