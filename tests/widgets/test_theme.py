from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from app.widgets.icons import FOLDER, icon_names, make_pixmap
from app.widgets.theme import STYLE, THEMES, Colours, Theme, ThemeName, set_role, stylesheet

WORDS = ("text", "quiet", "accent", "passed", "attention", "fail", "not_assessable")
GROUNDS = ("ground", "panel", "raised")


def luminance(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_words_read_on_what_they_stand_on(name: ThemeName) -> None:
    colours = THEMES[name]
    for word, ground in itertools.product(WORDS, GROUNDS):
        ratio = contrast(getattr(colours, word), getattr(colours, ground))
        assert ratio >= 4.5, f"{word} on {ground}: {ratio:.2f}"
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.selected) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_stylesheet_names_only_what_is_declared(name: ThemeName) -> None:
    filled = stylesheet(name, STYLE.read_text(encoding="utf-8"))
    assert "@" not in filled
    for path in re.findall(r'url\("([^"]+)"\)', filled):
        ET.parse(path)


def test_no_colour_is_written_beside_the_theme() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", STYLE.read_text(encoding="utf-8"))
    assert not re.search(r"rgba?\(", STYLE.read_text(encoding="utf-8"))


def test_an_unknown_name_in_the_stylesheet_is_found() -> None:
    with pytest.raises(KeyError):
        stylesheet("dark", "QWidget { color: @nonesuch@; }")


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_of_one_weight_and_draws(qapp: QApplication, name: str) -> None:
    root = ET.parse(FOLDER / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke-width") == "1.5"
    assert root.get("stroke") == "currentColor"
    image = make_pixmap(name, "#4AA8FF", 40).toImage()
    drawn = sum(image.pixelColor(x, y).alpha() > 128 for x in range(40) for y in range(40))
    assert drawn > 40
    edge = [image.pixelColor(x, y).alpha() for x in range(40) for y in (0, 39)]
    assert max(edge) < 200, "it is cut off at the edge"


def test_a_theme_changes_and_tells(qapp: QApplication) -> None:
    theme, told = Theme("dark"), list[bool]()
    theme.changed.connect(lambda: told.append(True))
    theme.apply("light")
    assert theme.colour("panel") == QColor("#FFFFFF")
    assert told
    assert theme.icon("wall").pixmap(20, 20).width() == 20
    assert {field.name for field in fields(Colours)} >= set(WORDS + GROUNDS)


def test_roles_reach_the_style(qapp: QApplication) -> None:
    button = QPushButton()
    set_role(button, "primary")
    assert button.property("role") == "primary"
