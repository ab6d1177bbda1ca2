"""The speeds of the bar: seven of them and a direction, or one button where room is short."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.video.clock import REVERSE_SPEEDS, SPEEDS
from app.widgets.pick_button import PickButton
from app.widgets.segments import SegmentBar
from app.widgets.theme import CONTROL, STEP, Theme, set_role

MINUS = "\N{MINUS SIGN}"


def speed_text(speed: float) -> str:
    """``0.25``, ``.5`` would be shorter but is read wrongly: ``0.5``, ``1``, ``16``, ``−4``."""
    return f"{speed:g}".replace("-", MINUS)


class SpeedBar(QWidget):
    """A direction and a row of speeds; ``chosen`` tells what a person picks.

    Backwards is the first button; the speeds beside it keep the direction.
    """

    chosen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._speed = 1.0
        self.segments = SegmentBar([speed_text(speed) for speed in SPEEDS])
        self.buttons = self.segments.buttons
        self.backwards = QToolButton()
        self.backwards.setCheckable(True)
        self.backwards.setIconSize(QSize(20, 20))
        self.backwards.setFixedSize(CONTROL + STEP, CONTROL)
        set_role(self.backwards, "segment")
        self.backwards.setProperty("place", "only")
        self.compact = PickButton(68)
        lines = [*reversed(SPEEDS), None, *REVERSE_SPEEDS]
        self.compact.set_choices(
            [None if speed is None else (speed, f"{speed_text(speed)}x") for speed in lines]
        )
        self.backwards.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self.segments.chosen.connect(self._choose_place)
        self.compact.picked.connect(self.chosen.emit)
        self.backwards.clicked.connect(self._turn)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        for part in (self.backwards, self.segments, self.compact):
            row.addWidget(part)
        self.compact.hide()

    def set_compact(self, compact: bool) -> None:
        """One button with a menu instead of the row."""
        self.segments.setVisible(not compact)
        self.backwards.setVisible(not compact)
        self.compact.setVisible(compact)

    def show_speed(self, speed: float) -> None:
        """Show a speed without telling; negative is backwards."""
        self._speed = speed
        self.segments.choose(SPEEDS.index(abs(speed)))
        self.backwards.setChecked(speed < 0)
        self.compact.show_choice(speed, f"{speed_text(speed)}x")

    def _choose_place(self, place: int) -> None:
        self.chosen.emit(-SPEEDS[place] if self._speed < 0 else SPEEDS[place])

    def _turn(self) -> None:
        self.chosen.emit(-self._speed)

    def _paint_icon(self) -> None:
        self.backwards.setIcon(self._theme.icon("reverse"))

    def retranslate(self) -> None:
        """Set the words."""
        speeds = [self.tr("Speed {speed}x").format(speed=speed_text(speed)) for speed in SPEEDS]
        self.segments.set_texts([speed_text(speed) for speed in SPEEDS], speeds)
        backwards = self.tr("Backwards, at the same speed")
        self.backwards.setToolTip(backwards)
        self.backwards.setAccessibleName(backwards)
        self.compact.setToolTip(self.tr("Speed; below the line: backwards"))
        self.compact.setAccessibleName(self.tr("Speed"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
