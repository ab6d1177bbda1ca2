"""Under Python 3.11 Qt's binding must not be able to use up None, True and False."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

import app.widgets
from app.widgets.lasting_constants import keep_constants_alive


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python counts these constants no more")
def test_the_constants_outlast_any_number_of_calls():
    assert app.widgets.__doc__
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for _ in range(50_000):  # ends the process where the constants are not kept alive
        painter.fillRect(0, 0, 1, 1, QColor("black"))
    painter.end()
    for constant in (None, True, False):
        assert sys.getrefcount(constant) > 1 << 39


def test_keeping_them_alive_twice_is_harmless():
    before = sys.getrefcount(None)
    keep_constants_alive()
    assert sys.getrefcount(None) < before + (1 << 39)
