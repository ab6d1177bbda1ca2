"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(length=200),
            nullable=False,
            comment="Same for all versions of a checklist",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="1, 2, 3 in the order of import"
        ),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the canonical document",
        ),
        sa.Column(
            "document", sa.Text(), nullable=False, comment="The JSON document as it was imported"
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_version")),
        sa.UniqueConstraint("key", "digest", name=op.f("uq_checklist_version_key_digest")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_checklist_version_key_version")),
        comment="An imported checklist; an inspection keeps the version it began with",
    )


def _company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("name", name=op.f("uq_company_name")),
        comment="A chain of stores",
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False, comment="en or zh_CN"),
        sa.Column("time_zone", sa.String(length=64), nullable=False, comment="IANA name"),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
        comment="Somebody who works with Floorwalk",
    )


def _region() -> None:
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False, comment="IANA name"),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "uid",
            sa.String(length=32),
            nullable=False,
            comment="Names the camera in the keyring, across databases",
        ),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=64),
            nullable=False,
            comment="Unique among the cameras of a store that are not removed",
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "place", sa.String(length=32), nullable=False, comment="entrance, floor, counter ..."
        ),
        sa.Column(
            "main_url",
            sa.Text(),
            nullable=False,
            comment="Without user name and password; or empty",
        ),
        sa.Column("sub_url", sa.Text(), nullable=False, comment="The small stream; or empty"),
        sa.Column(
            "user_name",
            sa.String(length=200),
            nullable=False,
            comment="The password is in the workstation's keyring, never here",
        ),
        sa.Column(
            "recording_root",
            sa.Text(),
            nullable=False,
            comment="Folder of the recordings; or empty",
        ),
        sa.Column("recording_pattern", sa.Text(), nullable=False, comment="Names below the folder"),
        sa.Column(
            "recording_time_zone",
            sa.String(length=64),
            nullable=False,
            comment="Zone in which the recordings are named; empty = the store's",
        ),
        sa.Column(
            "zone",
            sa.JSON(),
            nullable=False,
            comment="Polygon the absence rule watches: [[x, y]...] in fractions; [] = none",
        ),
        sa.Column(
            "removed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Null = in use",
        ),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "uid",
            sa.String(length=32),
            nullable=False,
            comment="Names the inspection in files beside the database",
        ),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("checklist_version_id", sa.Integer(), nullable=False),
        sa.Column("inspector", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "score",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="The score at submit, fractions and decimals as text; never computed again",
        ),
        sa.Column(
            "raw_hundredths",
            sa.Integer(),
            nullable=True,
            comment="Raw percent x 100 at submit, to sort and sum; null = nothing counted",
        ),
        sa.Column(
            "final_hundredths", sa.Integer(), nullable=True, comment="Final percent x 100 at submit"
        ),
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
        sa.Column("id", sa.Integer(), nullable=False, comment="Order of the answers"),
        sa.Column(
            "uid",
            sa.String(length=32),
            nullable=False,
            comment="Made where the answer was given, so none is stored twice",
        ),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.String(length=32),
            nullable=False,
            comment="answered, na, not_assessable ...",
        ),
        sa.Column("score", sa.String(length=64), nullable=True, comment="Exact decimal as text"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column(
            "takes_back_id",
            sa.Integer(),
            nullable=True,
            comment="Set: this row takes that answer back",
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.String(length=200), nullable=True),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column(
            "camera_label",
            sa.String(length=300),
            nullable=False,
            comment="What the camera was called when the picture was taken",
        ),
        sa.Column(
            "picture_media_time_us",
            sa.BigInteger(),
            nullable=False,
            comment="Time of the frame in the footage, microseconds UTC",
        ),
        sa.Column(
            "taken_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the inspector took it",
        ),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="Of the PNG file"),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule_key", sa.String(length=64), nullable=False, comment="e.g. counter_unattended"
        ),
        sa.Column("start_media_time_us", sa.BigInteger(), nullable=False),
        sa.Column("end_media_time_us", sa.BigInteger(), nullable=False),
        sa.Column(
            "model_key", sa.String(length=200), nullable=False, comment="Which detector saw it"
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True, comment="accepted or dismissed"),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "inspection_id",
            sa.Integer(),
            nullable=True,
            comment="During which inspection it was decided",
        ),
        sa.Column("item_id", sa.String(length=200), nullable=True),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.String(length=200), nullable=True),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="Of the marked PNG file"),
        sa.Column("marks", sa.JSON(), nullable=False, comment="Boxes, arrows, texts"),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column(
            "action", sa.String(length=32), nullable=True, comment="Null = the task was raised"
        ),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
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
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
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
