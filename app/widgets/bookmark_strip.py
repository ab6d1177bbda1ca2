"""A strip over the wall for a moment: the bookmark is set; here its text, here take it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.widgets.actions import Actions
from app.widgets.theme import STEP, Theme, set_role

STAYS_MS = 6000
TEXT_PX = 280
LEAST_TEXT_PX = 176  # its own words at least
FOOT_PX = 24


class BookmarkStrip(QFrame):
    """Does not take the keys: they go to its text only when a person asks for that."""

    text_given = Signal(str)
    taken_back = Signal()

    def __init__(self, theme: Theme, actions: Actions, wall: QWidget) -> None:
        super().__init__(wall)
        self._theme = theme
        self._actions = actions
        self._wall = wall
        set_role(self, "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon, self.words = QLabel(), QLabel()
        self.text = QLineEdit()
        self.text.setFixedWidth(TEXT_PX)
        self.text.setMaxLength(200)
        self.back = QPushButton()
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self.back, "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, STEP, STEP, STEP)
        row.setSpacing(2 * STEP)
        for part in (self._icon, self.words, self.text, self.back):
            row.addWidget(part)
        self._over = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._over.timeout.connect(self.leave)
        self.text.returnPressed.connect(self._give)
        self.text.textEdited.connect(lambda _text: self._over.stop())
        self.text.installEventFilter(self)
        self.back.clicked.connect(self._take_back)
        theme.changed.connect(self._paint_icon)
        actions.keys_changed.connect(self.retranslate)
        self._paint_icon()
        self.retranslate()
        self.hide()

    def tell(self, words: str, *, with_text: bool) -> None:
        """Show for a while. ``with_text``: a text can be written."""
        self.words.setText(words)
        self.text.clear()
        self.text.setVisible(with_text)
        self._place()
        self.show()
        self.raise_()
        self._over.start()

    def write(self) -> None:
        """Give the keys to the text."""
        self._over.stop()
        self.text.setFocus()

    def leave(self) -> None:
        """Go away; the keys return to the wall."""
        had_keys = self.text.hasFocus() or self.back.hasFocus()
        self._over.stop()
        self.text.clear()
        self.hide()
        if had_keys:
            self._wall.setFocus()

    def _give(self) -> None:
        text = self.text.text().strip()
        self.text.clear()
        if text:
            self.text_given.emit(text)
        self.leave()

    def _take_back(self) -> None:
        self.taken_back.emit()
        self.leave()

    def _place(self) -> None:
        wide = self._wall.width()
        beside = wide - 2 * TEXT_PX  # what the words and the button leave
        self.text.setFixedWidth(min(max(beside, LEAST_TEXT_PX), TEXT_PX))
        self.adjustSize()
        room = self._wall.size()
        x = max((room.width() - self.width()) // 2, 0)
        self.move(x, max(room.height() - self.height() - FOOT_PX, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape keeps the bookmark without a text; who goes on elsewhere keeps the text too."""
        kinds = QEvent.Type
        if event.type() in (kinds.ShortcutOverride, kinds.KeyPress):
            escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
            if escape and event.type() == kinds.ShortcutOverride:
                event.accept()  # or else the window's own action takes the key
                return True
            if escape:
                self.leave()
                return True
        elif event.type() == kinds.FocusOut:
            if self.text.text().strip():
                self._give()
            else:
                self._over.start()
        return super().eventFilter(watched, event)

    def _paint_icon(self) -> None:
        self._icon.setPixmap(self._theme.icon("bookmark", "not_assessable").pixmap(16, 16))

    def retranslate(self) -> None:
        """Set the words."""
        key = next(iter(self._actions.key_texts("bookmark.set")), "")
        again = self.tr("Text: press {key} again, or click here").format(key=key)
        self.text.setPlaceholderText(again if key else self.tr("Text: click here"))
        self.text.setAccessibleName(self.tr("Text of the bookmark"))
        self.back.setText(self.tr("Take back"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
