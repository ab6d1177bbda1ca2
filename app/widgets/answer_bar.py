"""The four answers of an item, or its score, by mouse and by keyboard.

Pass/fail items take the keys 1 to 4. On a scored item the digits are the
score itself, and the letters stand in: P full marks, A not applicable, C
cannot tell. The panel owns the keys; this shows them and reports.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.operations.values import AnswerKind, Item
from app.widgets.models.answer_draft import AnswerDraft, Choice, score_text
from app.widgets.theme import CONTROL, STEP, Theme

MAX_STEPS = 10
SCORE_CHARACTERS = "0123456789."
FULL_LETTER, NA_LETTER, CANT_LETTER = "P", "A", "C"
_LOOKS = {
    Choice.PASS: ("check", "passed"),
    Choice.FAIL: ("fail", "fail"),
    Choice.NA: ("not-applicable", "quiet"),
    Choice.NOT_ASSESSABLE: ("not-assessable", "not_assessable"),
}


class AnswerBar(QWidget):
    """Shows the entered answer of one item and lets it be changed.

    ``key_of`` tells the key of an action, to show it on its button.
    """

    chosen = Signal(object)  # Choice
    typed = Signal(str)  # one character of a score
    scored = Signal(str)  # a whole score, from the mouse
    erased = Signal()

    def __init__(
        self, theme: Theme, key_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key_of = key_of
        self._item: Item | None = None
        self.score_field = ScoreField(theme, self)
        self.score_field.typed.connect(self.typed)
        self.score_field.scored.connect(self.scored)
        self.score_field.erased.connect(self.erased)
        self.buttons = {choice: self._button(choice) for choice in _LOOKS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(STEP)
        grid.addWidget(self.score_field, 0, 0, 1, 2)
        for place, choice in enumerate(self.buttons):
            grid.addWidget(self.buttons[choice], 1 + place // 2, place % 2)
        theme.changed.connect(self._dress)
        self._dress()

    def show_item(self, item: Item) -> None:
        """Take the shape that an item's kind of answer needs."""
        self._item = item
        scored = item.answer_kind is AnswerKind.SCORE
        self.score_field.setVisible(scored)
        self.score_field.set_maximum(item.max_score)
        self.buttons[Choice.PASS].setVisible(not scored)
        self.buttons[Choice.FAIL].setVisible(not scored)
        self.buttons[Choice.NA].setEnabled(item.na_allowed)
        self.retranslate()

    def show_draft(self, draft: AnswerDraft) -> None:
        """Show what is entered."""
        for choice, button in self.buttons.items():
            button.setChecked(choice is draft.choice)
        self.score_field.set_text(draft.score_text if draft.choice is Choice.SCORE else "")

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        scored = self._item is not None and self._item.answer_kind is AnswerKind.SCORE
        na_key = NA_LETTER if scored else self._key_of("answer.na")
        cant_key = CANT_LETTER if scored else self._key_of("answer.cant")
        self._name(Choice.PASS, self._key_of("answer.pass"), self.tr("Pass"))
        self._name(Choice.FAIL, self._key_of("answer.fail"), self.tr("Fail"))
        self._name(Choice.NA, na_key, self.tr("N/A"))
        self._name(Choice.NOT_ASSESSABLE, cant_key, self.tr("Not assessable"))
        tips = {
            Choice.PASS: self.tr("As the standard asks: full points"),
            Choice.FAIL: self.tr("Not as the standard asks: no points"),
            Choice.NA: self._na_tip(),
            Choice.NOT_ASSESSABLE: self.tr(
                "The cameras do not show it: leaves the score, lowers the coverage"
            ),
        }
        for choice, tip in tips.items():
            self.buttons[choice].setToolTip(tip)
        self.score_field.setToolTip(
            self.tr(
                "Type the score with the digits; {key} gives full points, Backspace erases"
            ).format(key=FULL_LETTER)
        )

    def _na_tip(self) -> str:
        if self._item is not None and not self._item.na_allowed:
            return self.tr("The checklist does not allow N/A for this item")
        return self.tr("Does not apply to this store: leaves the score, needs a reason")

    def _name(self, choice: Choice, key: str, word: str) -> None:
        self.buttons[choice].setText(f"{key}  {word}".lstrip())
        self.buttons[choice].setAccessibleName(word)

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(self)
        button.setCheckable(True)
        button.setIconSize(QSize(16, 16))
        button.setMinimumHeight(CONTROL + STEP)
        button.setMinimumWidth(0)
        button.setStyleSheet("text-align: left; padding: 0 8px;")
        button.clicked.connect(lambda _checked=False: self._clicked(choice))
        return button

    def _clicked(self, choice: Choice) -> None:
        # The check mark follows the draft, which the rules may refuse to change.
        self.buttons[choice].setChecked(not self.buttons[choice].isChecked())
        self.chosen.emit(choice)

    def _dress(self) -> None:
        for choice, (icon, colour) in _LOOKS.items():
            self.buttons[choice].setIcon(self._theme.icon(icon, colour))
        self.score_field.update()


class ScoreField(QWidget):
    """A score from 0 to the maximum: steps to click, digits to type."""

    typed = Signal(str)
    scored = Signal(str)
    erased = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._maximum = Decimal(1)
        self._text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(CONTROL + 2 * STEP)

    def set_maximum(self, maximum: Decimal) -> None:
        """The highest score that can be given."""
        self._maximum = maximum
        self.update()

    def set_text(self, text: str) -> None:
        """Show a score, ``""`` for none."""
        self._text = text
        label = self.tr("Score {score} of {maximum}")
        self.setAccessibleName(label.format(score=text or "–", maximum=score_text(self._maximum)))
        self.update()

    def steps(self) -> int:
        """How many scores can be clicked; 0 where there are too many to show."""
        whole = self._maximum == self._maximum.to_integral_value()
        return int(self._maximum) + 1 if whole and self._maximum <= MAX_STEPS else 0

    def event(self, event: QEvent) -> bool:
        """Digits belong to the score while it has the focus."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _is_score_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type or erase."""
        if event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        elif _is_score_key(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a step gives that score."""
        for value, area in enumerate(self._areas()):
            if area.contains(event.position().toPoint()):
                self.scored.emit(str(value))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The steps, or the number over its maximum."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        areas = self._areas()
        if areas:
            for value, area in enumerate(areas):
                self._paint_step(painter, value, area)
        else:
            self._paint_number(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _paint_step(self, painter: QPainter, value: int, area: QRect) -> None:
        chosen = self._text != "" and Decimal(self._text) == value
        painter.setPen(self._theme.colour("accent" if chosen else "line"))
        painter.setBrush(self._theme.colour("selected" if chosen else "raised"))
        painter.drawRoundedRect(area.adjusted(1, 3, -1, -3), 4, 4)
        painter.setPen(self._ink())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(value))

    def _paint_number(self, painter: QPainter) -> None:
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(self._theme.colour("ground"))
        painter.drawRoundedRect(self.rect().adjusted(1, 3, -1, -3), 4, 4)
        painter.setPen(self._ink())
        text = f"{self._text or '–'} / {score_text(self._maximum)}"
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _ink(self) -> QColor:
        return self._theme.colour("text" if self.isEnabled() else "quiet")

    def _areas(self) -> list[QRect]:
        count = self.steps()
        edges = [self.width() * n // count for n in range(count + 1)] if count else []
        return [QRect(left, 0, right - left, self.height()) for left, right in pairwise(edges)]


def _is_score_key(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    typed = event.text() != "" and event.text() in SCORE_CHARACTERS
    return plain and (typed or event.key() == Qt.Key.Key_Backspace)
