"""Colours, type and space, each value named once; dark and light.

The one stylesheet is ``resources/style/floorwalk.qss``; every ``@name@`` in it
is a colour or a length from here. Widgets say what they are by the dynamic
property ``role`` (see ``set_role``) and never carry a colour of their own.

Roles: ``QPushButton``: primary, danger, flat, segment, link. ``QLabel``: title,
heading, quiet, caption, number, pass, attention, fail, na, accent. ``QFrame``
or ``QWidget``: panel, raised, card, rail, bar, ground.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget

from app.widgets.icons import make_icon

ThemeName = Literal["dark", "light"]
STYLE = Path(__file__).resolve().parents[2] / "resources" / "style" / "floorwalk.qss"

STEP = 4  # px; every distance is a multiple of it
CONTROL = 28  # px; the least height of a control
BASE_PX = 13
SMALL_PX = 11
HEADING_PX = 16
TITLE_PX = 20

CJK_FAMILIES = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)


@dataclass(frozen=True)
class Colours:
    """Every colour by what it is for. Text reaches 4.5:1 on what it stands on."""

    ground: str
    panel: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    hover: str
    selected: str
    passed: str
    attention: str
    fail: str
    not_assessable: str
    picture: str = "#000000"


DARK = Colours(
    ground="#101316",
    panel="#171B1F",
    raised="#20262B",
    line="#2C343B",
    text="#E8ECEF",
    quiet="#9BA7B0",
    accent="#4AA8FF",
    on_accent="#0A1420",
    hover="#29313A",
    selected="#1D3A56",
    passed="#42B883",
    attention="#F0B23E",
    fail="#F0696B",
    not_assessable="#A78BFA",
)
LIGHT = Colours(
    ground="#EEF1F4",
    panel="#FFFFFF",
    raised="#F4F6F8",
    line="#CBD3DA",
    text="#15191D",
    quiet="#56626C",
    accent="#0B63C4",
    on_accent="#FFFFFF",
    hover="#E4E9EE",
    selected="#D3E6FA",
    passed="#17734C",
    attention="#855400",
    fail="#BE2B33",
    not_assessable="#6544C9",
)
THEMES: dict[ThemeName, Colours] = {"dark": DARK, "light": LIGHT}


def stylesheet(name: ThemeName, template: str) -> str:
    """The stylesheet with every ``@name@`` filled.

    Raises KeyError for a name that is not declared here.
    """
    pictures = STYLE.parent / name
    values = dataclasses.asdict(THEMES[name]) | {
        f"icon_{each}": (pictures / f"{each}.svg").as_posix()
        for each in ("down", "up", "right", "check")
    }
    values |= {
        "step": f"{STEP}px",
        "step2": f"{2 * STEP}px",
        "step3": f"{3 * STEP}px",
        "step4": f"{4 * STEP}px",
        "control": f"{CONTROL}px",
        "small": f"{SMALL_PX}px",
        "base": f"{BASE_PX}px",
        "heading": f"{HEADING_PX}px",
        "title": f"{TITLE_PX}px",
    }
    return re.sub(r"@([a-z_0-9]+)@", lambda found: str(values[found[1]]), template)


def ui_font(pixels: int = BASE_PX, *, bold: bool = False) -> QFont:
    """The system's font with a CJK fallback and digits of one width."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font = QFont(system)
    font.setFamilies([*system.families(), *CJK_FAMILIES])
    font.setPixelSize(pixels)
    font.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def set_role(widget: QWidget, role: str) -> None:
    """Say what a widget is; the stylesheet decides how that looks."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def indent(field: QAbstractSpinBox) -> None:
    """Let the figures begin where the text of other fields does.

    The stylesheet's padding does not reach into fields with arrows.
    """
    inner = field.findChild(QLineEdit)
    if inner is not None:
        inner.setTextMargins(STEP + 2, 0, 0, 0)


class Theme(QObject):
    """The look in force. ``changed`` tells painters to take new colours."""

    changed = Signal()

    def __init__(self, name: ThemeName = "dark", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name: ThemeName = name
        self._icons: dict[tuple[str, str], QIcon] = {}

    @property
    def colours(self) -> Colours:
        """The named colours in force, as ``#RRGGBB``."""
        return THEMES[self.name]

    def colour(self, name: str) -> QColor:
        """One colour by its field name in ``Colours``."""
        return QColor(getattr(self.colours, name))

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """An icon of the kept set (file name without ``.svg``) in a named colour."""
        key = (name, getattr(self.colours, colour))
        if key not in self._icons:
            self._icons[key] = make_icon(name, key[1], self.colours.quiet)
        return self._icons[key]

    def apply(self, name: ThemeName | None = None) -> None:
        """Dress the application in a theme, at the start or while it runs."""
        if name is not None:
            self.name = name
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setFont(ui_font())
        app.setPalette(_qt_palette(self.colours))
        style = stylesheet(self.name, STYLE.read_text(encoding="utf-8"))
        if style != app.styleSheet():  # setting it walks over every widget there is
            app.setStyleSheet(style)
        self.changed.emit()


def _qt_palette(colours: Colours) -> QPalette:
    """Qt's own palette from our names, for what the stylesheet does not reach."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, value in {
        roles.Window: colours.panel,
        roles.Base: colours.ground,
        roles.AlternateBase: colours.raised,
        roles.Button: colours.raised,
        roles.WindowText: colours.text,
        roles.Text: colours.text,
        roles.ButtonText: colours.text,
        roles.ToolTipBase: colours.raised,
        roles.ToolTipText: colours.text,
        roles.PlaceholderText: colours.quiet,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.on_accent,
        roles.Link: colours.accent,
    }.items():
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.quiet))
    return palette
