"""The keys of the inspection panel.

Pass/fail items: 1 pass, 2 fail, 3 N/A, 4 not assessable. Scored items: the
digits are the score (a point starts decimals while the score field has the
focus), Backspace erases, P gives full points, A is N/A, C is not assessable.
Text fields keep what is typed in them, so no key answers while typing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.operations.values import AnswerKind
from app.widgets.actions import Actions
from app.widgets.answer_bar import CANT_LETTER, FULL_LETTER, NA_LETTER
from app.widgets.models.answer_draft import Choice

if TYPE_CHECKING:
    from app.widgets.inspection_panel import InspectionPanel

OTHER_DIGITS = "056789"


class PanelKeys(QObject):
    """Registers the panel's actions and the keys that only scored items need."""

    def __init__(self, panel: InspectionPanel, actions: Actions) -> None:
        super().__init__(panel)
        self._panel = panel
        self._actions = actions
        self._handlers = self._handler_table()
        for action_id, handler in self._handlers.items():
            actions.on(action_id, partial(self._do, handler))
        actions.on("hint.next", partial(self._step_hint, 1))
        actions.on("hint.previous", partial(self._step_hint, -1))
        actions.on("evidence.take", panel.want_evidence)
        self._score_keys = self._make_score_keys()
        for signal in (panel.desk.opened, panel.desk.item_changed, panel.desk.changed):
            signal.connect(self.update_enabled)
        self.update_enabled()

    def update_enabled(self) -> None:
        """Keys work while an inspection is seen and open; score keys on scored items."""
        panel = self._panel
        opened = panel.desk.open_inspection
        seen = self._seen
        for action_id in self._handlers:
            self._actions.set_enabled(action_id, seen)
        scored = (
            seen
            and opened is not None
            and not opened.submitted
            and not panel.finishing
            and opened.item.answer_kind is AnswerKind.SCORE
        )
        for shortcut in self._score_keys:
            shortcut.setEnabled(scored)

    @property
    def _seen(self) -> bool:
        return self._panel.desk.open_inspection is not None and self._panel.isVisible()

    def _step_hint(self, direction: int) -> None:
        """The hints of the inspection that is seen; without one those of the wall."""
        hints = self._panel.hints
        if self._seen:
            self._do(hints.next if direction > 0 else hints.previous)
        else:
            hints.wall_wanted.emit(direction)

    def _do(self, handler: Callable[[], object]) -> None:
        """Only for an item that is seen: on the end page only the way back works."""
        if not self._panel.finishing:
            handler()
        elif handler == self._panel.entry.store_previous:
            self._panel.show_items()

    def _handler_table(self) -> dict[str, Callable[[], object]]:
        panel = self._panel
        entry, hints = panel.entry, panel.hints
        return {
            "answer.pass": partial(self._answer, Choice.PASS),
            "answer.fail": partial(self._answer, Choice.FAIL),
            "answer.na": partial(self._answer, Choice.NA),
            "answer.cant": partial(self._answer, Choice.NOT_ASSESSABLE),
            "answer.store_next": entry.store_next,
            "answer.store_previous": entry.store_previous,
            "answer.note": panel.focus_note,
            "answer.take_back": entry.take_back,
            "evidence.mark": panel.mark_evidence,
            "task.raise": panel.dialogs.raise_task,
            "hint.accept": hints.accept,
            "hint.dismiss": hints.dismiss,
        }

    def _answer(self, choice: Choice) -> None:
        """The keys 1 to 4 are digits on a scored item; a name always means what it says."""
        entry = self._panel.entry
        (entry.choose if self._actions.asked_by_name else entry.press)(choice)

    def _make_score_keys(self) -> list[QShortcut]:
        entry = self._panel.entry
        keys: dict[str, Callable[[], None]] = {
            digit: partial(entry.type_character, digit) for digit in OTHER_DIGITS
        }
        keys["Backspace"] = entry.erase
        keys[FULL_LETTER] = lambda: entry.choose(Choice.PASS)
        keys[NA_LETTER] = lambda: entry.choose(Choice.NA)
        keys[CANT_LETTER] = lambda: entry.choose(Choice.NOT_ASSESSABLE)
        free = {key: do for key, do in keys.items() if self._actions.conflict("", key) is None}
        return [QShortcut(QKeySequence(key), self._panel, do) for key, do in free.items()]
