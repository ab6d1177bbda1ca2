"""The scorecard as PDF: A4, fonts inside, readable on any machine."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.faults import Language, Sentence
from app.reports.files import write_whole
from app.reports.fonts import ReportFonts, system_fonts
from app.reports.pdf_annexes import hints, sign_off, tasks
from app.reports.pdf_cover import cover
from app.reports.pdf_items import all_answers, failed_items
from app.reports.pdf_page import PageFeet
from app.reports.pdf_pictures import PictureShelf
from app.reports.pdf_style import BODY_WIDTH, FOOT_HEIGHT, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Style
from app.reports.scorecard import ScorecardData
from app.reports.words import W, say

_NO_CHINESE = Sentence(
    "No Chinese TrueType font was found on this machine, so the scorecard is in English and "
    "Chinese characters show as □. Install one (Debian, Ubuntu: fonts-droid-fallback) and export "
    "again.",
    "本机未找到中文 TrueType 字体，评分卡已改用英文，中文字符显示为 □。请安装中文字体（Debian、"
    "Ubuntu：fonts-droid-fallback）后重新导出。",
)
_NO_GLYPH = Sentence(
    "No font of this machine can draw these characters, they show as □: {list}. The XLSX has them.",
    "本机字体无法显示以下字符，已用 □ 代替：{list}。XLSX 文件中保留原字符。",
)
_BAD_PICTURES = Sentence(
    "Evidence pictures that are missing, unreadable or changed: {list}. The scorecard says so "
    "where they belong; look for the files in the evidence folder or its backup.",
    "以下证据图片缺失、无法读取或已被改动：{list}。评分卡相应位置已注明；请在证据文件夹或其备份中查找。",
)

# One TTFont object may serve one document at a time (reportlab's own rule).
_ONE_DOCUMENT = threading.Lock()


@dataclass(frozen=True)
class PdfResult:
    """What was written. ``warning`` is what the reader should know, None if nothing."""

    pages: int
    fonts: tuple[str, ...]
    warning: Sentence | None
    language: Language


def write_pdf(
    data: ScorecardData, path: Path, language: Language, fonts: ReportFonts | None = None
) -> PdfResult:
    """Write the scorecard to ``path``; raises ReportFault when the file cannot be written.

    Without a Chinese font on the machine the report falls back to English, which
    can at least be read, and the result says so.
    """
    with _ONE_DOCUMENT:
        faces = system_fonts() if fonts is None else fonts
        spoken: Language = language if faces.chinese is not None else "en"
        style = Style(faces, spoken)
        shelf = PictureShelf(data, style)
        feet = PageFeet(data, style.setter)
        content = _build(data, style, shelf, feet)
    write_whole(path, content)
    warning = _warning(style, shelf, missing_font=spoken != language)
    return PdfResult(feet.pages, faces.names, warning, spoken)


def _build(data: ScorecardData, style: Style, shelf: PictureShelf, feet: PageFeet) -> bytes:
    from reportlab import rl_config
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    # Pictures as they are, not as text: a quarter smaller, and much sooner written.
    rl_config.useA85 = 0
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=_encodable(f"{say(W.scorecard, style.language)} {data.report_number}"),
        author=_encodable(data.exporter),
        subject=_encodable(f"{data.store_code} {data.store_name}"),
        lang="zh-CN" if style.language == "zh_CN" else "en",
    )
    height = PAGE_HEIGHT - MARGIN - FOOT_HEIGHT
    frame = Frame(MARGIN, FOOT_HEIGHT, BODY_WIDTH, height, 0, 0, 0, 0, id="body")
    document.addPageTemplates(PageTemplate(id="page", frames=[frame]))
    canvas: Any = feet.canvas_class()
    document.build(list(_story(data, style, shelf)), canvasmaker=canvas)
    return out.getvalue()


def _encodable(text: str) -> str:
    """``text`` with halves of surrogate pairs replaced: no file can hold them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _story(data: ScorecardData, style: Style, shelf: PictureShelf) -> Iterable[Any]:
    yield from cover(data, style)
    yield from failed_items(data, style, shelf)
    yield from tasks(data, style)
    yield from all_answers(data, style, shelf)
    yield from shelf.rest()
    yield from hints(data, style)
    yield from shelf.index()
    yield from sign_off(data, style)


def _warning(style: Style, shelf: PictureShelf, *, missing_font: bool) -> Sentence | None:
    parts: list[Sentence] = []
    undrawable = style.setter.undrawable
    chinese_only = style.setter.fonts.chinese is None and style.setter.has_chinese(
        "".join(undrawable)
    )
    if missing_font or chinese_only:
        parts.append(_NO_CHINESE)
    elif undrawable:
        parts.append(_filled(_NO_GLYPH, " ".join(sorted(undrawable)[:20])))
    if shelf.problems:
        names = (f"{shelf.number(p.source)} ({p.source.camera})" for p in shelf.problems)
        parts.append(_filled(_BAD_PICTURES, ", ".join(names)))
    if not parts:
        return None
    return Sentence(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def _filled(sentence: Sentence, text: str) -> Sentence:
    # The result is filled once more when it is shown: braces of the text are doubled.
    safe = text.replace("{", "{{").replace("}", "}}")
    return Sentence(sentence.en.replace("{list}", safe), sentence.zh.replace("{list}", safe))
