"""No inspection open: continue one, or begin another."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import (
    ChangeKind,
    ChecklistVersion,
    InspectionFilter,
    InspectionState,
    InspectionSummary,
    Store,
)
from app.widgets.context import Context
from app.widgets.models.moments import day_and_minute
from app.widgets.screen import Screen
from app.widgets.theme import STEP, set_role


@dataclass(frozen=True)
class Choices:
    """What can be chosen from."""

    drafts: tuple[InspectionSummary, ...]
    stores: tuple[Store, ...]
    versions: tuple[ChecklistVersion, ...]  # newest version of each checklist first


class InspectionPicker(Screen):
    """Unfinished inspections to continue; store and checklist to begin with."""

    continued = Signal(int)  # inspection id
    begun = Signal(int, int)  # store id, checklist version id
    screen_wanted = Signal(str)  # "screen.stores" or "screen.checklists": something is missing

    watches = frozenset({ChangeKind.INSPECTIONS, ChangeKind.STORES, ChangeKind.CHECKLISTS})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._choices = Choices((), (), ())
        self.title = _label(self, "heading")
        self.lead = _label(self, "quiet")
        self.drafts_title = _label(self, "caption")
        self.drafts = QListWidget(self)
        self.continue_button = QPushButton(self)
        self.begin_title = _label(self, "caption")
        self.store_box = QComboBox(self)
        self._store_line = QLineEdit(self)
        make_searchable(self.store_box, self._store_line)
        self.checklist_box = QComboBox(self)
        self.begin_button = QPushButton(self)
        self.missing = _label(self, "attention")
        self.mend_button = QPushButton(self)
        self._mend = ""
        for box in (self.store_box, self.checklist_box):
            # A long name is cut at its end rather than making the dock wider.
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(16)
        # A line longer than the dock goes on in a second one.
        self.drafts.setWordWrap(True)
        self.drafts.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.drafts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self._connect()
        self.retranslate()

    def refresh(self) -> None:
        """Read what can be chosen from."""
        operations = self.context.operations

        def work() -> Choices:
            nodes = operations.stores.tree().stores()
            drafts = operations.inspections.list(InspectionFilter(state=InspectionState.DRAFT))
            stores = tuple(node.store for node in nodes)
            return Choices(drafts, stores, newest_first(operations.checklists.list()))

        self.context.background.run(work, self.show_choices, lane="picker")

    def show_choices(self, choices: Choices) -> None:
        """Show them, keeping what is chosen."""
        self._choices = choices
        self._fill_drafts()
        stores = [(store.id, f"{store.code} · {store.name}") for store in choices.stores]
        _fill(self.store_box, stores)
        _fill(self.checklist_box, [(each.id, self._name(each)) for each in choices.versions])
        self._show_state()

    def take_keys(self) -> None:
        """The list of drafts where there are any, else the store to begin with."""
        begin = self.mend_button if self._mend else self.begin_button
        first: QWidget = self.drafts if self._choices.drafts else begin
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_store(self, store_id: int) -> None:
        """Prepare to begin at a store, such as the one on the wall."""
        self.store_box.setCurrentIndex(self.store_box.findData(store_id))

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.title.setText(self.tr("Inspection"))
        self.lead.setText(
            self.tr("Score a store against a checklist while its cameras play on the wall.")
        )
        self.drafts_title.setText(self.tr("Unfinished, stored up to the last answer"))
        self.continue_button.setText(self.tr("Continue"))
        self.store_box.setAccessibleName(self.tr("Store"))
        self.checklist_box.setAccessibleName(self.tr("Checklist"))
        self._store_line.setPlaceholderText(self.tr("Store: type to search"))
        self.begin_button.setText(self.tr("Begin inspection"))
        self.show_choices(self._choices)

    def _fill_drafts(self) -> None:
        chosen = self._chosen_draft()
        self.drafts.clear()
        for draft in self._choices.drafts:
            zone = self._zone(draft.store_id)
            title = draft.checklist_title.in_language(self.context.language)
            line = self.tr("{answered} of {total} answered · {inspector} · {began}").format(
                answered=draft.answered,
                total=draft.total,
                inspector=draft.inspector,
                began=day_and_minute(draft.started_us, zone),
            )
            item = QListWidgetItem(f"{draft.store_code} · {title}\n{line}")
            item.setData(Qt.ItemDataRole.UserRole, draft.id)
            item.setToolTip(draft.store_name)
            self.drafts.addItem(item)
            if draft.id == chosen:
                self.drafts.setCurrentItem(item)
        if chosen is None and self.drafts.count():
            self.drafts.setCurrentRow(0)

    def _show_state(self) -> None:
        has_drafts = bool(self._choices.drafts)
        for widget in (self.drafts_title, self.drafts, self.continue_button):
            widget.setVisible(has_drafts)
        missing, mend, self._mend = "", "", ""
        if not self._choices.stores:
            missing, mend = self.tr("There is no store yet."), self.tr("Add a store")
            self._mend = "screen.stores"
        elif not self._choices.versions:
            missing, mend = self.tr("There is no checklist yet."), self.tr("Import a checklist")
            self._mend = "screen.checklists"
        self.missing.setText(missing)
        self.mend_button.setText(mend)
        for widget in (self.missing, self.mend_button):
            widget.setVisible(bool(missing))
        for chooser in (self.begin_title, self.store_box, self.checklist_box, self.begin_button):
            chooser.setVisible(not missing)
        self.begin_title.setText(self.tr("Begin another") if has_drafts else self.tr("Begin"))

    def _name(self, version: ChecklistVersion) -> str:
        title = version.title.in_language(self.context.language)
        return self.tr("{title}, version {version}").format(title=title, version=version.version)

    def _zone(self, store_id: int) -> str:
        zones = {store.id: store.time_zone for store in self._choices.stores}
        return zones.get(store_id, "UTC")

    def _chosen_draft(self) -> int | None:
        chosen = self.drafts.selectedItems()
        return int(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else None

    def _continue(self) -> None:
        chosen = self._chosen_draft()
        if chosen is not None:
            self.continued.emit(chosen)

    def _begin(self) -> None:
        store, version = self.store_box.currentData(), self.checklist_box.currentData()
        if store is not None and version is not None:
            self.begun.emit(int(store), int(version))

    def _connect(self) -> None:
        self.drafts.itemActivated.connect(lambda _item: self._continue())
        self.continue_button.clicked.connect(lambda _checked=False: self._continue())
        self.begin_button.clicked.connect(lambda _checked=False: self._begin())
        self.mend_button.clicked.connect(lambda _checked=False: self.screen_wanted.emit(self._mend))

    def _lay_out(self) -> None:
        set_role(self.begin_button, "primary")
        set_role(self.mend_button, "primary")
        for button in (self.continue_button, self.begin_button, self.mend_button):
            button.setAutoDefault(True)  # Enter presses the one in focus, outside dialogs too
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        rows: tuple[tuple[QWidget, int], ...] = (
            (self.title, 0),
            (self.lead, 0),
            (self.drafts_title, 0),
            (self.drafts, 1),
            (self.continue_button, 0),
            (self.begin_title, 0),
            (self.store_box, 0),
            (self.checklist_box, 0),
            (self.missing, 0),
            (self.mend_button, 0),
            (self.begin_button, 0),
        )
        for widget, stretch in rows:
            column.addWidget(widget, stretch)
        column.addStretch(1)


def newest_first(versions: tuple[ChecklistVersion, ...]) -> tuple[ChecklistVersion, ...]:
    """The newest version of each checklist first, then the older ones."""
    newest: dict[str, int] = {}
    for version in versions:
        newest[version.key] = max(newest.get(version.key, 0), version.version)
    return tuple(sorted(versions, key=lambda v: (v.version != newest[v.key], v.key, -v.version)))


def _fill(box: QComboBox, entries: list[tuple[int, str]]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for data, text in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findData(chosen)) if entries else -1)
    box.blockSignals(False)


def make_searchable(box: QComboBox, line: QLineEdit) -> None:
    """Let typing search anywhere in the entries; what is typed is never added."""
    box.setEditable(True)
    box.setLineEdit(line)
    # The frame is the box's; the field inside has none of its own.
    line.setStyleSheet("border: none; padding: 0; min-height: 0; background: transparent;")
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = QCompleter(box.model(), box)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    box.setCompleter(completer)
    show_beginning(box, line)


def show_beginning(box: QComboBox, line: QLineEdit) -> None:
    """Of an entry longer than its field show the beginning, which names it, not the end."""

    def home() -> None:
        if not line.hasFocus():
            line.setCursorPosition(0)

    line.textChanged.connect(home)
    line.editingFinished.connect(lambda: line.setCursorPosition(0))
    box.activated.connect(lambda _place: line.setCursorPosition(0))


def _label(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    set_role(label, role)
    return label
