"""What a scorecard will say: result, sections, failed items with their pictures."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import AnswerState, EvidencePicture, ScorecardData
from app.operations.values import ItemRow as ScorecardRow
from app.widgets.context import Context
from app.widgets.evidence_strip_pictures import Thumbnails
from app.widgets.inspection_panel_header import points_text
from app.widgets.models.answer_draft import score_text
from app.widgets.models.moments import day_and_minute
from app.widgets.models.words import percent_word, task_state_word
from app.widgets.theme import STEP, set_role

PICTURE = QSize(112, 63)


class ScorecardDetail(QWidget):
    """A preview of one scorecard with the buttons that write it to a file."""

    export_wanted = Signal(str)  # "pdf" or "xlsx"
    continue_wanted = Signal()  # a draft: go on answering

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._data: ScorecardData | None = None
        self._thumbnails = Thumbnails(context, PICTURE, self)
        self._thumbnails.ready.connect(self._picture_ready)
        self._pictures: dict[str, list[QLabel]] = {}
        self.title = _wrapped(self, "heading")
        self.facts = _wrapped(self, "quiet")
        self.result = _wrapped(self, "title")
        self.result_note = _wrapped(self, "quiet")
        self.red_lines = _wrapped(self, "fail")
        self.pdf_button = QPushButton(self)
        self.xlsx_button = QPushButton(self)
        self.continue_button = QPushButton(self)
        self.sections_title = _wrapped(self, "caption")
        self.failed_title = _wrapped(self, "caption")
        self._sections = QGridLayout()
        self._failed = QVBoxLayout()
        self._parts: list[QWidget] = []
        self._lay_out()
        self._connect()
        context.theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()
        self.show_data(None)

    def show_data(self, data: ScorecardData | None) -> None:
        """Show another scorecard, or nothing."""
        self._data = data
        self._body.setVisible(data is not None)
        self._clear()
        if data is None:
            return
        language = self._context.language
        title = data.checklist.title.in_language(language)
        self.title.setText(f"{data.store_code} · {title}")
        self.facts.setText(self._facts(data))
        self.result.setText(percent_word(data.score.final_percent))
        self.result_note.setText(self._result_note(data))
        self._show_red_lines(data)
        self.continue_button.setVisible(data.draft)
        self._show_sections(data)
        failed = [row for row in data.rows() if row.score.failed]
        self.failed_title.setText(self.tr("Failed items: {count}").format(count=len(failed)))
        for row in failed:
            self._add_failed(row)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.pdf_button.setText(self.tr("Export PDF"))
        self.xlsx_button.setText(self.tr("Export XLSX"))
        self.continue_button.setText(self.tr("Continue inspection"))
        self.sections_title.setText(self.tr("Sections"))
        self.show_data(self._data)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- parts -----------------------------------------------------------------------

    def _facts(self, data: ScorecardData) -> str:
        begun = day_and_minute(data.started_us, data.time_zone)
        if data.submitted_us is None:
            text = self.tr("{number} · draft, begun {begun} by {who}")
            return text.format(number=data.report_number, begun=begun, who=data.inspector)
        text = self.tr("{number} · submitted {submitted} by {who}")
        submitted = day_and_minute(data.submitted_us, data.time_zone)
        return text.format(number=data.report_number, submitted=submitted, who=data.inspector)

    def _result_note(self, data: ScorecardData) -> str:
        score = data.score
        text = self.tr("{earned} of {maximum} points, raw {raw}, coverage {coverage}")
        parts = [
            text.format(
                earned=points_text(score.earned),
                maximum=points_text(score.maximum),
                raw=percent_word(score.raw_percent),
                coverage=percent_word(score.coverage_percent),
            )
        ]
        if data.previous is not None:
            before = self.tr("previous {percent}")
            parts.append(before.format(percent=percent_word(data.previous.final_percent)))
        return ", ".join(parts)

    def _show_red_lines(self, data: ScorecardData) -> None:
        numbers = data.item_numbers()
        names = [
            f"{numbers[item_id]} "
            + data.checklist.item(item_id).title.in_language(self._context.language)
            for item_id in data.score.red_line_hits
        ]
        self.red_lines.setText(
            self.tr("▲ Red lines failed: {items}").format(items=", ".join(names))
        )
        self.red_lines.setVisible(bool(names))

    def _show_sections(self, data: ScorecardData) -> None:
        for row, section in enumerate(data.checklist.sections):
            score = data.score.section(section.id)
            hit = bool(score.red_line_hits)
            name = _wrapped(self._body, "")
            name.setText(f"{row + 1}  {section.title.in_language(self._context.language)}")
            points = f"{points_text(score.earned)}/{points_text(score.maximum)}"
            percent = _figure(self._body, percent_word(score.percent), "fail" if hit else "")
            cells = (name, _figure(self._body, points, "quiet"), percent)
            if hit:
                raw = percent_word(score.raw_percent)
                tip = self.tr("A red line failed: raw {percent}").format(percent=raw)
                cells[2].setText("▲ " + cells[2].text())
                cells[2].setToolTip(tip)
            for column, cell in enumerate(cells):
                self._sections.addWidget(cell, row, column)
                self._parts.append(cell)

    def _add_failed(self, row: ScorecardRow) -> None:
        card = QFrame(self._body)
        set_role(card, "card")
        column = QVBoxLayout(card)
        column.setSpacing(STEP)
        language = self._context.language
        head = _wrapped(card, "")
        red = "▲ " if row.score.red_line_hit else ""
        title = escape(row.item.title.in_language(language))
        head.setText(f"<b>{red}{row.number} {title}</b>")
        column.addWidget(head)
        column.addWidget(_text(card, self._lost(row), "fail"))
        if row.answer.note:
            column.addWidget(_text(card, f"“{row.answer.note}”", ""))
        if row.evidence:
            column.addLayout(self._strip(card, row.evidence))
        for task in row.tasks:
            line = self.tr("Task: {owner}, {state}").format(
                owner=task.owner, state=task_state_word(task.state, language)
            )
            column.addWidget(_text(card, line, "attention"))
        self._failed.addWidget(card)
        self._parts.append(card)

    def _lost(self, row: ScorecardRow) -> str:
        lost = points_text(row.score.maximum - row.score.earned)
        if row.answer.state is AnswerState.ANSWERED and row.answer.score is not None:
            text = self.tr("{score} of {maximum}, points lost: {lost}")
            return text.format(
                score=score_text(row.answer.score),
                maximum=score_text(row.item.max_score),
                lost=lost,
            )
        return self.tr("points lost: {lost}").format(lost=lost)

    def _strip(self, card: QWidget, pictures: tuple[EvidencePicture, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for picture in pictures[:3]:
            label = QLabel(card)
            label.setFixedSize(PICTURE)
            when = day_and_minute(picture.media_time_us, self._data.time_zone if self._data else "")
            label.setToolTip(f"{picture.camera}  {when}")
            sha256 = picture.printed_sha256
            self._pictures.setdefault(sha256, []).append(label)
            kept = self._thumbnails.picture(sha256)
            if kept is not None:
                label.setPixmap(kept)
            row.addWidget(label)
        if len(pictures) > 3:
            row.addWidget(_text(card, f"+{len(pictures) - 3}", "quiet"))
        row.addStretch(1)
        return row

    def _picture_ready(self, sha256: str) -> None:
        kept = self._thumbnails.picture(sha256)
        for label in self._pictures.get(sha256, ()):
            if kept is not None:
                label.setPixmap(kept)

    def _clear(self) -> None:
        self._pictures.clear()
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts.clear()

    # -- layout ----------------------------------------------------------------------

    def _connect(self) -> None:
        self.pdf_button.clicked.connect(lambda _checked=False: self.export_wanted.emit("pdf"))
        self.xlsx_button.clicked.connect(lambda _checked=False: self.export_wanted.emit("xlsx"))
        self.continue_button.clicked.connect(lambda _checked=False: self.continue_wanted.emit())

    def _dress(self) -> None:
        for button in (self.pdf_button, self.xlsx_button):
            button.setIcon(self._context.theme.icon("export"))

    def _lay_out(self) -> None:
        self._body = QWidget(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        for button in (self.pdf_button, self.xlsx_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        onward = QHBoxLayout()
        onward.addWidget(self.continue_button)
        onward.addStretch(1)
        set_role(self.continue_button, "primary")
        self._sections.setColumnStretch(0, 1)
        self._sections.setHorizontalSpacing(4 * STEP)
        self._sections.setVerticalSpacing(STEP)
        self._failed.setSpacing(2 * STEP)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (self.title, self.facts, self.result, self.result_note, self.red_lines):
            column.addWidget(widget)
        column.addLayout(onward)
        column.addLayout(buttons)
        column.addWidget(self.sections_title)
        column.addLayout(self._sections)
        column.addWidget(self.failed_title)
        column.addLayout(self._failed)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


def _wrapped(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    if role:
        set_role(label, role)
    return label


def _text(parent: QWidget, text: str, role: str) -> QLabel:
    label = _wrapped(parent, role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def _figure(parent: QWidget, text: str, role: str) -> QLabel:
    label = QLabel(text, parent)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if role:
        set_role(label, role)
    return label
