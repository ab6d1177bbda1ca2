"""A link that is longer than its room."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.widgets.elided_link import ElidedLink


def test_it_takes_no_more_room_than_there_is(qapp: QApplication) -> None:
    words = "2.3  Desk staffed & greeting within thirty seconds of the door"
    link = ElidedLink(words)
    link.resize(160, 28)
    link.show()
    assert link.width() == 160
    assert link.text().startswith("2.3  Desk")
    assert link.text().endswith("…")
    assert link.toolTip() == words
    link.resize(900, 28)
    assert link.text() == words.replace("&", "&&")
    link.close()
