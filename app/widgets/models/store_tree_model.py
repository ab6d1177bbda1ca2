"""Companies, regions, stores and cameras as a Qt tree; drags carry camera ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from app.operations.values import Camera, Company, Region, Store, StoreNode, StoreTree
from app.widgets.theme import Theme

MIME = "application/x-floorwalk-cameras"
Index = QModelIndex | QPersistentModelIndex
Thing = Company | Region | Store | Camera
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 1

ICONS: dict[type[object], str] = {
    Company: "company",
    Region: "region",
    Store: "store",
    Camera: "camera",
}


@dataclass(eq=False)
class Node:
    """One line of the tree. Compared by identity: it is a Qt internal pointer."""

    thing: Thing | None
    parent: Node | None
    row: int
    children: list[Node] = field(default_factory=list)
    above: str = ""  # the words of everything above, so that a search for a store finds its cameras

    def text(self) -> str:
        """What the line says."""
        if isinstance(self.thing, Store | Camera):
            return f"{self.thing.code}  {self.thing.name}"
        return self.thing.name if self.thing is not None else ""

    def cameras(self) -> list[Camera]:
        """The cameras at or below this line."""
        if isinstance(self.thing, Camera):
            return [self.thing]
        return [camera for child in self.children for camera in child.cameras()]


def build(tree: StoreTree, *, whole: bool) -> Node:
    """The lines of a tree. ``whole`` False leaves out the level of a lone company."""
    root = Node(None, None, 0)
    for company in tree.companies:
        lone = not whole and len(tree.companies) == 1
        above = root if lone else _add(root, company.company)
        for region in company.regions:
            place = _add(above, region.region)
            for store in region.stores:
                _add_store(place, store)
    return root


def _add_store(parent: Node, store: StoreNode) -> None:
    line = _add(parent, store.store)
    for camera in store.cameras:
        _add(line, camera)


def _add(parent: Node, thing: Thing) -> Node:
    above = f"{parent.above} {parent.text()}".strip()
    node = Node(thing, parent, len(parent.children), above=above)
    parent.children.append(node)
    return node


class StoreTreeModel(QAbstractItemModel):
    """The tree as Qt reads it."""

    def __init__(
        self, theme: Theme | None = None, *, whole: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._whole = whole
        self._root = Node(None, None, 0)
        self.tree: StoreTree | None = None

    def set_tree(self, tree: StoreTree) -> None:
        """Show the stores as they are now."""
        self.beginResetModel()
        self.tree = tree
        self._root = build(tree, whole=self._whole)
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """The line at an index; the root for an invalid one."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else self._root

    def find(self, thing: Thing) -> QModelIndex:
        """Where a thing of the same kind and id stands."""
        return self._find(self._root, thing)

    def _find(self, node: Node, thing: Thing) -> QModelIndex:
        for child in node.children:
            if type(child.thing) is type(thing) and getattr(child.thing, "id", None) == thing.id:
                return self.createIndex(child.row, 0, child)
            below = self._find(child, thing)
            if below.isValid():
                return below
        return QModelIndex()

    # -- Qt's own questions ----------------------------------------------------------

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """A child of a line."""
        node = self.node(parent or QModelIndex())
        if column != 0 or not 0 <= row < len(node.children):
            return QModelIndex()
        return self.createIndex(row, 0, node.children[row])

    def parent(self, child: Index | None = None) -> QModelIndex:  # type: ignore[override]
        # The base overloads parent() of QObject and of the model; this is the model's.
        """The line above."""
        above = self.node(child or QModelIndex()).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines stand below."""
        return len(self.node(parent or QModelIndex()).children)

    def columnCount(self, _parent: Index | None = None) -> int:
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, icon, and what a search reads."""
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.text()
        if role == SEARCH_ROLE:
            return f"{node.above} {node.text()}".casefold()
        if role == Qt.ItemDataRole.DecorationRole and self._theme is not None:
            return self._theme.icon(ICONS.get(type(node.thing), "store"), "quiet")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Whatever has a camera below it can be dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.node(index).cameras():
            return usual | Qt.ItemFlag.ItemIsDragEnabled
        return usual

    def mimeTypes(self) -> list[str]:
        """A list of camera ids, as JSON."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The cameras at or below the dragged lines, each once, in tree order."""
        ids = [camera.id for index in indexes for camera in self.node(index).cameras()]
        carried = QMimeData()
        carried.setData(MIME, QByteArray(json.dumps(list(dict.fromkeys(ids))).encode()))
        return carried


class StoreTreeFilter(QSortFilterProxyModel):
    """Shows lines that hold every word searched for, and what is above and below them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setRecursiveFilteringEnabled(True)

    def search(self, text: str) -> None:
        """Keep only what has all the words, in any order."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a line itself has all the words."""
        source = self.sourceModel()
        words = str(source.data(source.index(row, 0, parent), SEARCH_ROLE))
        return all(word in words for word in self._words)
