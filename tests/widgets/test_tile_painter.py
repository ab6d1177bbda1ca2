"""What is painted into a tile, apart from its picture."""

from __future__ import annotations

import pytest

from app.widgets.tile_painter import TilePainter
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_layout import CAPTION_PX


@pytest.mark.parametrize(("width", "height"), [(94, 80), (118, 106), (198, 170), (640, 360)])
def test_words_stay_in_their_tile_below_its_caption(qapp, width, height):
    painter = TilePainter(TileTexts("en"))
    words = "S001/door has no free connection at rtsp://192.168.100.200:39793/main/av_stream. " * 2
    free = height - 2 * CAPTION_PX
    drawn = painter._draw_words(words, "fault", width, free)
    assert drawn.width() <= width
    assert drawn.height() <= height - CAPTION_PX
    short = painter._draw_words("Connecting", "refresh", width, free)
    assert short.height() <= height - CAPTION_PX
