"""The watermark of a clip: who exported it, where and when each picture was filmed.

It is drawn into the brightness plane of the picture: a darkened strip along the
foot with white letters. Words are rendered once, the digits of the time from a
kept picture of each character, so that a picture costs one small addition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

_CHARACTERS = "0123456789-:. +"
_FIRST_CHINESE = 0x2E80  # the first code point of the CJK blocks
_DARK = 0.35
_WHITE, _BLACK = 235, 16


@dataclass(frozen=True)
class Watermark:
    """What is burnt in. Without a Chinese font such names would be boxes."""

    user: str
    place: str  # store and camera as a person knows them
    time_zone: str  # IANA name: the store's
    latin_font: str = ""  # path; "" = the one that comes with Pillow
    chinese_font: str = ""


def time_text(media_time_us: int, zone: ZoneInfo) -> str:
    """``2026-03-02 10:02:00.4 +0800``: the store's clock, with its distance from UTC."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=media_time_us)
    here = moment.astimezone(zone)
    return f"{here:%Y-%m-%d %H:%M:%S}.{here.microsecond // 100_000} {here:%z}"


class Stamper:
    """Draws one clip's watermark into pictures of one size."""

    def __init__(self, watermark: Watermark, width: int, height: int) -> None:
        self._zone = ZoneInfo(watermark.time_zone)
        size_px = max(10, round(min(height, width) / 30))
        self._cells = _cells(watermark.latin_font, size_px)
        self._time_width = self._time(0).shape[1]
        self._margin = size_px // 2
        self._width = width
        self._rows = self._fitted(watermark, size_px)
        row_px = self._cells["0"].shape[0]
        if len(self._rows) > 1:
            row_px = max(row_px, *(row.shape[0] for row in self._rows))
        self._strip = min(height, len(self._rows) * row_px + size_px // 2)

    def _fitted(self, watermark: Watermark, size_px: int) -> list[NDArray[np.float32]]:
        """The words by rows; the time stands at the end of the last. Names are never left out."""

        def words(text: str) -> NDArray[np.float32]:
            return _words(text, watermark.latin_font, watermark.chinese_font, size_px)

        whole = max(0, self._width - 2 * self._margin)
        rows = [words(f"{watermark.user} · {watermark.place}")]
        if rows[0].shape[1] > whole:
            rows = [words(watermark.user), words(watermark.place)]
        if rows[-1].shape[1] > whole - self._time_width - 2 * self._margin:
            rows.append(words(""))
        return [row[:, :whole] for row in rows]

    def stamp(self, luma: NDArray[np.uint8], media_time_us: int) -> None:
        """Draw into ``luma`` (height x width, video range), in place."""
        strip = luma[-self._strip :]
        dark = strip.astype(np.float32) * _DARK + _BLACK * (1 - _DARK)
        time_left = max(0, self._width - self._margin - self._time_width)
        parts = np.array_split(dark, len(self._rows))
        for part, words in zip(parts, self._rows, strict=True):
            self._blend(part, words, self._margin)
        self._blend(parts[-1], self._time(media_time_us), time_left)
        strip[:] = dark.astype(np.uint8)

    def _time(self, media_time_us: int) -> NDArray[np.float32]:
        text = time_text(media_time_us, self._zone)
        return np.concatenate([self._cells[each] for each in text], axis=1)

    def _blend(self, strip: NDArray[np.float32], mask: NDArray[np.float32], left: int) -> None:
        top = max(0, (strip.shape[0] - mask.shape[0]) // 2)
        place = strip[top : top + mask.shape[0], left : left + mask.shape[1]]
        cut = mask[: place.shape[0], : place.shape[1]]
        place += (_WHITE - place) * cut


def _font(path: str, size_px: int) -> Any:
    from PIL import ImageFont

    if path:
        try:
            return ImageFont.truetype(path, size_px)
        except OSError:
            pass  # a font that went away is no reason for a clip without its watermark
    return ImageFont.load_default(size_px)


def _mask(text: str, font: Any, width: int, height: int) -> NDArray[np.float32]:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (max(1, width), max(1, height)), 0)
    ImageDraw.Draw(picture).text((0, 0), text, fill=255, font=font)
    return np.asarray(picture, dtype=np.float32) / 255.0


def _height(font: Any) -> int:
    ascent, descent = font.getmetrics()
    return int(ascent + descent)


@lru_cache(maxsize=4)
def _cells(path: str, size_px: int) -> dict[str, NDArray[np.float32]]:
    """A mask for each character of a time; digits are equally wide, so that nothing jumps."""
    font = _font(path, size_px)
    digit = max(round(font.getlength(each)) for each in "0123456789")
    return {
        each: _mask(each, font, digit if each.isdigit() else _width(each, font), _height(font))
        for each in _CHARACTERS
    }


def _width(text: str, font: Any) -> int:
    return round(float(font.getlength(text))) + 1


def _words(text: str, latin: str, chinese: str, size_px: int) -> NDArray[np.float32]:
    """A line of text, each character in the font that has it, on one baseline."""
    from PIL import Image, ImageDraw

    fonts = (_font(latin, size_px), _font(chinese or latin, size_px))
    parts = [(each, fonts[ord(each) >= _FIRST_CHINESE]) for each in text]
    width = sum(font.getlength(each) for each, font in parts)
    ascent = max(font.getmetrics()[0] for font in fonts)
    height = max(_height(font) for font in fonts)
    picture = Image.new("L", (round(width) + 1, height), 0)
    draw, left = ImageDraw.Draw(picture), 0.0
    for each, font in parts:
        draw.text((left, ascent), each, fill=255, font=font, anchor="ls")
        left += font.getlength(each)
    return np.asarray(picture, dtype=np.float32) / 255.0
