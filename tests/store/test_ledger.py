"""The ledger keeps the declared tables, and only them."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from luminary.errors import StoreError, WorkspaceError
from luminary.store import Ledger, migrations
from luminary.store.ledger import HEAD
from luminary.store.schema import ledger_metadata
from luminary.store.tables import ALL, Home


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def test_the_migrated_schema_is_the_declared_one(url):
    Ledger(url).close()
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, ledger_metadata()) == []
    engine.dispose()


def test_the_head_is_the_newest_migration():
    folder = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert folder.get_current_head() == HEAD


def test_a_newer_ledger_is_refused(url):
    Ledger(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(WorkspaceError, match="newer"):
        Ledger(url)


def test_a_row_is_put_changed_and_removed(url):
    ledger = Ledger(url)
    ledger.put("settings", name="tier_preset", value='"a"')
    ledger.put("settings", name="tier_preset", value='"b"')
    assert [row["value"] for row in ledger.rows("settings")] == ['"b"']
    assert ledger.change("settings", {"name": "tier_preset"}, value='"c"') == 1
    assert ledger.remove("settings", name="tier_preset", value='"x"') == 0
    assert ledger.remove("settings", name="tier_preset") == 1
    assert ledger.rows("settings") == []
    ledger.close()


def test_a_new_row_never_takes_the_place_of_another(ledger_url):
    ledger = Ledger(ledger_url)
    assert ledger.add("aliases", person="a", number=1)
    assert not ledger.add("aliases", person="a", number=2)
    assert not ledger.add("aliases", person="b", number=1)
    assert ledger.add("aliases", person="b", number=3)
    ledger.add_all("aliases", [{"person": "c", "number": 4}, {"person": "a", "number": 9}])
    assert {row["person"]: row["number"] for row in ledger.rows("aliases")} == {"a": 1, "b": 3, "c": 4}
    assert [row["number"] for row in ledger.among("aliases", "person", ["c", "z"])] == [4]
    assert ledger.values("aliases", "number") == [1, 3, 4]
    ledger.close()


def test_more_values_may_be_asked_for_than_one_statement_takes(ledger_url):
    ledger = Ledger(ledger_url)
    rows = [{"person": f"p{number}", "number": number} for number in range(1_200)]
    ledger.add_all("aliases", rows)
    assert len(ledger.among("aliases", "person", [one["person"] for one in rows])) == 1_200
    assert ledger.among("aliases", "person", []) == []
    ledger.close()


def test_rows_older_than_a_moment_are_removed(ledger_url):
    ledger = Ledger(ledger_url)
    for number, hours in enumerate((3, 2, 1)):
        ledger.add(
            "login_tries",
            attempt=str(number),
            login="",
            address="",
            at=ledger.now() - timedelta(hours=hours),
        )
    assert ledger.remove_before("login_tries", "at", ledger.now() - timedelta(minutes=90)) == 2
    assert ledger.count("login_tries") == 1
    ledger.close()


def test_what_the_database_refuses_is_said(url):
    ledger = Ledger(url)
    with pytest.raises(StoreError, match="NOT NULL"):
        ledger.put("settings", name="tier_preset", value=None)
    ledger.close()


@pytest.mark.parametrize("declared", ALL.values(), ids=lambda one: one.name)
def test_every_table_says_who_is_in_it_and_how_long_it_stays(declared):
    assert declared.keep.why
    assert declared.meaning
    assert all(column.meaning for column in declared.columns)
    pointing = {"account", "person", "source", "target"} & set(declared.column_names)
    if declared.name != "batches":  # there, `source` is the name of a file
        assert pointing <= set(declared.person_columns)
    assert declared.home is not Home.LEDGER or declared.key


def test_what_is_remembered_is_forgotten_with_the_first_change(ledger_url):
    ledger, other = Ledger(ledger_url), Ledger(ledger_url)
    ledger.put("settings", name="tiers", value="1")
    with ledger.remembering():
        assert ledger.rows("settings", name="tiers")[0]["value"] == "1"
        other.put("settings", name="tiers", value="2")
        assert ledger.rows("settings", name="tiers")[0]["value"] == "1"
        ledger.rows("settings", name="tiers")[0]["value"] = "changed by the reader"  # type: ignore[index]
        assert ledger.rows("settings", name="tiers")[0]["value"] == "1"
        ledger.put("settings", name="other", value="0")
        assert ledger.rows("settings", name="tiers")[0]["value"] == "2"
    other.put("settings", name="tiers", value="3")
    assert ledger.rows("settings", name="tiers")[0]["value"] == "3"
    ledger.close()
    other.close()
