"""Companies, regions, stores and cameras: a tree at the left, one form at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.faults import Sentence
from app.operations.values import (
    Camera,
    ChangeKind,
    Company,
    PasswordKept,
    Region,
    Store,
    StoreTree,
)
from app.widgets.camera_form import CameraForm
from app.widgets.confirm_dialog import ConfirmDialog
from app.widgets.context import Context
from app.widgets.empty_page import EmptyPage
from app.widgets.form import Form
from app.widgets.models.store_tree_model import StoreTreeFilter, StoreTreeModel, Thing
from app.widgets.notices import Level
from app.widgets.recorders_page import RecordersPage
from app.widgets.screen import Screen
from app.widgets.store_forms import NameForm, StoreForm
from app.widgets.theme import STEP, set_role
from app.widgets.unsaved_dialog import ask_unsaved

SAVED = Sentence("{name} is saved.", "{name} 已保存。")
SESSION_ONLY = Sentence(
    "The password of {name} is kept until the program ends: this machine has no keyring.",
    "{name} 的密码仅保留到程序退出：本机没有系统密钥环。",
)


class StoresScreen(Screen):
    """Everything that can be put on the wall is entered here."""

    watches = frozenset({ChangeKind.STORES})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = StoreTreeModel(context.theme, whole=True, parent=self)
        self._filter = StoreTreeFilter(self)
        self._filter.setSourceModel(self.model)
        self.search, self.view = QLineEdit(), QTreeView()
        self.title, self.hint = QLabel(), QLabel()
        self.first = EmptyPage()
        self.add_company, self.add_region = QPushButton(), QPushButton()
        self.add_store, self.add_camera = QPushButton(), QPushButton()
        self.names, self.stores, self.cameras = (
            NameForm(context),
            StoreForm(context),
            CameraForm(context),
        )
        self.recorders = RecordersPage(context)
        self.show_recorders, self.show_import = QPushButton(), QPushButton()
        self.show_discovery = QPushButton()
        self.pages = QStackedWidget()
        self._wanted: Thing | None = None
        self._shown: Thing | None = None  # what the form was filled from
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- layout ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setSizes([340, 700])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(6 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        set_role(self.title, "title")
        self.search.setClearButtonEnabled(True)
        self.view.setModel(self._filter)
        self.view.setHeaderHidden(True)
        self.view.setIndentation(4 * STEP)
        self.view.setUniformRowHeights(True)
        column.addWidget(self.title)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        for pair in (
            (self.add_company, self.add_region),
            (self.add_store, self.add_camera),
            (self.show_import, self.show_recorders),
            (self.show_discovery,),
        ):
            row = QHBoxLayout()
            row.setSpacing(2 * STEP)
            for button in pair:
                row.addWidget(button, 1)
            column.addLayout(row)
        return left

    def _right(self) -> QWidget:
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        set_role(self.hint, "quiet")
        self.pages.addWidget(self.hint)
        for form in self._forms():
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setWidget(form)
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(scroll, 1)
            column.addWidget(form.footer)
            self.pages.addWidget(page)
        self.pages.addWidget(self.first)
        self.pages.addWidget(self.recorders)
        return self.pages

    def _forms(self) -> tuple[Form, ...]:
        return (self.names, self.stores, self.cameras)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.view.selectionModel().currentChanged.connect(lambda now, _old: self._show(now))
        self.view.clicked.connect(self._show)  # also the current line, back from another page
        self.add_company.clicked.connect(lambda: self._leave(self._new_company))
        self.first.pressed.connect(self._new_company)
        self.add_region.clicked.connect(lambda: self._leave(self._new_region))
        self.add_store.clicked.connect(lambda: self._leave(self._new_store))
        self.add_camera.clicked.connect(lambda: self._leave(self._new_camera))
        self.show_recorders.clicked.connect(self.open_recorders)
        self.show_import.clicked.connect(self.open_import)
        self.show_discovery.clicked.connect(self.open_discovery)
        for form in self._forms():
            form.saved.connect(self._saved)
            form.remove_wanted.connect(self._ask_remove)
        self.cameras.password_kept.connect(self._password_kept)
        self.context.theme.changed.connect(self._paint_icons)

    def retranslate(self) -> None:
        """Set the words."""
        self.title.setText(self.tr("Stores"))
        self.search.setPlaceholderText(self.tr("Search stores and cameras"))
        self.hint.setText(
            self.tr(
                "Choose a line at the left to change it.\n"
                "A camera belongs to a store, a store to a region, a region to a company."
            )
        )
        self.first.set_words(
            self.tr("No store yet"),
            self.tr(
                "Cameras belong to a store, stores to a region, regions to a company. Begin with "
                "the company; the buttons at the lower left then add what belongs to it."
            ),
            self.tr("Add the company"),
        )
        self.add_company.setText(self.tr("Company"))
        self.add_region.setText(self.tr("Region"))
        self.add_store.setText(self.tr("Store"))
        self.add_camera.setText(self.tr("Camera"))
        self.show_recorders.setText(self.tr("Recorders"))
        self.show_import.setText(self.tr("Spreadsheet…"))
        self.show_import.setToolTip(self.tr("Add cameras from a spreadsheet"))
        self.show_discovery.setText(self.tr("Find in the network…"))
        self.show_discovery.setToolTip(self.tr("Find cameras and recorders by ONVIF"))
        for button in self._adders():
            button.setToolTip(self.tr("Add: {kind}").format(kind=button.text()))
        self._paint_icons()

    def _adders(self) -> tuple[QPushButton, ...]:
        return (self.add_company, self.add_region, self.add_store, self.add_camera)

    def _paint_icons(self) -> None:
        for button in self._adders():
            button.setIcon(self.context.theme.icon("add"))
        self.show_recorders.setIcon(self.context.theme.icon("recording"))
        self.show_import.setIcon(self.context.theme.icon("import"))
        self.show_discovery.setIcon(self.context.theme.icon("search"))

    # -- the tree --------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the stores anew."""
        self.context.background.run(self.context.operations.stores.tree, self._take)

    def _take(self, tree: StoreTree) -> None:
        wanted = self._wanted or self._current()
        if tree != self.model.tree:
            closed = self._closed()
            self.model.set_tree(tree)
            self._open_except(closed)
        self.stores.set_tree(tree)
        self.recorders.set_tree(tree)
        self.cameras.recorder.reload()
        if self.recorders.isVisible():
            self.recorders.refresh()
        self._enable()
        if self.pages.currentWidget() in (self.hint, self.first):
            self.pages.setCurrentWidget(self.hint if tree.companies else self.first)
        if wanted is not None:
            self.show_thing(wanted)

    def _closed(self) -> set[tuple[type[object], int]]:
        """What a person folded, to fold it again after reading."""
        found: set[tuple[type[object], int]] = set()
        for index in self._indexes(QModelIndex()):
            thing = self._thing(index)
            folded = self._filter.hasChildren(index) and not self.view.isExpanded(index)
            if thing is not None and folded:
                found.add((type(thing), thing.id))
        return found

    def _open_except(self, closed: set[tuple[type[object], int]]) -> None:
        for index in self._indexes(QModelIndex()):
            thing = self._thing(index)
            if thing is not None:
                self.view.setExpanded(index, (type(thing), thing.id) not in closed)

    def _indexes(self, above: QModelIndex) -> list[QModelIndex]:
        found = []
        for row in range(self._filter.rowCount(above)):
            index = self._filter.index(row, 0, above)
            found += [index, *self._indexes(index)]
        return found

    def _search(self, text: str) -> None:
        self._filter.search(text)
        if text.strip():
            self.view.expandAll()

    def _thing(self, index: QModelIndex) -> Thing | None:
        return self.model.node(self._filter.mapToSource(index)).thing

    def _current(self) -> Thing | None:
        return self._thing(self.view.currentIndex())

    def _above(self, kind: type[object]) -> Thing | None:
        """The current line or the one above it of a kind; else the first one there is."""
        above = self._thing_above(kind)
        every = (self._thing(index) for index in self._indexes(QModelIndex()))
        return above or next((thing for thing in every if isinstance(thing, kind)), None)

    def _thing_above(self, kind: type[object]) -> Thing | None:
        """The current line or the one above it of a kind."""
        node = self.model.node(self._filter.mapToSource(self.view.currentIndex()))
        while node.thing is not None or node.parent is not None:
            if isinstance(node.thing, kind):
                return node.thing
            if node.parent is None:
                break
            node = node.parent
        return None

    def show_thing(self, thing: object) -> None:
        """Show a company, region, store or camera; None: begin with what is missing."""
        if isinstance(thing, Company | Region | Store | Camera):
            index = self._filter.mapFromSource(self.model.find(thing))
            self._wanted = None if index.isValid() else thing
            if index.isValid():
                self.view.setCurrentIndex(index)
                self.view.scrollTo(index)

    def _show(self, index: QModelIndex) -> None:
        thing = self._thing(index)
        self._enable()
        if thing is None or thing == self._shown:
            return  # the tree was read anew; what is being typed stays
        self._leave(lambda: self._show_form(thing))

    def _leave(self, go: Callable[[], None]) -> None:
        """Go elsewhere, unless something typed would be lost: then a person decides."""
        if not self.ask_unsaved(go):
            go()

    def ask_unsaved(self, go: Callable[[], object]) -> bool:
        """Ask before what is typed into the open form is gone."""
        page = self.pages.currentWidget()
        form = page.findChild(Form) if page is not None else None
        stay = partial(self.show_thing, self._shown)
        return form is not None and ask_unsaved(form, self, go, stay)

    def _show_form(self, thing: Thing) -> None:
        self._shown = thing
        if isinstance(thing, Company | Region):
            self.names.edit(thing)
            self._page(self.names)
        elif isinstance(thing, Store):
            self.stores.edit(thing)
            self._page(self.stores)
        elif isinstance(thing, Camera):
            store = self._store_of(thing)
            if store is not None:
                self.cameras.edit(store, thing)
                self._page(self.cameras)

    def _store_of(self, camera: Camera) -> Store | None:
        nodes = self.model.tree.stores() if self.model.tree is not None else ()
        return next((node.store for node in nodes if node.store.id == camera.store_id), None)

    def _page(self, form: Form) -> None:
        self.pages.setCurrentIndex(1 + self._forms().index(form))

    def _enable(self) -> None:
        self.add_region.setEnabled(self._above(Company) is not None)
        self.add_store.setEnabled(self._above(Region) is not None)
        self.add_camera.setEnabled(self._above(Store) is not None)

    def open_recorders(self) -> None:
        """Show the recorders; a new one begins with the store that is chosen."""
        if self.pages.currentWidget() is not self.recorders:
            self._leave(self._show_recorders)

    def _show_recorders(self) -> None:
        store = self._thing_above(Store)
        self._shown = None
        self.pages.setCurrentWidget(self.recorders)
        self.recorders.begin(store.id if isinstance(store, Store) else None)

    def open_import(self) -> None:
        """Cameras from a spreadsheet."""
        from app.widgets.import_dialog import ImportDialog

        ImportDialog(self.context, self).open()

    def open_discovery(self) -> None:
        """Cameras found in the network; they begin with the store that is chosen."""
        from app.widgets.discovery_dialog import DiscoveryDialog

        store = self._thing_above(Store)
        chosen = store.id if isinstance(store, Store) else None
        DiscoveryDialog(self.context, chosen, self).open()

    # -- adding and removing ---------------------------------------------------------

    def _new_company(self) -> None:
        self._shown = None
        self.names.new_company()
        self._page(self.names)

    def _new_region(self) -> None:
        self._shown = None
        company = self._above(Company)
        if isinstance(company, Company):
            self.names.new_region(company.id)
            self._page(self.names)

    def _new_store(self) -> None:
        self._shown = None
        region = self._above(Region)
        if isinstance(region, Region):
            zone = self.context.operations.settings.text("general.time_zone")
            self.stores.new_store(region.id, zone)
            self._page(self.stores)

    def _new_camera(self) -> None:
        self._shown = None
        store = self._above(Store)
        if isinstance(store, Store):
            self.cameras.new_camera(store)
            self._page(self.cameras)

    def _saved(self, thing: object) -> None:
        if isinstance(thing, Company | Region | Store | Camera):
            self._wanted, self._shown = thing, None
            self.context.notices.say(SAVED, Level.DONE, key="stores", name=_name(thing))
            self.refresh()

    def _password_kept(self, kept: PasswordKept) -> None:
        if kept is PasswordKept.SESSION_ONLY:
            name = self.cameras.name.text() or self.cameras.code.text()
            self.context.notices.say(SESSION_ONLY, Level.INFO, key="keyring", name=name)

    def _ask_remove(self) -> None:
        thing = self._current()
        if thing is None:
            return
        dialog = ConfirmDialog(
            self.tr("Remove {name}").format(name=_name(thing)),
            self._consequence(thing),
            _word(thing),
            self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda: self._remove(thing))
        dialog.open()

    def _consequence(self, thing: Thing) -> str:
        if isinstance(thing, Camera):
            return self.tr(
                "The camera leaves the tree and the wall. Its recordings stay where they are, "
                "and evidence taken from it is kept."
            )
        if isinstance(thing, Store):
            return self.tr(
                "The store and its cameras leave the tree. A store that was inspected "
                "cannot be removed."
            )
        return self.tr("Only what is empty can be removed.")

    def _remove(self, thing: Thing) -> None:
        stores = self.context.operations.stores
        work: dict[type[object], Callable[[int], None]] = {
            Company: stores.remove_company,
            Region: stores.remove_region,
            Store: stores.remove_store,
            Camera: stores.remove_camera,
        }
        remove = work[type(thing)]
        self.context.background.run(
            lambda: remove(thing.id), lambda _nothing: self._removed(), owner=self, lane="stores"
        )

    def _removed(self) -> None:
        self._shown = None
        self.pages.setCurrentIndex(0)
        self.refresh()


def _name(thing: Thing) -> str:
    if isinstance(thing, Store | Camera):
        return f"{thing.code} {thing.name}"
    return thing.name


def _word(thing: Thing) -> str:
    """What must be typed before it is removed."""
    return thing.code if isinstance(thing, Store | Camera) else thing.name
