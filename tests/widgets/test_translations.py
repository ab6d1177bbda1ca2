from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.widgets.translations import Translations, compiled

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "tools" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_chinese_is_complete_and_fresh(tool: ModuleType) -> None:
    assert tool.problems("zh_CN") == []


def test_the_check_finds_what_is_open_stale_or_misplaced(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "resources" / "i18n" / "zh_CN.ts").read_text(encoding="utf-8")
    broken = text.replace("<translation>录像回放</translation>", "<translation></translation>", 1)
    broken = broken.replace("{count} 宫格", "{number} 宫格")
    broken = broken.replace("<source>Quit</source>", "<source>Leave for good</source>")
    (tmp_path / "zh_CN.ts").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    found = "\n".join(tool.problems("zh_CN"))
    assert "untranslated: Actions: Playback" in found
    assert "other places than the English: TransportBar: {count} tiles" in found
    assert "not in zh_CN.ts: Actions: Quit" in found
    assert "no longer used: Actions: Leave for good" in found


def test_words_are_compiled_where_they_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    source = tmp_path / "i18n"
    source.mkdir()
    kept = ROOT / "resources" / "i18n" / "zh_CN.ts"
    (source / "zh_CN.ts").write_bytes(kept.read_bytes())
    monkeypatch.setattr("app.widgets.translations.SOURCES", source)
    made = compiled("zh_CN", tmp_path / "cache")
    assert made == tmp_path / "cache" / "zh_CN.qm"
    first = made.stat().st_mtime_ns
    assert compiled("zh_CN", tmp_path / "cache") == made
    assert made.stat().st_mtime_ns == first


def test_the_language_is_set_and_taken_back(tmp_path: Path, qapp: QApplication) -> None:
    translations = Translations(tmp_path)
    translations.set("zh_CN")
    assert QCoreApplication.translate("Actions", "Wall") == "电视墙"
    translations.set("en")
    assert QCoreApplication.translate("Actions", "Wall") == "Wall"


def test_the_tool_names_itself_when_a_program_is_missing(tool: ModuleType) -> None:
    with pytest.raises(SystemExit, match="PySide6 has no"):
        tool.tool("no-such-program")
    assert sys.modules.get("translate") is None
