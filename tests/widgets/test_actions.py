from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from app.widgets.action_list import ACTIONS, GROUPS
from app.widgets.actions import ActionRow, Actions
from app.widgets.answer_bar import CANT_LETTER, FULL_LETTER, NA_LETTER
from app.widgets.command_palette import matching
from app.widgets.fuzzy import fuzzy_score
from app.widgets.icons import icon_names
from app.widgets.inspection_panel_keys import OTHER_DIGITS
from app.widgets.key_editor import take_key

GIVEN_KEYS = {
    "play.toggle": "Space", "play.pause": "K", "play.forward": "L", "step.back": ",",
    "play.reverse": "J", "step.on": ".", "jump.back5": "Left", "jump.on5": "Right",
    "jump.back60": "Shift+Left", "jump.on60": "Shift+Right", "speed.down": "[",
    "speed.up": "]", "goto.time": "G", "tile.solo": "F", "layout.1": "Ctrl+1",
    "layout.25": "Ctrl+5", "tile.left": "Ctrl+Left",
    "overlays.toggle": "O", "palette.show": "Ctrl+K", "help.keys": "?", "answer.pass": "1",
    "answer.fail": "2", "answer.na": "3", "answer.cant": "4", "answer.store_next": "Return",
    "answer.store_previous": "Shift+Return", "answer.note": "N", "evidence.take": "E",
    "evidence.mark": "M", "task.raise": "T", "hint.next": "H", "hint.previous": "Shift+H",
    "hint.accept": "Y", "hint.dismiss": "X", "answer.take_back": "Ctrl+Z",
}  # fmt: skip


@pytest.fixture
def actions(qapp: QApplication) -> Actions:
    return Actions()


def test_ids_are_unique_and_groups_are_known() -> None:
    ids = [spec.id for spec in ACTIONS]
    assert len(ids) == len(set(ids))
    assert {spec.group for spec in ACTIONS} <= set(GROUPS)


def test_no_key_belongs_to_two_actions(qapp: QApplication) -> None:
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys]
    assert all(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("action_id", "key"), GIVEN_KEYS.items())
def test_the_keys_of_the_house(actions: Actions, action_id: str, key: str) -> None:
    assert key in actions.keys(action_id)


def test_every_icon_named_is_in_the_set() -> None:
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(icon_names())


def test_an_action_without_a_handler_is_off(actions: Actions) -> None:
    done: list[str] = []
    assert not actions.action("play.toggle").isEnabled()
    actions.on("play.toggle", lambda: done.append("toggled"))
    actions.trigger("play.toggle")
    assert done == ["toggled"]
    actions.set_enabled("play.toggle", False)
    actions.trigger("play.toggle")
    assert done == ["toggled"]
    actions.set_enabled("play.pause", True)
    assert not actions.action("play.pause").isEnabled()


def test_an_unknown_action_is_a_bug_that_shows(actions: Actions) -> None:
    with pytest.raises(KeyError):
        actions.on("play.sideways", lambda: None)


def test_a_key_that_is_taken_is_found_and_moves(actions: Actions) -> None:
    assert actions.conflict("evidence.take", "K") == "play.pause"
    assert actions.conflict("play.pause", "K") is None
    take_key(actions, "evidence.take", "J")
    assert actions.keys("evidence.take") == ("J",)
    assert actions.keys("play.reverse") == ()
    assert actions.changed_keys() == {"evidence.take": ("J",), "play.reverse": ()}
    assert actions.action("evidence.take").shortcut() == QKeySequence("J")


def test_kept_keys_come_back(qapp: QApplication) -> None:
    actions = Actions(keys={"play.toggle": ("P",)})
    assert actions.action("play.toggle").shortcut() == QKeySequence("P")
    assert actions.changed_keys() == {"play.toggle": ("P",)}


def rows() -> list[ActionRow]:
    return [ActionRow(spec.id, spec.group, spec.text, spec.keys, True) for spec in ACTIONS]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("ev", "evidence.take"),
        ("evidence", "evidence.take"),
        ("l16", "layout.16"),
        ("goto", "goto.time"),
        ("5 back", "jump.back5"),
        ("setting", "screen.settings"),
        ("pp", "play.toggle"),
    ],
)
def test_a_few_letters_find_the_action(typed: str, best: str) -> None:
    assert matching(rows(), typed)[0].id == best


def test_nothing_typed_shows_all_and_nonsense_shows_none() -> None:
    assert matching(rows(), " ") == rows()
    assert matching(rows(), "qqzzx") == []


@given(st.text(string.ascii_letters + " ", min_size=1, max_size=30))
@example("ABA A")  # the start of a word must not be taken from a letter that comes later
def test_a_text_fits_itself_and_every_part_of_it(text: str) -> None:
    assert fuzzy_score(text, text) is not None
    assert fuzzy_score(text[::2], text) is not None
    assert fuzzy_score(text + "9", text) is None


def test_chinese_is_found_by_its_characters() -> None:
    assert fuzzy_score("取证", "从选中格取证") is not None
    better, worse = fuzzy_score("取证", "取证"), fuzzy_score("取证", "从选中格取证")
    assert better is not None
    assert worse is not None
    assert better > worse


@pytest.mark.parametrize("key", [FULL_LETTER, NA_LETTER, CANT_LETTER, *OTHER_DIGITS, "Backspace"])
def test_no_action_takes_a_key_that_answers_scored_items(qapp: object, key: str) -> None:
    assert Actions().conflict("", key) is None
