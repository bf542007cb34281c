"""Landed imports: taken back, and read again from their raw rows."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.exports import post, rows, table

from luminary import Workspace
from luminary.collect import Options, Provenance
from luminary.collect.again import Replacer
from luminary.collect.registry import formats
from luminary.errors import ConflictError, LuminaryError, UsageError
from luminary.privacy.terms import due

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_KEPT = {
    "posts": "row, post, account, moment, text, place, thread, title, url, alias, media, origin, paid_label",
    "refs": "row, kind, account, moment, post, target_post, target, label",
    "accounts": "row, account, platform, name, handle, bio, url, email, role, kind, created, seen",
    "places": "row, place, platform, community, name, access",
    "metrics": "row, of, what, value, moment",
    "ties": "row, source, target, relation, moment, weight",
    "visits": "row, site, tool, what, value, page, referrer, medium, campaign, content, query, moment, until",
    "raw_rows": "row, file, position, account, payload",
    "rejects": "file, position, reason, excerpt",
}


def content(workspace):
    """Give everything the lake holds, table by table."""
    return {name: rows(workspace, name, columns) for name, columns in _KEPT.items()}


def _sources():
    """List what can be imported of the fixtures: folders as they are, and every file by itself."""
    found = [folder for folder in sorted(_FIXTURES.iterdir()) if folder.is_dir()]
    inner = [one for folder in found for one in sorted(folder.iterdir()) if one.suffix != ".md"]
    return found + inner


@pytest.mark.slow
@pytest.mark.parametrize("source", _sources(), ids=lambda one: str(one.relative_to(_FIXTURES)))
def test_raw_rows_read_again_give_what_the_export_gave(tmp_path, source):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        try:
            batch = opened.collect.run(source, options=Options(place="Vakt")).batch
        except LuminaryError as error:
            pytest.skip(f"no import: {error}")
        if not opened.collect.batches()[0]["read"]:
            pytest.skip("no raw row")
        before = content(opened)
        form = formats()[opened.collect.batches()[0]["format"]]
        if not form.again:
            with pytest.raises(UsageError, match="row by row"):
                opened.collect.again(batch)
            return
        told = opened.collect.again(batch)
        assert content(opened) == before
        assert told.after.kept == told.before.kept


def _posts(opened):
    return [row[0] for row in rows(opened, "posts", "post")]


def _two(tmp_path):
    """Import two tables that share two posts; the second leaves these out."""
    one = table(tmp_path / "a.csv", [post(n, "Astrid", "2025-03-01") for n in (1, 2, 3)])
    other = table(tmp_path / "b.csv", [post(n, "Astrid", "2025-03-01") for n in (2, 3, 4)])
    opened = Workspace.open(tmp_path / "w", create=True)
    options = Options(place="Vakt")
    first = opened.collect.run(one, options=options)
    second = opened.collect.run(other, options=options)
    assert (first.kept, second.kept, second.duplicates) == (3, 1, 2)
    return opened, first, second


def test_what_a_later_import_left_out_comes_back_when_the_earlier_one_is_withdrawn(tmp_path):
    opened, first, second = _two(tmp_path)
    with opened:
        found = opened.collect.withdraw(first.batch)
        assert len(_posts(opened)) == 3
        assert {row[0] for row in rows(opened, "posts", "batch")} == set(found.again)
        assert found.again != (second.batch,)
        states = {row["batch"]: row["state"] for row in opened.collect.batches()}
        assert states[first.batch] == states[second.batch] == "withdrawn"


def test_an_import_that_was_withdrawn_can_be_imported_again(tmp_path):
    opened, first, _second = _two(tmp_path)
    with opened:
        opened.collect.withdraw(first.batch)
        again = opened.collect.run(tmp_path / "a.csv", options=Options(place="Vakt"))
        assert (again.already, again.kept, again.duplicates) == (False, 1, 2)
        assert len(_posts(opened)) == 4


def test_nothing_is_left_of_a_withdrawn_import_on_the_disk(tmp_path):
    opened, _first, second = _two(tmp_path)
    with opened:
        opened.collect.withdraw(second.batch)
        assert not list((tmp_path / "w" / "lake").glob(f"*/batch={second.batch}/*.parquet"))
        assert len(_posts(opened)) == 3


def test_withdrawing_twice_changes_nothing_more(tmp_path):
    opened, _first, second = _two(tmp_path)
    with opened:
        opened.collect.withdraw(second.batch)
        before = content(opened)
        opened.collect.withdraw(second.batch)
        assert content(opened) == before


def test_to_be_read_again_makes_data_no_younger_for_the_terms_of_their_platform(tmp_path):
    source = table(tmp_path / "a.csv", [post(1, "Astrid", "2025-03-01")])
    with Workspace.open(tmp_path / "w", create=True) as opened:
        batch = opened.collect.run(source, provenance=Provenance("youtube/api_key")).batch
        long_ago = opened.ledger.now() - timedelta(days=29)
        opened.ledger.change("batches", {"batch": batch}, landed=long_ago)
        newer = opened.collect.again(opened.collect.again(batch).after.batch).after.batch
        (late,) = due(opened.ledger, opened.ledger.now().date() + timedelta(days=2))
        assert (late.batch, late.obtained) == (newer, long_ago.date())
        assert due(opened.ledger, opened.ledger.now().date() + timedelta(days=1)) == []


def test_an_old_key_withdraws_nothing_and_names_what_stands_in_its_place(tmp_path):
    opened, _first, second = _two(tmp_path)
    with opened:
        new = opened.collect.again(second.batch).after.batch
        before = content(opened)
        with pytest.raises(UsageError, match=f"withdraw {new}, which stands in its place"):
            opened.collect.withdraw(second.batch)
        assert content(opened) == before


def test_what_is_taken_back_while_it_is_read_again_stays_away(tmp_path, monkeypatch):
    opened, _first, second = _two(tmp_path)
    reading = Replacer._read_rows

    def taken_back_meanwhile(self, *given):
        found = reading(self, *given)
        opened.collect.withdraw(second.batch)
        return found

    with opened:
        monkeypatch.setattr(Replacer, "_read_rows", taken_back_meanwhile)
        with pytest.raises(ConflictError, match="taken back meanwhile"):
            opened.collect.again(second.batch)
        assert [one["state"] for one in opened.collect.batches()].count("landed") == 1
        assert len(_posts(opened)) == 3


def test_the_first_signs_of_a_key_are_enough_and_unknown_ones_are_refused(tmp_path):
    opened, _first, second = _two(tmp_path)
    with opened:
        assert opened.collect.withdraw(second.batch[:8]).batch == second.batch
        with pytest.raises(UsageError, match="no import is named 'zzzzzz'"):
            opened.collect.withdraw("zzzzzz")
        with pytest.raises(UsageError, match="no import is named"):
            opened.collect.withdraw(second.batch[:2])


def test_the_same_file_is_known_after_it_was_read_again(tmp_path):
    opened, _first, second = _two(tmp_path)
    with opened:
        new = opened.collect.again(second.batch).after.batch
        newer = opened.collect.again(new).after.batch
        again = opened.collect.run(tmp_path / "b.csv", options=Options(place="Vakt"))
        assert (again.already, again.batch) == (True, newer)


def test_another_mapping_reads_the_raw_rows_anew_and_tells_the_counts(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text(
        "Datum,Ändrad,Författare,Inlägg\n"
        "2025-03-01 08:00,05.03.2025 10:00,Astrid Lund,Hej\n"
        ",06.03.2025 10:00,Bo Ek,Hallå\n",
        encoding="utf-8",
    )
    with Workspace.open(tmp_path / "w", create=True) as opened:
        first = opened.collect.run(source, options=Options(place="Vakt"))
        assert (first.kept, first.rejected) == (1, 1)
        found = opened.collect.again(first.batch, columns={"at": "Ändrad"})
        assert (found.before.kept, found.after.kept, found.after.rejected) == (1, 2, 0)
        days = [str(row[0])[:10] for row in rows(opened, "posts", "moment")]
        assert days == ["2025-03-05", "2025-03-06"]


def test_a_mapping_that_does_not_fit_changes_nothing(tmp_path):
    opened, first, _second = _two(tmp_path)
    with opened:
        before, batches = content(opened), opened.collect.batches()
        with pytest.raises(UsageError, match="no column 'Dag'"):
            opened.collect.again(first.batch, columns={"at": "Dag"})
        assert content(opened) == before
        assert opened.collect.batches() == batches


def test_what_others_left_out_comes_back_when_another_mapping_lets_go_of_it(tmp_path):
    opened, first, _second = _two(tmp_path)
    with opened:
        found = opened.collect.again(first.batch, settings={"platform": "skola"})
        assert len(found.again) == 1
        assert sorted(post.partition(":")[0] for post in _posts(opened)) == ["skola"] * 3 + ["table"] * 3


def test_rows_of_old_years_that_are_gone_cannot_be_read_again(tmp_path):
    opened, first, _second = _two(tmp_path)
    with opened:
        opened.lake.add(first.batch, "raw_rows", ())
        with pytest.raises(UsageError, match="import the source again"):
            opened.collect.again(first.batch)
        assert len(_posts(opened)) == 4


def test_terms_and_origin_stay_with_what_is_read_again(tmp_path):
    source = table(tmp_path / "a.csv", [post(1, "Astrid", "2025-03-01")])
    came = Provenance("own_table/authorised", "Vårdförbundet", notice="letter of 1 March")
    with Workspace.open(tmp_path / "w", create=True) as opened:
        batch = opened.collect.run(source, provenance=came).batch
        opened.collect.again(batch)
        (row,) = [one for one in opened.collect.batches() if one["state"] == "landed"]
        told = (row["terms"], row["origin"], row["notice"], row["replaces"])
        assert told == ("own_table/authorised", "Vårdförbundet", "letter of 1 March", batch)


@pytest.mark.slow
@pytest.mark.parametrize("at", [*range(1, 9), 99, 100])
def test_a_kill_while_an_import_is_read_again_leaves_the_one_or_the_other(tmp_path, at):
    source = table(tmp_path / "a.csv", [post(n, f"p{n % 5}", "2025-03-01") for n in range(1, 41)])
    with Workspace.open(tmp_path / "w", create=True) as opened:
        batch = opened.collect.run(source, options=Options(place="Vakt")).batch
        before = content(opened)
    script = Path(__file__).with_name("kill_again_at.py")
    command = [sys.executable, str(script), str(tmp_path / "w"), batch, str(at)]
    assert subprocess.run(command, capture_output=True, check=False).returncode < 0
    with Workspace.open(tmp_path / "w") as opened:
        assert content(opened) == before
        landed = [one["batch"] for one in opened.collect.batches() if one["state"] == "landed"]
        assert len(landed) == 1
        assert (landed == [batch]) == (at != 100)
        opened.collect.again(landed[0])
        assert content(opened) == before
