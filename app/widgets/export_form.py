"""What a person says about a clip: which tiles, from when to when, why, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import Span
from app.widgets.local_time import local, offset_text, to_us, zone_of
from app.widgets.theme import STEP, indent, set_role

FORMAT = "yyyy-MM-dd HH:mm:ss"
US_PER_S = 1_000_000
LIST_ROWS = 4
ROW_PX = 28  # as the stylesheet has it, which is not asked before the list is shown


@dataclass(frozen=True)
class ExportStart:
    """What is known before the dialog opens. ``cameras``: id and how it is called."""

    cameras: Sequence[tuple[int, str]]
    selected: int | None
    loop: Span | None
    around: Span
    shown: Span | None
    time_zone: str
    folder: Path


class ExportForm(QWidget):
    """Fields only; ``changed`` comes with every change."""

    changed = Signal()
    folder_wanted = Signal()

    def __init__(self, start: ExportStart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = start
        self._zone = start.time_zone
        self.cameras = QListWidget()
        self.which = QComboBox()
        self.begin, self.end = self._time_field(), self._time_field()
        self.zone = QLabel(f"{self._zone}  {offset_text(start.around.start_us, self._zone)}")
        self.length = QLabel()
        self.why = QLineEdit()
        self.watermark = QCheckBox()
        self.folder = QLineEdit(str(start.folder))
        self.choose = QPushButton()
        self._names = [QLabel() for _ in range(5)]
        for quiet in (self.zone, self.length, *self._names):
            set_role(quiet, "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fill()
        self._lay_out()
        self.retranslate()
        self._connect()
        self._offer()

    def _time_field(self) -> QDateTimeEdit:
        field = QDateTimeEdit()
        field.setTimeZone(QTimeZone.utc())  # figures only: the store's zone is ours to apply
        field.setDisplayFormat(FORMAT)
        field.setMinimumWidth(180)
        indent(field)
        return field

    def _fill(self) -> None:
        for camera_id, label in self._start.cameras:
            item = QListWidgetItem(label, self.cameras)
            item.setData(Qt.ItemDataRole.UserRole, camera_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            chosen = camera_id == self._start.selected
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            if chosen:
                self.cameras.setCurrentItem(item)
        row = max(ROW_PX, self.cameras.sizeHintForRow(0))
        rows = min(LIST_ROWS, max(2, self.cameras.count()))
        self.cameras.setFixedHeight(rows * row + 2 * STEP)
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
        times = QHBoxLayout()
        times.addWidget(self.begin)
        times.addWidget(QLabel("–"))
        times.addWidget(self.end)
        times.addStretch(1)
        column.addLayout(times)
        notes = QHBoxLayout()
        notes.setSpacing(4 * STEP)
        notes.addWidget(self.zone)
        notes.addWidget(self.length, 1)
        column.addLayout(notes)
        return column

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._offer)
        self.begin.dateTimeChanged.connect(self._typed)
        self.end.dateTimeChanged.connect(self._typed)
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
        offers.append(self.tr("30 s before and after the wall's time"))
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
        self._tell_length()

    def _offer(self) -> None:
        span = self.which.currentData()
        if isinstance(span, Span):
            for field, at_us in ((self.begin, span.start_us), (self.end, span.end_us)):
                field.blockSignals(True)
                field.setDateTime(self._figures(at_us))
                field.blockSignals(False)
        self._tell_length()
        self.changed.emit()

    def _typed(self) -> None:
        offered = self.which.currentData()
        if isinstance(offered, Span) and self.span() != _whole_seconds(offered):
            self.which.setCurrentIndex(self.which.count() - 1)
        self._tell_length()
        self.changed.emit()

    def _tell_length(self) -> None:
        seconds = round(self.span().duration_us / US_PER_S)
        if seconds <= 0:
            self.length.setText(self.tr("ends before it begins"))
            return
        hours, rest = divmod(seconds, 3600)
        self.length.setText(
            self.tr("length {time}").format(time=f"{hours}:{rest // 60:02d}:{rest % 60:02d}")
        )

    def _figures(self, at_us: int) -> QDateTime:
        moment = local(at_us, self._zone)
        date = QDate(moment.year, moment.month, moment.day)
        return QDateTime(date, QTime(moment.hour, moment.minute, moment.second), QTimeZone.utc())

    def _moment_us(self, field: QDateTimeEdit) -> int:
        entered = datetime.fromisoformat(field.dateTime().toString("yyyy-MM-ddTHH:mm:ss"))
        return to_us(entered.replace(tzinfo=zone_of(self._zone)))

    # -- what is entered -------------------------------------------------------------

    def span(self) -> Span:
        """The span as it is entered; an offer that was not touched is taken as it is."""
        return Span(self._moment_us(self.begin), self._moment_us(self.end))

    def camera_ids(self) -> tuple[int, ...]:
        """The checked cameras."""
        items = [self.cameras.item(row) for row in range(self.cameras.count())]
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def ready(self) -> bool:
        """Whether an export can begin."""
        return bool(
            self.camera_ids()
            and self.why.text().strip()
            and self.folder.text().strip()
            and self.span().duration_us > 0
        )


def _whole_seconds(span: Span) -> Span:
    return Span(span.start_us // US_PER_S * US_PER_S, span.end_us // US_PER_S * US_PER_S)
