"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _column(
    name: str, kind: sa.types.TypeEngine[Any], comment: str | None = None, *, nullable: bool = False
) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def upgrade() -> None:
    _checklist_version()
    _company()
    _person()
    _region()
    _store()
    _camera()
    _inspection()
    _answer()
    _evidence()
    _hint()
    _rectification_task()
    _evidence_marking()
    _task_event()
    _task_evidence()


def downgrade() -> None:
    for table in (
        "task_evidence",
        "task_event",
        "evidence_marking",
        "rectification_task",
        "hint",
        "evidence",
        "answer",
        "inspection",
        "camera",
        "store",
        "region",
        "person",
        "company",
        "checklist_version",
    ):
        op.drop_table(table)


def _checklist_version() -> None:
    op.create_table(
        "checklist_version",
        _column("id", sa.Integer()),
        _column("key", sa.String(200), "Same for all versions of a checklist"),
        _column("version", sa.Integer(), "1, 2, 3 in the order of import"),
        _column("digest", sa.String(64), "SHA-256 of the canonical document"),
        _column("document", sa.Text(), "The JSON document as it was imported"),
        _column("imported_at", sa.DateTime(timezone=True)),
        _column("imported_by", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_version")),
        sa.UniqueConstraint("key", "digest", name=op.f("uq_checklist_version_key_digest")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_checklist_version_key_version")),
        comment="An imported checklist; an inspection keeps the version it began with",
    )


def _company() -> None:
    op.create_table(
        "company",
        _column("id", sa.Integer()),
        _column("name", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("name", name=op.f("uq_company_name")),
        comment="A chain of stores",
    )


def _person() -> None:
    op.create_table(
        "person",
        _column("id", sa.Integer()),
        _column("name", sa.String(200)),
        _column("language", sa.String(16), "en or zh_CN"),
        _column("time_zone", sa.String(64), "IANA name"),
        _column("introduced_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
        comment="Somebody who works with Floorwalk",
    )


def _region() -> None:
    op.create_table(
        "region",
        _column("id", sa.Integer()),
        _column("company_id", sa.Integer()),
        _column("name", sa.String(200)),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_region_company_id_company")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("company_id", "name", name=op.f("uq_region_company_id_name")),
        comment="A part of a company that holds stores",
    )


def _store() -> None:
    op.create_table(
        "store",
        _column("id", sa.Integer()),
        _column("region_id", sa.Integer()),
        _column("code", sa.String(64)),
        _column("name", sa.String(200)),
        _column("time_zone", sa.String(64), "IANA name"),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_store_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
        sa.UniqueConstraint("code", name=op.f("uq_store_code")),
        comment="A store; its time zone decides how its times are shown",
    )
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_store_region_id"), ["region_id"], unique=False)


def _camera() -> None:
    op.create_table(
        "camera",
        _column("id", sa.Integer()),
        _column("uid", sa.String(32), "Names the camera in the keyring, across databases"),
        _column("store_id", sa.Integer()),
        _column("code", sa.String(64), "Unique among the cameras of a store that are not removed"),
        _column("name", sa.String(200)),
        _column("place", sa.String(32), "entrance, floor, counter ..."),
        _column("main_url", sa.Text(), "Without user name and password; or empty"),
        _column("sub_url", sa.Text(), "The small stream; or empty"),
        _column(
            "user_name", sa.String(200), "The password is in the workstation's keyring, never here"
        ),
        _column("recording_root", sa.Text(), "Folder of the recordings; or empty"),
        _column("recording_pattern", sa.Text(), "Names below the folder"),
        _column(
            "recording_time_zone",
            sa.String(64),
            "Zone in which the recordings are named; empty = the store's",
        ),
        _column(
            "zone",
            sa.JSON(),
            "Polygon the absence rule watches: [[x, y]...] in fractions; [] = none",
        ),
        _column("removed_at", sa.DateTime(timezone=True), "Null = in use", nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_camera_store_id_store")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camera")),
        sa.UniqueConstraint("uid", name=op.f("uq_camera_uid")),
        comment="A camera with a live address, recordings, or both",
    )
    with op.batch_alter_table("camera", schema=None) as batch_op:
        batch_op.create_index(
            "uq_camera_store_id_code_present",
            ["store_id", "code"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )


def _inspection() -> None:
    op.create_table(
        "inspection",
        _column("id", sa.Integer()),
        _column("uid", sa.String(32), "Names the inspection in files beside the database"),
        _column("store_id", sa.Integer()),
        _column("checklist_version_id", sa.Integer()),
        _column("inspector", sa.String(200)),
        _column("started_at", sa.DateTime(timezone=True)),
        _column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        _column(
            "score",
            sa.JSON(none_as_null=True),
            "The score at submit, fractions and decimals as text; never computed again",
            nullable=True,
        ),
        _column(
            "raw_hundredths",
            sa.Integer(),
            "Raw percent x 100 at submit, to sort and sum; null = nothing counted",
            nullable=True,
        ),
        _column("final_hundredths", sa.Integer(), "Final percent x 100 at submit", nullable=True),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"],
            ["checklist_version.id"],
            name=op.f("fk_inspection_checklist_version_id_checklist_version"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_inspection_store_id_store")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("uid", name=op.f("uq_inspection_uid")),
        comment="A draft until submitted_at is set, frozen from then on",
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_started_at"), ["started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_store_id"), ["store_id"], unique=False)


def _answer() -> None:
    op.create_table(
        "answer",
        _column("id", sa.Integer(), "Order of the answers"),
        _column("uid", sa.String(32), "Made where the answer was given, so none is stored twice"),
        _column("inspection_id", sa.Integer()),
        _column("item_id", sa.String(200)),
        _column("state", sa.String(32), "answered, na, not_assessable ..."),
        _column("score", sa.String(64), "Exact decimal as text", nullable=True),
        _column("reason", sa.Text()),
        _column("note", sa.Text()),
        _column("answered_at", sa.DateTime(timezone=True)),
        _column("who", sa.String(200)),
        _column(
            "takes_back_id", sa.Integer(), "Set: this row takes that answer back", nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_answer_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(
            ["takes_back_id"], ["answer.id"], name=op.f("fk_answer_takes_back_id_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("takes_back_id", name=op.f("uq_answer_takes_back_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_answer_uid")),
        comment="History of answers; of the rows not taken back the newest per item stands",
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answer_inspection_id_item_id", ["inspection_id", "item_id"], unique=False
        )


def _evidence() -> None:
    op.create_table(
        "evidence",
        _column("id", sa.Integer()),
        _column("inspection_id", sa.Integer(), nullable=True),
        _column("item_id", sa.String(200), nullable=True),
        _column("store_id", sa.Integer()),
        _column("camera_id", sa.Integer()),
        _column(
            "camera_label", sa.String(300), "What the camera was called when the picture was taken"
        ),
        _column(
            "picture_media_time_us",
            sa.BigInteger(),
            "Time of the frame in the footage, microseconds UTC",
        ),
        _column("taken_at", sa.DateTime(timezone=True), "When the inspector took it"),
        _column("who", sa.String(200)),
        _column("sha256", sa.String(64), "Of the PNG file"),
        _column("width", sa.Integer()),
        _column("height", sa.Integer()),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_evidence_size")),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["camera.id"], name=op.f("fk_evidence_camera_id_camera")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_evidence_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_evidence_store_id_store")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        comment="A frame of a camera; the file is found by its SHA-256",
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_inspection_id"), ["inspection_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evidence_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_store_id"), ["store_id"], unique=False)


def _hint() -> None:
    op.create_table(
        "hint",
        _column("id", sa.Integer()),
        _column("camera_id", sa.Integer()),
        _column("rule_key", sa.String(64), "e.g. counter_unattended"),
        _column("start_media_time_us", sa.BigInteger()),
        _column("end_media_time_us", sa.BigInteger()),
        _column("model_key", sa.String(200), "Which detector saw it"),
        _column("found_at", sa.DateTime(timezone=True)),
        _column("decision", sa.String(16), "accepted or dismissed", nullable=True),
        _column("decided_by", sa.String(200), nullable=True),
        _column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _column(
            "inspection_id", sa.Integer(), "During which inspection it was decided", nullable=True
        ),
        _column("item_id", sa.String(200), nullable=True),
        sa.CheckConstraint("end_media_time_us >= start_media_time_us", name=op.f("ck_hint_span")),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["camera.id"], name=op.f("fk_hint_camera_id_camera")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_hint_inspection_id_inspection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hint")),
        comment="A stretch of footage worth a look; a finding only when a person says so",
    )
    with op.batch_alter_table("hint", schema=None) as batch_op:
        batch_op.create_index("ix_hint_camera_id_rule_key", ["camera_id", "rule_key"], unique=False)


def _rectification_task() -> None:
    op.create_table(
        "rectification_task",
        _column("id", sa.Integer()),
        _column("inspection_id", sa.Integer(), nullable=True),
        _column("item_id", sa.String(200), nullable=True),
        _column("store_id", sa.Integer()),
        _column("title", sa.Text()),
        _column("detail", sa.Text()),
        _column("owner", sa.String(200)),
        _column("due_at", sa.DateTime(timezone=True)),
        _column("priority", sa.String(16)),
        _column("state", sa.String(32)),
        _column("created_at", sa.DateTime(timezone=True)),
        _column("created_by", sa.String(200)),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_rectification_task_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_rectification_task_store_id_store")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_task")),
        comment="state is what the newest task_event led to",
    )
    with op.batch_alter_table("rectification_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_task_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rectification_task_inspection_id"), ["inspection_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_rectification_task_owner"), ["owner"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rectification_task_store_id"), ["store_id"], unique=False
        )


def _evidence_marking() -> None:
    op.create_table(
        "evidence_marking",
        _column("id", sa.Integer()),
        _column("evidence_id", sa.Integer()),
        _column("sha256", sa.String(64), "Of the marked PNG file"),
        _column("marks", sa.JSON(), "Boxes, arrows, texts"),
        _column("marked_at", sa.DateTime(timezone=True)),
        _column("who", sa.String(200)),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_marking_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_marking")),
        comment="A marked version of a piece of evidence, in its own file",
    )
    with op.batch_alter_table("evidence_marking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_marking_evidence_id"), ["evidence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evidence_marking_sha256"), ["sha256"], unique=False)


def _task_event() -> None:
    op.create_table(
        "task_event",
        _column("id", sa.Integer()),
        _column("task_id", sa.Integer()),
        _column("happened_at", sa.DateTime(timezone=True)),
        _column("who", sa.String(200)),
        _column("action", sa.String(32), "Null = the task was raised", nullable=True),
        _column("from_state", sa.String(32), nullable=True),
        _column("to_state", sa.String(32)),
        _column("note", sa.Text()),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["rectification_task.id"],
            name=op.f("fk_task_event_task_id_rectification_task"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_event")),
        comment="History of a rectification task, in the order of id",
    )
    with op.batch_alter_table("task_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_event_task_id"), ["task_id"], unique=False)


def _task_evidence() -> None:
    op.create_table(
        "task_evidence",
        _column("task_id", sa.Integer()),
        _column("evidence_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_task_evidence_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["rectification_task.id"],
            name=op.f("fk_task_evidence_task_id_rectification_task"),
        ),
        sa.PrimaryKeyConstraint("task_id", "evidence_id", name=op.f("pk_task_evidence")),
        comment="Evidence that shows what a rectification task is about",
    )
