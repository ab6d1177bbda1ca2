"""Scorecards to write: one as a store would have it, and one as large as it gets."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PIL import Image, ImageDraw

from app.inspection.answers import Answer, AnswerState, fail_answer, pass_answer
from app.inspection.checklist import (
    AnswerKind,
    Checklist,
    LocalText,
    checklist_digest,
    parse_checklist,
)
from app.inspection.rectification import Priority, TaskState
from app.inspection.scoring import score
from app.reports.scorecard import (
    EvidencePicture,
    HintLine,
    PreviousScore,
    ScorecardData,
    TaskLine,
)

CHECKLISTS = Path(__file__).parents[2] / "resources" / "checklists"
START_US = 1_795_312_980_240_000  # 2026-11-22 01:23:00.240 UTC
MINUTE_US = 60_000_000


def picture_file(folder: Path, number: int, size: tuple[int, int] = (640, 360)) -> Path:
    """A drawn camera picture, different for each number."""
    image = Image.new("RGB", size, (40 + number * 13 % 90, 52, 60))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, height * 0.6, width, height), fill=(92, 84, 76))
    draw.rectangle((width * 0.3, height * 0.4, width * 0.7, height * 0.7), fill=(120, 96, 70))
    left = width * (0.1 + number % 7 * 0.1)
    draw.ellipse((left, height * 0.2, left + 60, height * 0.2 + 60), fill=(220, 180, 150))
    draw.rectangle((left - 20, height * 0.3, left + 80, height * 0.65), fill=(60, 90, 150))
    draw.rectangle(
        (width * 0.28, height * 0.36, width * 0.72, height * 0.74), outline="red", width=6
    )
    path = folder / f"picture-{number}.png"
    image.save(path)
    return path


def evidence(folder: Path, number: int, item_id: str | None, **changes: object) -> EvidencePicture:
    path = picture_file(folder, number)
    picture = EvidencePicture(
        path=path,
        camera="S001/counter",
        media_time_us=START_US + number * MINUTE_US,
        who="Chen Wei 陈伟",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        item_id=item_id,
    )
    return replace(picture, **changes)


def showroom() -> tuple[Checklist, str]:
    document = json.loads((CHECKLISTS / "showroom-opening.json").read_text(encoding="utf-8"))
    return parse_checklist(document), checklist_digest(document)


def answers_of(checklist: Checklist) -> dict[str, Answer]:
    """Mostly good, with one of everything that can happen."""
    answers = {}
    for item in checklist.items():
        if item.answer_kind is AnswerKind.SCORE:
            answers[item.id] = Answer(item.id, AnswerState.ANSWERED, item.max_score - 1)
        else:
            answers[item.id] = pass_answer(item)
    answers["counter-staffed"] = fail_answer(
        checklist.item("counter-staffed"),
        "Nobody at the counter from 09:27 to 09:35; two visitors left again.\n"
        "接待台 8 分钟无人，两位客户离开。",
    )
    answers["outdoor-vehicles"] = Answer(
        "outdoor-vehicles", AnswerState.ANSWERED, Decimal(2), note="Three cars over the line"
    )
    answers["fire-exits"] = fail_answer(
        checklist.item("fire-exits"),
        "Two pallets 0.6 m in front of the back door <locked & barred>",
    )
    answers["test-drive-ready"] = Answer(
        "test-drive-ready", AnswerState.NA, reason="No test-drive cars at this store until March"
    )
    answers["posters-current"] = Answer(
        "posters-current", AnswerState.NOT_ASSESSABLE, reason="Camera S001/shelf shows no picture"
    )
    answers.pop("hours-posted")
    return answers


def store_scorecard(folder: Path) -> ScorecardData:
    checklist, digest = showroom()
    answers = answers_of(checklist)
    pictures = (
        evidence(folder, 1, "counter-staffed", marked_sha256=None),
        evidence(folder, 2, "counter-staffed"),
        evidence(folder, 3, "counter-staffed", camera="S001/floor 展厅"),
        evidence(folder, 4, "fire-exits", camera="S001/back_door"),
        evidence(folder, 5, "doors-open", camera="S001/entrance"),
    )
    tasks = (
        TaskLine(
            "T-0007",
            "Clear the back door 清理后门",
            "Li Na 李娜",
            START_US + 90 * MINUTE_US,
            Priority.HIGH,
            TaskState.OPEN,
            "fire-exits",
            "Move both pallets into the store room and keep 1.5 m free.",
        ),
        TaskLine(
            "T-0008",
            "Second colleague at the counter",
            "Wang Fang",
            START_US + 4000 * MINUTE_US,
            Priority.MEDIUM,
            TaskState.REJECTED,
            "counter-staffed",
            last_note="The new roster still leaves the counter empty at noon.",
        ),
    )
    hints = (
        HintLine(
            "counter_unattended",
            "S001/counter",
            START_US + 4 * MINUTE_US,
            START_US + 12 * MINUTE_US,
            "motion",
            "accepted",
            "Chen Wei",
            START_US + 30 * MINUTE_US,
            "counter-staffed",
        ),
        HintLine(
            "counter_unattended",
            "S001/counter",
            START_US + 40 * MINUTE_US,
            START_US + 46 * MINUTE_US,
            "yolox-nano",
        ),
    )
    previous = PreviousScore(
        "FW-000031",
        START_US - 30 * 1440 * MINUTE_US,
        Decimal("91.25"),
        {"exterior": Decimal("88.89"), "reception": Decimal("100.00"), "safety": None},
    )
    return ScorecardData(
        report_number="FW-000042",
        company="Longhe Motors 龙和汽车",
        region="East 华东",
        store_code="S001",
        store_name="Shanghai Riverside 上海滨江店",
        time_zone="Asia/Shanghai",
        inspector="Chen Wei 陈伟",
        started_us=START_US,
        submitted_us=START_US + 47 * MINUTE_US,
        checklist=checklist,
        checklist_version=3,
        checklist_digest=digest,
        answers=answers,
        score=score(checklist, answers),
        exported_us=START_US + 300 * MINUTE_US,
        exporter="Chen Wei 陈伟",
        kind="recording",
        evidence=pictures,
        tasks=tasks,
        hints=hints,
        previous=previous,
    )


def crowded(folder: Path) -> ScorecardData:
    """Every text as long as it may be, with words that have no blank to break at."""
    card = store_scorecard(folder)
    english = "Every emergency exit of this store including the one behind the workshop and " * 4
    chinese = "所有安全出口包括车间后面那一个以及通往停车场的那一个都必须畅通无阻且未上锁" * 6
    name = "Maximiliana Wolfeschlegelsteinhausen-Bergerdorff 欧阳震华"
    title, standard = LocalText(english[:200], chinese[:200]), LocalText(english * 3, chinese * 3)
    form = replace(
        card.checklist,
        title=title,
        sections=tuple(
            replace(
                section,
                title=title,
                items=tuple(replace(i, title=title, standard=standard) for i in section.items),
            )
            for section in card.checklist.sections
        ),
    )
    note = "Averylongwordwithoutanyblank" * 30 + " " + chinese
    answers = {**card.answers, **{i.id: fail_answer(i, note) for i in list(form.items())[:4]}}
    camera = "S001-Shanghai-Riverside-Long-Code/reception_counter_left_side_camera_number_two"
    return replace(
        card,
        checklist=form,
        answers=answers,
        score=score(form, answers),
        evidence=tuple(replace(p, camera=camera, who=name) for p in card.evidence),
        tasks=tuple(
            replace(t, number="T-000000123", owner=name, title=english[:190], detail=chinese)
            for t in card.tasks
        ),
        hints=tuple(
            replace(h, camera=camera, model="m" * 40, rule_key="r" * 40) for h in card.hints
        ),
        company=english[:120],
        region=chinese[:60],
        store_code="SHANGHAI-RIVERSIDE-0000001",
        store_name=english[:160],
        inspector=name * 2,
        exporter=english[:150],
        report_number="FW-000042-0000000000000",
    )
