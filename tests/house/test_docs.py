"""What the documents say of links, keys, settings and rooms is what the program has."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.operations.settings_list import SETTINGS
from app.video.recordings.pattern import compile_pattern, start_us
from app.widgets.action_list import ACTIONS, GROUPS
from tests.house.files import ROOT, short
from tests.house.test_sentences import sentences as written_sentences

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "installer").glob("*.md")]
)
GUIDES = {"en": ROOT / "docs" / "user-guide.md", "zh": ROOT / "docs" / "user-guide.zh_CN.md"}
KEY_HEADINGS = {"en": "Keys", "zh": "快捷键"}
KEY_NAMES = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "Escape": "Esc",
    "Delete": "Del",
}
MOST_PICTURE_BYTES = 900_000


def without_code(text: str) -> str:
    """The text without code blocks, whose brackets are no links."""
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def links(text: str) -> list[str]:
    """The targets of all links and pictures that are not addresses."""
    found = re.findall(r"\]\(([^)\s]+)\)", without_code(text))
    return [target for target in found if "://" not in target]


def anchors(text: str) -> set[str]:
    """The anchors that the headings give."""
    heads = re.findall(r"^#+ (.+)$", without_code(text), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found is not None, heading
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in lines]


def shown_key(key: str) -> str:
    """A key as the documents write it."""
    if key in "+-":
        return key
    return "+".join(KEY_NAMES.get(part, part) for part in key.split("+"))


def shown_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    """An action's keys as the documents write them, each once."""
    return tuple(dict.fromkeys(shown_key(key) for key in keys))


def words(language: str) -> dict[str, str]:
    """The words of each action in a language, by its English text."""
    if language == "en":
        return {action.text: action.text for action in ACTIONS}
    contexts = ET.parse(ROOT / "resources" / "i18n" / "zh_CN.ts").getroot()
    actions = next(each for each in contexts if each.findtext("name") == "Actions")
    return {
        str(message.findtext("source")): str(message.findtext("translation"))
        for message in actions.iter("message")
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_every_link_leads_somewhere(document: Path) -> None:
    lost = []
    for target in links(document.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            lost.append(target)
    assert not lost


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_tells_every_key_and_no_other(language: str) -> None:
    """Row by row in the order of the actions, with their words where they have been translated."""
    table = rows(section(GUIDES[language].read_text("utf-8"), KEY_HEADINGS[language]))
    told = [(tuple(re.findall(r"`([^`]+)`", row[0])), row[1]) for row in table if row[0][:1] == "`"]
    said, with_keys = words(language), [each for each in ACTIONS if each.keys]
    ordered = sorted(with_keys, key=lambda each: GROUPS.index(each.group))
    assert [keys for keys, _ in told] == [shown_keys(each.keys) for each in ordered]
    for each, (_, text) in zip(ordered, told, strict=True):
        assert text == said.get(each.text, text)


def test_the_readme_tells_only_keys_that_are() -> None:
    cells = [cell for row in rows(section((ROOT / "README.md").read_text("utf-8"), "Keys"))
             for cell in row[::2]]  # fmt: skip
    told = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    known = {key for action in ACTIONS for key in shown_keys(action.keys)}
    assert told
    assert told <= known


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_tells_every_setting_and_no_other(language: str) -> None:
    heading = {"en": "Settings", "zh": "设置"}[language]
    table = rows(section(GUIDES[language].read_text("utf-8"), heading))
    told = [row[0].strip("`") for row in table if re.fullmatch(r"`\w+\.\w+`", row[0])]
    assert told == [setting.key for setting in SETTINGS if setting.group]


@pytest.mark.parametrize("language", GUIDES)
def test_the_patterns_of_the_guide_fit_its_files(language: str) -> None:
    """Every example names the same half past nine in Shanghai."""
    examples = [
        (row[0].strip("`"), row[1].strip("`"))
        for row in rows(GUIDES[language].read_text("utf-8"))
        if len(row) == 2 and "{camera}" in row[1] and "." in row[0]
    ]
    assert len(examples) >= 3
    for path, pattern in examples:
        camera = "01-entrance" if "01-entrance" in path else "cam1"
        compiled = compile_pattern(pattern, camera)
        fields: dict[str, str] = {}
        for level, name in enumerate(path.split("/")):
            found = compiled.match(level, name)
            assert found is not None, (path, pattern)
            fields.update(found)
        at_us = start_us(fields, ZoneInfo("Asia/Shanghai"))
        assert at_us is not None
        assert at_us // 1_000_000 == 1_773_106_200, (path, pattern)


@pytest.mark.parametrize(("language", "number"), [("en", 0), ("zh", 1)])
def test_the_guide_quotes_messages_that_are(language: str, number: int) -> None:
    """Each piece between two "…" stands in a sentence of the program."""
    sentences = [texts[number] for _, *texts in written_sentences()]
    heading = {"en": "What to do when", "zh": "遇到问题时"}[language]
    table = rows(section(GUIDES[language].read_text("utf-8"), heading))[2:-1]
    assert len(table) > 20
    for row in table:
        pieces = [piece.strip() for piece in re.split("…|, |、", row[0]) if piece.strip()]
        assert all(any(piece in text for text in sentences) for piece in pieces), row[0]


def test_both_guides_have_the_same_parts() -> None:
    texts = [path.read_text("utf-8") for path in GUIDES.values()]
    counts = [
        [len(re.findall(f"^{level} ", text, re.MULTILINE)) for level in ("##", "###")]
        for text in texts
    ]
    assert counts[0] == counts[1]


def test_every_decision_is_linked_from_the_architecture() -> None:
    linked = links((ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    decisions = {short(path) for path in (ROOT / "docs" / "adr").glob("*.md")}
    assert decisions <= set(linked)


def test_the_architecture_tells_the_layers_of_the_import_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    told = re.search(r"```layers\n(.*?)\n```", text, re.DOTALL)
    assert told is not None
    assert told[1].splitlines() == layers
    assert all(each["name"] in text for each in contracts)


def test_the_rooms_of_the_architecture_are_the_rooms_of_the_program() -> None:
    table = rows(section((ROOT / "ARCHITECTURE.md").read_text("utf-8"), "Rooms"))
    told = {name for row in table for name in re.findall(r"`(app/\w+)/`", row[0])}
    assert told == {short(path.parent) for path in (ROOT / "app").glob("*/__init__.py")}


def test_pictures_stay_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert {short(path) for path in pictures if path.stat().st_size > MOST_PICTURE_BYTES} == set()
