"""What every screen is handed: the rooms below, built once and passed on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import Language

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from app.operations.facade import Operations
    from app.video.wall.engine import WallEngine
    from app.widgets.background import Background
    from app.widgets.changes import ChangeBridge
    from app.widgets.notices import Notices
    from app.widgets.theme import Theme


@dataclass
class Context:
    """The rooms a screen may talk to; there are no globals.

    ``memory`` keeps what the window remembers (docks, sizes, last wall) in an
    INI file of the data folder. ``language`` is what the window speaks now; it
    changes while the program runs, and every widget then gets a
    ``LanguageChange`` event.
    """

    operations: Operations
    engine: WallEngine
    background: Background
    changes: ChangeBridge
    notices: Notices
    theme: Theme
    memory: QSettings
    home: Path
    language: Language = "en"
