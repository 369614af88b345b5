"""Alembic's entry point: runs on the connection that `sql_store` hands over."""

from alembic import context

from rehearse.adapters.sql_store import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
