"""The searchable tree beside the wall: from here cameras go onto it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMenu, QTreeView, QVBoxLayout, QWidget

from app.operations.values import Camera, ChangeKind, Store, StoreTree
from app.widgets.context import Context
from app.widgets.models.store_tree_model import Node, StoreTreeFilter, StoreTreeModel
from app.widgets.screen import Screen
from app.widgets.theme import STEP, set_role

LEAST_PX = 208


class _Tree(QTreeView):
    """A tree whose Return key opens what is current."""

    opened = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return puts the current line on the wall."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class StoreTreePanel(Screen):
    """Search, tree and its menu. Signals carry plain camera ids."""

    cameras_wanted = Signal(list)  # camera ids, into the next free tiles
    wall_wanted = Signal(list)  # camera ids, instead of what is on the wall
    live_wanted = Signal(list)  # camera ids, onto the live wall
    edit_wanted = Signal(object)  # Store or Camera: show it under Stores
    inspect_wanted = Signal(int)  # store id: begin an inspection there
    tree_read = Signal(object)  # StoreTree

    watches = frozenset({ChangeKind.STORES})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = StoreTreeModel(context.theme, parent=self)
        self._filter = StoreTreeFilter(self)
        self._filter.setSourceModel(self.model)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._to_first)
        self.search.installEventFilter(self)
        self.view = self._make_view()
        self.setMinimumWidth(LEAST_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self.search)
        layout.addWidget(self.view)
        self.retranslate()

    def _make_view(self) -> _Tree:
        view = _Tree()
        view.setModel(self._filter)
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setExpandsOnDoubleClick(False)
        view.setIndentation(4 * STEP)
        view.doubleClicked.connect(self._open)
        view.opened.connect(self._open)
        view.customContextMenuRequested.connect(self._menu_at)
        set_role(view, "plain")
        return view

    def retranslate(self) -> None:
        """Set the words."""
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search stores and cameras"))
        self.view.setAccessibleName(self.tr("Stores"))
        self.view.setToolTip(
            self.tr("Drag a camera or a whole store to the wall, or press Enter on it.")
        )

    def refresh(self) -> None:
        """Read the stores anew."""
        self.context.background.run(self.context.operations.stores.tree, self._show)

    def _show(self, tree: StoreTree) -> None:
        if tree != self.model.tree:
            kept = {node.text() for node in self._open_nodes()}
            first = self.model.tree is None
            self.model.set_tree(tree)
            self._expand(kept, first=first)
        self.tree_read.emit(tree)

    def _open_nodes(self) -> list[Node]:
        found: list[Node] = []
        waiting = [QModelIndex()]
        while waiting:
            above = waiting.pop()
            for row in range(self._filter.rowCount(above)):
                index = self._filter.index(row, 0, above)
                if self.view.isExpanded(index):
                    found.append(self._node(index))
                waiting.append(index)
        return found

    def _expand(self, kept: set[str], *, first: bool) -> None:
        """Open what was open; at first everything down to the first store's cameras."""
        waiting = [QModelIndex()]
        opened_store = False
        while waiting:
            above = waiting.pop(0)
            for row in range(self._filter.rowCount(above)):
                index = self._filter.index(row, 0, above)
                node = self._node(index)
                is_store = isinstance(node.thing, Store)
                wanted = node.text() in kept or (first and not (is_store and opened_store))
                opened_store = opened_store or is_store
                self.view.setExpanded(index, wanted)
                waiting.append(index)

    def _search(self, text: str) -> None:
        self._filter.search(text)
        if text.strip():
            self.view.expandAll()

    def _to_first(self) -> None:
        """From the search to what it found: the first store or camera."""
        index = self._filter.index(0, 0)
        while index.isValid() and not isinstance(self._node(index).thing, Store | Camera):
            index = self.view.indexBelow(index)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search into the tree."""
        if watched is self.search and isinstance(event, QKeyEvent) and _goes_down(event):
            self._to_first()
            return True
        return super().eventFilter(watched, event)

    def _node(self, index: QModelIndex) -> Node:
        return self.model.node(self._filter.mapToSource(index))

    def _meant(self, index: QModelIndex) -> list[Node]:
        """The line, or all that are selected where it is one of them, as they stand."""
        selected = self.view.selectionModel().selectedIndexes()
        lines = sorted(selected, key=_rows) if index in selected else [index]
        return [self._node(each) for each in lines]

    def _open(self, index: QModelIndex) -> None:
        ids = _camera_ids(self._meant(index))
        if ids:
            self.cameras_wanted.emit(ids)

    def _menu_at(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if index.isValid():
            menu = self.menu(self._meant(index))
            if menu.isEmpty():
                return
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(place))

    def menu(self, nodes: Sequence[Node]) -> QMenu:
        """What can be done with a line, or with several."""
        menu = QMenu(self)
        ids = _camera_ids(nodes)
        theme = self.context.theme
        if ids:
            menu.addAction(
                theme.icon("add"),
                self.tr("Put on the wall"),
                lambda: self.cameras_wanted.emit(ids),
            )
            menu.addAction(
                theme.icon("wall"),
                self.tr("Show only this on the wall"),
                lambda: self.wall_wanted.emit(ids),
            )
            menu.addAction(
                theme.icon("live"),
                self.tr("Put on the live wall"),
                lambda: self.live_wanted.emit(ids),
            )
        if len(nodes) > 1:
            return menu
        thing = nodes[0].thing
        if isinstance(thing, Store):
            menu.addAction(
                theme.icon("checklist"),
                self.tr("Begin an inspection"),
                lambda: self.inspect_wanted.emit(thing.id),
            )
        menu.addAction(
            theme.icon("edit"), self.tr("Edit under Stores"), lambda: self.edit_wanted.emit(thing)
        )
        return menu


def _camera_ids(nodes: Iterable[Node]) -> list[int]:
    """The cameras at or below the lines, each once."""
    return list(dict.fromkeys(camera.id for node in nodes for camera in node.cameras()))


def _rows(index: QModelIndex) -> list[int]:
    """Where a line stands, from the top of the tree down to it."""
    return [*_rows(index.parent()), index.row()] if index.isValid() else []


def _goes_down(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
