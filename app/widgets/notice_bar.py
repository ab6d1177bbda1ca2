"""The notices over the window's upper right: read, dismissed; nothing moves for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.widgets.context import Context
from app.widgets.notices import Level, Notice
from app.widgets.theme import CONTROL, STEP, set_role

FADE_MS = 8000
GOOD_NEWS = (Level.INFO, Level.DONE)
SHOWN = 3  # older ones wait until these are dismissed
WIDE_PX = 520
_BESIDE_PX = 96  # icon, button to dismiss and margins beside the words
BELOW_PX = 52  # of the window: the bar over the wall and the title of a screen stay free
LOOKS = {
    Level.INFO: ("info", "accent"),
    Level.DONE: ("done", "passed"),
    Level.ATTENTION: ("attention", "attention"),
    Level.FAULT: ("fault", "fail"),
}


class NoticeBar(QFrame):
    """The newest few notices as lines with a button to dismiss each.

    It lies over ``parent``: a notice that comes or goes moves nothing below a hand.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._over = parent
        self._lines: list[QWidget] = []
        set_role(self, "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        self._layout.setSpacing(0)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(FADE_MS)
        self._fade.timeout.connect(self._dismiss_good_news)
        context.notices.changed.connect(self.refresh)
        context.theme.changed.connect(self.refresh)
        parent.installEventFilter(self)
        self.refresh()

    def refresh(self) -> None:
        """Show the notices that are open now."""
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        notices = self._context.notices.open()[-SHOWN:]
        self._lines = [self._line(notice) for notice in reversed(notices)]
        for line in self._lines:
            self._layout.addWidget(line)
            line.show()  # else it takes no room in a bar that is shown, before the next event
        self.setVisible(bool(self._lines))
        self._place()
        if any(notice.level in GOOD_NEWS for notice in notices):
            self._fade.start()

    def _place(self) -> None:
        """At the right, as wide as its words need and as high as they are in that width."""
        room = self._over.size()
        width = min(self._widest() + _BESIDE_PX, WIDE_PX, room.width() - 8 * STEP)
        high = self.heightForWidth(width)
        self.setGeometry(room.width() - width - 4 * STEP, BELOW_PX, width, max(high, CONTROL))
        self.raise_()

    def _widest(self) -> int:
        """The longest notice's width in pixels, on one line."""
        words = [label for line in self._lines for label in line.findChildren(QLabel)]
        return max((each.fontMetrics().horizontalAdvance(each.text()) for each in words), default=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right of a window that changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self._place()
        return super().eventFilter(watched, event)

    def _dismiss_good_news(self) -> None:
        """What needs no answer goes by itself; a fault stays until it is read."""
        for notice in self._context.notices.open():
            if notice.level in GOOD_NEWS:
                self._context.notices.dismiss(notice.key)

    def stop(self) -> None:
        """The window closes."""
        self._fade.stop()

    def _line(self, notice: Notice) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        icon, colour = LOOKS[notice.level]
        picture = QLabel()
        picture.setPixmap(self._context.theme.icon(icon, colour).pixmap(QSize(20, 20)))
        row.addWidget(picture)
        row.addWidget(self._words(notice), 1)
        close = QToolButton()
        close.setIcon(self._context.theme.icon("close", "quiet"))
        close.setToolTip(self.tr("Dismiss"))
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(lambda: self._context.notices.dismiss(notice.key))
        set_role(close, "flat")
        row.addWidget(close)
        return line

    def _words(self, notice: Notice) -> QLabel:
        text = notice.text(self._context.language)
        if notice.times > 1:
            text = self.tr("{text} ({times} times)").format(text=text, times=notice.times)
        words = QLabel(text)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return words

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
