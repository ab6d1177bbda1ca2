from __future__ import annotations

import pytest

from app.operations.values import Mark
from app.widgets.models.marks import MarkBoard

BOX = Mark("box", 0.2, 0.2, 0.4, 0.5, "", "#F0696B")


def test_a_slip_of_the_mouse_is_no_mark() -> None:
    board = MarkBoard()
    assert not board.add(Mark("box", 0.2, 0.2, 0.203, 0.201))
    assert not board.add(Mark("text", 0.2, 0.2, 0.2, 0.2, "   "))
    assert board.marks == ()
    assert not board.changed


def test_marks_stay_inside_the_picture() -> None:
    board = MarkBoard()
    board.add(Mark("arrow", -0.5, 0.2, 1.7, 0.9))
    mark = board.marks[0]
    assert (mark.x1, mark.x2) == (0.0, 1.0)


def test_moving_keeps_the_size_at_the_edge() -> None:
    board = MarkBoard((BOX,))
    board.choose_next()
    board.move(-0.5, 0.9)
    moved = board.marks[0]
    assert (moved.x1, moved.y2) == (0.0, 1.0)
    assert moved.x2 - moved.x1 == pytest.approx(0.2)
    assert moved.y2 - moved.y1 == pytest.approx(0.3)


def test_the_end_alone_can_be_moved_but_not_of_a_text() -> None:
    board = MarkBoard((BOX, Mark("text", 0.1, 0.1, 0.1, 0.1, "wet floor")))
    board.choose_next()
    board.move(0.1, 0.0, end_only=True)
    assert (board.marks[0].x1, board.marks[0].x2) == (0.2, 0.5)
    board.choose_next()
    board.move(0.1, 0.0, end_only=True)
    assert board.marks[1].x1 == pytest.approx(0.2)
    assert board.marks[1].x2 == pytest.approx(0.2)


def test_every_step_can_be_undone_and_done_again() -> None:
    board = MarkBoard((BOX,))
    board.place("arrow", "#F0B23E")
    board.choose_next(-1)
    board.set_colour("#F0B23E")
    board.remove_chosen()
    assert len(board.marks) == 1
    while board.undo():
        pass
    assert board.marks == (BOX,)
    assert not board.changed
    while board.redo():
        pass
    assert len(board.marks) == 1
    assert board.changed
    assert not board.can_redo


def test_the_newest_mark_under_a_point_is_chosen() -> None:
    board = MarkBoard((BOX, Mark("box", 0.3, 0.3, 0.6, 0.6)))
    assert board.choose_at(0.35, 0.4)
    assert board.chosen == 1
    assert board.choose_at(0.21, 0.25)
    assert board.chosen == 0
    assert not board.choose_at(0.9, 0.9)
    assert board.chosen is None


def test_words_of_a_text_can_be_changed_but_not_emptied() -> None:
    board = MarkBoard((Mark("text", 0.1, 0.1, 0.1, 0.1, "old"),))
    board.choose_next()
    board.set_text("  ")
    assert board.marks[0].text == "old"
    board.set_text(" new ")
    assert board.marks[0].text == "new"


def test_what_is_stored_is_no_longer_a_change() -> None:
    board = MarkBoard()
    board.place("box", "#F0696B")
    assert board.changed
    board.stored()
    assert not board.changed
    board.undo()
    assert board.changed
