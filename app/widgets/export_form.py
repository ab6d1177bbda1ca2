"""What a person says about a clip: which tiles, from when to when, why, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import Span
from app.widgets.span_fields import CameraChecks, SpanFields
from app.widgets.theme import STEP, set_role


@dataclass(frozen=True)
class ExportStart:
    """What is known before the dialog opens. ``cameras``: id and how it is called.

    ``live``: the wall shows what is now, so ``around`` is what has just been.
    """

    cameras: Sequence[tuple[int, str]]
    selected: int | None
    loop: Span | None
    around: Span
    shown: Span | None
    time_zone: str
    folder: Path
    live: bool = False


class ExportForm(QWidget):
    """Fields only; ``changed`` comes with every change."""

    changed = Signal()
    folder_wanted = Signal()

    def __init__(self, start: ExportStart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = start
        self.cameras = CameraChecks()
        self.which = QComboBox()
        self.times = SpanFields(start.time_zone)
        self.times.show_zone(start.time_zone, start.around.start_us)
        self.why = QLineEdit()
        self.watermark = QCheckBox()
        self.folder = QLineEdit(str(start.folder))
        self.choose = QPushButton()
        self._names = [QLabel() for _ in range(5)]
        for quiet in self._names:
            set_role(quiet, "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fill()
        self._lay_out()
        self.retranslate()
        self._connect()
        self._offer()

    def _fill(self) -> None:
        self.cameras.show_cameras(self._start.cameras, {self._start.selected})
        for span in (self._start.loop, self._start.around, self._start.shown):
            if span is not None:
                self.which.addItem("", span)
        self.which.addItem("", None)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * STEP)
        form.setVerticalSpacing(2 * STEP)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.choose)
        tiles, span, why, watermark, folder = self._names
        form.addRow(tiles, self.cameras)
        form.addRow(span, self._span_row())
        form.addRow(why, self.why)
        form.addRow(watermark, self.watermark)
        form.addRow(folder, where)

    def _span_row(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(STEP)
        column.addWidget(self.which)
        column.addWidget(self.times)
        return column

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._offer)
        self.times.typed.connect(self._typed)
        self.why.textChanged.connect(self.changed)
        self.folder.textChanged.connect(self.changed)
        self.cameras.itemChanged.connect(lambda _item: self.changed.emit())
        self.choose.clicked.connect(self.folder_wanted)

    def retranslate(self) -> None:
        """Set the words."""
        words = (
            self.tr("Tiles"),
            self.tr("Span"),
            self.tr("Why"),
            self.tr("Watermark"),
            self.tr("Folder"),
        )
        for label, word in zip(self._names, words, strict=True):
            label.setText(word)
        offers = []
        if self._start.loop is not None:
            offers.append(self.tr("The loop from A to B"))
        just_now = self.tr("The last minute")
        around = self.tr("30 s before and after the wall's time")
        offers.append(just_now if self._start.live else around)
        if self._start.shown is not None:
            offers.append(self.tr("What the timeline shows"))
        offers.append(self.tr("As entered"))
        for place, offer in enumerate(offers):
            self.which.setItemText(place, offer)
        self.why.setPlaceholderText(self.tr("Needed: what the clip is for"))
        self.watermark.setText(self.tr("Burn in name, store, camera and time"))
        self.watermark.setToolTip(
            self.tr(
                "The pictures are encoded again: the clip begins exactly where you say, "
                "and takes longer to write. Without it they are copied as recorded."
            )
        )
        self.choose.setText(self.tr("Choose…"))
        self.times.retranslate()

    def _offer(self) -> None:
        span = self.which.currentData()
        if isinstance(span, Span):
            self.times.show_span(span)
        self.changed.emit()

    def _typed(self) -> None:
        offered = self.which.currentData()
        if isinstance(offered, Span) and self.span() != offered:
            self.which.setCurrentIndex(self.which.count() - 1)
        self.changed.emit()

    def take_over(self, before: ExportForm) -> None:
        """Keep what a person entered into the form that this one replaces."""
        self.why.setText(before.why.text())
        self.watermark.setChecked(before.watermark.isChecked())
        self.folder.setText(before.folder.text())
        checked = set(before.camera_ids()) & {camera_id for camera_id, _ in self._start.cameras}
        if checked:
            self.cameras.show_cameras(self._start.cameras, checked)
        if before.which.currentData() is None:
            self.which.setCurrentIndex(self.which.count() - 1)
            self.times.show_span(before.span())
        self.changed.emit()

    # -- what is entered -------------------------------------------------------------

    def span(self) -> Span:
        """The span as it is entered; an offer that was not touched is taken as it is."""
        return self.times.span()

    def camera_ids(self) -> tuple[int, ...]:
        """The checked cameras."""
        return self.cameras.camera_ids()

    def ready(self) -> bool:
        """Whether an export can begin."""
        return bool(
            self.camera_ids()
            and self.why.text().strip()
            and self.folder.text().strip()
            and self.span().duration_us > 0
        )
