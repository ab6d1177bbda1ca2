"""The scorecard on paper: read back as text, with its fonts and its pictures."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from app.inspection.answers import Answer, AnswerState, fail_answer
from app.inspection.checklist import ChecklistSection, LocalText
from app.inspection.scoring import score
from app.reports.files import ReportFault
from app.reports.fonts import find_fonts, system_fonts
from app.reports.pdf import PdfResult, write_pdf
from app.reports.scorecard import ScorecardData, content_hash
from tests.inspection.build import checklist, item, na
from tests.reports.samples import evidence, store_scorecard

needs_chinese = pytest.mark.skipif(
    system_fonts().chinese is None, reason="no Chinese TrueType font on this machine"
)


def read(path: Path) -> tuple[PdfReader, str]:
    """The file and all its text, line breaks as blanks."""
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.split())


def squeezed(text: str) -> str:
    """Without blanks: Chinese text may be broken between any two characters."""
    return "".join(text.split())


@pytest.fixture
def card(tmp_path):
    return store_scorecard(tmp_path)


@dataclass(frozen=True)
class Written:
    """A card written once, for tests that only read it."""

    card: ScorecardData
    result: PdfResult
    reader: PdfReader
    text: str


def written(folder: Path, language: str) -> Written:
    card = store_scorecard(folder)
    result = write_pdf(card, folder / "card.pdf", language)
    return Written(card, result, *read(folder / "card.pdf"))


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    return written(tmp_path_factory.mktemp("english"), "en")


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    return written(tmp_path_factory.mktemp("chinese"), "zh_CN")


@needs_chinese
def test_in_english(english):
    result, reader, text = english.result, english.reader, english.text
    assert result.pages == len(reader.pages) >= 4
    assert result.warning is None
    assert result.language == "en"
    for words in (
        "Car showroom opening check",
        "S001 Shanghai Riverside 上海滨江店",
        "Longhe Motors 龙和汽车",
        "Report number FW-000042",
        "Started 2026-11-22 10:03:00",
        "Duration 47 min 0 s",
        "Time zone of the store",
        "Asia/Shanghai (UTC+08:00)",
        "showroom-opening, version 3",
        "Video inspection, playback",
        "Final score 67.21 % Red line hit Points 41 / 61",
        "Raw score 77.05 % before red lines",
        "Previous score 91.25 % −24.04 points",
        "Coverage 93.75 % 30 of 32 answered",
        "Red line: “Safety” set to 0 points. Without it the score would be 77.05 %.",
        "hit: 6.1",
        "Two pallets 0.6 m in front of the back door <locked & barred>",
        "3 of 3 points lost",
        "Fail (2 of 5) · pass from 3",
        "T-0007 Clear the back door 清理后门 · Li Na 李娜 · due 2026-11-22 11:33 · open · overdue",
        "No test-drive cars at this store until March",
        "Not assessable",
        "Unanswered",
        "Counter unattended",
        "A hint is a suggestion of the analysis, not a finding.",
        "not decided",
        "2026-11-22 10:04:00.240 UTC+08:00 · Chen Wei 陈伟",
        "Store manager",
    ):
        assert words in text, words
    assert "接待台8分钟无人，两位客户离开。" in squeezed(text)


@needs_chinese
def test_in_chinese(chinese):
    result, text = chinese.result, chinese.text
    assert result.warning is None
    for words in (
        "巡店评分卡",
        "汽车展厅开店检查",
        "最终得分率",
        "触发红线",
        "红线：“安全”得分归零。未触发红线时得分率为77.05%。",
        "所有安全出口未上锁，门前1.5米内无任何物品。",
        "不合格（2/5）",
        "扣3分（满分3）",
        "无法判定",
        "不适用",
        "未判定",
        "整改单",
        "待整改",
        "已驳回",
        "超期",
        "前台离岗",
        "已采纳",
        "导出：2026-11-2215:03:00UTC+08:00，ChenWei陈伟",
        "店长",
    ):
        assert words in squeezed(text), words
    assert "Standard:" not in text


@needs_chinese
@pytest.mark.parametrize("language", ["english", "chinese"])
def test_every_font_is_inside_the_file(request, language):
    reader = request.getfixturevalue(language).reader
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            face = font.get_object()
            if face["/BaseFont"] == "/Helvetica":
                continue  # reportlab names it on every page; the next test proves it unused
            assert "/FontFile2" in face["/FontDescriptor"].get_object(), face["/BaseFont"]
            assert "/ToUnicode" in face
            names.add(face["/BaseFont"])
    assert len(names) >= 3


@needs_chinese
def test_no_text_is_drawn_in_a_font_that_is_not_inside(chinese):
    used = set()
    for page in chinese.reader.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, _tm, font, _size: (
                used.add(font["/BaseFont"]) if text.strip() and font else None
            )
        )
    assert used
    assert not any("Helvetica" in name for name in used)


def test_every_page_has_its_foot(english):
    card, result = english.card, english.result
    for number, page in enumerate(english.reader.pages, start=1):
        text = page.extract_text()
        assert f"Page {number} / {result.pages}" in text
        assert f"Content SHA-256 {content_hash(card)}" in text
        assert "FW-000042 · S001 · Exported 2026-11-22 15:03:00 UTC+08:00 by Chen Wei" in text


def test_what_the_reader_of_the_file_is_told(english):
    reader = english.reader
    assert reader.metadata.title == "Store inspection scorecard FW-000042"
    assert reader.metadata.author == "Chen Wei 陈伟"
    assert reader.metadata.subject == "S001 Shanghai Riverside 上海滨江店"


def test_failed_items_stand_before_all_answers_and_red_lines_before_those(english):
    places = [
        english.text.index(words)
        for words in (
            "Red line 6.1 Emergency exits are free",
            "Fail 1.4 Vehicles displayed outside",
            "Fail 3.1 Counter is staffed",
            "Rectification tasks",
            "All answers",
            "Further evidence",
            "Automatic hints",
            "Evidence index",
        )
    ]
    assert places == sorted(places)


def test_the_pictures_are_placed_once_with_what_makes_them_evidence(english):
    card, reader, text = english.card, english.reader, english.text
    assert sum(len(page.images) for page in reader.pages) == len(card.evidence) == 5
    for number, picture in enumerate(card.evidence, start=1):
        assert f"E{number} {picture.camera}" in text
        assert squeezed(text).count(picture.sha256) == 2  # under the picture and in the index
    assert "Evidence E1, E2, E3" in text


def test_a_marked_picture_is_the_one_that_is_shown(card, tmp_path):
    marked = evidence(tmp_path, 9, "fire-exits", sha256="ab" * 32)
    marked = replace(marked, marked_sha256=evidence(tmp_path, 9, None).sha256)
    result = write_pdf(replace(card, evidence=(marked,)), tmp_path / "card.pdf", "en")
    _reader, text = read(tmp_path / "card.pdf")
    assert result.warning is None
    assert "E1 S001/counter · marked" in text
    assert f"original{'ab' * 32}marked{marked.marked_sha256}" in squeezed(text)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: path.unlink(), "The picture file is missing"),
        (lambda path: path.write_bytes(b""), "no longer matches its SHA-256"),
        (lambda path: path.write_bytes(path.read_bytes() + b"!"), "no longer matches its SHA-256"),
    ],
)
def test_a_picture_gone_or_changed_is_said_in_its_place(card, tmp_path, damage, words):
    damage(card.evidence[3].path)
    result = write_pdf(card, tmp_path / "card.pdf", "en")
    _reader, text = read(tmp_path / "card.pdf")
    assert words in text
    assert "E4 (S001/back_door)" in result.warning.en
    assert "E4 (S001/back_door)" in result.warning.zh
    assert "{" not in result.warning.fill("en")


def test_a_picture_that_was_never_one_is_said(card, tmp_path):
    import hashlib

    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n not a picture")
    digest = hashlib.sha256(broken.read_bytes()).hexdigest()
    picture = replace(card.evidence[0], path=broken, sha256=digest)
    write_pdf(replace(card, evidence=(picture,)), tmp_path / "card.pdf", "en")
    assert "The picture file cannot be read" in read(tmp_path / "card.pdf")[1]


def test_a_picture_without_a_file_is_said(card, tmp_path):
    picture = replace(card.evidence[0], path=None)
    write_pdf(replace(card, evidence=(picture,)), tmp_path / "card.pdf", "zh_CN")
    assert "/" in read(tmp_path / "card.pdf")[1]
    result = write_pdf(replace(card, evidence=(picture,)), tmp_path / "card.pdf", "en")
    assert "The picture file is missing" in read(tmp_path / "card.pdf")[1]
    assert result.warning is not None


@pytest.mark.parametrize("size", [(40, 2000), (2000, 40), (1, 1), (641, 479)])
def test_a_picture_of_any_shape_finds_its_place(card, tmp_path, size):
    from tests.reports.samples import picture_file

    path = picture_file(tmp_path, 50, size)
    import hashlib

    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    picture = replace(card.evidence[0], path=path, sha256=digest)
    result = write_pdf(replace(card, evidence=(picture,)), tmp_path / "card.pdf", "en")
    assert result.warning is None


# --- fonts


def test_without_a_chinese_font_the_page_still_reads_and_says_so(card, tmp_path):
    fonts = find_fonts([tmp_path / "no fonts here"])
    assert fonts.chinese is None
    assert fonts.names == ("Vera.ttf", "VeraBd.ttf")
    result = write_pdf(card, tmp_path / "card.pdf", "zh_CN", fonts)
    _reader, text = read(tmp_path / "card.pdf")
    assert result.language == "en"
    assert "fonts-droid-fallback" in result.warning.en
    assert "中文 TrueType 字体" in result.warning.zh
    assert "Car showroom opening check" in text
    assert "Final score" in text


def test_a_wholly_latin_card_needs_no_chinese_font(tmp_path):
    form = checklist([item("a"), item("b")])
    form = replace(
        form,
        title=LocalText("Test", "Test"),
        sections=(ChecklistSection("s1", LocalText("S", "S"), form.sections[0].items),),
    )
    card = replace(
        store_scorecard(tmp_path),
        checklist=form,
        answers={},
        score=score(form, {}),
        evidence=(),
        tasks=(),
        hints=(),
        company="Longhe",
        region="East",
        store_name="Riverside",
        inspector="Chen Wei",
        exporter="Chen Wei",
    )
    fonts = find_fonts([tmp_path / "no fonts here"])
    assert write_pdf(card, tmp_path / "card.pdf", "en", fonts).warning is None


@needs_chinese
def test_a_file_that_only_looks_like_a_font_is_passed_over(tmp_path):
    (tmp_path / "msyh.ttc").write_bytes(b"not a font")
    (tmp_path / "segoeui.ttf").write_bytes(b"")
    (tmp_path / "wqy-microhei.ttc").write_bytes(b"OTTO" + bytes(100))
    own = system_fonts()
    shutil.copy(own.chinese.path, tmp_path / own.chinese.path.name)
    found = find_fonts([tmp_path])
    assert found.chinese.path == tmp_path / own.chinese.path.name
    assert found.latin.path.name == "Vera.ttf"


def test_a_chinese_font_without_the_characters_is_passed_over(tmp_path):
    # A Latin font under a Chinese font's name.
    shutil.copy(find_fonts([]).latin.path, tmp_path / "simhei.ttf")
    assert find_fonts([tmp_path]).chinese is None


@needs_chinese
def test_a_character_that_no_font_has_is_told(card, tmp_path):
    answers = dict(card.answers)
    answers["fire-exits"] = fail_answer(card.checklist.item("fire-exits"), "\U0001f525 blocked {x}")
    result = write_pdf(replace(card, answers=answers), tmp_path / "card.pdf", "en")
    assert "\U0001f525" in result.warning.fill("en")
    assert "\U0001f525" in result.warning.fill("zh_CN")
    assert "blocked {x}" in read(tmp_path / "card.pdf")[1]


def test_control_characters_are_shown_as_boxes_and_named(card, tmp_path):
    answers = dict(card.answers)
    answers["fire-exits"] = fail_answer(card.checklist.item("fire-exits"), "bell\x07 half \ud800")
    strange = replace(card, answers=answers, exporter="Chen\ud800", store_name="S\x07")
    result = write_pdf(strange, tmp_path / "card.pdf", "en")
    assert "U+0007 U+D800" in result.warning.fill("zh_CN")
    reader, text = read(tmp_path / "card.pdf")
    assert reader.metadata.author == "Chen?"
    assert "half" in text


# --- sizes


def test_a_very_long_note_is_printed_whole(card, tmp_path):
    words = [f"word{n}" for n in range(560)]
    chinese = "".join(chr(0x4E00 + n) for n in range(500))
    answers = dict(card.answers)
    answers["fire-exits"] = fail_answer(card.checklist.item("fire-exits"), " ".join(words)[:4000])
    answers["doors-open"] = Answer(
        "doors-open", AnswerState.ANSWERED, Decimal(1), note="\n".join("x" * 1 for _ in range(2000))
    )
    answers["glass-clean"] = Answer(
        "glass-clean", AnswerState.NA, reason="unbroken" * 400, note=chinese
    )
    result = write_pdf(replace(card, answers=answers), tmp_path / "card.pdf", "en")
    reader, text = read(tmp_path / "card.pdf")
    assert all(f" {word} " in text for word in words[:500])
    assert squeezed(text).count("unbroken" * 20) >= 1
    assert text.count(" x") >= 2000
    assert result.pages == len(reader.pages) > 20


def test_two_hundred_items_with_pictures(card, tmp_path):
    sections = [[item(f"i{s}-{n}", "5", "2") for n in range(20)] for s in range(10)]
    form = checklist(*sections)
    answers = {
        one.id: Answer(one.id, AnswerState.ANSWERED, Decimal(n % 6), note=f"note {n}")
        for n, one in enumerate(form.items())
    }
    base = evidence(tmp_path, 1, None)
    pictures = tuple(
        replace(base, item_id=one.id, media_time_us=base.media_time_us + n)
        for n, one in enumerate(form.items())
        if n % 6 == 0
    )
    big = replace(
        card,
        checklist=form,
        answers=answers,
        score=score(form, answers),
        evidence=pictures,
        previous=None,
        hints=(),
        tasks=(),
    )
    result = write_pdf(big, tmp_path / "card.pdf", "en")
    _reader, text = read(tmp_path / "card.pdf")
    assert result.warning is None
    assert all(f" note {n} " in text for n in range(200))
    assert "10.20" in text
    assert len(pictures) == 34


def test_no_text_leaves_the_page(english):
    for page in english.reader.pages:
        spots = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, _font, _size, spots=spots: (
                spots.append((tm[4] + cm[4], tm[5] + cm[5])) if text.strip() else None
            )
        )
        assert spots
        for x, y in spots:
            assert 0 <= x <= 595
            assert 15 <= y <= 842


# --- states


def test_a_draft_says_that_it_is_one(card, tmp_path):
    draft = replace(card, submitted_us=None, score=score(card.checklist, {}, running=True))
    write_pdf(draft, tmp_path / "card.pdf", "en")
    _reader, text = read(tmp_path / "card.pdf")
    assert "Draft: not submitted, the score may still change" in text
    assert "Submitted not submitted" in text
    assert "Final score – No score" in text
    assert "No item failed." in text


def test_all_na_shows_a_dash(card, tmp_path):
    answers = {one.id: na(one.id) for one in card.checklist.items()}
    every = replace(card, answers=answers, score=score(card.checklist, answers), evidence=())
    write_pdf(every, tmp_path / "card.pdf", "en")
    text = read(tmp_path / "card.pdf")[1]
    assert "Final score – No score Points 0 / 0" in text
    assert "100.00 %" not in text


def test_a_card_with_nothing_but_answers(card, tmp_path):
    bare = replace(card, evidence=(), tasks=(), hints=(), previous=None)
    write_pdf(bare, tmp_path / "card.pdf", "en")
    text = read(tmp_path / "card.pdf")[1]
    assert "No rectification task." in text
    assert "No hint was given." in text
    assert "Previous score – none before" in text
    assert "Evidence index" not in text


def test_an_unknown_time_zone_falls_back_to_utc(card, tmp_path):
    write_pdf(replace(card, time_zone="Mars/Olympus"), tmp_path / "card.pdf", "en")
    assert "Started 2026-11-22 02:03:00" in read(tmp_path / "card.pdf")[1]


# --- the file


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(card, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "card.pdf"
    path.write_bytes(b"old")
    write_pdf(card, path, "en")
    assert path.read_bytes().startswith(b"%PDF")
    assert [entry.name for entry in folder.iterdir()] == ["card.pdf"]


def test_a_missing_folder_is_a_sentence(card, tmp_path):
    path = tmp_path / "gone" / "card.pdf"
    with pytest.raises(ReportFault) as caught:
        write_pdf(card, path, "en")
    assert str(path) in caught.value.text("en")
    assert str(path) in caught.value.text("zh_CN")
    assert "folder does not exist" in caught.value.text("en")


def test_two_reports_at_once(card, tmp_path):
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(write_pdf, card, tmp_path / f"{n}.pdf", "zh_CN" if n % 2 else "en")
            for n in range(4)
        ]
        pages = [job.result().pages for job in jobs]
    assert pages[0] == pages[2]
    for n in range(4):
        assert "FW-000042" in read(tmp_path / f"{n}.pdf")[1]


def test_pypdf_sees_no_broken_reference(english):
    reader = english.reader
    for number in range(1, len(reader.xref[0])):
        assert reader.get_object(IndirectObject(number, 0, reader)) is not None
