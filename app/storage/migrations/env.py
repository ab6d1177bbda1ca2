"""How Alembic reaches the database: over the connection that the caller opened."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from app.storage.schema import Base


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite can change a column only by copying the table
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    given = context.config.attributes.get("connection")
    if given is None:
        # From Alembic's own command line: the address stands in its options.
        engine = create_engine(context.config.get_main_option("sqlalchemy.url", ""))
        with engine.begin() as connection:
            _migrate(connection)
        engine.dispose()
    elif isinstance(given, Connection):
        _migrate(given)
    else:
        with given.begin() as connection:
            _migrate(connection)


_run()
