"""Forms for company, region and store."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.operations.values import Company, Region, Store, StoreTree
from app.widgets.context import Context
from app.widgets.form import Form
from app.widgets.zone_field import ZoneField


class NameForm(Form):
    """A company or a region has a name and nothing else."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.name = QLineEdit()
        self._thing: Company | Region | None = None
        self._company_id: int | None = None  # of a new region
        self.add_field(lambda: self.tr("Name"), self.name)
        self.column.addStretch(1)
        self.retranslate()

    def edit(self, thing: Company | Region) -> None:
        """Change one that is there."""
        self._thing, self._company_id = thing, None
        self._show(thing.name)

    def new_company(self) -> None:
        """Enter another company."""
        self._thing, self._company_id = None, None
        self._show("")

    def new_region(self, company_id: int) -> None:
        """Enter another region of a company."""
        self._thing, self._company_id = None, company_id
        self._show("")

    def _show(self, name: str) -> None:
        self.name.setText(name)
        self.forget_typed()
        self.remove.setVisible(self._thing is not None)
        self.say("")
        self.retranslate()
        self.name.setFocus()

    def store(self) -> None:
        """Add or rename."""
        stores, name, thing = self.context.operations.stores, self.name.text(), self._thing
        company_id = self._company_id
        if isinstance(thing, Company):
            self.send(lambda: stores.update_company(thing.id, name))
        elif isinstance(thing, Region):
            self.send(lambda: stores.update_region(thing.id, name))
        elif company_id is not None:
            self.send(lambda: stores.add_region(company_id, name))
        else:
            self.send(lambda: stores.add_company(name))

    def retranslate(self) -> None:
        """Set the words."""
        super().retranslate()
        region = isinstance(self._thing, Region) or self._company_id is not None
        if self._thing is not None:
            self.title.setText(self._thing.name)
        else:
            self.title.setText(self.tr("New region") if region else self.tr("New company"))


class StoreForm(Form):
    """Code, name, region and the zone in which its times are shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.code, self.name = QLineEdit(), QLineEdit()
        self.region, self.zone = QComboBox(), ZoneField()
        self._store: Store | None = None
        self.add_field(lambda: self.tr("Code"), self.code)
        self.add_field(lambda: self.tr("Name"), self.name)
        self.add_field(lambda: self.tr("Region"), self.region)
        self.add_field(lambda: self.tr("Time zone"), self.zone)
        self.column.addStretch(1)
        self.retranslate()

    def set_tree(self, tree: StoreTree) -> None:
        """Offer the regions there are."""
        kept = self.region.currentData()
        self.region.clear()
        for company in tree.companies:
            for node in company.regions:
                self.region.addItem(f"{company.company.name} / {node.region.name}", node.region.id)
        self.region.setCurrentIndex(self.region.findData(kept))

    def edit(self, store: Store) -> None:
        """Change one that is there."""
        self._store = store
        self._show(store.code, store.name, store.region_id, store.time_zone)

    def new_store(self, region_id: int, time_zone: str) -> None:
        """Enter another store; its zone starts as that of the person."""
        self._store = None
        self._show("", "", region_id, time_zone)

    def _show(self, code: str, name: str, region_id: int, time_zone: str) -> None:
        self.code.setText(code)
        self.name.setText(name)
        self.region.setCurrentIndex(self.region.findData(region_id))
        self.zone.set_zone(time_zone)
        self.forget_typed()
        self.remove.setVisible(self._store is not None)
        self.say("")
        self.retranslate()
        self.code.setFocus()

    def store(self) -> None:
        """Add or change."""
        stores, before = self.context.operations.stores, self._store
        region_id = int(self.region.currentData() or 0)
        entered = (region_id, self.code.text(), self.name.text(), self.zone.zone())
        if before is None:
            self.send(lambda: stores.add_store(*entered))
        else:
            self.send(lambda: stores.update_store(before.id, *entered))

    def retranslate(self) -> None:
        """Set the words."""
        super().retranslate()
        store = self._store
        title = self.tr("New store") if store is None else f"{store.code}  {store.name}"
        self.title.setText(title)
        self.code.setPlaceholderText(self.tr("such as S012"))
