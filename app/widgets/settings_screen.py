"""The settings, generated from their declarations; keys and data folder beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.models import ModelOffer
from app.operations.settings import GROUPS, Setting
from app.operations.values import ChangeKind
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.key_editor import KeyEditor
from app.widgets.model_list import ModelList
from app.widgets.person_field import PersonField
from app.widgets.screen import Screen
from app.widgets.setting_field import SettingField
from app.widgets.theme import STEP, set_role

COLUMN_PX = 460
MODEL = "analysis.model"
DECODING = "wall.decoding"
MOTION = "motion"


class SettingsScreen(Screen):
    """Each change is stored at once and takes effect at once where it can."""

    watches = frozenset({ChangeKind.SETTINGS})

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.fields = [
            SettingField(setting, self._store, context.language)
            for setting in context.operations.settings.declared()
            if setting.group
        ]
        self.person = PersonField(context)
        self.models = ModelList(context)
        self.models.offered.connect(self._offer_models)
        self._offers: tuple[ModelOffer, ...] = ()
        self.selftest = QPushButton()
        self.selftest.clicked.connect(lambda: actions.trigger("selftest.run"))
        self.keys = KeyEditor(actions)
        self._title, self._keys_title, self._folder_title = QLabel(), QLabel(), QLabel()
        self._folder = QLabel(str(context.home))
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._folder.setWordWrap(True)
        self._show_folder = QPushButton()
        self._show_folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(context.home)))
        )
        self._groups: dict[str, QLabel] = {}
        set_role(self._title, "title")
        for label in (self._keys_title, self._folder_title):
            set_role(label, "heading")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(6 * STEP, 2 * STEP, 6 * STEP, 6 * STEP)
        columns.setSpacing(12 * STEP)
        left, right = self._left(), self._right()
        columns.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        columns.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4 * STEP, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(6 * STEP, 0, 6 * STEP, 0)
        head.addWidget(self._title)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(COLUMN_PX)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        for group in GROUPS:
            fields = [field for field in self.fields if field.setting.group == group]
            if not fields:
                continue
            title = QLabel()
            title.setContentsMargins(0, 3 * STEP, 0, STEP)
            set_role(title, "heading")
            self._groups[group] = title
            column.addWidget(title)
            if group == "general":
                column.addWidget(self.person)
            for field in fields:
                column.addWidget(field)
                if field.setting.key == DECODING:
                    column.addWidget(self.selftest, 0, Qt.AlignmentFlag.AlignLeft)
                if field.setting.kind == "model":
                    column.addWidget(self.models)
        return left

    def _right(self) -> QWidget:
        right = QWidget()
        right.setMaximumWidth(640)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 3 * STEP, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self._keys_title)
        column.addWidget(self.keys)
        column.addSpacing(4 * STEP)
        column.addWidget(self._folder_title)
        column.addWidget(self._folder)
        row = QHBoxLayout()
        row.addWidget(self._show_folder)
        row.addStretch(1)
        column.addLayout(row)
        return right

    def retranslate(self) -> None:
        """Set the words."""
        self.selftest.setText(self.tr("What this machine can play…"))
        language = self.context.language
        self._title.setText(self.tr("Settings"))
        self._keys_title.setText(self.tr("Keys"))
        self._folder_title.setText(self.tr("Data folder"))
        self._show_folder.setText(self.tr("Open the folder"))
        for group, label in self._groups.items():
            label.setText(GROUPS[group].fill(language))
        for field in self.fields:
            field.retranslate(language)
        self._offer_models(self._offers)

    def refresh(self) -> None:
        """Show what is set now."""
        self.models.refresh()
        for field in self.fields:
            field.show_value(self.context.operations.settings.get(field.setting.key))

    def _offer_models(self, offers: tuple[ModelOffer, ...]) -> None:
        """Motion and the installed models can be chosen, and what is set already."""
        self._offers = offers
        chosen = self.context.operations.settings.text(MODEL)
        choices = [(MOTION, self.tr("Motion"))]
        for each in offers:
            name, title = each.entry.name, each.entry.title
            if each.installed:
                choices.append((name, title))
            elif name == chosen:
                choices.append((name, self.tr("{model} (not installed)").format(model=title)))
        for field in self.fields:
            if field.setting.key == MODEL:
                field.offer(choices)
                field.show_value(chosen)

    def _store(self, setting: Setting, value: object) -> None:
        settings, field = self.context.operations.settings, self._field(setting)
        if value == settings.get(setting.key):
            field.show_fault(None, self.context.language)
            return

        def refused(fault: Fault) -> None:
            field.show_fault(fault, self.context.language)

        self.context.background.run(
            lambda: settings.set(setting.key, value),
            lambda _nothing: field.show_fault(None, self.context.language),
            refused,
            owner=self,
            lane="settings",
        )

    def _field(self, setting: Setting) -> SettingField:
        return next(field for field in self.fields if field.setting is setting)
