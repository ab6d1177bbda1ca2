"""The bench's figures as a picture for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

_SIZE = QSize(1360, 560)
_COLOURS = ("#1F6FB2", "#2E8B57", "#B8860B", "#B2443F", "#6C5CA8", "#555555")
_LEGEND_ABOVE = 1.45  # so much of the plot's height, that the legend hides no line
_WORDS = {
    "cpu_cores": "processor cores, all processes",
    "pictures_per_s_min": "pictures a second, slowest tile",
}

Lines = Mapping[str, Sequence[tuple[float, float]]]


def draw_growth(curves: Mapping[str, Lines], target: Path) -> None:
    """One plot for each key of ``curves``: its lines over the number of tiles.

    Raises OSError where ``target`` cannot be written.
    """
    app = QApplication.instance() or QApplication([])
    view = pg.GraphicsLayoutWidget()
    view.setBackground("w")
    view.resize(_SIZE)
    for key, lines in curves.items():
        _plot(view, _WORDS.get(key, key), lines)
    view.show()
    app.processEvents()
    saved = view.grab().save(str(target))
    view.close()
    app.processEvents()
    if not saved:
        raise OSError(f"{target} could not be written")


def _plot(view: pg.GraphicsLayoutWidget, words: str, lines: Lines) -> None:
    plot = view.addPlot(title=words)
    plot.setLabel("bottom", "tiles")
    plot.showGrid(x=True, y=True, alpha=0.25)
    most = max((y for points in lines.values() for _x, y in points), default=1.0)
    plot.setYRange(0, most * _LEGEND_ABOVE)
    plot.addLegend(offset=(10, 10), brush=pg.mkBrush(255, 255, 255, 220), labelTextColor="k")
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        ours = name.startswith("Floorwalk")
        style = Qt.PenStyle.SolidLine if ours else Qt.PenStyle.DashLine
        plot.plot(
            [x for x, _y in points],
            [y for _x, y in points],
            name=name,
            pen=pg.mkPen(colour, width=2, style=style),
            symbol="o",
            symbolSize=6,
            symbolBrush=colour,
            symbolPen=colour,
        )
