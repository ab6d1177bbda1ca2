"""What every screen has in common: words again on a new language, news when shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.widgets.context import Context


class Screen(QWidget):
    """A page of the window.

    ``watches`` names the kinds of change (``ChangeKind``) that make what it shows
    stale. It refreshes at once while it is seen, otherwise when it is next shown.
    Subclasses fill ``retranslate`` (set every fixed word there) and ``refresh``
    (read anew, off the UI thread, through ``context.background``).
    """

    watches: frozenset[object] = frozenset()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self.setProperty("role", "panel")
        context.changes.changed.connect(self._heard)

    def retranslate(self) -> None:
        """Set every fixed word in the language in force."""

    def refresh(self) -> None:
        """Read what is shown anew."""

    def ask_unsaved(self, go: Callable[[], object]) -> bool:
        """Ask before what is typed here is gone, ``go`` when it is given up; False: nothing is."""
        del go
        return False

    def _heard(self, change: object) -> None:
        kinds: frozenset[object] = getattr(change, "kinds", frozenset())
        if kinds & self.watches:
            self.mark_stale()

    def mark_stale(self) -> None:
        """What is shown is old: refresh now, or when next seen."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh what went stale while out of sight."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
