"""The head of the panel: what is inspected, how far, and the running score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import Score, Store
from app.widgets.checklist_model import OpenInspection
from app.widgets.context import Context
from app.widgets.models.moments import day_and_minute
from app.widgets.models.words import percent_word
from app.widgets.theme import STEP, set_role


class PanelHeader(QWidget):
    """Title, store, progress, raw score, and the final one when a red line fired."""

    close_wanted = Signal()
    submit_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opened: OpenInspection | None = None
        self._store: Store | None = None
        self.title = QLabel(self)
        self.where = QLabel(self)
        self.progress = QProgressBar(self)
        self.count = QLabel(self)
        self.raw = QLabel(self)
        self.final = QLabel(self)
        self.close_button = QToolButton(self)
        self._lay_out()
        context.theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def show_inspection(self, opened: OpenInspection, store: Store | None) -> None:
        """Show the figures as they stand now."""
        self._opened = opened
        self._store = store
        self.title.setText(opened.checklist.title.in_language(self._context.language))
        if store is not None:
            began = day_and_minute(opened.inspection.started_us, store.time_zone)
            self.where.setText(f"{store.code} · {store.name} · {began}")
        self.progress.setMaximum(len(opened.items))
        self.progress.setValue(opened.answered())
        self.count.setText(f"{opened.answered()}/{len(opened.items)}")
        self._show_score(opened.score)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.close_button.setToolTip(self.tr("Put the inspection away; it can be continued"))
        self.close_button.setAccessibleName(self.tr("Put the inspection away"))
        self.count.setToolTip(self.tr("Items with an answer, of all items"))
        if self._opened is not None:
            self.show_inspection(self._opened, self._store)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_score(self, score: Score) -> None:
        raw = self.tr("raw {percent}").format(percent=percent_word(score.raw_percent))
        self.raw.setText(raw)
        self.raw.setToolTip(self._raw_formula(score))
        fired = bool(score.red_line_hits)
        self.final.setVisible(fired)
        if fired:
            final = self.tr("▲ final {percent}").format(percent=percent_word(score.final_percent))
            self.final.setText(final)
            self.final.setToolTip(self._final_formula(score))

    def _raw_formula(self, score: Score) -> str:
        if score.raw_percent is None:
            return self.tr("No score yet: nothing that counts is answered.")
        formula = self.tr(
            "Points earned / points possible of what is answered so far:\n"
            "{earned} / {maximum} = {percent} %\n"
            "N/A and not assessable items leave both sides."
        )
        return formula.format(
            earned=points_text(score.raw_earned),
            maximum=points_text(score.maximum),
            percent=score.raw_percent,
        )

    def _final_formula(self, score: Score) -> str:
        formula = self.tr(
            "A failed red line takes all points of its section:\n"
            "{earned} / {maximum} = {percent} %\n"
            "Red lines failed: {items}"
        )
        return formula.format(
            earned=points_text(score.earned),
            maximum=points_text(score.maximum),
            percent=score.final_percent,
            items=", ".join(self._title_of(item_id) for item_id in score.red_line_hits),
        )

    def _title_of(self, item_id: str) -> str:
        if self._opened is None:
            return item_id
        title = self._opened.checklist.item(item_id).title
        return title.in_language(self._context.language)

    def _dress(self) -> None:
        self.close_button.setIcon(self._context.theme.icon("close", "quiet"))

    def _lay_out(self) -> None:
        set_role(self.title, "heading")
        set_role(self.where, "caption")
        set_role(self.count, "number")
        set_role(self.final, "fail")
        self.title.setWordWrap(True)
        self.where.setWordWrap(True)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(2 * STEP)
        self.close_button.setIconSize(QSize(16, 16))
        set_role(self.close_button, "flat")
        self.close_button.clicked.connect(lambda _checked=False: self.close_wanted.emit())
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        figures = QHBoxLayout()
        figures.setSpacing(2 * STEP)
        figures.addWidget(self.count)
        figures.addStretch(1)
        figures.addWidget(self.raw)
        figures.addWidget(self.final)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(self.where)
        column.addLayout(figures)
        column.addWidget(self.progress)


def points_text(points: Fraction) -> str:
    """Points as a decimal where it is exact, else with four places."""
    if points.denominator == 1:
        return str(points.numerator)
    value = Decimal(points.numerator) / Decimal(points.denominator)
    return format(round(value, 4).normalize(), "f")
