"""The only way to a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from app.storage.database import Database


@contextmanager
def session_scope(database: Database) -> Iterator[Session]:
    """A session for reading, one consistent view; nothing is kept of what it changes.

    Raises StorageFault where the database is away. Values must be made inside
    the block: no row is usable after it.
    """
    database.check_present()
    session = Session(database.engine, autoflush=False)
    try:
        yield session
    except (DBAPIError, PoolTimeout) as error:
        raise database.fault(error) from error
    finally:
        session.close()


@contextmanager
def writing_scope(database: Database) -> Iterator[Session]:
    """A session whose block is one transaction. For the writer thread alone.

    The database's own errors pass through, because the writer decides by them
    whether to try again.
    """
    database.check_present()
    with Session(database.writing_engine, expire_on_commit=False) as session, session.begin():
        yield session
