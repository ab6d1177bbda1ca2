"""One hint at the item it belongs to: a reason to look, never a finding."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.operations.values import Hint
from app.widgets.models.moments import clock_span
from app.widgets.models.words import duration_word, rule_word
from app.widgets.theme import STEP, Theme, set_role

US_PER_S = 1_000_000


class HintCard(QFrame):
    """What was seen, where and when; jump there, accept it or dismiss it.

    ``key_of`` tells the key of an action, to show it on its button.
    """

    jump = Signal(object)  # Hint
    accept = Signal(object)
    dismiss = Signal(object)

    def __init__(
        self,
        hint: Hint,
        time_zone: str,
        theme: Theme,
        key_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.hint = hint
        self._time_zone = time_zone
        self._theme = theme
        self._key_of = key_of
        set_role(self, "card")
        self._icon = QLabel(self)
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        self._where = QLabel(self)
        self._where.setWordWrap(True)
        set_role(self._where, "caption")
        self._buttons = QWidget(self)
        self.jump_button = self._button(self.jump)
        self.accept_button = self._button(self.accept)
        self.dismiss_button = self._button(self.dismiss)
        self._lay_out()
        self.retranslate()

    def set_selected(self, selected: bool) -> None:
        """Mark the card that the hint keys act on."""
        colour = self._theme.colours.accent if selected else self._theme.colours.line
        self.setStyleSheet(f"HintCard {{ border: 1px solid {colour}; }}")

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        hint = self.hint
        length = duration_word((hint.end_us - hint.start_us) / US_PER_S)
        self._title.setText(f"{rule_word(hint.rule_key)} · {length}")
        self._where.setText(
            f"{hint.camera_label}  {clock_span(hint.start_us, hint.end_us, self._time_zone)}"
            + self._decision()
        )
        tip = self.tr("Seen by {model}. A hint is not a finding: look, then decide.")
        self.setToolTip(tip.format(model=hint.model_key))
        self.jump_button.setText(self._with_key(self.tr("Jump"), "hint.next"))
        self.accept_button.setText(self._with_key(self.tr("Accept"), "hint.accept"))
        self.dismiss_button.setText(self._with_key(self.tr("Dismiss"), "hint.dismiss"))
        self._buttons.setVisible(hint.decision is None)
        self._icon.setPixmap(self._look())

    def _with_key(self, text: str, action_id: str) -> str:
        return f"{text}  {self._key_of(action_id)}".rstrip()

    def _decision(self) -> str:
        if self.hint.decision == "accepted":
            return "\n" + self.tr("accepted by {who}").format(who=self.hint.decided_by)
        if self.hint.decision == "dismissed":
            return "\n" + self.tr("dismissed by {who}").format(who=self.hint.decided_by)
        return ""

    def _look(self) -> QPixmap:
        name, colour = {
            "accepted": ("check", "passed"),
            "dismissed": ("close", "quiet"),
        }.get(self.hint.decision or "", ("hint", "attention"))
        return self._theme.icon(name, colour).pixmap(16, 16)

    def _button(self, signal: SignalInstance) -> QPushButton:
        button = QPushButton(self._buttons)
        set_role(button, "flat")
        button.clicked.connect(lambda _checked=False: signal.emit(self.hint))
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * STEP)
        top.addWidget(self._icon)
        top.addWidget(self._title, 1)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(STEP)
        for button in (self.jump_button, self.accept_button, self.dismiss_button):
            button.setStyleSheet("padding: 0 6px;")
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, STEP)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(self._where)
        column.addWidget(self._buttons)
