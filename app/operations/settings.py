"""The settings of this workstation: read, checked and kept.

What can be set is declared in `app.operations.settings_list`. The file in the
user's data folder holds only what differs from the defaults.
"""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path

from app.faults import Fault, Sentence
from app.operations.changes import Changes
from app.operations.checks import check_zone
from app.operations.settings_list import GROUPS, SETTINGS, Choice, Setting, Value
from app.operations.values import ChangeKind
from app.storage.disk import write_durably
from app.storage.urls import holds_password

__all__ = ["GROUPS", "SETTINGS", "Choice", "Setting", "SettingFault", "Settings", "Value"]

SETTINGS_FILE = "settings.json"
_LOG = logging.getLogger(__name__)


_BY_KEY = {setting.key: setting for setting in SETTINGS}

_UNKNOWN = Sentence("There is no setting “{key}”.", "没有名为“{key}”的设置。")
_NOT_A_CHOICE = Sentence(
    "“{value}” is not possible for “{key}”. Possible: {choices}.",
    "“{key}”不能设为“{value}”。可选：{choices}。",
)
_NOT_A_NUMBER = Sentence(
    "“{key}” takes a number from {minimum} to {maximum}, not “{value}”.",
    "“{key}”应为 {minimum} 到 {maximum} 的数字，不能为“{value}”。",
)
_NOT_TEXT = Sentence("“{key}” takes one line of text.", "“{key}”应为一行文字。")
_PASSWORD = Sentence(
    "The database address holds a password, which would stand in a file for everybody to read. "
    "Leave it out and put it in the password file of the database client (for PostgreSQL "
    ".pgpass).",
    "数据库地址中含有密码，会以明文保存在文件中。请去掉密码，改用数据库客户端的密码文件"
    "（PostgreSQL 为 .pgpass）。",
)


class SettingFault(Fault):
    """The value cannot be set; the sentence says what is possible."""


def declared(key: str) -> Setting:
    """The setting of that key; raises SettingFault."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise SettingFault(_UNKNOWN, key=key) from None


def checked(setting: Setting, value: object) -> Value:
    """``value`` as it is stored; raises a Fault that says what is possible."""
    if setting.kind in ("whole", "number"):
        return _number(setting, value)
    if setting.kind == "choice":
        for choice in setting.choices:
            if value == choice.value and type(value) is type(choice.value):
                return choice.value
        choices = ", ".join(str(choice.value) for choice in setting.choices)
        raise SettingFault(_NOT_A_CHOICE, key=setting.key, value=value, choices=choices)
    if not isinstance(value, str) or "\n" in value or len(value) > 1000:
        raise SettingFault(_NOT_TEXT, key=setting.key)
    if setting.kind == "zone":
        return check_zone(value)
    if setting.kind == "address" and holds_password(value):
        raise SettingFault(_PASSWORD)
    return value.strip()


def _number(setting: Setting, value: object) -> Value:
    low, high = setting.minimum or 0, setting.maximum or 0
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
        if setting.kind == "number":
            return float(value)
        if float(value).is_integer():
            return int(value)
    raise SettingFault(_NOT_A_NUMBER, key=setting.key, value=value, minimum=low, maximum=high)


class Settings:
    """The settings of this workstation. Threads may share it."""

    def __init__(self, home: Path, changes: Changes) -> None:
        self._path = home / SETTINGS_FILE
        self._changes = changes
        self._lock = threading.RLock()
        self._stored = _load(self._path)

    def declared(self) -> tuple[Setting, ...]:
        """Everything that can be set, in the order of the screen."""
        return SETTINGS

    def get(self, key: str) -> Value:
        """What is set, or the default."""
        setting = declared(key)
        with self._lock:
            value = self._stored.get(key, setting.default)
        try:
            return checked(setting, value)
        except Fault as fault:
            _LOG.info("the default stands for %s: %s", key, fault)
            return setting.default

    def text(self, key: str) -> str:
        """The value of a setting that is text."""
        return str(self.get(key))

    def number(self, key: str) -> float:
        """The value of a setting that is a number."""
        return float(self.get(key))

    def set(self, key: str, value: object) -> None:
        """Store one value; raises a Fault and keeps the old one where it cannot be."""
        self.update({key: value})

    def update(self, values: dict[str, object]) -> None:
        """Store several values, all or none."""
        good = {key: checked(declared(key), value) for key, value in values.items()}
        with self._lock:
            new = {**self._stored, **good}
            sparse = {
                key: value
                for key, value in new.items()
                if key not in _BY_KEY or value != _BY_KEY[key].default
            }
            text = json.dumps(sparse, ensure_ascii=False, indent=2, sort_keys=True)
            write_durably(self._path, f"{text}\n".encode(), "the change of the settings")
            self._stored = sparse
        self._changes.publish(ChangeKind.SETTINGS)


def _load(path: Path) -> dict[str, object]:
    """What the file holds; one that cannot be read is put aside and the defaults stand."""
    try:
        document = json.loads(path.read_bytes())
        if isinstance(document, dict):
            return {str(key): value for key, value in document.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _LOG.warning("the settings in %s cannot be read: %s", path, error)
    _put_aside(path)
    return {}


def _put_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".unreadable.json"))
    except OSError as error:
        _LOG.warning("the settings file %s cannot be put aside: %s", path, error)
