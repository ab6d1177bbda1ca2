"""Words in a tile are cut between lines, never through one."""

from __future__ import annotations

import pytest

from app.widgets.theme import SMALL_PX, ui_font
from app.widgets.tile_words import whole_lines, words_height

REFUSED = (
    "S001/cam00 拒绝了到 rtsp://127.0.0.1:9/x 的连接。请检查地址和端口，并确认摄像机已开机。",
    "S001/cam00 refuses the connection at rtsp://127.0.0.1:9/x. Check the address and port.",
)


@pytest.mark.parametrize("words", REFUSED)
@pytest.mark.parametrize("height", range(40, 120, 7))
def test_what_is_kept_of_the_words_fits_as_it_is_painted(qapp, words, height):
    font = ui_font(SMALL_PX)
    kept = whole_lines(words, font, 110, height)
    assert words_height(kept, font, 110) <= height
    assert kept == words or (kept.endswith("…") and words.startswith(kept[:-1]))


@pytest.mark.parametrize("words", REFUSED)
def test_all_of_the_words_stay_where_there_is_room_and_a_line_where_there_is_none(qapp, words):
    font = ui_font(SMALL_PX)
    assert whole_lines(words, font, 110, 1000) == words
    assert 1 < len(whole_lines(words, font, 110, 1)) < len(words)
