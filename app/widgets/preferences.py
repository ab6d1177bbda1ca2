"""Theme, language and keys: from the settings onto the window, at once."""

from __future__ import annotations

import json
from typing import cast

from PySide6.QtCore import QObject, Signal

from app.faults import Language
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.theme import THEMES
from app.widgets.translations import Translations

KEPT_KEYS = "keys/changed"
THEME = "general.theme"
LANGUAGE = "general.language"


def kept_keys(text: str) -> dict[str, tuple[str, ...]]:
    """The changed keys as they were stored; what cannot be read counts as unchanged."""
    try:
        stored = json.loads(text)
        return {str(name): tuple(str(key) for key in keys) for name, keys in stored.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


class Preferences(QObject):
    """What a person likes. Settings are the truth; this puts them on the window."""

    language_changed = Signal(str)

    def __init__(
        self,
        context: Context,
        actions: Actions,
        translations: Translations,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._translations = translations
        actions.keys_changed.connect(self._keep_keys)

    def read(self) -> None:
        """Take theme and language from the settings where they differ."""
        settings = self._context.operations.settings
        theme, language = settings.text(THEME), settings.text(LANGUAGE)
        if theme in THEMES and theme != self._context.theme.name:
            self._context.theme.apply(theme)
        if language != self._context.language:
            self._context.language = cast("Language", language)
            self._translations.set(self._context.language)
            self.language_changed.emit(language)

    def switch_theme(self) -> None:
        """From dark to light, or back."""
        other = "light" if self._context.theme.name == "dark" else "dark"
        settings = self._context.operations.settings
        self._context.background.run(lambda: settings.set(THEME, other), owner=self)

    def _keep_keys(self) -> None:
        self._context.memory.setValue(KEPT_KEYS, json.dumps(self._actions.changed_keys()))
