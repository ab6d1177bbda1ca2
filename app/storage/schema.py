"""The tables. Read this file to know what Floorwalk keeps.

Rules: every constraint has a name (so that a migration can find it on every
server); business times are `UtcDateTime` columns called ``*_at``; times in the
footage are ``*_media_time_us`` integers; nothing that only one database knows.
Rows are never handed out of this room: see `app.storage.values`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.storage.times import UtcDateTime

HEAD_REVISION = "0002"
"""The newest migration; a test holds it equal to the migrations folder."""


class Base(DeclarativeBase):
    """Root of all tables, with the rule that names their constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this class attribute by name
        datetime: UtcDateTime(),
    }


class PersonRow(Base):
    """Somebody who inspects or audits; the name stands as *who* in every record."""

    __tablename__ = "person"
    __table_args__ = ({"comment": "Somebody who works with Floorwalk"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    language: Mapped[str] = mapped_column(String(16), comment="en or zh_CN")
    time_zone: Mapped[str] = mapped_column(String(64), comment="IANA name")
    introduced_at: Mapped[datetime]


class CompanyRow(Base):
    """The chain."""

    __tablename__ = "company"
    __table_args__ = ({"comment": "A chain of stores"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class RegionRow(Base):
    """A part of a company."""

    __tablename__ = "region"
    __table_args__ = (
        UniqueConstraint("company_id", "name"),
        {"comment": "A part of a company that holds stores"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    name: Mapped[str] = mapped_column(String(200))


class StoreRow(Base):
    """One store."""

    __tablename__ = "store"
    __table_args__ = ({"comment": "A store; its time zone decides how its times are shown"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64), comment="IANA name")


class RecorderRow(Base):
    """A device that keeps the recordings of cameras and plays them over the network."""

    __tablename__ = "recorder"
    __table_args__ = (
        CheckConstraint("sessions > 0", name="sessions"),
        {"comment": "A recorder: cameras name it and their channel on it"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(
        String(32), unique=True, comment="Names the recorder in the keyring, across databases"
    )
    store_id: Mapped[int | None] = mapped_column(
        ForeignKey("store.id"), comment="Where it stands; null = for all stores"
    )
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(32), comment="onvif, hikvision, dahua ...")
    address: Mapped[str] = mapped_column(Text, comment="Without user name and password")
    user_name: Mapped[str] = mapped_column(
        String(200), comment="The password is in the workstation's keyring, never here"
    )
    time_zone: Mapped[str] = mapped_column(
        String(64), comment="Zone of the times in its addresses; empty = the store's"
    )
    clock_offset_us: Mapped[int] = mapped_column(
        BigInteger, comment="Added to the recorder's times to get true UTC, microseconds"
    )
    sessions: Mapped[int] = mapped_column(comment="How many recordings it plays at once")
    ability: Mapped[str] = mapped_column(
        Text, comment="What was measured at it, as JSON; empty = never tried"
    )


class CameraRow(Base):
    """One camera. Removed cameras stay, because evidence and hints name them."""

    __tablename__ = "camera"
    __table_args__ = (
        Index(
            "uq_camera_store_id_code_present",
            "store_id",
            "code",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        {"comment": "A camera with a live address, recordings, or both"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(
        String(32), unique=True, comment="Names the camera in the keyring, across databases"
    )
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    code: Mapped[str] = mapped_column(
        String(64), comment="Unique among the cameras of a store that are not removed"
    )
    name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(32), comment="entrance, floor, counter ...")
    main_url: Mapped[str] = mapped_column(Text, comment="Without user name and password; or empty")
    sub_url: Mapped[str] = mapped_column(Text, comment="The small stream; or empty")
    user_name: Mapped[str] = mapped_column(
        String(200), comment="The password is in the workstation's keyring, never here"
    )
    recording_root: Mapped[str] = mapped_column(Text, comment="Folder of the recordings; or empty")
    recording_pattern: Mapped[str] = mapped_column(Text, comment="Names below the folder")
    recording_time_zone: Mapped[str] = mapped_column(
        String(64), comment="Zone in which the recordings are named; empty = the store's"
    )
    zone: Mapped[list[list[float]]] = mapped_column(
        JSON, comment="Polygon the absence rule watches: [[x, y]...] in fractions; [] = none"
    )
    removed_at: Mapped[datetime | None] = mapped_column(comment="Null = in use")
    recorder_id: Mapped[int | None] = mapped_column(
        ForeignKey("recorder.id"), comment="Which recorder keeps its recordings; null = none"
    )
    recorder_channel: Mapped[str] = mapped_column(
        String(200), server_default="", comment="Its number or token on the recorder; or empty"
    )


class BookmarkRow(Base):
    """A moment in the footage that a person wants to find again."""

    __tablename__ = "bookmark"
    __table_args__ = (
        Index("ix_bookmark_camera_id_moment_media_time_us", "camera_id", "moment_media_time_us"),
        {"comment": "A named moment in the footage of a camera, or of a store as a whole"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(
        String(32), unique=True, comment="Made where it was set, so none is stored twice"
    )
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), index=True)
    camera_id: Mapped[int | None] = mapped_column(
        ForeignKey("camera.id"), comment="Null = the moment of the whole store"
    )
    moment_media_time_us: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, comment="What is to be seen there")
    who: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class ChecklistVersionRow(Base):
    """One imported state of a checklist. Rows are never changed."""

    __tablename__ = "checklist_version"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        UniqueConstraint("key", "digest"),
        {"comment": "An imported checklist; an inspection keeps the version it began with"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), comment="Same for all versions of a checklist")
    version: Mapped[int] = mapped_column(comment="1, 2, 3 in the order of import")
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the canonical document")
    document: Mapped[str] = mapped_column(Text, comment="The JSON document as it was imported")
    imported_at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(String(200))


class InspectionRow(Base):
    """One inspection of one store with one checklist version."""

    __tablename__ = "inspection"
    __table_args__ = ({"comment": "A draft until submitted_at is set, frozen from then on"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(
        String(32), unique=True, comment="Names the inspection in files beside the database"
    )
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), index=True)
    checklist_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"))
    inspector: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(index=True)
    submitted_at: Mapped[datetime | None]
    score: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        comment="The score at submit, fractions and decimals as text; never computed again",
    )
    raw_hundredths: Mapped[int | None] = mapped_column(
        comment="Raw percent x 100 at submit, to sort and sum; null = nothing counted"
    )
    final_hundredths: Mapped[int | None] = mapped_column(comment="Final percent x 100 at submit")


class AnswerRow(Base):
    """One answer, or the taking back of one. Only ever added: the newest stands."""

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_inspection_id_item_id", "inspection_id", "item_id"),
        {"comment": "History of answers; of the rows not taken back the newest per item stands"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Order of the answers")
    uid: Mapped[str] = mapped_column(
        String(32), unique=True, comment="Made where the answer was given, so none is stored twice"
    )
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    item_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(32), comment="answered, na, not_assessable ...")
    score: Mapped[str | None] = mapped_column(String(64), comment="Exact decimal as text")
    reason: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(200))
    takes_back_id: Mapped[int | None] = mapped_column(
        ForeignKey("answer.id"), unique=True, comment="Set: this row takes that answer back"
    )


class EvidenceRow(Base):
    """One picture kept as evidence. Only ever added."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="size"),
        {"comment": "A frame of a camera; the file is found by its SHA-256"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(String(200))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), index=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("camera.id"))
    camera_label: Mapped[str] = mapped_column(
        String(300), comment="What the camera was called when the picture was taken"
    )
    picture_media_time_us: Mapped[int] = mapped_column(
        BigInteger, comment="Time of the frame in the footage, microseconds UTC"
    )
    taken_at: Mapped[datetime] = mapped_column(comment="When the inspector took it")
    who: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True, comment="Of the PNG file")
    width: Mapped[int]
    height: Mapped[int]


class EvidenceMarkingRow(Base):
    """Marks drawn on a piece of evidence. Only ever added: the newest stands."""

    __tablename__ = "evidence_marking"
    __table_args__ = ({"comment": "A marked version of a piece of evidence, in its own file"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True, comment="Of the marked PNG file")
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="Boxes, arrows, texts")
    marked_at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(200))


class RectificationTaskRow(Base):
    """What a store must put right."""

    __tablename__ = "rectification_task"
    __table_args__ = ({"comment": "state is what the newest task_event led to"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(String(200))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(200), index=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    priority: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))


class TaskEventRow(Base):
    """One step in the life of a rectification task. Only ever added."""

    __tablename__ = "task_event"
    __table_args__ = ({"comment": "History of a rectification task, in the order of id"},)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("rectification_task.id"), index=True)
    happened_at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(200))
    action: Mapped[str | None] = mapped_column(String(32), comment="Null = the task was raised")
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text)


class TaskEvidenceRow(Base):
    """Which evidence belongs to which rectification task."""

    __tablename__ = "task_evidence"
    __table_args__ = ({"comment": "Evidence that shows what a rectification task is about"},)

    task_id: Mapped[int] = mapped_column(ForeignKey("rectification_task.id"), primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)


class HintRow(Base):
    """Something analysis found worth a look, and what a person decided about it."""

    __tablename__ = "hint"
    __table_args__ = (
        CheckConstraint("end_media_time_us >= start_media_time_us", name="span"),
        Index("ix_hint_camera_id_rule_key", "camera_id", "rule_key"),
        {"comment": "A stretch of footage worth a look; a finding only when a person says so"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("camera.id"))
    rule_key: Mapped[str] = mapped_column(String(64), comment="e.g. counter_unattended")
    start_media_time_us: Mapped[int] = mapped_column(BigInteger)
    end_media_time_us: Mapped[int] = mapped_column(BigInteger)
    model_key: Mapped[str] = mapped_column(String(200), comment="Which detector saw it")
    found_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(16), comment="accepted or dismissed")
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None]
    inspection_id: Mapped[int | None] = mapped_column(
        ForeignKey("inspection.id"), comment="During which inspection it was decided"
    )
    item_id: Mapped[str | None] = mapped_column(String(200))
