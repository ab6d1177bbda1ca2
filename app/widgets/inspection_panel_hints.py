"""Walking through the hints of an inspection with the hint keys."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.operations.values import Hint
from app.widgets.inspection_panel_desk import InspectionDesk
from app.widgets.inspection_panel_entry import ItemEntry
from app.widgets.models.hint_queue import queue, step


class HintWalk(QObject):
    """Which hint the keys H, Y and X act on."""

    jump = Signal(int, object)  # camera id, media time in microseconds
    selected_changed = Signal()

    def __init__(
        self, desk: InspectionDesk, entry: ItemEntry, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entry = entry
        self.selected: int | None = None
        desk.opened.connect(self._forget)

    def next(self) -> None:
        """Jump to the next undecided hint and show its item."""
        self._step(1)

    def previous(self) -> None:
        """Jump to the hint before."""
        self._step(-1)

    def accept(self) -> None:
        """Accept the selected hint."""
        self._decide(accepted=True)

    def dismiss(self) -> None:
        """Dismiss the selected hint."""
        self._decide(accepted=False)

    def go_to(self, hint: Hint) -> None:
        """Show a hint's item and ask the wall for its moment."""
        opened = self._desk.open_inspection
        if opened is None:
            return
        self.selected = hint.id
        self._entry.go(opened.item_of_hint(hint))
        self.jump.emit(hint.camera_id, hint.start_us)
        self.selected_changed.emit()

    def _step(self, direction: int) -> None:
        opened = self._desk.open_inspection
        if opened is None:
            return
        hint = step(queue(opened.hints, opened.item_of_hint), self.selected, direction)
        if hint is not None:
            self.go_to(hint)

    def _decide(self, *, accepted: bool) -> None:
        hint = self._current()
        if hint is not None:
            self._desk.decide(hint, accepted=accepted)

    def _current(self) -> Hint | None:
        """The selected hint where it belongs to the shown item, else that item's first."""
        opened = self._desk.open_inspection
        if opened is None or opened.submitted:
            return None
        here = [hint for hint in opened.hints_of(opened.item) if hint.decision is None]
        return next((hint for hint in here if hint.id == self.selected), here[0] if here else None)

    def _forget(self) -> None:
        self.selected = None
