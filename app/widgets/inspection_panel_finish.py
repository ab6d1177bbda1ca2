"""The end of an inspection: what is missing, submit, and the result."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.values import Score
from app.widgets.checklist_model import OpenInspection, numbered
from app.widgets.context import Context
from app.widgets.elided_link import ElidedLink
from app.widgets.models.words import percent_word
from app.widgets.theme import STEP, set_role


class FinishPage(QWidget):
    """Before submit: counts and missing items. After: the final result and its exports."""

    back_wanted = Signal()
    submit_wanted = Signal()
    item_wanted = Signal(int)  # place of a missing item
    export_wanted = Signal(str)  # "pdf" or "xlsx"
    done_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opened: OpenInspection | None = None
        self.title = self._label("heading")
        self.result = self._label("title")
        self.counts = self._label("")
        self.red_lines = self._label("fail")
        self.missing_title = self._label("attention")
        self.missing = QVBoxLayout()
        self._missing_buttons: list[QPushButton] = []
        self.fault = self._label("fail")
        self.back_button = QPushButton(self)
        self.submit_button = QPushButton(self)
        self.pdf_button = QPushButton(self)
        self.xlsx_button = QPushButton(self)
        self.done_button = QPushButton(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_inspection(self, opened: OpenInspection) -> None:
        """Show the summary, or the result once submitted."""
        self._opened = opened
        score = opened.score
        self.title.setText(
            self.tr("Submitted") if opened.submitted else self.tr("Ready to submit?")
        )
        self.result.setText(self._result(score))
        self.counts.setText(self._counts(score))
        self._show_red_lines(score)
        self._show_missing(opened)
        for widget in (self.back_button, self.submit_button):
            widget.setVisible(not opened.submitted)
        for widget in (self.pdf_button, self.xlsx_button, self.done_button):
            widget.setVisible(opened.submitted)
        self.show_fault(None)

    def show_fault(self, fault: Fault | None) -> None:
        """Say in place why it was not submitted or exported."""
        self.fault.setText(fault.text(self._context.language) if fault else "")
        self.fault.setVisible(fault is not None)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.back_button.setText(self.tr("Back to the items"))
        self.submit_button.setText(self.tr("Submit inspection"))
        self.submit_button.setToolTip(self.tr("A submitted inspection cannot be changed"))
        self.pdf_button.setText(self.tr("Scorecard as PDF"))
        self.xlsx_button.setText(self.tr("Scorecard as XLSX"))
        self.done_button.setText(self.tr("Done"))
        if self._opened is not None:
            self.show_inspection(self._opened)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _result(self, score: Score) -> str:
        if score.red_line_hits:
            text = self.tr("{final}  (raw {raw})")
            return text.format(
                final=percent_word(score.final_percent), raw=percent_word(score.raw_percent)
            )
        return percent_word(score.final_percent)

    def _counts(self, score: Score) -> str:
        text = self.tr(
            "{answered} of {total} items scored, {failed} failed\n"
            "{na} N/A, {hidden} not assessable\n"
            "Coverage {coverage}"
        )
        return text.format(
            answered=score.answered,
            total=score.total,
            failed=len(score.failed_items),
            na=score.na,
            hidden=score.not_assessable,
            coverage=percent_word(score.coverage_percent),
        )

    def _show_red_lines(self, score: Score) -> None:
        self.red_lines.setVisible(bool(score.red_line_hits))
        if self._opened is not None:
            names = self._names(score.red_line_hits)
            self.red_lines.setText(self.tr("▲ Red lines failed: {items}").format(items=names))

    def _names(self, item_ids: tuple[str, ...]) -> str:
        if self._opened is None:
            return ""
        language = self._context.language
        return ", ".join(
            f"{number} {item.title.in_language(language)}"
            for number, _, item in numbered(self._opened.checklist)
            if item.id in item_ids
        )

    def _show_missing(self, opened: OpenInspection) -> None:
        for old in self._missing_buttons:
            self.missing.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._missing_buttons.clear()
        missing = () if opened.submitted else missing_places(opened)
        self.missing_title.setVisible(bool(missing))
        text = self.tr("Required items without an answer: {count}")
        self.missing_title.setText(text.format(count=len(missing)))
        rows = opened.rows()
        for place in missing:
            title = rows[place].item.title.in_language(self._context.language)
            button = ElidedLink(f"{rows[place].number}  {title}", self)
            button.clicked.connect(lambda _checked=False, at=place: self.item_wanted.emit(at))
            self.missing.addWidget(button)
            self._missing_buttons.append(button)

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        if role:
            set_role(label, role)
        return label

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda _checked=False: self.back_wanted.emit())
        self.submit_button.clicked.connect(lambda _checked=False: self.submit_wanted.emit())
        self.done_button.clicked.connect(lambda _checked=False: self.done_wanted.emit())
        self.pdf_button.clicked.connect(lambda _checked=False: self.export_wanted.emit("pdf"))
        self.xlsx_button.clicked.connect(lambda _checked=False: self.export_wanted.emit("xlsx"))

    def _lay_out(self) -> None:
        set_role(self.submit_button, "primary")
        set_role(self.done_button, "primary")
        for button in (self.back_button, self.submit_button, self.done_button):
            button.setAutoDefault(True)  # Enter presses the one in focus, outside dialogs too
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (self.title, self.result, self.counts, self.red_lines, self.missing_title):
            column.addWidget(widget)
        listed = QWidget(self)
        self.missing.setContentsMargins(0, 0, 0, 0)
        self.missing.setSpacing(0)
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self.missing)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(listed)
        column.addWidget(scroll, 1)
        column.addWidget(self.fault)
        exports = QHBoxLayout()
        exports.addWidget(self.pdf_button)
        exports.addWidget(self.xlsx_button)
        column.addLayout(exports)
        for button in (self.submit_button, self.back_button, self.done_button):
            column.addWidget(button)


def missing_places(opened: OpenInspection) -> tuple[int, ...]:
    """Places of required items without an answer, as the score names them."""
    missing = set(opened.score.missing_required)
    return tuple(place for place, item in enumerate(opened.items) if item.id in missing)
