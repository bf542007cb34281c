"""Alembic's entry: run the migrations on the connection that `upgrade` hands over."""

from alembic import context

from luminary.store.ledger import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata())
context.run_migrations()
