"""Fetching from the wall: its cameras on recorders, and what the timeline shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.faults import Sentence
from app.operations.fetch_values import FetchJob, FetchState
from app.operations.values import ChangeKind, ChangeSet, Span
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
_KEY = "fetch"
_NAMED = 4  # cameras in one notice
NO_RECORDER = Sentence(
    "No camera on the wall has its recordings on a recorder, so there is nothing to fetch. "
    "Choose recorders for cameras under Stores.",
    "电视墙上没有录像存放在录像机上的摄像机，无需取回。请在“门店”中为摄像机选择录像机。",
)


FETCHED = Sentence(
    "Fetched: {done}. It plays from this workstation.",
    "已取回：{done}。将从本工作站播放。",
)
STOPPED = Sentence(
    "{failed} of {total} fetches stopped. {first}",
    "{total} 项取回中有 {failed} 项已停止。{first}",
)


class FetchActions(QObject):
    """Owns the dialog; the work is the operations'."""

    def __init__(self, screen: WallScreen, context: Context, actions: Actions) -> None:
        super().__init__(screen)
        self._screen = screen
        self._context = context
        self.dialog: FetchDialog | None = None
        self._ended: list[FetchJob] = []  # not told yet
        self._reading = self._again = False
        self.limits = RecorderLimits(context, screen.controller)
        actions.on("fetch.recordings", self.ask)
        context.changes.changed.connect(self._heard)

    def ask(self) -> None:
        """Offer the cameras of the tiles shown and the timeline's range."""
        offer = self._offer()
        if offer.cameras:
            self._open(offer)
            return
        fetches = self._context.operations.fetches
        self._context.background.run(
            lambda: bool(fetches.jobs() or fetches.footage()),
            lambda known: self._open(offer) if known else self._nothing(),
            owner=self,
            lane="fetch",
        )

    def _nothing(self) -> None:
        self._context.notices.say(NO_RECORDER, Level.ATTENTION, key=_KEY)

    def _open(self, offer: FetchOffer) -> None:
        self._ended = []
        self._context.notices.dismiss(_KEY)
        if self.dialog is None:
            self.dialog = FetchDialog(self._context, offer, self._screen)
        else:
            self.dialog.offer(offer)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    # -- what ended while the dialog is not seen ---------------------------------

    def _heard(self, change: ChangeSet) -> None:
        """One reading at a time: progress comes several times a second."""
        if ChangeKind.FETCHES not in change.kinds:
            return
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        fetches = self._context.operations.fetches
        self._context.background.run(
            lambda: (fetches.ends(), any(job.active for job in fetches.jobs())),
            lambda found: self._take(*found),
            owner=self,
            lane="fetch ends",
        )

    def _take(self, ends: tuple[FetchJob, ...], active: bool) -> None:
        self._reading = False
        if self.dialog is not None and self.dialog.isVisible():
            self._ended = []
        else:
            self._ended += ends
            self._tell(ends, active=active)
        if self._again:
            self._heard(ChangeSet(frozenset({ChangeKind.FETCHES})))

    def _tell(self, ends: tuple[FetchJob, ...], *, active: bool) -> None:
        """What stopped at once, what is done when all are."""
        notices = self._context.notices
        failed = [job for job in self._ended if job.state is FetchState.FAILED]
        if failed and (ends or not active):
            note = failed[0].note
            notices.say(
                STOPPED, Level.ATTENTION, key=_KEY, failed=len(failed), total=len(self._ended),
                first="" if note is None else note.text(self._context.language),
            )  # fmt: skip
        elif self._ended and not active:
            labels = list(dict.fromkeys(job.label for job in self._ended))
            done = ", ".join(labels[:_NAMED]) + (" …" if labels[_NAMED:] else "")
            notices.say(FETCHED, Level.DONE, key=_KEY, done=done)
        if not active:
            self._ended = []

    def _offer(self) -> FetchOffer:
        controller = self._screen.controller
        cameras = []
        for tile in sorted(controller.state.shown()):
            found = controller.camera(tile)
            if found is not None and found[1].plays_from_recorder:
                store, camera = found
                cameras.append((camera.id, f"{store.code}  {camera.name}"))
        shown = self._screen.timeline.shown_span()
        if not 0 < shown.duration_us <= LONGEST_US:
            now_us = controller.now_us()
            shown = Span(max(0, now_us - AROUND_US), now_us + AROUND_US)
        return FetchOffer(cameras, shown, controller.time_zone())
