"""What a tile tells of its picture, in both languages and only where there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPixmap

from app.video.tiles import TileFacts
from app.widgets.theme import SMALL_PX, ui_font
from app.widgets.tile_facts import brief_lines, draw_facts, facts_lines, facts_place
from app.widgets.tile_texts import TileTexts

LIVE = TileFacts(
    width=1920,
    height=1080,
    codec="h264",
    pictures_per_s=24.96,
    bitrate_bps=4_120_000,
    latency_us=85_400,
    stream="sub",
    reconnects=2,
    lost_packets=7,
)


def test_a_live_stream_tells_everything():
    assert facts_lines(LIVE, TileTexts("en")) == (
        "1920x1080 · H264",
        "25.0 pictures/s · 4.1 Mbit/s",
        "Sub stream · decoded by software",
        "Delay 85 ms",
        "Reconnected: 2",
        "Packets lost: 7",
    )
    assert facts_lines(LIVE, TileTexts("zh_CN"))[1:4] == (
        "25.0 帧/秒 · 4.1 Mbit/s",
        "子码流 · 软件解码",
        "延迟 85 毫秒",
    )


def test_what_is_not_known_is_left_out():
    facts = TileFacts(stream="recording", decoder="cuda", bitrate_bps=640_000)
    assert facts_lines(facts, TileTexts("en")) == ("640 kbit/s", "Recording · decoded by cuda")


def test_smaller_tiles_are_told_less():
    full = facts_lines(LIVE, TileTexts("en"))
    shapes = brief_lines(LIVE, TileTexts("en"))
    assert [len(lines) for lines in shapes] == [3, 2, 1]
    assert all(lines[0] == full[0] for lines in shapes)
    assert brief_lines(TileFacts(), TileTexts("en")) == ()


def test_a_tile_without_room_shows_no_facts(qapp):
    block = draw_facts(facts_lines(LIVE, TileTexts("en")), ui_font(SMALL_PX), 1.0)
    assert isinstance(block, QPixmap)
    strip = QRect(10, 20, 640, 20)
    large = facts_place(QRect(10, 20, 640, 360), block, strip)
    assert large is not None
    assert QRect(10, 20, 640, 360).contains(large)
    assert large.top() >= 40, "over the caption"
    assert facts_place(QRect(10, 20, block.width() - 1, 360), block, strip) is None
    assert facts_place(QRect(10, 20, 640, block.height() + 20), block, strip) is None
