"""Alembic's way in: run the steps on the connection, and in the transaction, that ``migrations.upgrade`` gives."""

from alembic import context

from data.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
