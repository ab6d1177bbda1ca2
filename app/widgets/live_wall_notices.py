"""The notices over the live wall: there only while the hands are in its window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from app.widgets.notice_bar import NoticeBar


class LiveWallNotices(NoticeBar):
    """The main window always shows them; side by side they need not be read twice."""

    def refresh(self) -> None:
        """Show the notices that are open now."""
        super().refresh()
        if not self.window().isActiveWindow():
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another window has the hands now, or this one."""
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            self.refresh()
        return super().eventFilter(watched, event)
