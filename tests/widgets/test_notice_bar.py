"""The notices over the window: as high as what they say, whatever was there before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.application import Window
from app.faults import Sentence
from app.operations.facade import open_operations
from app.storage.credentials import Credentials
from app.widgets.notice_bar import CONTROL, NoticeBar
from app.widgets.notices import Level
from tests.widgets.window_stage import open_window, settle

SHORT = Sentence("The picture is kept.", "图片已保存。")
LONG = Sentence(" ".join(["The recorder refuses."] * 12), "录像机拒绝访问。" * 12)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    with open_window(tmp_path / "home", rooms) as made:
        yield made


def heights(bar: NoticeBar) -> list[tuple[int, int]]:
    """Of each line's words: how high they are, and how high they need to be."""
    words = [label for label in bar.findChildren(QLabel) if label.text()]
    return [(each.height(), each.heightForWidth(each.width())) for each in words]


def test_a_notice_that_joins_others_has_room_and_takes_none_from_them(window):
    (bar,) = window.main.findChildren(NoticeBar)
    notices = window.context.notices
    for number, sentence in enumerate((SHORT, LONG, SHORT)):
        notices.say(sentence, Level.ATTENTION, key=str(number))
        settle(window)
        seen = heights(bar)
        assert len(seen) == number + 1
        assert all(height >= needed for height, needed in seen)
        assert bar.height() >= sum(needed for _, needed in seen)
    notices.dismiss("1")
    settle(window)
    assert bar.height() < 4 * CONTROL
