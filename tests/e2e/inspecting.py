"""An inspection in the real window, done by its keys."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from app.operations.values import Answer, AnswerKind, Inspection, Item
from app.widgets.checklist_model import OpenInspection
from app.widgets.inspection_panel import InspectionPanel
from tests.e2e.stage import Hands, SmallStage

SHOWROOM = "showroom-opening"
SERVICE = "service-bay-procedure"
TABS = 80


class Inspector:
    """Somebody who inspects at this window and keeps the hands on the keys."""

    def __init__(self, hands: Hands, stage: SmallStage) -> None:
        self.hands = hands
        self.stage = stage

    @property
    def panel(self) -> InspectionPanel:
        return self.hands.wall.panel

    @property
    def opened(self) -> OpenInspection:
        found = self.panel.desk.open_inspection
        assert found is not None, "no inspection is open"
        return found

    @property
    def item(self) -> Item:
        """The item on the card."""
        return self.opened.item

    def stored(self) -> Inspection:
        """The inspection as the database has it."""
        return self.hands.operations.inspections.get(self.opened.inspection.id)

    def answer(self, item_id: str) -> Answer | None:
        """The stored answer of an item."""
        return self.stored().answers.get(item_id)

    # -- hands -----------------------------------------------------------------------

    def tab_to(self, widget: QWidget) -> None:
        """Press Tab until a widget has the keys."""
        for _ in range(TABS):
            if widget.hasFocus():
                return
            self.hands.keys("Tab")
        raise AssertionError(f"Tab does not lead to {widget}")

    def begin(self, key: str = SHOWROOM, code: str = "S001") -> Inspection:
        """Begin an inspection with the picker, by keyboard; an empty wall fills with the store."""
        picker, store = self.panel.picker, self.stage.stores[code]
        self.hands.until(lambda: picker.store_box.count() == len(self.stage.stores), "stores")
        self.tab_to(picker.store_box)
        self._choose(picker.store_box.findData(store.id), picker.store_box.currentIndex())
        self.tab_to(picker.checklist_box)
        version = picker.checklist_box.findData(self.stage.versions[key].id)
        self._choose(version, picker.checklist_box.currentIndex())
        self.tab_to(picker.begin_button)
        self.hands.keys("Space")
        self.hands.until(lambda: self.panel.inspection_id is not None, "the inspection")
        return self.opened.inspection

    def _choose(self, wanted: int, current: int) -> None:
        steps = wanted - current
        self.hands.keys(*["Down" if steps > 0 else "Up"] * abs(steps))

    def back_to_window(self) -> None:
        """What the desktop does when a dialog has closed; offscreen there is no desktop."""
        self.hands.main.activateWindow()
        self.hands.until(self.hands.main.isActiveWindow, "the window in front")

    def press(self, *keys: str) -> None:
        """Press keys; each has done its work when the next is pressed."""
        for key in keys:
            self.hands.keys(key)
            self.hands.settle()

    def write(self, text: str) -> None:
        """Type into the field in focus."""
        self.hands.type(text)
        self.hands.settle()

    def go_to(self, item_id: str) -> None:
        """Walk to an item with Enter, answering nothing on the way."""
        for _ in range(len(self.opened.items) + 1):
            if self.item.id == item_id:
                return
            self.press("Return")
        raise AssertionError(f"Enter does not lead to {item_id}")

    def give(self, points: Decimal | int) -> None:
        """Answer the item on the card with points: 1 and 2, or the digits of a score."""
        if self.item.answer_kind is AnswerKind.SCORE:
            self.press(*str(points))
        else:
            self.press("1" if points else "2")

    def answer_the_rest(self) -> None:
        """Full points for every item that has no answer yet; ends at the summary."""
        for _ in range(len(self.opened.items) + 1):
            if self.opened.answer(self.item.id) is None:
                self.give(self.item.max_score)
            self.press("Return")
            if self.panel.finish.isVisible():
                return
        raise AssertionError("the summary did not come")


def choose_file(hands: Hands, path: Path) -> None:
    """Name a file in the file dialog that is open, and agree."""
    dialog = hands.dialog(QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(field, QLineEdit)
    assert isinstance(buttons, QDialogButtonBox)
    field.setText(str(path))
    agree = next(
        button
        for button in buttons.buttons()
        if buttons.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole
    )
    hands.until(agree.isEnabled, "the button of the file dialog")
    hands.click(agree)
    hands.until(lambda: not _open(dialog), "the file dialog to close")
    hands.main.activateWindow()
    hands.settle()


def _open(dialog: QFileDialog) -> bool:
    """Whether a dialog is still there; it is deleted when it has closed."""
    return isValid(dialog) and dialog.isVisible()
