"""The actions of the live wall's window: the same list, its keys for its own tiles.

What concerns tiles is done here; inspection and screens are passed on to the main
window. Time belongs to recordings, so its actions rest in this window.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.widgets.action_list import ACTIONS, INSPECTION, SCREENS
from app.widgets.actions import Actions
from app.widgets.theme import Theme

PASSED_ON = frozenset({"focus.inspection", "selftest.run", "theme.switch", "app.quit"})
TO_FRONT = frozenset({"focus.inspection", "selftest.run"})
OWN = frozenset({"evidence.take"})


class LiveWallActions(Actions):
    """Follows the main window's actions: their keys, and whether they make sense now."""

    def __init__(
        self, first: Actions, theme: Theme, main: QWidget, parent: QObject | None = None
    ) -> None:
        """``first``, ``main``: the main window's actions, and that window."""
        super().__init__(theme, first.changed_keys(), parent)
        self._first = first
        self._main = main
        self._passed = [spec.id for spec in ACTIONS if _is_passed_on(spec.id, spec.group)]
        for name in self._passed:
            to_front = name in TO_FRONT or self.group_of(name) == SCREENS
            self.on(name, partial(self._pass_on, name, to_front=to_front))
            first.action(name).enabledChanged.connect(self._follow)
        first.keys_changed.connect(self._take_keys)
        self._follow()

    def _pass_on(self, name: str, *, to_front: bool) -> None:
        if to_front:
            self._main.raise_()
            self._main.activateWindow()
        self._first.trigger(name)

    def _follow(self) -> None:
        for name in self._passed:
            self.set_enabled(name, self._first.action(name).isEnabled())

    def _take_keys(self) -> None:
        for spec in ACTIONS:
            keys = self._first.keys(spec.id)
            if keys != self.keys(spec.id):
                self.set_keys(spec.id, keys)


def _is_passed_on(name: str, group: str) -> bool:
    return name in PASSED_ON or (group in (INSPECTION, SCREENS) and name not in OWN)
