"""Scorecards from the screen to the file, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.faults import Language
from app.operations.values import Inspection, fail_answer, pass_answer
from app.reports.fonts import system_fonts
from app.widgets.models.rows_model import ROW_ROLE
from app.widgets.scorecards_screen import ScorecardsScreen
from tests.e2e.inspecting import SHOWROOM, choose_file
from tests.e2e.stage import Hands, SmallStage
from tests.widgets.inspection_stage import still

NOTE = "lamp dark 门头灯"
FAILED = (0, 9)  # places in the checklist
LANGUAGES = [
    "en",
    pytest.param(
        "zh_CN",
        marks=pytest.mark.skipif(
            system_fonts().chinese is None, reason="no Chinese TrueType font on this machine"
        ),
    ),
]


def inspected(hands: Hands, stage: SmallStage, *, submit: bool) -> Inspection:
    """An inspection with two failed items, one of them with a picture."""
    operations = hands.operations
    store, version = stage.stores["S001"], stage.versions[SHOWROOM]
    begun = operations.inspections.begin(store.id, version.id)
    items = list(begun.checklist.items())
    camera = stage.cameras["S001/entrance"]
    operations.evidence.store(begun.id, items[0].id, camera.id, still(320, 180))
    for place, item in enumerate(items):
        answer = fail_answer(item, NOTE) if place in FAILED else pass_answer(item)
        operations.inspections.answer(begun.id, answer)
    if submit:
        return operations.inspections.submit(begun.id)
    return operations.inspections.get(begun.id)


def opened(hands: Hands, language: Language) -> ScorecardsScreen:
    """The screen, by its key, in a language."""
    hands.operations.settings.set("general.language", language)
    hands.settle()
    hands.keys("Alt+3")
    hands.settle()
    screen = hands.main.screen_named("scorecards")
    assert isinstance(screen, ScorecardsScreen)
    assert screen.isVisible()
    return screen


def text_of(path: Path) -> str:
    """Everything written in a PDF or XLSX file, without blanks."""
    if path.suffix == ".pdf":
        parts = [page.extract_text() for page in PdfReader(path).pages]
    else:
        book = load_workbook(path)
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        parts = [str(value) for value in cells if value is not None]
        book.close()
    return "".join("".join(parts).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scorecard_goes_to_pdf_and_xlsx(
    window: Hands, small_stage: SmallStage, tmp_path: Path, language: Language
) -> None:
    done = inspected(window, small_stage, submit=True)
    screen = opened(window, language)
    assert done.score is not None
    assert screen.detail.result.text() == f"{done.score.final_percent} %"
    for button, name in (
        (screen.detail.pdf_button, "card.pdf"),
        (screen.detail.xlsx_button, "card.xlsx"),
    ):
        path = tmp_path / name
        window.click(button)
        choose_file(window, path)
        window.until(path.exists, name)
        window.settle()
        assert str(path) in window.notices()
        text = text_of(path)
        assert "S001" in text
        assert squeezed(done.checklist.title.in_language(language)) in text
        assert squeezed(NOTE) in text
        for item in done.checklist.items():
            assert squeezed(item.title.in_language(language)) in text
        assert ("草稿" if language == "zh_CN" else "Draft:") not in text
        assert done.inspector.replace(" ", "") in text
    pdf = text_of(tmp_path / "card.pdf")
    assert str(done.score.final_percent) in pdf
    assert str(done.score.raw_percent) in pdf
    pictures = [image for page in PdfReader(tmp_path / "card.pdf").pages for image in page.images]
    assert pictures


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_says_that_it_is_one(
    window: Hands, small_stage: SmallStage, tmp_path: Path, language: Language
) -> None:
    inspected(window, small_stage, submit=False)
    screen = opened(window, language)
    word = "草稿" if language == "zh_CN" else "raft"
    assert word in screen.detail.facts.text()
    for button, name in (
        (screen.detail.pdf_button, "draft.pdf"),
        (screen.detail.xlsx_button, "draft.xlsx"),
    ):
        window.click(button)
        choose_file(window, tmp_path / name)
        window.until((tmp_path / name).exists, name)
        window.settle()
        assert word in text_of(tmp_path / name)


def test_a_file_that_cannot_be_written_is_told(
    window: Hands, small_stage: SmallStage, tmp_path: Path
) -> None:
    done = inspected(window, small_stage, submit=True)
    screen = opened(window, "en")
    taken = tmp_path / "card.pdf"
    taken.mkdir()
    screen.export.write(done.id, taken)
    window.until(lambda: "cannot be written" in window.notices(), "the sentence")
    assert str(taken) in window.notices()


def test_a_draft_is_continued_beside_the_wall(window: Hands, small_stage: SmallStage) -> None:
    draft = inspected(window, small_stage, submit=False)
    screen = opened(window, "en")
    assert screen.table.currentIndex().data(ROW_ROLE).id == draft.id
    window.click(screen.detail.continue_button)
    window.until(lambda: window.wall.panel.inspection_id == draft.id, "the inspection")
    assert window.wall.isVisible()
    assert window.wall.panel.isVisible()
