"""Settings are declared once, kept sparsely, and a bad value never replaces a good one."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from app.faults import Fault
from app.operations.changes import Changes
from app.operations.settings import GROUPS, SETTINGS, SettingFault, Settings, checked
from app.operations.values import ChangeKind
from app.storage import disk
from app.storage.faults import DiskFault


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, Changes())


def stored(tmp_path: Path) -> object:
    return json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_setting_is_whole(setting):
    assert checked(setting, setting.default) == setting.default
    assert setting.group == "" or setting.group in GROUPS
    for sentence in (setting.label, setting.help):
        assert sentence.en
        assert sentence.zh
    assert (setting.kind == "choice") == bool(setting.choices)
    assert (setting.kind in ("whole", "number")) == (setting.maximum is not None)


def test_keys_are_unique():
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


def test_only_what_differs_from_the_defaults_is_kept(settings: Settings, tmp_path: Path):
    assert not (tmp_path / "settings.json").exists()
    settings.set("wall.layout", 9)
    settings.set("general.theme", "dark")
    assert stored(tmp_path) == {"wall.layout": 9}
    settings.set("wall.layout", 25)
    assert stored(tmp_path) == {}


def test_what_is_set_is_there_after_a_start_and_is_told(tmp_path: Path):
    changes = Changes()
    heard = []
    changes.subscribe(heard.append)
    Settings(tmp_path, changes).set("hints.absence_minutes", 3)
    assert Settings(tmp_path, Changes()).number("hints.absence_minutes") == 3.0
    assert [change.kinds for change in heard] == [frozenset({ChangeKind.SETTINGS})]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("general.language", "fr"),
        ("general.time_zone", "Mars/Olympus"),
        ("wall.layout", 7),
        ("wall.layout", 9.0),
        ("wall.layout", True),
        ("analysis.threads", 1.5),
        ("analysis.threads", 0),
        ("analysis.threads", True),
        ("analysis.model_rate_hz", float("nan")),
        ("analysis.model_rate_hz", float("inf")),
        ("analysis.model_rate_hz", "2"),
        ("analysis.model", "a\nb"),
        ("analysis.model", 3),
        ("no.such", 1),
    ],
)
def test_a_bad_value_is_refused_and_the_old_one_stays(
    settings: Settings, tmp_path: Path, key: str, value: object
):
    with pytest.raises(Fault) as caught:
        settings.update({"wall.layout": 4, key: value})
    assert caught.value.text("zh_CN")
    assert settings.get("wall.layout") == 25
    assert not (tmp_path / "settings.json").exists()


def test_a_database_password_never_reaches_the_file(settings: Settings, tmp_path: Path):
    for url in (
        "postgresql+psycopg://me:s3cret@server/floorwalk",
        "postgresql+psycopg://server/floorwalk?password=s3cret",
    ):
        with pytest.raises(SettingFault) as caught:
            settings.set("storage.database_url", url)
        assert "s3cret" not in caught.value.text()
    settings.set("storage.database_url", "postgresql+psycopg://me@server/floorwalk")
    assert "s3cret" not in (tmp_path / "settings.json").read_text()


def test_a_value_that_went_bad_in_the_file_gives_the_default(tmp_path: Path):
    (tmp_path / "settings.json").write_text('{"wall.layout": 7, "from.tomorrow": [1]}')
    settings = Settings(tmp_path, Changes())
    assert settings.get("wall.layout") == 25
    settings.set("general.theme", "light")
    # What a newer Floorwalk wrote is not thrown away by an older one.
    assert stored(tmp_path)["from.tomorrow"] == [1]  # type: ignore[index]


@pytest.mark.expects_logs("cannot be read")
@pytest.mark.parametrize("text", ["{", "\xff\xfe", ""])
def test_an_unreadable_file_is_put_aside(tmp_path: Path, text: str):
    (tmp_path / "settings.json").write_bytes(text.encode("latin-1"))
    assert Settings(tmp_path, Changes()).get("wall.layout") == 25
    assert (tmp_path / "settings.unreadable.json").read_bytes() == text.encode("latin-1")


def test_a_full_disk_keeps_the_old_settings(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings.set("wall.layout", 9)

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(disk, "_write_synced", full)
    with pytest.raises(DiskFault, match="is full, so the change of the settings"):
        settings.set("wall.layout", 16)
    assert settings.get("wall.layout") == 9
    assert stored(tmp_path) == {"wall.layout": 9}
