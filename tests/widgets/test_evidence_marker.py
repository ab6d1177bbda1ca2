from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.faults import Fault, Sentence
from app.operations.values import EvidenceRecord, Mark
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.evidence_marker_paint import render_marked
from tests.widgets.inspection_stage import ZONE, Stage, still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def record(stage: Stage) -> EvidenceRecord:
    inspection = stage.operations.inspections.begin(stage.stores[0].id, stage.versions[0].id)
    item = next(iter(inspection.checklist.items()))
    picture = still(640, 360)
    return stage.operations.evidence.store(inspection.id, item.id, stage.cameras[0].id, picture)


@pytest.fixture
def dialog(stage: Stage, record: EvidenceRecord) -> Iterator[EvidenceDialog]:
    made = EvidenceDialog(stage.context, record, ZONE)
    made.show()
    stage.settle()
    made.canvas.setFocus()
    yield made
    if isValid(made):
        made.board.stored()
        made.close()
    stage.settle()


def drag(dialog: EvidenceDialog, start: tuple[float, float], end: tuple[float, float]) -> None:
    area = dialog.canvas.picture_area()

    def at(place: tuple[float, float]) -> QPoint:
        x = area.left() + place[0] * area.width()
        return QPoint(round(x), round(area.top() + place[1] * area.height()))

    left = Qt.MouseButton.LeftButton
    QTest.mousePress(dialog.canvas, left, pos=at(start))
    QTest.mouseMove(dialog.canvas, at(end))
    QTest.mouseRelease(dialog.canvas, left, pos=at(end))


def test_a_box_drawn_by_mouse_is_kept_in_fractions(dialog: EvidenceDialog) -> None:
    drag(dialog, (0.25, 0.25), (0.5, 0.75))
    mark = dialog.board.marks[0]
    assert mark.kind == "box"
    assert (mark.x1, mark.y1, mark.x2, mark.y2) == pytest.approx((0.25, 0.25, 0.5, 0.75), abs=0.005)


def test_zooming_keeps_the_fractions_true(dialog: EvidenceDialog) -> None:
    for _ in range(4):
        dialog.canvas.zoom_by(1.25)
    drag(dialog, (0.4, 0.4), (0.6, 0.6))
    assert dialog.board.marks[0].x1 == pytest.approx(0.4, abs=0.005)
    QTest.keyClick(dialog.canvas, Qt.Key.Key_0)
    assert dialog.canvas.picture_area().width() <= dialog.canvas.width()


def test_everything_can_be_done_by_keyboard(
    stage: Stage, dialog: EvidenceDialog, record: EvidenceRecord
) -> None:
    canvas = dialog.canvas
    QTest.keyClick(canvas, Qt.Key.Key_A)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    before = dialog.board.marks[0]
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    arrow = dialog.board.marks[0]
    assert arrow.kind == "arrow"
    assert arrow.x1 < before.x1
    assert arrow.y1 == before.y1
    assert arrow.y2 > before.y2
    QTest.keyClick(canvas, Qt.Key.Key_T)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert dialog.text_field.hasFocus()
    QTest.keyClicks(dialog.text_field, "bat in box")  # b, a, t are letters here
    QTest.keyClick(dialog.text_field, Qt.Key.Key_Return)
    assert dialog.board.marks[1].text == "bat in box"
    assert dialog.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(dialog.board.marks) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    stage.settle()
    kept = stage.operations.evidence.get(record.id)
    assert [mark.kind for mark in kept.marks] == ["arrow", "text"]
    assert not isValid(dialog) or not dialog.isVisible()


def test_the_marked_picture_has_full_resolution_and_the_original_stays(
    stage: Stage, dialog: EvidenceDialog, record: EvidenceRecord
) -> None:
    drag(dialog, (0.2, 0.2), (0.8, 0.8))
    dialog.save()
    stage.settle()
    kept = stage.operations.evidence.get(record.id)
    assert kept.sha256 == record.sha256
    assert kept.marked_sha256 not in (None, kept.sha256)
    original = QImage(str(stage.operations.evidence.path(kept.sha256)))
    marked = QImage(str(stage.operations.evidence.path(kept.marked_sha256)))
    assert marked.size() == original.size()
    assert marked.pixelColor(128, 180) != original.pixelColor(128, 180)  # the box's left side
    assert marked.pixelColor(320, 180) == original.pixelColor(320, 180)  # its inside


def test_marks_can_be_edited_again(stage: Stage, record: EvidenceRecord) -> None:
    marks = (Mark("box", 0.1, 0.1, 0.3, 0.3, "", "#F0696B"),)
    picture = QImage(str(stage.operations.evidence.path(record.sha256)))
    marked = stage.operations.evidence.mark(record.id, marks, render_marked(picture, marks))
    again = EvidenceDialog(stage.context, marked, ZONE)
    stage.settle()
    assert again.board.marks == marks
    assert not again.board.changed
    again.close()


def test_leaving_with_marks_asks_in_place(dialog: EvidenceDialog) -> None:
    drag(dialog, (0.2, 0.2), (0.8, 0.8))
    QTest.keyClick(dialog.canvas, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.question.isVisible()
    dialog.stay_button.click()
    assert not dialog.question.isVisible()
    dialog.close()  # the window's own button asks the same
    assert dialog.isVisible()
    dialog.discard_button.click()
    assert not isValid(dialog) or not dialog.isVisible()


def test_without_marks_escape_just_leaves(dialog: EvidenceDialog) -> None:
    QTest.keyClick(dialog.canvas, Qt.Key.Key_Escape)
    assert not isValid(dialog) or not dialog.isVisible()


def test_a_full_disk_keeps_the_marks(
    stage: Stage, dialog: EvidenceDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> EvidenceRecord:
        raise Fault(Sentence("The disk is full. Free some space.", "磁盘已满。"))

    drag(dialog, (0.2, 0.2), (0.8, 0.8))
    monkeypatch.setattr(stage.operations.evidence, "mark", refuse)
    dialog.save()
    stage.settle()
    assert dialog.isVisible()
    assert "disk is full" in dialog.fault.text()
    assert len(dialog.board.marks) == 1
    assert dialog.save_button.isEnabled()
