"""Where a picture lies in its tile, and which part of it is seen there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from app.video.pictures.shape import WHOLE, Crop
from app.video.tiles import EMPTY, TileFacts, TileState
from app.video.wall.engine import ShownPicture
from app.widgets.wall_layout import Area

_SAME_PART = 1e-6  # of the picture, for the sake of rounding
_NEAR_PX = 10.0  # a picture may be made so much smaller than its tile, for quickness


@dataclass
class TileFace:
    """What the surface knows of one tile."""

    title: str = ""
    time_zone: str = "UTC"
    camera_id: int | None = None
    state: TileState = EMPTY
    picture: ShownPicture | None = None
    image: QImage | None = None
    zoom: Crop | None = None
    facts: TileFacts | None = None
    live: bool = False

    def take(self, picture: ShownPicture | None) -> bool:
        """Show another picture; False when it is the one shown already."""
        if picture is None:
            changed = self.picture is not None
            self.picture = self.image = None
            return changed
        if self.picture is not None and picture.serial == self.picture.serial:
            return False
        self.image, self.picture = _image(picture), picture
        return True

    @property
    def picture_part(self) -> Crop:
        """The part of the camera's picture that the present picture holds."""
        return WHOLE if self.picture is None else self.picture.crop


def _image(picture: ShownPicture) -> QImage:
    """The picture for QPainter; of planes the brightness alone.

    Planes are for the graphics card. Painted otherwise they are seen grey, for the
    moment until the engine delivers what was asked for instead.
    """
    of_planes = picture.pixel_format == "yuv420p"
    kind = QImage.Format.Format_Grayscale8 if of_planes else QImage.Format.Format_RGB32
    return QImage(picture.data, picture.width, picture.height, picture.stride, kind)


@dataclass(frozen=True)
class Placement:
    """``where`` the view lies in the tile; ``source`` (in the picture's pixels) fills ``target``.

    ``view``: the part of the camera's picture that ``where`` shows.
    """

    where: QRect
    target: QRectF
    source: QRectF
    view: Crop

    @property
    def unscaled(self) -> bool:
        """Whether each pixel of the picture falls on one of the screen."""
        return self.target.size() == self.source.size()


def picture_area(area: Area, width: int, height: int) -> QRect:
    """Where a picture of that size lies in its tile: centred, its shape kept."""
    scale = min(area.width / max(width, 1), area.height / max(height, 1))
    fits = -1.0 < (scale - 1.0) * max(width, height) < _NEAR_PX
    w = width if fits else max(1, round(width * scale))
    h = height if fits else max(1, round(height * scale))
    return QRect(area.x + (area.width - w) // 2, area.y + (area.height - h) // 2, w, h)


def placement(area: Area, picture: ShownPicture, zoom: Crop | None) -> Placement:
    """How to paint ``picture`` where ``zoom`` is wanted.

    Until a picture of that part is there, the part of the old one is stretched;
    what the old one does not hold stays black.
    """
    where = picture_area(area, picture.width, picture.height)
    wanted, held = zoom or WHOLE, picture.crop
    whole = QRectF(0, 0, picture.width, picture.height)
    if _same(wanted, held):
        return Placement(where, QRectF(where), whole, held)
    left, top = held.within(wanted.x, wanted.y)
    right, bottom = held.within(wanted.x + wanted.width, wanted.y + wanted.height)
    seen = QRectF(
        left * picture.width,
        top * picture.height,
        (right - left) * picture.width,
        (bottom - top) * picture.height,
    )
    source = seen.intersected(whole)
    across, down = where.width() / seen.width(), where.height() / seen.height()
    target = QRectF(
        where.x() + (source.x() - seen.x()) * across,
        where.y() + (source.y() - seen.y()) * down,
        source.width() * across,
        source.height() * down,
    )
    return Placement(where, target, source, wanted)


def _same(one: Crop, other: Crop) -> bool:
    pairs = ((one.x, other.x), (one.y, other.y), (one.width, other.width))
    return all(abs(a - b) < _SAME_PART for a, b in pairs)


def bars(area: Area, where: QRect) -> list[QRect]:
    """The black beside or above and below a letterboxed picture."""
    if (where.width(), where.height()) == (area.width, area.height):
        return []
    left, top = where.x(), where.y()
    right, bottom = left + where.width(), top + where.height()
    area_right, area_bottom = area.x + area.width, area.y + area.height
    every = (
        QRect(area.x, area.y, area.width, top - area.y),
        QRect(area.x, bottom, area.width, area_bottom - bottom),
        QRect(area.x, top, left - area.x, where.height()),
        QRect(right, top, area_right - right, where.height()),
    )
    return [bar for bar in every if bar.width() > 0 and bar.height() > 0]
