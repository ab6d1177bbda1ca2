"""The sheets of the workbook, one function each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.faults import Language, Sentence
from app.inspection.rectification import PRIORITY_WORDS, STATE_WORDS
from app.reports.answer_text import Tone
from app.reports.formats import DASH, offset_text, zone_of
from app.reports.scorecard import ScorecardData, content_hash
from app.reports.words import DECISION_WORDS, KIND_WORDS, RULE_WORDS, W, say
from app.reports.xlsx_cells import Moment, Percent, Toned, Value, head, put, rows
from app.reports.xlsx_labels import names_of, picture_number, say_all


def summary(sheet: Any, data: ScorecardData, language: Language) -> None:
    """Cover facts and the result, label beside value."""
    title = data.checklist.title.in_language(language)
    put(sheet, 1, 1, title, bold=True, size=16, wrap=False)
    put(sheet, 2, 1, say(W.draft if data.draft else W.scorecard, language), wrap=False)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 70
    line = 4
    for label, value in (*_facts(data, language), (None, None), *_results(data, language)):
        if label is not None:
            put(sheet, line, 1, say(label, language))
            put(sheet, line, 2, value, bold=label is W.final_score, align="left")
        line += 1


def _facts(data: ScorecardData, language: Language) -> Sequence[tuple[Sentence, Value]]:
    zone = zone_of(data.time_zone)
    version = say(W.version, language, version=data.checklist_version)
    return (
        (W.report_number, data.report_number),
        (W.company, data.company),
        (W.region, data.region),
        (W.store, f"{data.store_code} {data.store_name}"),
        (W.inspector, data.inspector),
        (W.kind, say(KIND_WORDS[data.kind], language)),
        (W.started, Moment(data.started_us, zone)),
        (W.submitted, Moment(data.submitted_us, zone)),
        (W.time_zone, f"{data.time_zone} ({offset_text(data.started_us, zone)})"),
        (W.checklist, f"{data.checklist.key}, {version}"),
        (W.checklist_digest, data.checklist_digest),
        (W.rules, data.score.rule_version),
        (W.exported_at, Moment(data.exported_us, zone)),
        (W.exporter, data.exporter),
        (W.content_hash, content_hash(data)),
    )


def _results(data: ScorecardData, language: Language) -> Sequence[tuple[Sentence, Value]]:
    score, previous = data.score, data.previous
    hits = ", ".join(_numbered(data, score.red_line_hits, language))
    unanswered = score.total - score.answered - score.na - score.not_assessable
    return (
        (W.final_score, Percent(score.final_percent)),
        (W.raw_score, Percent(score.raw_percent)),
        (W.earned, score.earned),
        (W.earned_raw, score.raw_earned),
        (W.maximum, score.maximum),
        (W.failed_items, len(score.failed_items)),
        (W.red_line_hits, Toned(hits, Tone.FAIL) if hits else 0),
        (W.coverage, Percent(score.coverage_percent)),
        (W.na, score.na),
        (W.not_assessable, score.not_assessable),
        (W.unanswered, unanswered),
        (W.previous_score, Percent(previous.final_percent if previous else None)),
    )


def _numbered(data: ScorecardData, item_ids: Sequence[str], language: Language) -> list[str]:
    numbers = data.item_numbers()
    return [
        f"{numbers[item_id]} {data.checklist.item(item_id).title.in_language(language)}"
        for item_id in item_ids
    ]


def sections(sheet: Any, data: ScorecardData, language: Language) -> None:
    """Points and percentages of each section before and after its red lines."""
    labels = (
        W.number,
        W.section,
        W.earned_raw,
        W.earned,
        W.maximum,
        W.raw_percent,
        W.final_percent,
        W.previous_percent,
        W.red_line,
    )
    head(sheet, 1, say_all(labels, language), (6, 34, 12, 12, 12, 12, 12, 12, 40))
    before = data.previous.sections if data.previous else {}
    lines: list[list[Value]] = []
    for place, section in enumerate(data.checklist.sections, start=1):
        scored = data.score.section(section.id)
        hits = ", ".join(_numbered(data, scored.red_line_hits, language))
        lines.append(
            [
                place,
                section.title.in_language(language),
                scored.raw_earned,
                scored.earned,
                scored.maximum,
                Percent(scored.raw_percent),
                Percent(scored.percent),
                Percent(before.get(section.id)),
                Toned(hits, Tone.FAIL) if hits else None,
            ]
        )
    rows(sheet, 2, lines)
    _total(sheet, len(lines) + 2, data, language)


def _total(sheet: Any, line: int, data: ScorecardData, language: Language) -> None:
    score = data.score
    values: Sequence[Value] = (
        None,
        say(W.total, language),
        score.raw_earned,
        score.earned,
        score.maximum,
        Percent(score.raw_percent),
        Percent(score.final_percent),
        Percent(data.previous.final_percent if data.previous else None),
    )
    for column, value in enumerate(values, start=1):
        put(sheet, line, column, value, bold=True)


def tasks(sheet: Any, data: ScorecardData, language: Language) -> None:
    """The rectification tasks."""
    labels = (
        W.number,
        W.item,
        W.what,
        W.detail,
        W.owner,
        W.due,
        W.priority,
        W.state,
        W.overdue,
        W.last_note,
    )
    head(sheet, 1, say_all(labels, language), (10, 30, 40, 50, 20, 19, 10, 22, 10, 40))
    zone, names = zone_of(data.time_zone), names_of(data, language)
    lines: list[list[Value]] = [
        [
            task.number,
            names.get(task.item_id or "", DASH),
            task.title,
            task.detail or None,
            task.owner or DASH,
            Moment(task.due_us, zone),
            PRIORITY_WORDS[task.priority].fill(language),
            STATE_WORDS[task.state].fill(language),
            Toned(say(W.yes, language), Tone.FAIL) if task.overdue(data.exported_us) else None,
            task.last_note or None,
        ]
        for task in data.tasks
    ]
    rows(sheet, 2, lines or [[None, say(W.no_tasks, language)]])


def hints(sheet: Any, data: ScorecardData, language: Language) -> None:
    """Automatic hints and what the inspector decided."""
    labels = (W.hint, W.item, W.camera, W.start, W.end, W.model, W.decision, W.decided_by)
    head(sheet, 1, say_all(labels, language), (26, 30, 22, 21, 21, 20, 16, 20))
    zone, names = zone_of(data.time_zone), names_of(data, language)
    lines: list[list[Value]] = [
        [
            say(RULE_WORDS[h.rule_key], language) if h.rule_key in RULE_WORDS else h.rule_key,
            names.get(h.item_id or "", DASH),
            h.camera,
            Moment(h.start_us, zone),
            Moment(h.end_us, zone),
            h.model,
            say(DECISION_WORDS[h.decision], language),
            h.decided_by or None,
        ]
        for h in data.hints
    ]
    rows(sheet, 2, lines or [[say(W.no_hints, language)]])
    put(sheet, max(len(lines), 1) + 3, 1, say(W.hints_note, language), wrap=False)


def evidence(sheet: Any, data: ScorecardData, language: Language) -> None:
    """Every picture with what makes it evidence."""
    labels = [*say_all((W.number, W.item, W.camera, W.media_time, W.taken_by), language)]
    digests = [f"SHA-256 {say(word, language)}" for word in (W.original, W.marked)]
    head(sheet, 1, [*labels, *digests], (7, 30, 22, 25, 20, 68, 68))
    zone, names = zone_of(data.time_zone), names_of(data, language)
    lines: list[list[Value]] = [
        [
            picture_number(data, picture),
            names.get(picture.item_id or "", DASH),
            picture.camera,
            Moment(picture.media_time_us, zone, frame=True),
            picture.who,
            picture.sha256,
            picture.marked_sha256,
        ]
        for picture in data.evidence
    ]
    rows(sheet, 2, lines)
