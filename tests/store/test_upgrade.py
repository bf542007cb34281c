"""An older ledger is brought to the newest version with all its rows, and kept as it was."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import luminary.store.migrations as migrations
from luminary import Workspace
from luminary.errors import WorkspaceError
from luminary.store import Ledger
from luminary.store.ledger import HEAD

ROWS = {
    "0001": {
        "workspace": {"id": "this", "profile": "company", "purpose": "Kurs", "basis": "legitimate interest",
                      "owner": "Siri Dahl", "until": "2999-01-01", "language": "sv"},
        "agreements": {"person": "x:/åse", "recorded_by": "Siri"},
        "decisions": {"person": "x:/bo", "what": "kind", "value": "person", "decided_by": "Siri"},
    },
    "0002": {
        "shortlists": {"shortlist": "s1", "name": "Kurs", "version": 1, "archived": False},
        "shortlisted": {"shortlist": "s1", "person": "x:/bo", "stage": "chosen", "version": 2},
    },
}  # fmt: skip


def old_ledger(url, version):
    """Make a ledger as a program of that version left it, with rows in it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    with engine.begin() as connection:
        schema = sa.MetaData()
        schema.reflect(connection)
        for rows in (ROWS[one] for one in ROWS if one <= version):
            for name, row in rows.items():
                connection.execute(schema.tables[name].insert().values(**row))
    engine.dispose()


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_an_older_ledger_keeps_every_row_and_gets_every_table(ledger_url, tmp_path, version):
    old_ledger(ledger_url, version)
    ledger = Ledger(ledger_url, backups=tmp_path / "backups")
    for rows in (ROWS[one] for one in ROWS if one <= version):
        for name, row in rows.items():
            (found,) = ledger.rows(name)
            assert {key: found[key] for key in row} == row
    assert not ledger.rows("notices")
    ledger.put("settings", name="after", value="1")
    ledger.close()


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_the_older_ledger_is_kept_as_it_was_before_it_is_changed(ledger_url, tmp_path, version):
    old_ledger(ledger_url, version)
    Ledger(ledger_url, backups=tmp_path / "backups").close()
    (kept,) = (tmp_path / "backups").iterdir()
    assert kept.name.startswith(f"ledger-{version}-")
    assert _agreed(kept) == "x:/åse"
    assert _version(kept) == version


def _agreed(kept):
    if kept.suffix == ".sqlite":
        with closing(sqlite3.connect(kept)) as connection:
            return connection.execute("SELECT person FROM agreements").fetchone()[0]
    return json.loads((kept / "agreements.jsonl").read_text())["person"]


def _version(kept):
    if kept.suffix == ".sqlite":
        with closing(sqlite3.connect(kept)) as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return json.loads((kept / "alembic_version.jsonl").read_text())["version_num"]


def test_a_ledger_of_this_version_is_not_kept_again(ledger_url, tmp_path):
    for _ in range(2):
        Ledger(ledger_url, backups=tmp_path / "backups").close()
    assert not (tmp_path / "backups").exists()


def test_a_newer_ledger_is_refused_by_this_program_and_not_touched(ledger_url, tmp_path):
    Ledger(ledger_url).close()
    engine = sa.create_engine(ledger_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WorkspaceError, match=f"newer Luminary .ledger 9999, this program knows {HEAD}"):
        Ledger(ledger_url, backups=tmp_path / "backups")
    with engine.begin() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_a_workspace_of_an_older_program_opens_with_its_decisions(tmp_path, version):
    (tmp_path / "w").mkdir()
    old_ledger(f"sqlite:///{tmp_path / 'w' / 'ledger.sqlite'}", version)
    with Workspace.open(tmp_path / "w") as work:
        assert work.purpose.owner == "Siri Dahl"
        assert work.gate.agreed() == {"x:/åse"}
    assert len(list((tmp_path / "w" / "backups").iterdir())) == 1
