"""What an action is, and the groups in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for the translators' tool, which knows it by this name."""
    return text


@dataclass(frozen=True)
class ActionSpec:
    """One action: its lasting id, its group, its words, its first keys.

    ``text`` and ``group`` are English; ``Actions`` translates them. ``keys``
    are ``QKeySequence`` texts.
    """

    id: str
    group: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""


PLAYBACK = QT_TRANSLATE_NOOP("Actions", "Playback")
WALL = QT_TRANSLATE_NOOP("Actions", "Wall")
INSPECTION = QT_TRANSLATE_NOOP("Actions", "Inspection")
SCREENS = QT_TRANSLATE_NOOP("Actions", "Screens")
GENERAL = QT_TRANSLATE_NOOP("Actions", "General")
GROUPS = (PLAYBACK, WALL, INSPECTION, SCREENS, GENERAL)
