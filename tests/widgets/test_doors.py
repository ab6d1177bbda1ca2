from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.application import default_home, open_rooms
from app.cli import main
from app.faults import Fault, Sentence
from app.logs import start_log
from tests.widgets.window_stage import engine_of, open_window, settle, stores_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_no_word_opens_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[tuple[Path, str | None]] = []

    def run_window(home: Path, database: str | None = None) -> int:
        opened.append((home, database))
        return 0

    monkeypatch.setattr("app.application.run_window", run_window)
    assert main([]) == 0
    assert main(["--home", str(tmp_path), "open"]) == 0
    assert main(["open", "--home", str(tmp_path), "--database", "sqlite://"]) == 0
    assert opened == [(default_home(), None), (tmp_path, None), (tmp_path, "sqlite://")]


def test_a_fault_is_one_sentence_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run_window(_home: Path, _database: str | None = None) -> int:
        raise Fault(Sentence("The folder cannot be written.", "文件夹无法写入。"))

    monkeypatch.setattr("app.application.run_window", run_window)
    assert main([]) == 1
    assert capsys.readouterr().err == "The folder cannot be written.\n"


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["close"])
    assert left.value.code == 2
    assert "close" in capsys.readouterr().err


@pytest.mark.expects_logs("app.operations.settings: the settings .*")
def test_rooms_open_on_another_thread_and_say_why_not(tmp_path: Path) -> None:
    in_the_way = tmp_path / "home"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(Fault):
        open_rooms(in_the_way, None).result(timeout=20)


def test_the_log_is_written_where_it_belongs(tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        path = start_log(tmp_path)
        logging.getLogger("app.test").info("the shutter closed")
        assert "the shutter closed" in path.read_text(encoding="utf-8")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)


@pytest.mark.filterwarnings("ignore:Function:DeprecationWarning")  # Qt makes them, not we
def test_a_store_dragged_from_the_tree_fills_the_wall(tmp_path: Path) -> None:
    with open_window(tmp_path / "home") as window:
        stores_of(window.context.operations, stores=2, cameras=3)
        settle(window)
        wall = window.main.wall
        store = window.context.operations.stores.tree().stores()[1].store
        carried = wall.tree.model.mimeData([wall.tree.model.find(store)])
        enter = QDragEnterEvent(
            wall.empty.rect().center(),
            Qt.DropAction.CopyAction,
            carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(wall.empty, enter)
        assert enter.isAccepted()
        drop = QDropEvent(
            QPointF(wall.empty.rect().center()),
            Qt.DropAction.CopyAction,
            carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(wall.empty, drop)
        settle(window)
        shown = [wall.controller.camera(tile) for tile in range(3)]
        assert [pair[0].code for pair in shown if pair is not None] == ["S002"] * 3
        assert engine_of(window).opened == {}  # none of them has footage or an address
        assert wall.controller.state_of(0) is not None


def test_the_tree_menu_offers_what_can_be_done(tmp_path: Path) -> None:
    with open_window(tmp_path / "home") as window:
        stores_of(window.context.operations, stores=1, cameras=2)
        settle(window)
        tree = window.main.wall.tree
        store = window.context.operations.stores.tree().stores()[0].store
        menu = tree.menu([tree.model.node(tree.model.find(store))])
        texts = [action.text() for action in menu.actions()]
        assert texts == [
            "Put on the wall",
            "Show only this on the wall",
            "Put on the live wall",
            "Begin an inspection",
            "Edit under Stores",
        ]
        menu.actions()[0].trigger()
        assert len(window.main.wall.controller.state.cameras) == 2
        menu.actions()[4].trigger()
        settle(window)
        assert window.main.pages.currentWidget() is window.main.screen_named("stores")
