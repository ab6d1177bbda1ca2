"""The checklist beside the wall: one item after another by keyboard alone.

An answer is stored the moment it is chosen; Enter stores what is still open (a
reason, a note, a score being typed) and shows the next item only when that is
on disk. ``ItemEntry`` holds what is typed, ``InspectionDesk`` does the writes,
``PanelDialogs`` opens the evidence marker and the task dialog.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault, Sentence
from app.operations.values import EvidenceRecord
from app.widgets.actions import Actions
from app.widgets.checklist_model import OpenInspection
from app.widgets.context import Context
from app.widgets.inspection_panel_desk import InspectionDesk
from app.widgets.inspection_panel_dialogs import PanelDialogs
from app.widgets.inspection_panel_entry import ItemEntry
from app.widgets.inspection_panel_finish import FinishPage
from app.widgets.inspection_panel_header import PanelHeader
from app.widgets.inspection_panel_hints import HintWalk
from app.widgets.inspection_panel_keys import PanelKeys
from app.widgets.inspection_panel_list import ItemList
from app.widgets.inspection_panel_room import CardRoom
from app.widgets.inspection_picker import InspectionPicker
from app.widgets.item_card import ItemCard
from app.widgets.screen import Screen
from app.widgets.theme import STEP, set_role

PANEL_WIDTH = 340
NOTHING_TO_MARK = Sentence(
    "This item has no evidence to mark yet. Take the picture of the selected tile first.",
    "该检查项还没有可标注的取证。请先对选中的格子取证。",
)


class InspectionPanel(Screen):
    """The dock at the right of the wall.

    ``evidence_wanted`` carries the id of the current item (``""`` without an
    open inspection): whoever owns the wall takes the still, stores it with
    ``inspection_id`` and hands the record to ``evidence_taken``.
    """

    evidence_wanted = Signal(str)  # item id
    jump_wanted = Signal(int, object)  # camera id, media time in microseconds
    inspection_opened = Signal(object)  # Store of the inspection, None when put away

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = actions
        self.desk = InspectionDesk(context, self)
        self.entry = ItemEntry(self.desk, self)
        self.hints = HintWalk(self.desk, self.entry, self)
        self.picker = InspectionPicker(context, self)
        self.header = PanelHeader(context, self)
        self.list = ItemList(context, self)
        self.card = ItemCard(context, actions, self)
        self.finish = FinishPage(context, self)
        self.previous_button = QPushButton(self)
        self.next_button = QPushButton(self)
        self.submit_button = QPushButton(self)
        self.dialogs = PanelDialogs(context, self.desk, self)
        self._pages = QStackedWidget(self)
        self._bodies = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self.keys = PanelKeys(self, actions)
        self.retranslate()

    # -- the door --------------------------------------------------------------------

    @property
    def inspection_id(self) -> int | None:
        """The inspection that takes answers now; None when none is open or it is submitted."""
        opened = self.desk.open_inspection
        return None if opened is None or opened.submitted else opened.inspection.id

    @property
    def item_id(self) -> str | None:
        """The current item of that inspection."""
        opened = self.desk.open_inspection
        return None if opened is None or opened.submitted else opened.item.id

    @property
    def finishing(self) -> bool:
        """Whether the end page is shown: no item is seen, so none can be answered."""
        return self._bodies.currentWidget() is self.finish

    def open_inspection(self, inspection_id: int) -> None:
        """Continue an inspection."""
        self.desk.open(inspection_id)

    def offer_store(self, store_id: int) -> None:
        """Prepare the picker for a store, such as the one dropped on the wall."""
        self.picker.choose_store(store_id)

    def take_keys(self) -> None:
        """Where hands on the keyboard go on: the item, or what to begin with."""
        reason = Qt.FocusReason.ShortcutFocusReason
        if self.desk.open_inspection is None:
            self.picker.take_keys()
        elif self.finishing:
            self.finish.back_button.setFocus(reason)
        else:
            self.card.setFocus(reason)

    def evidence_taken(self, record: EvidenceRecord) -> None:
        """Show a piece of evidence that was just stored."""
        self.desk.evidence_taken(record)

    def refresh(self) -> None:
        """Read what stands beside the answers again."""
        self.desk.reload()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.previous_button.setText(self.tr("Previous"))
        self._name_keys()
        self.next_button.setText(self.tr("Store, next"))
        self.submit_button.setText(self.tr("Submit…"))
        self.list.set_language(self.context)
        self.show_item()

    def _name_keys(self) -> None:
        """Tooltips with the keys as they are now."""
        with_key = self.card.with_key
        previous = with_key(self.tr("Store, previous item"), "answer.store_previous")
        self.previous_button.setToolTip(previous)
        self.next_button.setToolTip(with_key(self.tr("Store, next item"), "answer.store_next"))

    # -- showing ---------------------------------------------------------------------

    def show_item(self) -> None:
        """Show the current item from scratch."""
        opened = self.desk.open_inspection
        if opened is None or self.entry.draft is None:
            return
        if self.card.typing():
            # The next item is answered by keys, not typed into the note of the last one.
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        number = opened.rows()[opened.current].number
        self.card.show_item(number, self.entry.draft)
        self.card.set_read_only(opened.submitted)
        self._show_state()

    def show_finish(self) -> None:
        """Show the summary before submit, or the result after."""
        opened = self.desk.open_inspection
        if opened is not None:
            self.finish.show_inspection(opened)
            self._bodies.setCurrentWidget(self.finish)
            # Not on Submit: Enter pressed once too often must not end the inspection.
            self.finish.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_items(self) -> None:
        """Show list and card, ready for the keys."""
        if self.finishing:
            self._bodies.setCurrentIndex(0)
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_note(self) -> None:
        """Give the keys to the note."""
        if self.desk.open_inspection is not None:
            self._reveal(self.card.note)

    def mark_evidence(self) -> None:
        """Open the marker on the chosen piece of evidence of the current item."""
        record = self.card.strip.selected()
        if record is not None:
            self.dialogs.mark(record)
        else:
            self.context.notices.say(NOTHING_TO_MARK, key="evidence.mark")

    def submit(self) -> None:
        """Submit, or show why it is refused."""
        self.desk.submit(self.show_finish)

    def _opened(self) -> None:
        self._room.forget()
        opened = self.desk.open_inspection
        self._pages.setCurrentIndex(0 if opened is None else 1)
        if opened is None:
            self.picker.mark_stale()
        elif opened.submitted:
            self.show_finish()
        else:
            self.show_items()
            # Whatever button led here would keep Enter for itself.
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_item()
        self.inspection_opened.emit(self.desk.store)

    def _show_state(self) -> None:
        opened = self.desk.open_inspection
        if opened is None:
            return
        self.header.show_inspection(opened, self.desk.store)
        self.list.show_inspection(opened)
        self.previous_button.setEnabled(opened.current > 0)
        self._show_beside(opened)
        self._room.give()
        if self.finishing:
            self.finish.show_inspection(opened)

    def _show_beside(self, opened: OpenInspection) -> None:
        item = opened.item
        zone = self.desk.store.time_zone if self.desk.store else "UTC"
        tasks = tuple(task for task in self.desk.tasks if task.item_id == item.id)
        evidence = opened.evidence_of(item.id)
        self.card.show_beside(opened.hints_of(item), evidence, tasks, zone)
        self.card.select_hint(self.hints.selected)
        self.card.show_task_offer(opened.failed(item.id))

    def _show_draft(self) -> None:
        if self.entry.draft is not None:
            self.card.show_draft(self.entry.draft)

    def _refused(self, fault: Fault | None) -> None:
        opened = self.desk.open_inspection
        if fault is not None and opened is None:
            self.context.notices.fault(fault)
        elif fault is not None and self.finishing:
            self.finish.show_fault(fault)
        else:
            self.card.show_fault(fault)

    def _show_busy(self, busy: bool) -> None:
        self.next_button.setEnabled(not busy)
        self.next_button.setText(self.tr("Storing…") if busy else self.tr("Store, next"))

    def _reveal(self, field: QWidget) -> None:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(field)

    def _give_keys_back(self) -> None:
        self.entry.keep()
        wall = self._actions.action("focus.wall")
        if wall.isEnabled():
            wall.trigger()
        else:
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def want_evidence(self) -> None:
        """Ask for the picture of the selected tile, for the item that is seen."""
        # The item is read when the write under way is done, so it is the one that is seen.
        self.desk.after_write(lambda: self.evidence_wanted.emit(self.item_id or ""))

    # -- wiring ----------------------------------------------------------------------

    def _connect(self) -> None:
        self._actions.keys_changed.connect(self._name_keys)
        self.desk.opened.connect(self._opened)
        self.desk.changed.connect(self._show_state)
        self.desk.item_changed.connect(self.show_item)
        self.desk.refused.connect(self._refused)
        self.desk.busy_changed.connect(self._show_busy)
        self.entry.draft_changed.connect(self._show_draft)
        self.entry.refused.connect(self._refused)
        self.entry.reason_wanted.connect(lambda: self._reveal(self.card.reason))
        self.entry.finished.connect(self.show_finish)
        self.hints.jump.connect(self.jump_wanted)
        self.hints.selected_changed.connect(self._show_state)
        self.hints.ended.connect(lambda said: self.context.notices.say(said, key="hints"))
        self.picker.continued.connect(self.desk.open)
        self.picker.begun.connect(self.desk.begin)
        self.picker.screen_wanted.connect(self._actions.trigger)
        self.header.close_wanted.connect(self._put_away)
        self.list.chosen.connect(self.entry.go)
        # A list in focus keeps Enter for itself.
        self.list.activated.connect(lambda _index: self.entry.store_next())
        self._connect_card()
        self._connect_finish()
        self.previous_button.clicked.connect(lambda _checked=False: self.entry.store_previous())
        self.next_button.clicked.connect(lambda _checked=False: self.entry.store_next())
        self.submit_button.clicked.connect(lambda _checked=False: self._offer_submit())

    def _connect_card(self) -> None:
        card, entry = self.card, self.entry
        card.bar.chosen.connect(entry.choose)
        card.bar.typed.connect(entry.type_character)
        card.bar.scored.connect(entry.set_score)
        card.bar.erased.connect(entry.erase)
        card.note_edited.connect(entry.set_note)
        card.reason_edited.connect(entry.set_reason)
        card.entered.connect(lambda back: entry.store_previous() if back else entry.store_next())
        card.left.connect(self._give_keys_back)
        card.abandoned.connect(entry.keep)
        card.evidence_wanted.connect(self.want_evidence)
        card.mark_wanted.connect(self.dialogs.mark)
        card.task_wanted.connect(self.dialogs.raise_task)
        card.hint_jump.connect(self.hints.go_to)
        card.hint_decided.connect(lambda hint, accepted: self.desk.decide(hint, accepted=accepted))

    def _connect_finish(self) -> None:
        self.finish.back_wanted.connect(self.show_items)
        self.finish.submit_wanted.connect(self.submit)
        self.finish.item_wanted.connect(self._go_to_missing)
        self.finish.export_wanted.connect(self.dialogs.export)
        self.finish.done_wanted.connect(self.desk.close)

    def _go_to_missing(self, place: int) -> None:
        self.show_items()
        self.entry.go(place)

    def _offer_submit(self) -> None:
        self.entry.keep()
        self.desk.after_write(self.show_finish)

    def _put_away(self) -> None:
        self.entry.keep()
        self.desk.after_write(self.desk.close)

    def showEvent(self, event: QShowEvent) -> None:
        """The answer keys work while the panel is seen."""
        super().showEvent(event)
        self._room.give()
        self.keys.update_enabled()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, the answer keys belong to others."""
        super().hideEvent(event)
        self.keys.update_enabled()

    # -- layout ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumWidth(PANEL_WIDTH - 40)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.card)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self._scroll)
        self._room = CardRoom(split, self.card)
        items = QWidget(self)
        column = QVBoxLayout(items)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(split, 1)
        column.addLayout(self._footer())
        self._bodies.addWidget(items)
        self._bodies.addWidget(self.finish)
        opened = QWidget(self)
        whole = QVBoxLayout(opened)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self._bodies, 1)
        self._pages.addWidget(self.picker)
        self._pages.addWidget(opened)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _footer(self) -> QHBoxLayout:
        set_role(self.next_button, "primary")
        row = QHBoxLayout()
        row.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        row.setSpacing(STEP)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button, 1)
        row.addWidget(self.submit_button)
        return row
