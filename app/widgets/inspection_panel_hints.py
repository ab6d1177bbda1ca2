"""Walking through the hints with the hint keys: an inspection's, else those of the wall."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.faults import Sentence
from app.operations.values import Hint
from app.widgets.inspection_panel_desk import InspectionDesk
from app.widgets.inspection_panel_entry import ItemEntry
from app.widgets.models.hint_queue import queue, step

ALL_DECIDED = Sentence(
    "This inspection has no hint left to decide. Those that were accepted stand at their items.",
    "本次巡检没有待处理的提示。已采纳的提示显示在各检查项中。",
)


class HintWalk(QObject):
    """Which hint the keys H, Y and X act on.

    ``wall_wanted``: no inspection is seen, so the wall's hints are gone through.
    """

    wall_wanted = Signal(int)  # direction: 1 or -1
    ended = Signal(object)  # Sentence: nothing is left to go to
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
        if hint is None:
            self.ended.emit(ALL_DECIDED)
        else:
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
