from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.operations.values import (
    Camera,
    Company,
    CompanyNode,
    Place,
    Region,
    RegionNode,
    Store,
    StoreNode,
    StoreTree,
)
from app.widgets.models.store_tree_model import MIME, StoreTreeFilter, StoreTreeModel


def camera(number: int, store: int, name: str) -> Camera:
    return Camera(number, store, f"cam{number}", name, Place.FLOOR, "", "", "", "", "", ())


def tree(companies: int = 1) -> StoreTree:
    first = StoreNode(
        Store(1, 1, "S001", "Riverside", "UTC"), (camera(1, 1, "Entrance"), camera(2, 1, "Desk"))
    )
    second = StoreNode(Store(2, 1, "S002", "Old town", "UTC"), (camera(3, 2, "Entrance"),))
    bare = StoreNode(Store(3, 2, "S003", "Harbour", "UTC"), ())
    regions = (
        RegionNode(Region(1, 1, "East"), (first, second)),
        RegionNode(Region(2, 1, "North"), (bare,)),
    )
    nodes = [CompanyNode(Company(1, "Harbour Motors"), regions)]
    nodes += [CompanyNode(Company(number, f"C{number}"), ()) for number in range(2, companies + 1)]
    return StoreTree(tuple(nodes))


@pytest.fixture
def model(qapp: QApplication) -> StoreTreeModel:
    made = StoreTreeModel()
    made.set_tree(tree())
    return made


def texts(model: object, above: QModelIndex | None = None) -> list[str]:
    parent = above or QModelIndex()
    found = []
    for row in range(model.rowCount(parent)):  # type: ignore[attr-defined]
        index = model.index(row, 0, parent)  # type: ignore[attr-defined]
        found += [str(index.data()), *texts(model, index)]
    return found


def test_qt_finds_no_fault_with_the_model(qapp: QApplication) -> None:
    model = StoreTreeModel(whole=True)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_tree(tree(2))
    model.set_tree(tree(1))
    assert tester.model() is model


def test_a_lone_company_has_no_line_beside_the_wall(model: StoreTreeModel) -> None:
    assert texts(model)[:4] == ["East", "S001  Riverside", "cam1  Entrance", "cam2  Desk"]
    whole = StoreTreeModel(whole=True)
    whole.set_tree(tree())
    assert texts(whole)[0] == "Harbour Motors"
    model.set_tree(tree(2))
    assert texts(model)[0] == "Harbour Motors"


def test_dragging_a_store_carries_its_cameras(model: StoreTreeModel) -> None:
    found = model.find(tree().stores()[0].store)
    carried = model.mimeData([found])
    assert json.loads(bytes(carried.data(MIME).data())) == [1, 2]
    both = model.mimeData([found, model.find(camera(1, 1, "Entrance"))])
    assert json.loads(bytes(both.data(MIME).data())) == [1, 2]


def test_what_has_no_camera_cannot_be_dragged(model: StoreTreeModel) -> None:
    bare = model.find(tree().stores()[2].store)
    assert not model.flags(bare) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(model.find(camera(3, 2, "x"))) & Qt.ItemFlag.ItemIsDragEnabled


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("desk", ["East", "S001  Riverside", "cam2  Desk"]),
        ("ENTRANCE s002", ["East", "S002  Old town", "cam3  Entrance"]),
        ("riverside", ["East", "S001  Riverside", "cam1  Entrance", "cam2  Desk"]),
        ("nonesuch", []),
    ],
)
def test_searching_keeps_the_way_to_what_fits(
    model: StoreTreeModel, typed: str, left: list[str]
) -> None:
    shown = StoreTreeFilter()
    shown.setSourceModel(model)
    shown.search(typed)
    assert texts(shown) == left
    shown.search("")
    assert len(texts(shown)) == len(texts(model))


def test_what_is_gone_is_not_found(model: StoreTreeModel) -> None:
    assert not model.find(camera(99, 1, "gone")).isValid()
