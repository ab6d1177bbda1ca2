"""Recorders, which cameras are on them, and bookmarks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_RECORDER_KEY = "fk_camera_recorder_id_recorder"
_NAMING = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}


def _column(
    name: str, kind: sa.types.TypeEngine[Any], comment: str | None = None, *, nullable: bool = False
) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def upgrade() -> None:
    _recorder()
    _camera()
    _bookmark()


def downgrade() -> None:
    op.drop_table("bookmark")
    with op.batch_alter_table("camera", schema=None, naming_convention=_NAMING) as batch_op:
        batch_op.drop_constraint(_RECORDER_KEY, type_="foreignkey")
        batch_op.drop_column("recorder_channel")
        batch_op.drop_column("recorder_id")
    op.drop_table("recorder")


def _recorder() -> None:
    op.create_table(
        "recorder",
        _column("id", sa.Integer()),
        _column("uid", sa.String(32), "Names the recorder in the keyring, across databases"),
        _column("store_id", sa.Integer(), "Where it stands; null = for all stores", nullable=True),
        _column("name", sa.String(200)),
        _column("kind", sa.String(32), "onvif, hikvision, dahua ..."),
        _column("address", sa.Text(), "Without user name and password"),
        _column(
            "user_name", sa.String(200), "The password is in the workstation's keyring, never here"
        ),
        _column(
            "time_zone", sa.String(64), "Zone of the times in its addresses; empty = the store's"
        ),
        _column(
            "clock_offset_us",
            sa.BigInteger(),
            "Added to the recorder's times to get true UTC, microseconds",
        ),
        _column("sessions", sa.Integer(), "How many recordings it plays at once"),
        _column("ability", sa.Text(), "What was measured at it, as JSON; empty = never tried"),
        sa.CheckConstraint("sessions > 0", name=op.f("ck_recorder_sessions")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_recorder_store_id_store")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorder")),
        sa.UniqueConstraint("uid", name=op.f("uq_recorder_uid")),
        sa.UniqueConstraint("name", name=op.f("uq_recorder_name")),
        comment="A recorder: cameras name it and their channel on it",
    )


def _camera() -> None:
    """Two more columns. They are added in place: a copy of the table would break what names it."""
    told = "Which recorder keeps its recordings; null = none"
    if op.get_context().dialect.name == "sqlite":
        # SQLite adds a foreign key only together with its column, and Alembic drops its name then.
        op.execute(
            f"ALTER TABLE camera ADD COLUMN recorder_id INTEGER "
            f"CONSTRAINT {_RECORDER_KEY} REFERENCES recorder (id)"
        )
    else:
        op.add_column("camera", _column("recorder_id", sa.Integer(), told, nullable=True))
        op.create_foreign_key(op.f(_RECORDER_KEY), "camera", "recorder", ["recorder_id"], ["id"])
    op.add_column(
        "camera",
        sa.Column(
            "recorder_channel",
            sa.String(200),
            nullable=False,
            server_default="",
            comment="Its number or token on the recorder; or empty",
        ),
    )


def _bookmark() -> None:
    op.create_table(
        "bookmark",
        _column("id", sa.Integer()),
        _column("uid", sa.String(32), "Made where it was set, so none is stored twice"),
        _column("store_id", sa.Integer()),
        _column("camera_id", sa.Integer(), "Null = the moment of the whole store", nullable=True),
        _column("moment_media_time_us", sa.BigInteger()),
        _column("note", sa.Text(), "What is to be seen there"),
        _column("who", sa.String(200)),
        _column("created_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_bookmark_store_id_store")
        ),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["camera.id"], name=op.f("fk_bookmark_camera_id_camera")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookmark")),
        sa.UniqueConstraint("uid", name=op.f("uq_bookmark_uid")),
        comment="A named moment in the footage of a camera, or of a store as a whole",
    )
    with op.batch_alter_table("bookmark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bookmark_store_id"), ["store_id"], unique=False)
        batch_op.create_index(
            "ix_bookmark_camera_id_moment_media_time_us",
            ["camera_id", "moment_media_time_us"],
            unique=False,
        )
