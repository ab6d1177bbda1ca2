"""What is to be fetched: which cameras of the wall, from when to when in the store's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QWidget

from app.operations.values import Span
from app.widgets.span_fields import CameraChecks, SpanFields
from app.widgets.theme import STEP, set_role


@dataclass(frozen=True)
class FetchOffer:
    """``cameras``: id and how it is called, of those whose recordings are on a recorder."""

    cameras: Sequence[tuple[int, str]]
    span: Span
    time_zone: str


class FetchForm(QWidget):
    """Fields only; ``changed`` comes with every change."""

    changed = Signal()

    def __init__(self, offer: FetchOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cameras = CameraChecks()
        self.times = SpanFields(offer.time_zone)
        self._names = [QLabel(), QLabel()]
        for quiet in self._names:
            set_role(quiet, "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.offer(offer)
        self.retranslate()
        self.times.typed.connect(self.changed)
        self.cameras.itemChanged.connect(lambda _item: self.changed.emit())

    def offer(self, offer: FetchOffer) -> None:
        """Begin anew with what the wall shows now; every camera is chosen."""
        self.times.show_zone(offer.time_zone, offer.span.start_us)
        self.cameras.show_cameras(offer.cameras, {camera_id for camera_id, _ in offer.cameras})
        self.times.show_span(offer.span)
        self.changed.emit()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * STEP)
        form.setVerticalSpacing(2 * STEP)
        cameras, span = self._names
        form.addRow(cameras, self.cameras)
        form.addRow(span, self.times)

    def retranslate(self) -> None:
        """Set the words."""
        for label, word in zip(self._names, (self.tr("Cameras"), self.tr("Span")), strict=True):
            label.setText(word)
        self.times.retranslate()

    def span(self) -> Span:
        """The span as it is entered, in true UTC."""
        return self.times.span()

    def camera_ids(self) -> tuple[int, ...]:
        """The chosen cameras."""
        return self.cameras.camera_ids()

    def ready(self) -> bool:
        """Whether a fetch can begin."""
        return bool(self.camera_ids()) and self.span().duration_us > 0
