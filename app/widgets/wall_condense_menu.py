"""What belongs to condense, under its button: whose activity counts, and with how much margin."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.widgets.context import Context
from app.widgets.models.words import duration_word
from app.widgets.wall_condense import MARGIN_KEY, WallCondense

MARGINS_S = (0.0, 1.0, 3.0, 5.0, 10.0, 30.0)


class CondenseMenu(QMenu):
    """Filled anew each time it opens, so that it speaks the language in force."""

    def __init__(self, context: Context, condense: WallCondense, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._condense = condense
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Two choices of whose activity, several margins."""
        self.clear()
        whose, margin = QActionGroup(self), QActionGroup(self)
        for selected, text in (
            (False, self.tr("Activity of any tile")),
            (True, self.tr("Activity of the selected tile")),
        ):
            entry = self.addAction(text)
            entry.setCheckable(True)
            entry.setChecked(self._condense.of_selected == selected)
            entry.triggered.connect(partial(self._choose_scope, selected))
            whose.addAction(entry)
        self.addSeparator()
        now_s = self._context.operations.settings.number(MARGIN_KEY)
        for margin_s in sorted({*MARGINS_S, now_s}):
            entry = self.addAction(self.tr("Margin {time}").format(time=duration_word(margin_s)))
            entry.setCheckable(True)
            entry.setChecked(margin_s == now_s)
            entry.triggered.connect(partial(self._choose_margin, margin_s))
            margin.addAction(entry)

    def _choose_scope(self, selected: bool) -> None:
        self._condense.set_scope(selected=selected)

    def _choose_margin(self, margin_s: float) -> None:
        settings = self._context.operations.settings
        self._context.background.run(
            lambda: settings.set(MARGIN_KEY, margin_s), owner=self, lane="settings"
        )
