"""Alembic's entry: run the migrations on the connection that `upgrade` hands over."""

from alembic import context

from luminary.store.schema import ledger_metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=ledger_metadata())
context.run_migrations()
