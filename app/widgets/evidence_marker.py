"""Marking a piece of evidence: box, arrow, text, at the picture's full resolution.

The original is never changed; the marked version is stored beside it together
with the marks, so that they can be edited again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.values import EvidenceRecord, Mark
from app.widgets.context import Context
from app.widgets.evidence_marker_canvas import MarkCanvas
from app.widgets.evidence_marker_paint import render_marked
from app.widgets.local_time import clock_text, offset_text
from app.widgets.models.marks import Kind, MarkBoard
from app.widgets.theme import STEP, set_role

ZOOM_STEP = 1.25
TOOLS: tuple[tuple[Kind, str, str], ...] = (("box", "B", "box"), ("arrow", "A", "arrow"),
                                            ("text", "T", "text"))  # fmt: skip


class EvidenceDialog(QDialog):
    """Shows one piece of evidence large; Enter stores the marks, Escape leaves."""

    stored = Signal(object)  # EvidenceRecord

    def __init__(
        self,
        context: Context,
        record: EvidenceRecord,
        time_zone: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._record = record
        self._time_zone = time_zone
        self._original = QImage()
        self._storing = False
        self.board = MarkBoard(record.marks)
        colours = context.theme.colours
        self.canvas = MarkCanvas(self.board, colours.fail, self)
        self.tools: dict[Kind, QPushButton] = {}
        self.colour_buttons: dict[str, QPushButton] = {}
        self.undo_button = QPushButton(self)
        self.delete_button = QPushButton(self)
        self.fit_button = QPushButton(self)
        self.facts = QLabel(self)
        self.hint = QLabel(self)
        self.fault = QLabel(self)
        self.save_button = QPushButton(self)
        self.leave_button = QPushButton(self)
        self.question = QWidget(self)
        self.question_text = QLabel(self.question)
        self.discard_button = QPushButton(self.question)
        self.stay_button = QPushButton(self.question)
        self.text_field = QLineEdit(self.canvas)
        self._text_at: QPointF | None = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self.retranslate()
        self._read_picture()
        self.resize(1080, 720)
        self.canvas.setFocus()

    # -- words -----------------------------------------------------------------------

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        record = self._record
        self.setWindowTitle(self.tr("Evidence: {camera}").format(camera=record.camera_label))
        when = clock_text(record.media_time_us, self._time_zone)
        zone = offset_text(record.media_time_us, self._time_zone)
        facts = self.tr("{camera}   {when} {zone}   {width} x {height}   taken by {who}")
        self.facts.setText(
            facts.format(camera=record.camera_label, when=when, zone=zone, width=record.width,
                         height=record.height, who=record.who)
        )  # fmt: skip
        words = {"box": self.tr("Box  B"), "arrow": self.tr("Arrow  A"), "text": self.tr("Text  T")}
        for kind, button in self.tools.items():
            button.setText(words[kind])
        names = {"fail": self.tr("Red"), "attention": self.tr("Amber")}
        for name, button in self.colour_buttons.items():
            button.setText(names[name])
        self.undo_button.setText(self.tr("Undo"))
        self.undo_button.setToolTip(self.tr("Undo  (Ctrl+Z)"))
        self.delete_button.setText(self.tr("Delete"))
        self.delete_button.setToolTip(self.tr("Delete the chosen mark  (Delete)"))
        self.fit_button.setText(self.tr("Fit"))
        self.fit_button.setToolTip(self.tr("The whole picture  (0)"))
        self.hint.setText(
            self.tr(
                "Draw with the mouse, or Space to place a mark; Tab chooses one, "
                "arrows move it, Shift+arrows its end. Wheel zooms."
            )
        )
        self.save_button.setText(self.tr("Store marks  Enter"))
        self.leave_button.setText(self.tr("Leave  Esc"))
        self.question_text.setText(self.tr("The marks are not stored yet."))
        self.discard_button.setText(self.tr("Leave without them"))
        self.stay_button.setText(self.tr("Go on marking"))
        self.text_field.setPlaceholderText(self.tr("Text, then Enter"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- marking ---------------------------------------------------------------------

    def choose_tool(self, kind: Kind) -> None:
        """Draw with another tool from now on."""
        self.canvas.tool = kind
        self.tools[kind].setChecked(True)
        self.canvas.setFocus()

    def choose_colour(self, name: str) -> None:
        """Draw in another colour; a chosen mark takes it too."""
        colour: str = getattr(self._context.theme.colours, name)
        self.canvas.colour = colour
        self.colour_buttons[name].setChecked(True)
        self.board.set_colour(colour)
        self._refresh()

    def place(self) -> None:
        """Put a mark of the chosen tool in the middle, for the arrow keys."""
        if self.canvas.tool == "text":
            self._ask_text(0.4, 0.45)
        else:
            self.board.place(self.canvas.tool, self.canvas.colour)
            self._refresh()

    def save(self) -> None:
        """Store the marks and the marked picture; the window closes when they are on disk."""
        if self._storing or self._original.isNull():
            return
        if not self.board.changed:
            self.accept()
            return
        self._storing = True
        self.save_button.setEnabled(False)
        self.fault.hide()
        evidence, record = self._context.operations.evidence, self._record
        original, marks = self._original.copy(), self.board.marks
        self._context.background.run(
            lambda: evidence.mark(record.id, marks, render_marked(original, marks)),
            self._stored,
            self._not_stored,
            lane="inspection",
        )

    def leave(self) -> None:
        """Close; asks in place when marks are not stored."""
        if self.text_field.isVisible():
            self._end_text()
        elif self.board.changed:
            self.question.show()
            self.stay_button.setFocus()
        else:
            super().reject()

    def reject(self) -> None:
        """Escape."""
        self.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own close button asks the same question."""
        if self.board.changed:
            event.ignore()
            self.leave()
        else:
            super().closeEvent(event)

    def _stored(self, record: EvidenceRecord) -> None:
        self._storing = False
        self.board.stored()
        self.stored.emit(record)
        self.accept()

    def _not_stored(self, fault: Fault) -> None:
        self._storing = False
        self.save_button.setEnabled(True)
        self._show_fault(fault)

    def _discard(self) -> None:
        self.board.stored()
        super().reject()

    def _stay(self) -> None:
        self.question.hide()
        self.canvas.setFocus()

    # -- text ------------------------------------------------------------------------

    def _ask_text(self, x: float, y: float) -> None:
        area = self.canvas.picture_area()
        self._text_at = QPointF(x, y)
        left = min(round(area.left() + x * area.width()), self.canvas.width() - 240)
        top = min(round(area.top() + y * area.height()), self.canvas.height() - 32)
        self.text_field.setGeometry(max(0, left), max(0, top), 240, 30)
        self.text_field.clear()
        self.text_field.show()
        self.text_field.setFocus()

    def _take_text(self) -> None:
        at, text = self._text_at, self.text_field.text()
        self._end_text()
        if at is not None:
            colour = self.canvas.colour
            self.board.add(Mark("text", at.x(), at.y(), at.x(), at.y(), text.strip(), colour))
            self._refresh()

    def _end_text(self) -> None:
        self._text_at = None
        self.text_field.hide()
        self.canvas.setFocus()

    # -- picture ---------------------------------------------------------------------

    def _read_picture(self) -> None:
        evidence, sha256 = self._context.operations.evidence, self._record.sha256
        self._context.background.run(
            lambda: QImage(str(evidence.path(sha256))), self._show_picture, self._show_fault
        )

    def _show_picture(self, image: QImage) -> None:
        self._original = image
        self.canvas.set_picture(image)
        self._refresh()

    def _show_fault(self, fault: Fault) -> None:
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()

    def _refresh(self) -> None:
        self.undo_button.setEnabled(self.board.can_undo)
        self.delete_button.setEnabled(self.board.chosen is not None)
        self.canvas.update()

    # -- wiring ----------------------------------------------------------------------

    def _connect(self) -> None:
        self.canvas.changed.connect(self._refresh)
        self.canvas.text_wanted.connect(self._ask_text)
        self.text_field.returnPressed.connect(self._take_text)
        _on_click(self.undo_button, self._undo)
        _on_click(self.delete_button, self._delete)
        _on_click(self.fit_button, self.canvas.fit)
        _on_click(self.save_button, self.save)
        _on_click(self.leave_button, self.leave)
        _on_click(self.discard_button, self._discard)
        _on_click(self.stay_button, self._stay)

    def _undo(self) -> None:
        self.board.undo()
        self._refresh()

    def _redo(self) -> None:
        self.board.redo()
        self._refresh()

    def _delete(self) -> None:
        self.board.remove_chosen()
        self._refresh()

    def _add_keys(self) -> None:
        canvas = self.canvas
        keys: dict[str, Callable[[], object]] = {
            key: partial(self.choose_tool, kind) for kind, key, _ in TOOLS
        } | {
            "Space": self.place,
            "Delete": self._delete,
            "Backspace": self._delete,
            "Ctrl+Z": self._undo,
            "Ctrl+Y": self._redo,
            "Ctrl+Shift+Z": self._redo,
            "+": lambda: canvas.zoom_by(ZOOM_STEP),
            "=": lambda: canvas.zoom_by(ZOOM_STEP),
            "-": lambda: canvas.zoom_by(1 / ZOOM_STEP),
            "0": canvas.fit,
            "1": lambda: self.choose_colour("fail"),
            "2": lambda: self.choose_colour("attention"),
        }
        for key, do in (keys | {"Return": self.save, "Enter": self.save}).items():
            # Only while the picture has the keys: a button takes Space, the text field letters.
            shortcut = QShortcut(QKeySequence(key), canvas, do)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    # -- layout ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.text_field.hide()
        self.question.hide()
        self.fault.hide()
        self.fault.setWordWrap(True)
        self.hint.setWordWrap(True)
        set_role(self.facts, "quiet")
        set_role(self.hint, "caption")
        set_role(self.fault, "fail")
        set_role(self.question_text, "attention")
        set_role(self.save_button, "primary")
        set_role(self.discard_button, "danger")
        for button in (self.save_button, self.leave_button, self.discard_button, self.stay_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(self._toolbar())
        column.addWidget(self.canvas, 1)
        column.addWidget(self.fault)
        column.addWidget(self._question())
        column.addLayout(self._footer())

    def _toolbar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        tools = QButtonGroup(self)
        for kind, _, icon in TOOLS:
            self.tools[kind] = self._tool(icon, tools)
            _on_click(self.tools[kind], partial(self.choose_tool, kind))
            row.addWidget(self.tools[kind])
        self.tools["box"].setChecked(True)
        row.addSpacing(3 * STEP)
        colours = QButtonGroup(self)
        for name in ("fail", "attention"):
            self.colour_buttons[name] = self._tool("mark", colours, name)
            _on_click(self.colour_buttons[name], partial(self.choose_colour, name))
            row.addWidget(self.colour_buttons[name])
        self.colour_buttons["fail"].setChecked(True)
        row.addSpacing(3 * STEP)
        theme = self._context.theme
        for button, icon in (
            (self.undo_button, "undo"),
            (self.delete_button, "remove"),
            (self.fit_button, "expand"),
        ):
            button.setIcon(theme.icon(icon))
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _tool(self, icon: str, group: QButtonGroup, colour: str = "text") -> QPushButton:
        button = QPushButton(self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setIcon(self._context.theme.icon(icon, colour))
        button.setIconSize(QSize(16, 16))
        group.addButton(button)
        return button

    def _question(self) -> QWidget:
        row = QHBoxLayout(self.question)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.question_text, 1)
        row.addWidget(self.discard_button)
        row.addWidget(self.stay_button)
        return self.question

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.facts)
        words.addWidget(self.hint)
        row.addLayout(words, 1)
        row.addWidget(self.leave_button)
        row.addWidget(self.save_button)
        return row


def _on_click(button: QPushButton, do: Callable[[], object]) -> None:
    button.clicked.connect(lambda _checked=False: do())
