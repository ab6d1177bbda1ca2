"""Database addresses, without opening anything."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


def sqlite_url(path: Path) -> str:
    """The SQLAlchemy address of a SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def holds_password(url: str) -> bool:
    """Whether a password stands in the address; one that cannot be read holds none."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return False
    return bool(parsed.password) or any("password" in name.lower() for name in parsed.query)
