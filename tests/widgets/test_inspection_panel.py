"""A whole inspection in the real window, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Window
from app.faults import Fault, Sentence
from app.operations.facade import open_operations
from app.operations.values import Answer, AnswerState, HintDraft, Inspection, InspectionState
from app.storage.credentials import Credentials
from app.widgets.inspection_panel import InspectionPanel
from tests.widgets.inspection_stage import CHECKLISTS, MORNING_US, still
from tests.widgets.window_stage import open_window, settle, stores_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MINUTE_US = 60_000_000


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    home = tmp_path / "home"
    operations = open_operations(home, credentials=Credentials(lambda: None))
    operations.people.introduce("Lin Wei", "en", "Asia/Shanghai")
    stores_of(operations, stores=1, cameras=1)
    operations.checklists.import_file(CHECKLISTS / "showroom-opening.json")
    with open_window(home, operations) as made:
        yield made


@pytest.fixture
def panel(window: Window) -> InspectionPanel:
    """The panel with an inspection begun, and the wall in focus."""
    operations = window.context.operations
    store = operations.stores.tree().stores()[0].store
    version = operations.checklists.list()[0]
    made = window.main.wall.panel
    made.picker.refresh()
    settle(window)
    made.picker.choose_store(store.id)
    made.picker.begin_button.click()
    settle(window)
    assert made.desk.open_inspection is not None
    assert made.desk.open_inspection.checklist == version.checklist
    window.main.wall.surface.setFocus()
    return made


def press(window: Window, *keys: str, wait: bool = True) -> None:
    for key in keys:
        target = QApplication.focusWidget() or window.main
        QTest.keySequence(target, key)
        if wait:
            settle(window)


def write(window: Window, text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)
    settle(window)


def stored(window: Window, panel: InspectionPanel) -> Inspection:
    assert panel.desk.open_inspection is not None
    inspection_id = panel.desk.open_inspection.inspection.id
    return window.context.operations.inspections.get(inspection_id)


def current(panel: InspectionPanel) -> str:
    assert panel.desk.open_inspection is not None
    return panel.desk.open_inspection.item.id


def items(panel: InspectionPanel) -> list[str]:
    assert panel.desk.open_inspection is not None
    return [item.id for item in panel.desk.open_inspection.items]


def go(window: Window, panel: InspectionPanel, item_id: str) -> None:
    panel.entry.go(items(panel).index(item_id))
    settle(window)


def test_an_answer_is_on_disk_the_moment_it_is_chosen(
    window: Window, panel: InspectionPanel
) -> None:
    first, second, *_ = items(panel)
    press(window, "2")
    assert stored(window, panel).answers[first].score == 0
    assert current(panel) == first
    press(window, "Return")
    assert current(panel) == second
    press(window, "1", "Shift+Return")
    assert stored(window, panel).answers[second].score == 1
    assert current(panel) == first


def test_keys_pressed_during_a_write_answer_the_right_items(
    window: Window, panel: InspectionPanel
) -> None:
    press(window, "1", "Return", "2", "Return", "1", "Return", wait=False)
    settle(window)
    settle(window)
    answers = stored(window, panel).answers
    assert [answers[item].score for item in items(panel)[:3]] == [1, 0, 1]
    assert current(panel) == items(panel)[3]


def test_a_note_is_typed_and_never_answers(window: Window, panel: InspectionPanel) -> None:
    first, second, third, *_ = items(panel)
    press(window, "1", "N")
    write(window, "seen at 12, door 34 ehntxy")
    assert stored(window, panel).answers[first].score == 1
    press(window, "Return")
    assert stored(window, panel).answers[first].note == "seen at 12, door 34 ehntxy"
    assert current(panel) == second
    # The keys answer again, they are not typed into the next note.
    press(window, "2", "Return")
    assert stored(window, panel).answers[second] == Answer(second, AnswerState.ANSWERED, Decimal(0))
    assert current(panel) == third


def test_escape_keeps_the_note_and_gives_the_keys_back(
    window: Window, panel: InspectionPanel
) -> None:
    first = items(panel)[0]
    press(window, "1", "N")
    write(window, "left open")
    press(window, "Escape")
    assert stored(window, panel).answers[first].note == "left open"
    assert current(panel) == first
    assert not panel.card.typing()


def test_not_applicable_asks_for_its_reason_in_place(
    window: Window, panel: InspectionPanel
) -> None:
    first, second, *_ = items(panel)
    press(window, "3")
    assert panel.card.reason.hasFocus()
    assert first not in stored(window, panel).answers
    press(window, "Return")
    assert current(panel) == first
    assert "reason" in panel.card.fault.text()
    assert panel.card.fault.isVisible()
    write(window, "no sign here")
    assert not panel.card.fault.isVisible()
    press(window, "Return")
    assert stored(window, panel).answers[first] == Answer(
        first, AnswerState.NA, reason="no sign here"
    )
    assert current(panel) == second


def test_a_red_line_cannot_be_waved_away(window: Window, panel: InspectionPanel) -> None:
    assert panel.desk.open_inspection is not None
    red = next(item for item in panel.desk.open_inspection.items if not item.na_allowed)
    go(window, panel, red.id)
    press(window, "3")
    assert panel.card.fault.isVisible()
    assert "does not allow N/A" in panel.card.fault.text()
    assert red.id not in stored(window, panel).answers


def test_not_assessable_is_stored_at_once_and_takes_a_reason(
    window: Window, panel: InspectionPanel
) -> None:
    first = items(panel)[0]
    press(window, "4")
    assert stored(window, panel).answers[first].state is AnswerState.NOT_ASSESSABLE
    write(window, "camera is dark")
    press(window, "Return")
    assert stored(window, panel).answers[first].reason == "camera is dark"


def test_a_scored_item_takes_digits_and_letters(window: Window, panel: InspectionPanel) -> None:
    assert panel.desk.open_inspection is not None
    scored = next(item.id for item in panel.desk.open_inspection.items if item.max_score == 5)
    go(window, panel, scored)
    press(window, "4")
    assert stored(window, panel).answers[scored].score == 4
    press(window, "0")
    assert stored(window, panel).answers[scored].score == 0
    press(window, "P")
    assert stored(window, panel).answers[scored].score == 5
    press(window, "C")
    assert stored(window, panel).answers[scored].state is AnswerState.NOT_ASSESSABLE
    press(window, "Escape")
    go(window, panel, items(panel)[0])
    press(window, "0", "P")  # mean nothing on a pass/fail item
    assert items(panel)[0] not in stored(window, panel).answers


def test_an_answer_asked_for_by_name_is_no_digit(window: Window, panel: InspectionPanel) -> None:
    assert panel.desk.open_inspection is not None
    scored = next(item.id for item in panel.desk.open_inspection.items if item.max_score == 5)
    go(window, panel, scored)
    window.actions.trigger("answer.cant")
    settle(window)
    assert stored(window, panel).answers[scored].state is AnswerState.NOT_ASSESSABLE


def test_the_last_answer_is_taken_back_and_its_item_shown(
    window: Window, panel: InspectionPanel
) -> None:
    first, second, *_ = items(panel)
    press(window, "1", "Return", "2", "Return", "Ctrl+Z")
    assert current(panel) == second
    assert second not in stored(window, panel).answers
    assert panel.entry.draft is not None
    assert panel.entry.draft.choice is None
    assert stored(window, panel).answers[first].score == 1


def test_a_refused_write_keeps_what_was_typed(
    window: Window, panel: InspectionPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = items(panel)[0]
    full = Fault(Sentence("The disk is full. Free some space.", "磁盘已满。"))

    def refuse(*_: object) -> Inspection:
        raise full

    press(window, "1", "N")
    write(window, "keep me")
    with monkeypatch.context() as patch:
        patch.setattr(window.context.operations.inspections, "answer", refuse)
        press(window, "Return", "Return", wait=False)
        settle(window)
        assert current(panel) == first
        assert panel.card.note.text() == "keep me"
        assert "disk is full" in panel.card.fault.text()
    press(window, "Return")
    assert stored(window, panel).answers[first].note == "keep me"
    assert current(panel) != first


def test_progress_and_running_score_tell_their_formula(
    window: Window, panel: InspectionPanel
) -> None:
    total = len(items(panel))
    press(window, "1", "Return", "2")
    assert panel.header.count.text() == f"2/{total}"
    assert "%" in panel.header.raw.text()
    assert " / " in panel.header.raw.toolTip()
    assert not panel.header.final.isVisible()
    assert panel.desk.open_inspection is not None
    red = next(item for item in panel.desk.open_inspection.items if item.red_line)
    go(window, panel, red.id)
    press(window, "2")
    assert panel.header.final.isVisible()
    title = red.title.in_language("en")
    assert title in panel.header.final.toolTip()


def test_hint_keys_jump_accept_and_dismiss(window: Window, panel: InspectionPanel) -> None:
    operations = window.context.operations
    camera = operations.stores.tree().cameras()[0]
    hints = [
        operations.hints.add(
            HintDraft(
                camera.id,
                "counter_unattended",
                MORNING_US + minute * MINUTE_US,
                MORNING_US + (minute + 6) * MINUTE_US,
                "motion",
            )
        )
        for minute in (10, 40)
    ]
    settle(window)
    jumps: list[tuple[int, int]] = []
    panel.jump_wanted.connect(lambda camera_id, at_us: jumps.append((camera_id, at_us)))
    press(window, "H")
    assert panel.desk.open_inspection is not None
    assert "counter_unattended" in panel.desk.open_inspection.item.hint_rules
    assert len(panel.card.hint_cards()) == 2
    press(window, "Y")
    press(window, "H", "X")
    assert jumps == [(camera.id, hints[0].start_us), (camera.id, hints[1].start_us)]
    inspection_id = stored(window, panel).id
    decided = operations.hints.list(camera.store_id, inspection_id)
    assert [hint.decision for hint in decided] == ["accepted", "dismissed"]
    assert {hint.item_id for hint in decided} == {current(panel)}
    press(window, "H")  # nothing left to decide
    assert len(jumps) == 2
    assert any("no hint left" in each.text("en") for each in window.context.notices.open())


def test_evidence_is_asked_for_at_the_item_that_is_seen(
    window: Window, panel: InspectionPanel
) -> None:
    wanted: list[str] = []
    panel.evidence_wanted.connect(wanted.append)
    press(window, "1", "Return", "E", wait=False)
    settle(window)
    assert wanted == [items(panel)[1]]
    camera = window.context.operations.stores.tree().cameras()[0]
    record = window.context.operations.evidence.store(
        panel.inspection_id, panel.item_id, camera.id, still()
    )
    settle(window)
    panel.evidence_taken(record)
    assert panel.card.strip.selected() == record
    assert len(panel.card.strip.evidence.records()) == 1
    panel.evidence_taken(replace(record, id=99, inspection_id=None))  # bound to no inspection
    assert len(panel.card.strip.evidence.records()) == 1


def test_a_failed_item_offers_a_task(window: Window, panel: InspectionPanel) -> None:
    press(window, "1")
    assert not panel.card.task_button.isVisible()
    press(window, "2")
    assert panel.card.task_button.isVisible()


def test_submit_is_refused_with_names_then_shows_the_result(
    window: Window, panel: InspectionPanel
) -> None:
    press(window, "1")
    panel.submit_button.click()
    settle(window)
    panel.finish.submit_button.click()
    settle(window)
    assert panel.finish.fault.isVisible()
    assert panel.desk.open_inspection is not None
    assert panel.desk.open_inspection.items[1].title.en in panel.finish.fault.text()
    assert stored(window, panel).state is InspectionState.DRAFT
    answered = stored(window, panel).answers
    press(window, "2", "4")  # no item is seen, so none is answered
    assert stored(window, panel).answers == answered
    panel.finish.item_wanted.emit(1)
    settle(window)
    assert current(panel) == items(panel)[1]
    answer_everything(window, panel)
    panel.submit_button.click()
    panel.finish.submit_button.click()
    settle(window)
    done = stored(window, panel)
    assert done.state is InspectionState.SUBMITTED
    assert done.score is not None
    assert panel.finish.result.text().startswith(str(done.score.final_percent))
    assert panel.finish.pdf_button.isVisible()
    assert panel.inspection_id is None
    press(window, "2")  # a submitted inspection takes no answer
    assert stored(window, panel).answers == done.answers


def answer_everything(window: Window, panel: InspectionPanel) -> None:
    go(window, panel, items(panel)[0])
    for _ in range(len(items(panel)) + 1):
        if panel.card.bar.score_field.isVisible():
            press(window, "P", "Return", wait=False)
        else:
            press(window, "1", "Return", wait=False)
        settle(window)
        if len(stored(window, panel).answers) == len(items(panel)):
            return


def test_enter_once_too_often_does_not_submit(
    window: Window, panel: InspectionPanel, qtbot: QtBot
) -> None:
    answer_everything(window, panel)
    panel.show_items()
    go(window, panel, items(panel)[-1])
    press(window, "Return")
    assert panel.finishing
    back = panel.finish.back_button
    qtbot.waitUntil(lambda: QApplication.focusWidget() is back)
    press(window, "Return")  # the focus is on the way back
    assert not panel.finishing
    assert stored(window, panel).state is InspectionState.DRAFT
    press(window, "Return", "Tab", "Return")
    assert stored(window, panel).state is InspectionState.SUBMITTED


def test_an_unfinished_inspection_is_offered_and_continues_there(
    window: Window, panel: InspectionPanel
) -> None:
    press(window, "1", "Return", "2", "Return")
    panel.header.close_button.click()
    settle(window)
    assert panel.inspection_id is None
    assert panel.picker.drafts.count() == 1
    assert "2 of" in panel.picker.drafts.item(0).text()
    assert panel.picker.drafts.horizontalScrollBar().maximum() == 0
    panel.picker.continue_button.click()
    settle(window)
    assert current(panel) == items(panel)[2]
    assert panel.header.count.text().startswith("2/")


def test_out_of_sight_the_answer_keys_do_nothing(window: Window, panel: InspectionPanel) -> None:
    window.main.show_screen("settings")
    settle(window)
    press(window, "1")
    assert stored(window, panel).answers == {}


def test_arrows_in_the_list_walk_and_enter_goes_on(window: Window, panel: InspectionPanel) -> None:
    panel.list.setFocus(Qt.FocusReason.TabFocusReason)
    press(window, "Down", "Down")
    assert current(panel) == items(panel)[2]
    press(window, "1", "Return")
    assert stored(window, panel).answers[items(panel)[2]].score == 1
    assert current(panel) == items(panel)[3]
