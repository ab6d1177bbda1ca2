"""The score of one store over time: one line per checklist, a dot per inspection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.faults import Language
from app.widgets.context import Context
from app.widgets.local_time import local
from app.widgets.models.score_series import US_PER_S, ScoreSeries, tick_times, time_range
from app.widgets.theme import SMALL_PX, STEP, set_role, ui_font

LINE_COLOURS = ("accent", "passed", "attention", "not_assessable")
HEIGHT = 180


class ScoreTrend(QWidget):
    """Drawn with pyqtgraph, which is loaded when the chart is first seen."""

    inspection_chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._series: tuple[ScoreSeries, ...] = ()
        self._plot: Any = None
        self._legend: Any = None
        self.title = QLabel(self)
        self.nothing = QLabel(self)
        self._store_name = ""
        self._zone = "UTC"
        set_role(self.title, "caption")
        set_role(self.nothing, "quiet")
        self.nothing.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._column.addWidget(self.title)
        self._column.addWidget(self.nothing)
        context.theme.changed.connect(self._draw)
        self.retranslate()

    def show_series(
        self, store_name: str, series: Sequence[ScoreSeries], time_zone: str = "UTC"
    ) -> None:
        """Show the scores of a store."""
        self._zone = time_zone
        self._store_name = store_name
        self._series = tuple(series)
        self.retranslate()
        if self.isVisible():
            self._draw()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.title.setText(self.tr("Final score over time, {store}").format(store=self._store_name))
        self.title.setVisible(bool(self._store_name))
        self.nothing.setText(self.tr("No submitted inspection of this store yet."))
        self.nothing.setVisible(not self._series)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Load the chart library now, not at the start of the program."""
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._series and self._plot is None and self.isVisible():
            self._make_plot()
        if self._plot is None:
            return
        self._plot.setVisible(bool(self._series))
        self._plot.clear()
        self._legend.clear()
        self._dress()
        for place, series in enumerate(self._series):
            self._draw_series(place, series)
        first, last = time_range(self._series)
        self._plot.setXRange(first, last, padding=0)
        days = [(each, day(each, self._zone)) for each in tick_times(self._series, first, last)]
        self._plot.getAxis("bottom").setTicks([days])

    def _make_plot(self) -> None:
        import pyqtgraph

        self._plot = pyqtgraph.PlotWidget(self)
        self._plot.setFixedHeight(HEIGHT)
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=True, y=False)
        self._plot.hideButtons()
        self._plot.setYRange(0, 100, padding=0.06)
        self._plot.showGrid(x=False, y=True, alpha=0.2)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._legend = self._plot.addLegend(offset=(8, -8))
        self._column.addWidget(self._plot)

    def _dress(self) -> None:
        colours = self._context.theme.colours
        self._plot.setBackground(colours.ground)
        self._legend.setLabelTextColor(colours.text)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(colours.line)
            axis.setTextPen(colours.quiet)
            axis.setTickFont(ui_font(SMALL_PX))
        self._plot.getAxis("left").setTicks(
            [[(value, f"{value} %") for value in range(0, 101, 25)]]
        )

    def _draw_series(self, place: int, series: ScoreSeries) -> None:
        colour = self._context.theme.colour(LINE_COLOURS[place % len(LINE_COLOURS)])
        line = self._plot.plot(
            [point.time_s for point in series.points],
            [point.percent for point in series.points],
            pen={"color": colour, "width": 2},
            symbol="osdt"[place % 4],
            symbolSize=8,
            symbolBrush=colour,
            symbolPen=colour,
            data=[point.inspection_id for point in series.points],
            name=_title(series, self._context.language),
        )
        line.sigPointsClicked.connect(self._clicked)

    def _clicked(self, _line: Any, points: Sequence[Any], _event: Any = None) -> None:
        if len(points):
            self.inspection_chosen.emit(int(points[0].data()))


def day(time_s: float, time_zone: str) -> str:
    """The date of a score where the store is."""
    return f"{local(round(time_s * US_PER_S), time_zone):%Y-%m-%d}"


def _title(series: ScoreSeries, language: Language) -> str:
    return series.title_zh if language == "zh_CN" else series.title_en
