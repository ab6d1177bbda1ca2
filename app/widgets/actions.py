"""The window's actions: made from the one list, run by whoever registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.widgets.action_list import ACTIONS, GROUPS, ActionSpec
from app.widgets.theme import Theme


@dataclass(frozen=True)
class ActionRow:
    """One action as a person sees it now."""

    id: str
    group: str
    text: str
    keys: tuple[str, ...]  # as shown, e.g. "Ctrl+K"
    enabled: bool  # makes sense right now
    works: bool = True  # somebody does it, now or at other times


class Allowed(Protocol):
    """Whether an action may be done now; ``by_name``: not by its key."""

    def __call__(self, action_id: str, *, by_name: bool) -> bool:
        """True: do it."""


def _always(action_id: str, *, by_name: bool) -> bool:
    del action_id, by_name
    return True


class Actions(QObject):
    """Actions by id. Screens say who does the work: ``actions.on(id, handler)``.

    An action without a handler is disabled, so the palette and the help show
    only what works. ``keys`` holds what the person changed, by action id.
    """

    keys_changed = Signal()

    def __init__(
        self,
        theme: Theme | None = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._keys = {spec.id: spec.keys for spec in ACTIONS} | dict(keys or {})
        self._handlers: dict[str, Callable[[], object]] = {}
        self._by_name = False
        # The window says whether an action makes sense now; a key may be told to rest.
        self.allowed: Allowed = _always
        self._actions = {spec.id: self._make(spec) for spec in ACTIONS}
        self.retranslate()
        self.refresh_icons()
        if theme is not None:
            theme.changed.connect(self.refresh_icons)

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setEnabled(False)
        action.setShortcuts([QKeySequence(key) for key in self._keys[spec.id]])
        action.setAutoRepeat(spec.id.startswith(("step.", "jump.", "tile.")))
        action.triggered.connect(lambda _checked=False, name=spec.id: self._run(name))
        return action

    def action(self, action_id: str) -> QAction:
        """The QAction of an id, for menus and buttons. KeyError for an unknown id."""
        return self._actions[action_id]

    def on(self, action_id: str, handler: Callable[[], object]) -> None:
        """Let ``handler`` do an action from now on. KeyError for an unknown id."""
        action = self._actions[action_id]
        self._handlers[action_id] = handler
        action.setEnabled(True)

    def set_enabled(self, action_id: str, enabled: bool) -> None:
        """Switch an action off while it makes no sense (it still needs a handler)."""
        self._actions[action_id].setEnabled(enabled and action_id in self._handlers)

    def trigger(self, action_id: str) -> None:
        """Do an action that was asked for by name (palette, button) rather than by key."""
        self._by_name = True
        try:
            self._actions[action_id].trigger()
        finally:
            self._by_name = False

    @property
    def asked_by_name(self) -> bool:
        """Whether the action under way was asked for by name and not by its key."""
        return self._by_name

    def _run(self, action_id: str) -> None:
        handler = self._handlers.get(action_id)
        if handler is not None and self.allowed(action_id, by_name=self._by_name):
            handler()

    def attach(self, window: QWidget) -> None:
        """Make the keys work in one more window."""
        window.addActions(list(self._actions.values()))

    def rows(self) -> Iterator[ActionRow]:
        """Every action in the order of the list, in the language in force."""
        for spec in ACTIONS:
            action = self._actions[spec.id]
            yield ActionRow(
                spec.id,
                self.group_text(spec.group),
                action.text(),
                self.key_texts(spec.id),
                action.isEnabled(),
                spec.id in self._handlers,
            )

    def groups(self) -> tuple[str, ...]:
        """The groups in order, in the language in force."""
        return tuple(self.group_text(group) for group in GROUPS)

    def group_text(self, group: str) -> str:
        """A group's name in the language in force."""
        return QCoreApplication.translate("Actions", group)

    def key_texts(self, action_id: str) -> tuple[str, ...]:
        """The keys of an action as the platform writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        texts = (QKeySequence(key).toString(native) for key in self._keys[action_id])
        # Two keys may read alike: Return and Enter are one word in Chinese.
        return tuple(dict.fromkeys(texts))

    def group_of(self, action_id: str) -> str:
        """An action's group, in English, as ``action_list`` names it."""
        return self._specs[action_id].group

    def icon_name(self, action_id: str) -> str:
        """The name of an action's icon in the kept set; empty where it has none."""
        return self._specs[action_id].icon

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys an action has now, as ``QKeySequence`` texts."""
        return self._keys[action_id]

    def default_keys(self, action_id: str) -> tuple[str, ...]:
        """The keys an action has before anybody changes them."""
        return self._specs[action_id].keys

    def conflict(self, action_id: str, key: str) -> str | None:
        """The id of the other action that already has ``key``, if any."""
        wanted = QKeySequence(key)
        for other, keys in self._keys.items():
            if other != action_id and any(QKeySequence(each) == wanted for each in keys):
                return other
        return None

    def set_keys(self, action_id: str, keys: tuple[str, ...]) -> None:
        """Give an action other keys from now on; storing them is the caller's."""
        self._keys[action_id] = keys
        self._actions[action_id].setShortcuts([QKeySequence(key) for key in keys])
        self._describe(self._specs[action_id])
        self.keys_changed.emit()

    def changed_keys(self) -> dict[str, tuple[str, ...]]:
        """Only what differs from the first keys: this is what is stored."""
        return {name: keys for name, keys in self._keys.items() if keys != self._specs[name].keys}

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        for spec in ACTIONS:
            self._describe(spec)

    def _describe(self, spec: ActionSpec) -> None:
        action = self._actions[spec.id]
        text = QCoreApplication.translate("Actions", spec.text)
        keys = self.key_texts(spec.id)
        action.setText(text)
        action.setToolTip(f"{text}  {keys[0]}" if keys else text)

    def refresh_icons(self) -> None:
        """Take the colours of the theme in force."""
        if self._theme is None:
            return
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.id].setIcon(self._theme.icon(spec.icon))
