"""The kept set of icons: drawn once as SVG, tinted when asked for.

Each file in ``resources/icons`` is a 20 x 20 drawing with strokes of 1.5 and
``currentColor``, so that all weigh the same.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
PROGRAM = "floorwalk"  # the program's own icon, which has colours of its own
PROGRAM_SIZES = (16, 24, 32, 48, 64, 128, 256)
SIZES = (16, 20, 32, 40, 48)  # logical 16 and 20, at 1 and 2 pixels each; 48 for empty places


def icon_names() -> tuple[str, ...]:
    """The names of all icons in the set; the program's own is none of them."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg") if path.stem != PROGRAM))


@cache
def _drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


def _render(renderer: QSvgRenderer, size_px: int) -> QPixmap:
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return picture


def make_pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    """One icon as a square picture of ``size_px``, in ``colour`` (#RRGGBB).

    Raises FileNotFoundError when the set has no such icon.
    """
    return _render(_renderer(name, colour), size_px)


def program_icon() -> QIcon:
    """The icon of the program: of its windows and on the task bar."""
    icon = QIcon()
    drawing = _renderer(PROGRAM, "")
    for size in PROGRAM_SIZES:
        icon.addPixmap(_render(drawing, size))
    return icon


def make_icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    """One icon in every size the window uses, quieter where disabled."""
    icon = QIcon()
    usual, disabled = _renderer(name, colour), _renderer(name, disabled_colour)
    for size in SIZES:
        icon.addPixmap(_render(usual, size))
        icon.addPixmap(_render(disabled, size), QIcon.Mode.Disabled)
    return icon
