"""What a tile says when it has little room."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from app.widgets.theme import SMALL_PX, ui_font
from app.widgets.tile_painter import fitting_title

TITLE = "S004  Entrance hall"


def test_the_store_is_never_cut_for_the_camera(qapp: QApplication) -> None:
    metrics = QFontMetrics(ui_font(SMALL_PX))
    whole = metrics.horizontalAdvance(TITLE)
    assert fitting_title(TITLE, metrics, whole) == TITLE
    for room in range(1, whole):
        said = fitting_title(TITLE, metrics, room)
        assert said.startswith("S004")
        assert said == "S004" or len(said.rstrip("…")) >= len("S004  En")


def test_a_short_name_of_a_camera_is_whole_or_not_there(qapp: QApplication) -> None:
    metrics = QFontMetrics(ui_font(SMALL_PX))
    narrow = metrics.horizontalAdvance("S004  A") - 1
    assert fitting_title("S004  A", metrics, narrow) == "S004"
