"""What a tile says when it has little room."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from app.widgets.theme import SMALL_PX, ui_font
from app.widgets.tile_caption import chosen_clock, fitting_title
from app.widgets.tile_texts import CLOCKS, DATE_AND_TIME, MINUTES, TIME

TITLE = "S004  Entrance hall"


def test_the_store_is_never_cut_for_the_camera(qapp: QApplication) -> None:
    metrics = QFontMetrics(ui_font(SMALL_PX))
    whole = metrics.horizontalAdvance(TITLE)
    assert fitting_title(TITLE, metrics, whole) == TITLE
    for room in range(1, whole):
        said = fitting_title(TITLE, metrics, room)
        assert said.startswith("S004")
        assert said == "S004" or len(said.rstrip("…")) >= len("S004 En")


def test_a_short_name_of_a_camera_is_whole_or_not_there(qapp: QApplication) -> None:
    metrics = QFontMetrics(ui_font(SMALL_PX))
    narrow = metrics.horizontalAdvance("S004 A") - 1
    assert fitting_title("S004  A", metrics, narrow) == "S004"


def test_the_time_gives_way_to_the_cameras_name(qapp: QApplication) -> None:
    metrics, pad = QFontMetrics(ui_font(SMALL_PX)), 8

    def said(room: int, *, live: bool = False) -> tuple[str, str]:
        clock = chosen_clock(TITLE, metrics, room, pad, 1.0, live=live)
        wide = metrics.horizontalAdvance(CLOCKS[clock]) + 2 * pad if clock else 0
        return clock, fitting_title(TITLE, metrics, room - wide)

    assert said(500) == (DATE_AND_TIME, TITLE)
    assert said(250) == (TIME, TITLE)
    name = metrics.horizontalAdvance("S004 Entran…")
    narrow = name + metrics.horizontalAdvance(CLOCKS[MINUTES]) + 2 * pad
    clock, title = said(narrow)
    assert clock == MINUTES
    assert "Ent" in title
    assert said(narrow - 4) == (MINUTES, said(narrow - 4)[1])  # a recording keeps its time
    assert said(narrow - 4, live=True)[0] == ""
