"""Every action with its keys, to change them; a key can belong to one action only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.actions import ActionRow, Actions
from app.widgets.theme import STEP, set_role

ID_ROLE = Qt.ItemDataRole.UserRole


class KeyDialog(QDialog):
    """Waits for one key (with its modifiers) and says who has it already."""

    def __init__(self, actions: Actions, row: ActionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._row = row
        self.setWindowTitle(self.tr("Key for: {action}").format(action=row.text))
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.keySequenceChanged.connect(self._check)
        self.message = QLabel(self.tr("Press the new key."))
        self.message.setWordWrap(True)
        self.message.setMinimumWidth(320)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.field)
        column.addWidget(self.message)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = buttons.addButton(self.tr("Use it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setEnabled(False)
        set_role(self.use, "primary")
        buttons.accepted.connect(self._use)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _key(self) -> str:
        return self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _check(self) -> None:
        key = self._key()
        other = self._actions.conflict(self._row.id, key) if key else None
        self.use.setEnabled(bool(key))
        if other is None:
            self.message.setText(self.tr("Free.") if key else self.tr("Press the new key."))
            return
        name = self._actions.action(other).text()
        self.message.setText(
            self.tr("“{action}” has this key now. Using it here takes it away there.").format(
                action=name
            )
        )

    def _use(self) -> None:
        take_key(self._actions, self._row.id, self._key())
        self.accept()


def take_key(actions: Actions, action_id: str, key: str) -> None:
    """Give an action a key as its only one; whoever had it loses it."""
    other = actions.conflict(action_id, key)
    if other is not None:
        wanted = QKeySequence(key)
        left = tuple(each for each in actions.keys(other) if QKeySequence(each) != wanted)
        actions.set_keys(other, left)
    actions.set_keys(action_id, (key,))


class KeyEditor(QWidget):
    """A list by group; Enter or a double click changes a key."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(3 * STEP)
        self.list.setUniformRowHeights(True)
        self.list.setMinimumHeight(320)
        self.list.itemActivated.connect(lambda _item, _column: self._change())
        self.list.itemDoubleClicked.connect(lambda _item, _column: self._change())
        self.list.currentItemChanged.connect(lambda _now, _before: self._enable())
        self.change, self.reset, self.reset_all = QPushButton(), QPushButton(), QPushButton()
        self.change.clicked.connect(self._change)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        for button in (self.change, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        last = QHBoxLayout()
        last.addWidget(self.reset_all)
        last.addStretch(1)
        column.addLayout(last)
        actions.keys_changed.connect(self.refresh)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Key")])
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.change.setText(self.tr("Change the key"))
        self.reset.setText(self.tr("Back to its first key"))
        self.reset_all.setText(self.tr("All keys back to the first ones"))
        self.refresh()

    def refresh(self) -> None:
        """List the keys as they are now."""
        kept = self._current_id()
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for row in self._actions.rows():
            if not row.works:
                continue
            if row.group not in groups:
                groups[row.group] = QTreeWidgetItem(self.list, [row.group, ""])
                groups[row.group].setFlags(Qt.ItemFlag.ItemIsEnabled)
                groups[row.group].setFirstColumnSpanned(True)
            item = QTreeWidgetItem(groups[row.group], [row.text, "   ".join(row.keys)])
            item.setData(0, ID_ROLE, row.id)
            if row.id == kept:
                self.list.setCurrentItem(item)
        self.list.expandAll()
        self._enable()

    def _current_id(self) -> str:
        return str(self.list.currentIndex().siblingAtColumn(0).data(ID_ROLE) or "")

    def _enable(self) -> None:
        name = self._current_id()
        self.change.setEnabled(bool(name))
        changed = self._actions.changed_keys()
        self.reset.setEnabled(name in changed)
        self.reset_all.setEnabled(bool(changed))

    def _change(self) -> None:
        name = self._current_id()
        row = next((row for row in self._actions.rows() if row.id == name), None)
        if row is not None:
            dialog = KeyDialog(self._actions, row, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _reset(self) -> None:
        name = self._current_id()
        if name:
            for key in self._actions.default_keys(name):
                take_key(self._actions, name, key)
            self._actions.set_keys(name, self._actions.default_keys(name))

    def _reset_all(self) -> None:
        for name in self._actions.changed_keys():
            self._actions.set_keys(name, self._actions.default_keys(name))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
