"""Files of a ranking: harmless to open, true to the ranking, with purpose and notes, and kept in the log."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import pyarrow.parquet as pq
import pytest
from tests.exports import post, table, workspace

from luminary.leaders import Scope, View
from luminary.privacy import Purpose, write_purpose
from luminary.workspace import exporting
from luminary.workspace.exporting import Form
from luminary.workspace.question import Question

HOSTILE = {"1": "=HYPERLINK(1)", "2": "\u202e@SUM(A1)", "3": "\x1b[31mRød", "4": "  +47 123"}


@pytest.fixture
def opened(tmp_path):
    made = [
        {**post(month * 10 + int(who), who, f"2025-{month:02d}-0{who}", thread=f"t{month}"), "name": name}
        for month in range(1, 13)
        for who, name in HOSTILE.items()
    ]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", made)) as work:
        yield work


def exported(work, form, **asked):
    return work.leaders.board(Scope(until=date(2025, 12, 31))).export(View(**asked), form)


def test_csv_holds_no_formula_and_every_row_carries_purpose_and_notes(opened):
    found = exported(opened, Form.CSV)
    rows = list(csv.DictReader(io.StringIO(found.data.decode("utf-8-sig"))))
    assert len(rows) == 4
    texts = [one for row in rows for one in row.values() if not re.fullmatch(r"-?[\d.]+(e-?\d+)?", one)]
    assert not [one for one in texts if one.lstrip().startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1)" in {row["name"] for row in rows}
    assert all("not for decisions about people" in row["purpose"] for row in rows)
    assert all("not for decisions about people" in row["notes"] for row in rows)
    assert found.name.endswith(".csv")


def test_json_has_the_shape_of_the_command_line(opened):
    first = json.loads(exported(opened, Form.JSON).data)[0]
    leader = opened.leaders.rank().leaders[0]
    assert first["influence"]["value"] == leader.measures["influence"].value
    assert {"value", "low", "high", "n", "unit", "method"} == set(first["influence"])
    assert {"person", "rank", "rank_low", "rank_high", "evidence", "kind", "purpose"} <= set(first)


def test_parquet_holds_the_figures_as_numbers(opened):
    read = pq.read_table(io.BytesIO(exported(opened, Form.PARQUET).data))
    assert read.num_rows == 4
    assert str(read.schema.field("influence").type) == "double"
    assert "=HYPERLINK(1)" in read.column("name").to_pylist()


def test_excel_holds_no_formula_and_no_link_and_tells_its_notes(opened):
    found = exported(opened, Form.XLSX, language="sv")
    with zipfile.ZipFile(io.BytesIO(found.data)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    assert "=HYPERLINK(1)" in texts
    assert "\x1b" not in texts
    assert "influence" in texts
    assert "UTC" in texts


def test_hidden_people_stay_hidden_in_every_file(opened):
    write_purpose(opened.ledger, Purpose("employer", "experts", "agreement", "HR", date(2999, 1, 1)))
    for form in (Form.CSV, Form.JSON):
        text = exported(opened, form).data.decode()
        assert "OL-" in text
        assert "HYPERLINK" not in text
        assert "table:" not in text
    with zipfile.ZipFile(io.BytesIO(exported(opened, Form.XLSX).data)) as book:
        assert "HYPERLINK" not in book.read("xl/sharedStrings.xml").decode()


def test_an_export_stands_in_the_log_with_what_was_asked_for(opened):
    exported(opened, Form.CSV, by="volume")
    (entry,) = opened.audit.entries(action="leaders.export")
    assert (entry.detail["rows"], entry.detail["form"], entry.detail["by"]) == (4, "csv", "volume")
    assert entry.detail["scope"] == {"until": "2025-12-31"}


def test_a_file_that_holds_not_everybody_says_so(opened, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 2)
    monkeypatch.setattr(exporting, "_AT_ONCE", 2)
    rows = json.loads(exported(opened, Form.JSON, by="volume").data)
    assert [one["rank"] for one in rows] == [1, 2]
    assert "these are the first 2 of 4 people" in rows[0]["notes"]


def test_only_who_is_found_is_written(opened):
    rows = json.loads(exported(opened, Form.JSON, by="volume", search="rod").data)
    assert [one["name"] for one in rows] == ["[31mRød"]


def test_who_does_not_want_to_be_contacted_is_ranked_and_in_no_file(opened, tmp_path):
    person, name = opened.people.find("+47 123"), "+47 123"
    assert name in [one.name for one in opened.leaders.rank(Question(by="volume")).leaders]
    opened.personal.object(person, "marketing")
    assert name in [one.name for one in opened.leaders.rank(Question(by="volume")).leaders]
    rows = json.loads(exported(opened, Form.JSON, by="volume").data)
    assert [one["rank"] for one in rows] == [1, 2, 3]
    assert person not in [one["person"] for one in rows]
    assert "1 person objected and is left out" in rows[0]["notes"]
    assert person not in [
        one.person for one in opened.leaders.rank(Question(by="volume"), leaves=True).leaders
    ]
    assert person not in {one.person for ranking in opened.report.gathered("t").rankings
                          for one in ranking.leaders}  # fmt: skip
