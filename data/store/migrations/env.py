"""Alembic's entry point: run the migrations on the connection and in the transaction of ``migrations.upgrade``."""

from alembic import context

from data.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
