"""What a person must know now: a short list, never a box in the way."""

from __future__ import annotations

import enum
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from app.faults import Fault, FaultKind, Language, Sentence

log = logging.getLogger(__name__)


class Level(enum.Enum):
    """How much a notice matters; each has its own icon and colour."""

    INFO = "info"
    DONE = "done"
    ATTENTION = "attention"
    FAULT = "fault"


@dataclass(frozen=True)
class Notice:
    """One thing to know. ``times`` counts how often the same was said."""

    key: str
    level: Level
    sentence: Sentence
    values: Mapping[str, object] = field(default_factory=dict)
    times: int = 1

    def text(self, language: Language) -> str:
        """The notice in ``language``."""
        return self.sentence.fill(language, **self.values)


class Notices(QObject):
    """The open notices, newest last. The same notice never piles up: it counts."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[str, Notice] = {}

    def open(self) -> tuple[Notice, ...]:
        """What stands on the bar now, oldest first."""
        return tuple(self._open.values())

    def fault(self, fault: Fault) -> None:
        """Show a fault; the log gets it too."""
        log.info("told the user: %s", fault)
        level = Level.FAULT if fault.kind is FaultKind.BUG else Level.ATTENTION
        self._put(fault.text(), level, fault.sentence, fault.values)

    def say(
        self,
        sentence: Sentence,
        level: Level = Level.INFO,
        key: str | None = None,
        **values: object,
    ) -> None:
        """Show a sentence. Notices with the same ``key`` replace each other.

        Without a key the filled sentence itself is the key, so saying the same
        twice counts up instead of adding a line.
        """
        self._put(key or sentence.fill("en", **values), level, sentence, values)

    def _put(
        self, key: str, level: Level, sentence: Sentence, values: Mapping[str, object]
    ) -> None:
        before = self._open.pop(key, None)
        notice = Notice(key, level, sentence, values)
        if before is not None and before.text("en") == notice.text("en"):
            notice = replace(notice, times=before.times + 1)
        self._open[key] = notice
        self.changed.emit()

    def dismiss(self, key: str) -> None:
        """Take a notice away (read, or no longer true)."""
        if self._open.pop(key, None) is not None:
            self.changed.emit()
