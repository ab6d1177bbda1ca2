"""What a tile's picture is, in a few short lines: for those who look after the cameras."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from app.faults import Sentence
from app.video.tiles import TileFacts
from app.widgets.theme import DARK, STEP
from app.widgets.tile_texts import TileTexts

RATE = Sentence("{rate} pictures/s", "{rate} 帧/秒")
DELAY = Sentence("Delay {ms} ms", "延迟 {ms} 毫秒")
SOFTWARE = Sentence("decoded by software", "软件解码")
HARDWARE = Sentence("decoded by {name}", "{name} 解码")
RECONNECTS = Sentence("Reconnected: {count}", "重新连接：{count} 次")
LOST_PACKETS = Sentence("Packets lost: {count}", "丢包：{count}")
DECODE_ERRORS = Sentence("Damaged pictures: {count}", "损坏画面：{count}")
_STREAMS = {
    "main": Sentence("Main stream", "主码流"),
    "sub": Sentence("Sub stream", "子码流"),
    "recording": Sentence("Recording", "录像"),
    "recorder": Sentence("From the recorder", "录像机回放"),
}
_GROUND_ALPHA = 190
_KILO, _MEGA = 1e3, 1e6


def facts_lines(facts: TileFacts, texts: TileTexts) -> tuple[str, ...]:
    """The lines in the window's language; what is not known is left out."""
    size = f"{facts.width}x{facts.height}" if facts.width else ""
    rate = texts.say(RATE, rate=f"{facts.pictures_per_s:.1f}") if facts.pictures_per_s else ""
    decoder = (
        texts.say(SOFTWARE)
        if facts.decoder == "software"
        else texts.say(HARDWARE, name=facts.decoder)
    )
    delay = "" if facts.latency_us is None else texts.say(DELAY, ms=round(facts.latency_us / _KILO))
    counted = (
        (RECONNECTS, facts.reconnects),
        (LOST_PACKETS, facts.lost_packets),
        (DECODE_ERRORS, facts.decode_errors),
    )
    lines = (
        _joined(size, facts.codec.upper()),
        _joined(rate, _bits(facts.bitrate_bps)),
        _joined(texts.say(_STREAMS[facts.stream]), decoder),
        delay,
        *(texts.say(sentence, count=count) for sentence, count in counted if count),
    )
    return tuple(line for line in lines if line)


def brief_lines(facts: TileFacts, texts: TileTexts) -> tuple[tuple[str, ...], ...]:
    """What is told in smaller tiles instead, each shorter than the one before."""
    size = f"{facts.width}x{facts.height}" if facts.width else ""
    rate = texts.say(RATE, rate=f"{facts.pictures_per_s:.1f}") if facts.pictures_per_s else ""
    picture = _joined(size, facts.codec.upper())
    shapes = ((picture, rate, _bits(facts.bitrate_bps)), (picture, rate), (picture,))
    told = (tuple(line for line in lines if line) for lines in shapes)
    return tuple(lines for lines in told if lines)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _bits(bits_per_s: float) -> str:
    if bits_per_s <= 0:
        return ""
    if bits_per_s < _MEGA:
        return f"{bits_per_s / _KILO:.0f} kbit/s"
    return f"{bits_per_s / _MEGA:.1f} Mbit/s"


def draw_facts(lines: tuple[str, ...], font: QFont, ratio: float) -> QPixmap:
    """The lines on a translucent ground, as a picture that is kept."""
    metrics, pad = QFontMetrics(font), round(1.5 * STEP * ratio)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * pad
    block = QPixmap(width, metrics.lineSpacing() * len(lines) + 2 * pad)
    ground = QColor(DARK.ground)
    ground.setAlpha(_GROUND_ALPHA)
    block.fill(ground)
    painter = QPainter(block)
    painter.setFont(font)
    painter.setPen(QColor(DARK.text))
    for number, line in enumerate(lines):
        where = QRect(pad, pad + number * metrics.lineSpacing(), width, metrics.lineSpacing())
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
    painter.end()
    return block


def facts_place(where: QRect, block: QPixmap, strip: QRect) -> QRect | None:
    """Below the caption's ``strip``, at the left of the picture.

    None where the tile is too small for it.
    """
    gap = strip.height() // 4
    top = max(where.y(), strip.y() + strip.height()) + gap
    if block.width() + 2 * gap > where.width():
        return None
    if top + block.height() + gap > where.y() + where.height():
        return None
    return QRect(where.x() + gap, top, block.width(), block.height())
