"""Single keys are actions only while nobody is typing.

Qt asks the widget in focus first (``ShortcutOverride``) whether a key is its
own. Text fields answer for letters, but not for Return or Escape, and lists and
buttons answer for nothing at all; this says it for them. It listens to the one
widget in focus, so no other event passes through Python.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

Key = Qt.Key
TEXT = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QKeySequenceEdit)
OF_LISTS = frozenset(
    {Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Return, Key.Key_Enter}
    | {Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown}
)
CHOOSES = frozenset({Key.Key_Return, Key.Key_Enter, Key.Key_Escape})
OF_BUTTONS = frozenset({Key.Key_Space, Key.Key_Return, Key.Key_Enter})
MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
ALWAYS_ACTIONS = frozenset({Key.Key_K, Key.Key_D, Key.Key_Q})  # with Ctrl, even while typing


class TypingGuard(QObject):
    """Watches the widget in focus and keeps its own keys for it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._watched: QWidget | None = None
        self._by_mouse = False
        self._stopped = False
        app.focusChanged.connect(self._focus_moved)

    def stop(self) -> None:
        """Watch no more; idempotent."""
        if self._stopped:
            return
        self._stopped = True
        self._app.focusChanged.disconnect(self._focus_moved)
        self._focus_moved(None, None)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new
        self._by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer Qt's question for the widget in focus."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if self._is_action(event):
            event.ignore()
            return True
        if self.keeps(watched, event):
            event.accept()
            return True
        return False

    def _is_action(self, event: QKeyEvent) -> bool:
        # Line edits take Ctrl+K for "delete to the end" on some desktops.
        only_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return only_control and event.key() in {key.value for key in ALWAYS_ACTIONS}

    def keeps(self, widget: QObject, event: QKeyEvent) -> bool:
        """Whether a key belongs to the widget rather than to an action."""
        plain = not (event.modifiers() & MODIFIERS)
        key = Key(event.key())
        if isinstance(widget, TEXT) or (isinstance(widget, QComboBox) and widget.isEditable()):
            return plain and key is not Key.Key_Escape and not _is_function_key(key)
        if isinstance(widget, QAbstractItemView) and _pops_up(widget):
            return plain and key not in CHOOSES
        if isinstance(widget, QAbstractItemView):
            return plain and key in OF_LISTS
        if isinstance(widget, QAbstractButton):
            return plain and key in OF_BUTTONS and not self._by_mouse
        if isinstance(widget, QComboBox):
            return plain and key in OF_LISTS
        return False


def _pops_up(view: QAbstractItemView) -> bool:
    """Whether it is a choice's open list: letters find a line there.

    The list takes Enter and Escape while Qt asks, so it must be the one to answer.
    """
    return view.window().windowType() == Qt.WindowType.Popup


def _is_function_key(key: Qt.Key) -> bool:
    return Key.Key_F1.value <= key.value <= Key.Key_F35.value
