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
_DARK = 0.35
_WHITE, _BLACK = 235, 16


@dataclass(frozen=True)
class Watermark:
    """What is burnt in. ``font_path`` "" takes a Latin font; others may write Chinese."""

    user: str
    place: str  # store and camera as a person knows them
    time_zone: str  # IANA name: the store's
    font_path: str = ""


def time_text(media_time_us: int, zone: ZoneInfo) -> str:
    """``2026-03-02 10:02:00.4 +0800``: the store's clock, with its distance from UTC."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=media_time_us)
    here = moment.astimezone(zone)
    return f"{here:%Y-%m-%d %H:%M:%S}.{here.microsecond // 100_000} {here:%z}"


class Stamper:
    """Draws one clip's watermark into pictures of one size."""

    def __init__(self, watermark: Watermark, width: int, height: int) -> None:
        self._zone = ZoneInfo(watermark.time_zone)
        size_px = max(10, round(height / 30))
        self._cells = _cells(watermark.font_path, size_px)
        cell = self._cells["0"]
        self._strip = min(height, cell.shape[0] + size_px // 2)
        self._time_width = cell.shape[1] * len(time_text(0, self._zone))
        self._words = _words(f"{watermark.user} · {watermark.place}", watermark.font_path, size_px)
        self._margin = size_px // 2
        self._width = width

    def stamp(self, luma: NDArray[np.uint8], media_time_us: int) -> None:
        """Draw into ``luma`` (height x width, video range), in place."""
        strip = luma[-self._strip :]
        dark = strip.astype(np.float32) * _DARK + _BLACK * (1 - _DARK)
        time_left = self._width - self._margin - self._time_width
        self._blend(dark, self._words[:, : max(0, time_left - 2 * self._margin)], self._margin)
        self._blend(dark, self._time(media_time_us), max(0, time_left))
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
    """A mask of equal width for each character of a time."""
    font = _font(path, size_px)
    width = max(round(font.getlength(each)) for each in _CHARACTERS)
    return {each: _mask(each, font, width, _height(font)) for each in _CHARACTERS}


def _words(text: str, path: str, size_px: int) -> NDArray[np.float32]:
    font = _font(path, size_px)
    return _mask(text, font, round(font.getlength(text)) + 1, _height(font))
