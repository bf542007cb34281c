"""Rows of the lake count when their batch has landed; derived tables are computed when something changed."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from luminary.errors import StoreError
from luminary.store import DuckDBEngine, Lake, Ledger, arrow_schema, identifier
from luminary.store.tables import table


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def engine(tmp_path):
    opened = DuckDBEngine(tmp_path / "spill")
    yield opened
    opened.close()


@pytest.fixture
def lake(tmp_path, ledger):
    return Lake(tmp_path / "lake", ledger)


def stage(lake, batch, *names):
    schema = arrow_schema(table("places"), leave_out=("batch",))
    rows = [
        {"row": n, "place": name, "platform": "x", "community": "", "name": name}
        for n, name in enumerate(names)
    ]
    staging = lake.staging(batch)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), staging.file("places", 0))
    return staging.files("places")


def seen(lake, engine):
    lake.attach(engine, "places")
    return engine.rows("SELECT batch, place FROM places ORDER BY ALL")


def test_rows_count_only_when_their_batch_has_landed(lake, ledger, engine):
    ledger.put("batches", batch="b1", source="s", format="f", state="reading")
    lake.add("b1", "places", stage(lake, "b1", "ward"))
    assert seen(lake, engine) == []
    ledger.change("batches", {"batch": "b1"}, state="landed")
    assert seen(lake, engine) == [("b1", "ward")]


def test_a_broken_try_is_replaced_and_other_batches_stay(lake, ledger, engine):
    for batch in ("b1", "b2"):
        ledger.put("batches", batch=batch, source="s", format="f", state="landed")
        lake.add(batch, "places", stage(lake, batch, "ward"))
    lake.add("b1", "places", stage(lake, "b1", "clinic", "lab"))
    assert seen(lake, engine) == [("b1", "clinic"), ("b1", "lab"), ("b2", "ward")]
    lake.withdraw("b2")
    assert [row[0] for row in seen(lake, engine)] == ["b1", "b1"]


def test_a_derived_table_is_fresh_until_what_it_rests_on_changes(lake, engine):
    assert not lake.is_fresh(("communities",), "one")
    lake.derive(engine, "communities", "SELECT 'p' AS person, '0' AS community", "one")
    assert lake.is_fresh(("communities",), "one")
    assert not lake.is_fresh(("communities",), "two")
    lake.derive(engine, "communities", "SELECT 'q' AS person, '0' AS community", "two")
    assert engine.rows("SELECT person FROM communities") == [("q",)]


def test_a_refused_statement_is_shown(engine):
    with pytest.raises(StoreError, match="SELECT nothing FROM nowhere"):
        engine.rows("SELECT nothing FROM nowhere")


def test_an_engine_keeps_gives_and_forgets(engine, tmp_path):
    engine.give("one", pa.table({"a": [1, 2]}))
    engine.materialise("two", "SELECT a * ? AS b FROM one", [10])
    assert engine.scalar("SELECT sum(b) FROM two") == 30
    assert engine.write("SELECT * FROM two", tmp_path / "two.parquet") == 2
    engine.read("three", [tmp_path / "two.parquet"], pa.schema([("b", pa.int64())]))
    assert engine.arrow("SELECT b FROM three ORDER BY b").column(0).to_pylist() == [10, 20]
    engine.read("three", [], pa.schema([("b", pa.int64())]))
    assert engine.rows("SELECT * FROM three") == []
    engine.drop("one")
    with pytest.raises(StoreError):
        engine.rows("SELECT * FROM one")


@pytest.mark.parametrize("name", ["a b", 'a"; DROP TABLE x', "", "1a", "å-b"])
def test_a_hostile_name_never_becomes_part_of_a_statement(name):
    with pytest.raises(ValueError, match="no name"):
        identifier(name)
