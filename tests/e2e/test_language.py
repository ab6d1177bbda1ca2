"""Chinese at once, everywhere: no English word is left but names and what has none in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QAbstractListModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.widgets.command_palette import CommandPalette
from app.widgets.main_window import SCREENS
from app.widgets.settings_screen import SettingsScreen
from tests.conftest import ROOT
from tests.e2e.stage import PERSON, START_US, STORES, Hands, SmallStage

NAMES = {*PERSON.split(), *(word for pair in STORES for word in " ".join(pair).split())} | {
    "Harbour", "Motors", "East", "entrance", "counter", "shelf",
}  # fmt: skip
"""Names that people gave."""
TERMS = {
    "Floorwalk", "SQLite", "SQLAlchemy", "PostgreSQL", "CPU", "GPU", "CUDA", "UTC", "PDF", "XLSX",
    "JSON", "Schema", "RTSP", "TCP", "UDP", "YOLOX", "Nano", "Tiny", "ONNX", "SHA", "English", "MB",
    "MiB", "Apache", "Megvii", "BaseDetection", "NVIDIA", "Intel", "Quick", "Sync", "Windows",
    "macOS", "VideoToolbox", "OpenGL", "GB", "ONVIF", "VLC",
}  # fmt: skip
"""The same in both languages."""
KEYS = {
    "Ctrl", "Alt", "Shift", "Space", "Left", "Right", "Up", "Down", "Return", "Enter", "Esc",
    "Escape", "Del", "Delete", "Tab", "Home", "End", "PgUp", "PgDown", "Backspace", "Ins",
}  # fmt: skip
"""Names of keys as they stand on the keyboard."""
NO_WORDS = re.compile(
    r"<[^>]*>|“[^”]*”|[\w+]+://\S+|(?<!\w)/\S+|\b[A-Z]\w+/[\w/+-]+|[{}\w/.-]*%[{}\w%/.-]*"
)
"""Mark-up, quoted values, addresses, paths, time zones and time patterns."""
WORD = re.compile(r"[A-Za-z]{2,}")


def texts(top: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Everything that a visible widget says."""
    yield top, top.windowTitle()
    for widget in [top, *top.findChildren(QWidget)]:
        if widget.isVisibleTo(top):
            for text in (widget.toolTip(), widget.accessibleName(), *own_texts(widget)):
                yield widget, text


def own_texts(widget: QWidget) -> Iterable[str]:
    """What a widget of that kind says beyond its tooltip."""
    match widget:
        case QLabel() | QAbstractButton():
            return [widget.text()]
        case QLineEdit():
            return [widget.placeholderText()]
        case QComboBox():
            return [widget.itemText(row) for row in range(widget.count())]
        case QHeaderView() if widget.isVisible() and widget.model() is not None:
            model, way = widget.model(), widget.orientation()
            return [str(model.headerData(each, way) or "") for each in range(widget.count())]
        case QAbstractItemView() if widget.model() is not None:
            model = widget.model()
            flat = isinstance(model, QAbstractListModel)  # its column count is its own affair
            columns = 1 if flat else model.columnCount()
            return [
                str(model.index(row, column).data() or "")
                for row in range(model.rowCount())
                for column in range(columns)
            ]
    return []


def english(top: QWidget) -> list[str]:
    """Texts in which an English word stands."""
    allowed = {word.casefold() for word in NAMES | TERMS | KEYS}
    found = []
    for widget, text in texts(top):
        # Wherever the program lies, and be there a space in the folder's name.
        plain = NO_WORDS.sub(" ", text.replace(str(ROOT), ""))
        words = [word for word in WORD.findall(plain) if word.casefold() not in allowed]
        if words:
            found.append(f"{type(widget).__name__}: {text!r} {words}")
    return sorted(set(found))


@pytest.fixture
def chinese(window: Hands, small_stage: SmallStage) -> Hands:
    """Every screen was opened in English, then the language was chosen in the settings."""
    window.fill(small_stage.cameras.values())
    window.wall.controller.seek(START_US)
    for name in SCREENS:
        window.main.show_screen(name)
        window.settle()
    screen = window.main.screen_named("settings")
    assert isinstance(screen, SettingsScreen)
    field = next(each for each in screen.fields if each.setting.key == "general.language")
    editor = field.editor
    assert isinstance(editor, QComboBox)
    editor.setFocus()
    window.keys("Down" if editor.currentIndex() == 0 else "Up")
    window.until(lambda: window.window.context.language == "zh_CN", "Chinese")
    window.settle()
    return window


def test_no_english_is_left_on_screens_that_were_open(chinese: Hands) -> None:
    left = {}
    for name in SCREENS:
        chinese.main.show_screen(name)
        chinese.settle()
        left[name] = english(chinese.main)
    assert left == {name: [] for name in SCREENS}


def test_actions_and_palette_speak_chinese(chinese: Hands) -> None:
    allowed = {word.casefold() for word in TERMS | KEYS}
    for row in chinese.window.actions.rows():
        words = [word for word in WORD.findall(row.text) if word.casefold() not in allowed]
        assert words == [], row
    chinese.main.show_screen("wall")
    chinese.look_at_wall()
    chinese.keys("Ctrl+K")
    palette = chinese.main.findChild(CommandPalette)
    assert palette is not None
    assert english(palette) == []
    palette.close()


def test_tiles_speak_chinese_and_english_again(chinese: Hands) -> None:
    chinese.main.show_screen("wall")
    chinese.wall.controller.seek(START_US - 60_000_000)
    chinese.until(lambda: "之前无录像" in chinese.says(0), "the tile's words")
    chinese.operations.settings.set("general.language", "en")
    chinese.until(lambda: "No recording before" in chinese.says(0), "English again")
    chinese.until(lambda: chinese.wall.bar.mode.buttons[0].text() == "Live", "the bar")
