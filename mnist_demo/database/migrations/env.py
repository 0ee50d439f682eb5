"""What Alembic runs: migrations on the connection that it is given, in the transaction that is open there."""

from __future__ import annotations

from alembic import context

from mnist_demo.database.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
