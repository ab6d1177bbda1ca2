"""The first page: what was inspected, the result, the sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.faults import Sentence
from app.reports.answer_text import Tone
from app.reports.colours import ACCENT, INK, LINE, PANEL, QUIET, TONES
from app.reports.formats import (
    DASH,
    change_text,
    duration_text,
    minute_text,
    offset_text,
    percent_text,
    points_text,
    second_text,
    zone_of,
)
from app.reports.pdf_style import BODY_WIDTH, Style, ruled, table
from app.reports.scorecard import ScorecardData
from app.reports.words import KIND_WORDS, W, say


def cover(data: ScorecardData, style: Style) -> Iterator[Any]:
    """Title, facts, result block and the table of sections."""
    yield style.say(W.scorecard, "small", ACCENT, bold=True, spaceAfter=2)
    title = data.checklist.title.in_language(style.language)
    yield style.text(title, "title", bold=True, spaceAfter=2)
    yield style.text(f"{data.store_code}  {data.store_name}", "store", spaceAfter=8)
    if data.draft:
        yield style.say(W.draft, "body", TONES[Tone.ATTENTION], bold=True, spaceAfter=6)
    yield _facts(data, style)
    yield from style.heading(W.result)
    yield _result(data, style)
    yield from _red_line_effect(data, style)
    yield from style.heading(W.sections)
    yield _sections(data, style)


def fact_pairs(data: ScorecardData, style: Style) -> tuple[tuple[Sentence, str], ...]:
    """What the inspection was: label and value."""
    zone, language = zone_of(data.time_zone), style.language
    version = say(W.version, language, version=data.checklist_version)
    submitted = (
        say(W.not_submitted, language)
        if data.submitted_us is None
        else second_text(data.submitted_us, zone)
    )
    return (
        (W.report_number, data.report_number),
        (W.company, data.company),
        (W.region, data.region),
        (W.store, f"{data.store_code} {data.store_name}"),
        (W.inspector, data.inspector),
        (W.kind, say(KIND_WORDS[data.kind], language)),
        (W.started, second_text(data.started_us, zone)),
        (W.submitted, submitted),
        (W.duration, duration_text(data.started_us, data.submitted_us, language)),
        (W.checklist, f"{data.checklist.key}, {version}"),
        (W.time_zone, f"{data.time_zone} ({offset_text(data.started_us, zone)})"),
        (W.rules, data.score.rule_version),
    )


def _facts(data: ScorecardData, style: Style) -> Any:
    from reportlab.lib.colors import HexColor

    pairs = fact_pairs(data, style)
    cells = [
        [style.say(label, "small", QUIET), style.text(value or DASH, "body")]
        for label, value in pairs
    ]
    rows = [cells[i : i + 3] for i in range(0, len(cells), 3)]
    line = HexColor(LINE)
    return table(
        rows,
        [BODY_WIDTH / 3] * 3,
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, line),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, line),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        padding=3,
    )


def _verdict(data: ScorecardData) -> tuple[Sentence, Tone]:
    score = data.score
    if score.final_percent is None:
        return W.verdict_none, Tone.PLAIN
    if score.red_line_hits:
        return W.verdict_red_line, Tone.FAIL
    if score.failed_items:
        return W.verdict_failed, Tone.ATTENTION
    return W.verdict_clear, Tone.PASS


def _result(data: ScorecardData, style: Style) -> Any:
    from reportlab.lib.colors import HexColor

    verdict, tone = _verdict(data)
    score, colour = data.score, TONES[tone]
    points = f"{points_text(score.earned)} / {points_text(score.maximum)}"
    big = [
        style.say(W.final_score, "small", QUIET),
        style.text(percent_text(score.final_percent), "figure", colour, bold=True, spaceAfter=4),
        style.say(verdict, "subheading", colour, bold=True),
        style.text(f"{say(W.points, style.language)}  {points}", "body", QUIET, spaceBefore=2),
    ]
    tiles = [_tile(style, *tile) for tile in _tiles(data, style)]
    width = BODY_WIDTH * 0.64
    grid = table([tiles[:4], tiles[4:]], [width / 4] * 4, padding=4)
    return table(
        [[big, grid]],
        [BODY_WIDTH - width, width],
        ("BACKGROUND", (0, 0), (-1, -1), HexColor(PANEL)),
        ("LINEBEFORE", (0, 0), (0, -1), 3, HexColor(colour)),
        ("LEFTPADDING", (0, 0), (0, -1), 12),
        ("RIGHTPADDING", (1, 0), (1, -1), 0),
        ("LEFTPADDING", (1, 0), (1, -1), 0),
        padding=8,
    )


_Tile = tuple[Sentence, str, str, Tone]


def _tiles(data: ScorecardData, style: Style) -> tuple[_Tile, ...]:
    """(label, figure, small print, tone) of the eight small figures."""
    score, language = data.score, style.language
    asked = score.total - score.na
    previous, before, change = data.previous, DASH, say(W.previous_none, language)
    if previous is not None:
        before = percent_text(previous.final_percent)
        delta = change_text(score.final_percent, previous.final_percent)
        date = minute_text(previous.submitted_us, zone_of(data.time_zone))[:10]
        change = say(W.points_change, language, change=delta) if delta else date
    failed = Tone.FAIL if score.failed_items else Tone.PLAIN
    red = Tone.FAIL if score.red_line_hits else Tone.PLAIN
    blocked = Tone.BLOCKED if score.not_assessable else Tone.PLAIN
    open_items = score.total - score.answered - score.na - score.not_assessable
    raw_meaning = say(W.raw_meaning, language)
    coverage = say(W.coverage_meaning, language, answered=score.answered, asked=asked)
    return (
        (W.raw_score, percent_text(score.raw_percent), raw_meaning, Tone.PLAIN),
        (W.failed_items, str(len(score.failed_items)), "", failed),
        (W.red_line_hits, str(len(score.red_line_hits)), "", red),
        (W.previous_score, before, change, Tone.PLAIN),
        (W.coverage, percent_text(score.coverage_percent), coverage, Tone.PLAIN),
        (W.na, str(score.na), "", Tone.PLAIN),
        (W.not_assessable, str(score.not_assessable), "", blocked),
        (W.unanswered, str(open_items), "", Tone.ATTENTION if open_items else Tone.PLAIN),
    )


def _tile(style: Style, label: Sentence, figure: str, small: str, tone: Tone) -> list[Any]:
    colour = INK if tone is Tone.PLAIN else TONES[tone]
    parts = [
        style.say(label, "small", QUIET),
        style.text(figure, "tile", colour, bold=True),
    ]
    return [*parts, style.text(small, "small", QUIET)] if small else parts


def _red_line_effect(data: ScorecardData, style: Style) -> Iterator[Any]:
    hit = [
        section.title.in_language(style.language)
        for section in data.checklist.sections
        if data.score.section(section.id).red_line_hits
    ]
    if hit:
        separator = "”、“" if style.language == "zh_CN" else "”, “"
        text = say(
            W.red_line_effect,
            style.language,
            sections=separator.join(hit),
            raw=percent_text(data.score.raw_percent),
        )
        yield style.text(text, "body", TONES[Tone.FAIL], spaceBefore=6)


def _sections(data: ScorecardData, style: Style) -> Any:
    labels = (W.earned, W.maximum, W.raw_percent, W.final_percent, W.previous_percent)
    head = [
        style.say(W.section, "small", QUIET),
        *(style.say(label, "small", QUIET, align="right") for label in labels),
        style.say(W.red_line, "small", QUIET),
    ]
    rows = [head, *_section_rows(data, style), _total_row(data, style)]
    share = [0.33, 0.09, 0.08, 0.11, 0.11, 0.12, 0.16]
    return table(
        rows,
        [BODY_WIDTH * part for part in share],
        *ruled(7, len(rows)),
        head=1,
    )


def _section_rows(data: ScorecardData, style: Style) -> Iterator[list[Any]]:
    numbers = {row.item.id: row.number for row in data.rows()}
    for place, section in enumerate(data.checklist.sections, start=1):
        scored = data.score.section(section.id)
        hit = bool(scored.red_line_hits)
        before = data.previous.sections.get(section.id) if data.previous else None
        items = ", ".join(numbers[item_id] for item_id in scored.red_line_hits)
        mark = say(W.red_line_hit, style.language, items=items) if hit else ""
        colour = TONES[Tone.FAIL] if hit else INK
        yield [
            style.text(f"{place}  {section.title.in_language(style.language)}"),
            style.text(points_text(scored.earned), colour=colour, align="right"),
            style.text(points_text(scored.maximum), align="right"),
            style.text(_bare(scored.raw_percent), align="right"),
            style.text(_bare(scored.percent), colour=colour, align="right", bold=True),
            style.text(_bare(before), align="right"),
            style.text(mark, "small", colour, bold=True),
        ]


def _total_row(data: ScorecardData, style: Style) -> list[Any]:
    score = data.score
    before = data.previous.final_percent if data.previous else None
    return [
        style.say(W.total, bold=True),
        style.text(points_text(score.earned), align="right", bold=True),
        style.text(points_text(score.maximum), align="right", bold=True),
        style.text(_bare(score.raw_percent), align="right"),
        style.text(_bare(score.final_percent), align="right", bold=True),
        style.text(_bare(before), align="right"),
        "",
    ]


def _bare(value: Any) -> str:
    return percent_text(value).removesuffix(" %")
