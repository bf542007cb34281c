"""A person who is erased is nowhere: in no table, no file, no older state of either."""

import json
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.exports import post, rows, table, workspace
from tests.workspace.leftovers import leftovers

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import UsageError
from luminary.leaders import Scope
from luminary.privacy.standing import left_out
from luminary.store import MARK, Ledger, arrow_schema
from luminary.store.tables import ALL, Home, Type, at_home

WHO = "Solveig Tveitnes"
SAID = "Hemmelig sang om fjorden"


IDS = {WHO: "st77", "Bo Ek": "bo88", "Aino Lehtinen": "al99", "Kari Moe": "km55"}


def said(number: int, who: str, day: str, text: str, **more: object) -> dict[str, object]:
    """One row; mentions are names here and ids there."""
    if "mentions" in more:
        more["mentions"] = IDS[str(more["mentions"])]
    return {**post(number, IDS[who], day, text, **more), "name": who}


def talk(path: Path) -> Path:
    """A small talk in which everybody acts on everybody."""
    made = [
        said(1, WHO, "2025-03-01", SAID, thread="1", likes=4),
        said(2, "Bo Ek", "2025-03-02", f"Enig med @**{WHO}** her", thread="1", reply_to=1),
        said(3, "Aino Lehtinen", "2025-03-03", f"Kiitos {WHO.upper()}!", thread="1", reply_to=2),
        said(4, "Bo Ek", "2025-03-04", "Ja", thread="1", reply_to=3, mentions="Aino Lehtinen"),
        said(5, WHO, "2025-03-05", "Takk for det", thread="5", mentions="Bo Ek"),
        said(6, "Kari Moe", "2025-04-05", "Enig", thread="5", reply_to=5),
        said(7, "Bo Ek", "2025-04-06", "Vi ses", thread="7", mentions=WHO),
    ]
    return table(path, made)


@pytest.fixture
def work(tmp_path):
    with workspace(tmp_path / "w", talk(tmp_path / "talk.csv")) as opened:
        yield opened


def _everything(opened: Workspace, person: str) -> None:
    """Do with a person whatever can be done."""
    opened.people.add_note(person, f"Ring {WHO} mandag")
    opened.people.decide(person, "kind", "person", why=f"{WHO} er et menneske")
    listed = opened.shortlists.add("Våren").shortlist
    opened.shortlists.put_person(listed, person)
    opened.shortlists.comment(listed, f"{WHO} først", person=person)
    opened.leaders.rank()
    opened.network.picture(Scope())
    opened.veil.alias(person)
    opened.people.agree(person)
    opened.personal.object(person, "marketing", f"{WHO} ringte")
    (opened.path / "reports").mkdir(exist_ok=True)
    opened.report.write(opened.path / "reports" / "report.html")
    opened.collect.receive("talk.csv", [talk(opened.path.parent / "again.csv").read_bytes()])


def test_nothing_of_an_erased_person_is_left_in_the_whole_folder(work):
    person = work.people.find(WHO)
    _everything(work, person)
    assert leftovers(work.path, WHO)
    done = work.personal.erase(person, f"letter from {WHO}, 2026-11-01")
    assert (done.state, done.files) == ("done", {"reports": 1, "inbox": 1})
    work.close()
    assert leftovers(work.path, WHO, "Tveitnes", SAID, person) == []


def test_what_was_fetched_and_has_not_landed_goes_too(work):
    for name, text in (("a", f"Hei {WHO}"), ("b", "Hei Bo")):
        body = work.path / "lake" / "_fetch" / name / "members" / "page.json"
        body.parent.mkdir(parents=True)
        body.write_text(json.dumps({"text": text}), "utf-8")
    done = work.personal.erase(work.people.find(WHO), "letter")
    assert done.files == {"fetched, not landed": 1}
    assert [one.name for one in sorted((work.path / "lake" / "_fetch").glob("*/"))] == ["b"]


def test_others_keep_what_they_wrote_without_the_name(work):
    work.personal.erase(work.people.find(WHO), "letter")
    texts = [text for (text,) in rows(work, "posts", "text")]
    assert texts == sorted([f"Enig med @**{MARK}** her", f"Kiitos {MARK}!", "Ja", "Enig", "Vi ses"], key=repr)


def test_everybody_else_is_ranked_as_if_the_person_had_never_written(work, tmp_path):
    work.leaders.rank()
    work.personal.erase(work.people.find(WHO), "letter")
    assert WHO not in [one.name for one in work.leaders.rank().leaders]
    assert {one.name for one in work.leaders.rank().leaders} == {"Aino Lehtinen", "Bo Ek", "Kari Moe"}
    assert rows(work, "refs", "account, target") and not [
        one for one in rows(work, "interactions", "source, target") if WHO in repr(one)
    ]


def test_the_log_is_intact_and_tells_of_the_erasure_without_the_name(work):
    person = work.people.find(WHO)
    _everything(work, person)
    work.personal.erase(person, f"letter from {WHO}")
    assert work.audit.verify().intact
    told = work.audit.entries(1, action="person.erase")[0]
    assert told.about is None
    assert told.detail["why"] == f"letter from {MARK}"
    assert WHO not in json.dumps([dict(one.detail) for one in work.audit.entries(500)])


def test_an_erasure_needs_a_reason(work):
    with pytest.raises(UsageError, match="reason"):
        work.personal.erase(work.people.find(WHO), " \x00 ")
    assert work.personal.erasures() == []


def test_a_preview_tells_what_the_erasure_then_does(work):
    person = work.people.find(WHO)
    _everything(work, person)
    seen = work.personal.preview(person)
    before = leftovers(work.path, WHO)
    assert before == leftovers(work.path, WHO)
    done = work.personal.erase(person, "letter")
    derived = {one.name for one in at_home(Home.DERIVED)}
    assert {name: one for name, one in done.counts.items() if name not in derived} == {
        name: one for name, one in seen.tables.items() if name not in derived
    }
    assert len(seen.files) == sum(done.files.values())


def test_a_namesake_keeps_name_and_texts(tmp_path):
    made = [
        {**post(1, "77", "2025-03-01", "Jeg er den første"), "name": WHO},
        {**post(2, "88", "2025-03-02", f"Jeg heter også {WHO}"), "name": WHO},
        {**post(3, "Bo Ek", "2025-03-03", f"Hei {WHO}"), "mentions": "77"},
        {**post(4, "Bo Ek", "2025-03-04", f"Hvem er {WHO}?")},
    ]
    with workspace(tmp_path / "w", table(tmp_path / "t.csv", made)) as work:
        preview = work.personal.preview("table:Vakt/77")
        assert preview.shared_names
        work.personal.erase("table:Vakt/77", "letter")
        assert ("table:Vakt/88", WHO) in rows(work, "accounts", "account, name")
        assert [text for (text,) in rows(work, "posts", "text")] == sorted(
            [f"Jeg heter også {WHO}", f"Hei {WHO}", f"Hvem er {WHO}?"], key=repr
        )
        raw = [payload for (payload,) in rows(work, "raw_rows", "payload")]
        assert None in raw  # the row that points at the person may quote her
        assert "table:Vakt/77" not in work.people.everyone()


def test_nothing_of_an_erased_person_is_imported_again(work, tmp_path):
    person = work.people.find(WHO)
    work.personal.erase(person, "letter")
    again = work.collect.run(talk(tmp_path / "talk.csv"), options=Options(place="Vakt"))
    assert again.already
    more = [
        said(11, WHO, "2025-05-01", SAID),
        said(12, "Bo Ek", "2025-05-02", f"Hei {WHO}", reply_to=11, mentions=WHO),
        said(13, "Kari Moe", "2025-05-03", "Hei", reply_to=12),
    ]
    result = work.collect.run(table(tmp_path / "more.csv", more), options=Options(place="Vakt"))
    assert (result.read, result.kept, result.left_out) == (3, 2, 1)
    assert any("1 row is left out" in note for note in result.notes)
    assert WHO not in "".join(result.notes)
    assert {one.name for one in work.people.everyone()} == {"Aino Lehtinen", "Bo Ek", "Kari Moe"}
    work.close()
    assert leftovers(work.path, WHO, SAID) == []


def _slack(path: Path, day: str, *users: tuple[str, str, str, str]) -> Path:
    """A small export; each user has id, handle, name and address, and writes once."""
    told = [{"id": one, "name": handle, "profile": {"real_name": name, "email": email}}
            for one, handle, name, email in users]  # fmt: skip
    at = 1_740_000_000 + int(day) * 86_400
    messages = [{"type": "message", "user": one[0], "ts": f"{at + number}.000100", "text": f"Hei {number}"}
                for number, one in enumerate(users)]  # fmt: skip
    files = {
        "users.json": told,
        "channels.json": [{"id": "C1", "name": "vakt"}],
        f"vakt/2025-03-{day}.json": messages,
    }
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, json.dumps(content))
    return path


def test_an_account_is_recognised_by_its_handle_and_its_address(tmp_path):
    first = _slack(tmp_path / "a.zip", "01", ("U0000077", "Solveig_T", WHO, "s@fjord.example"))
    later = _slack(
        tmp_path / "b.zip", "02",
        ("U0000901", "solveig_t", "Ny", ""), ("U0000902", "annen", "Nyere", "S@fjord.example"),
        ("U0000903", "tredje", "Tredje", ""), ("U0000077", "nytt", "Helt Ny", ""),
    )  # fmt: skip
    with workspace(tmp_path / "w", first) as work:
        work.personal.erase(work.people.find(WHO), "letter")
        work.collect.run(later, options=Options(place="Vakt"))
        assert [one.name for one in work.people.everyone()] == ["Tredje"]
        assert [text for (text,) in rows(work, "posts", "text")] == ["Hei 2"]
    assert leftovers(tmp_path / "w", "fjord.example", "U0000901", "Solveig_T") == []


def test_an_account_is_recognised_in_a_file_whose_platform_has_another_name(tmp_path):
    def row(number, account, handle, name, text):
        return {"id": number, "author_id": account, "handle": handle, "name": name, "text": text,
                "created_at": f"2025-03-0{number}T08:00:00Z"}  # fmt: skip

    def lines(name, made):
        (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in made), "utf-8")
        return tmp_path / name

    made = [
        row(1, "77", "solveig_t", WHO, SAID),
        row(2, "88", "bo_ek", "Bo Ek", "Enig med @solveig_t"),
        row(3, "99", "solveig_t", "Annen", "Samme navn, annen konto"),
    ]
    mikro, other = (Options(settings={"platform": one}) for one in ("mikro", "annet"))
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.collect.run(lines("a.jsonl", made[:2]), options=mikro)
        work.personal.erase(work.people.find(WHO), "letter")
        result = work.collect.run(lines("b.jsonl", made), options=other)
        assert result.left_out == 1
        assert {one.name for one in work.people.everyone()} == {"Bo Ek", "Annen"}
    assert leftovers(tmp_path / "w", WHO, SAID) == []


def test_a_key_that_was_erased_can_be_asked_about_and_nobody_be_read(work):
    person = work.people.find(WHO)
    work.personal.erase(person, "letter")
    assert work.personal.was_erased(person)
    assert not work.personal.was_erased("table:Vakt/Bo Ek")
    kept = json.dumps([work.ledger.rows("erasures"), work.ledger.rows("objection_list")], default=str)
    assert WHO not in kept


# Any table, also one that does not exist yet: a word is planted in every text column of every one.

_NOT_PLANTED = {
    "audit": "its rows are sealed; the log writes them",
    "objection_list": "it holds hashes",
}


def _values(declared, column, word, number):
    """One row that holds a word in one column, and something harmless in all others."""
    made = {}
    for one in declared.columns:
        plain = {
            Type.TEXT: f"x{number}-{one.name}", Type.TEXTS: [f"x{number}"], Type.INT: number,
            Type.FLOAT: 1.0, Type.FLOATS: [1.0], Type.BOOL: True, Type.MOMENT: Ledger.now(),
        }[one.type]  # fmt: skip
        made[one.name] = plain
    made[column.name] = [word] if column.type is Type.TEXTS else word
    if declared.name == "batches" and column.name != "state":
        made["state"] = "landed"
    if declared.name == "jobs":
        made |= {name: "{}" for name in ("params", "result") if name != column.name}
    if declared.name == "erasures":
        made |= {name: "{}" for name in ("counts", "told", "scope") if name != column.name}
        made |= {"state": "done"} if column.name != "state" else {}
    return made


def _plant(work, declared, words):
    """Plant every word in every text column of a table; gives how many rows that were."""
    columns = [one for one in declared.columns if one.type in (Type.TEXT, Type.TEXTS)]
    made = [_values(declared, column, word, 1000 + at * 50 + number)
            for at, column in enumerate(columns) if column.name != "batch"
            for number, word in enumerate(words)]  # fmt: skip
    if declared.home is Home.LEDGER:
        for row in made:
            work.ledger.add(declared.name, **row)
        return len(made)
    file = work.lake.scratch()
    leave = ("batch",) if declared.home is Home.LAKE else (declared.parted,) if declared.parted else ()
    schema = arrow_schema(declared, leave_out=leave)
    pq.write_table(pa.Table.from_pylist([{k: r[k] for k in schema.names} for r in made], schema), file)
    if declared.home is Home.LAKE:
        work.lake.add("planted", declared.name, [file])
    elif declared.parted:
        work.lake.keep(declared.name, "planted", file, 9)
    else:
        work.lake.replace(declared.name, [file], "planted")
    return len(made)


@pytest.fixture
def planted(work):
    person = work.people.find(WHO)
    words = [person, f"før {person} etter", json.dumps({"a": [person, 1], person: 2})]
    work.ledger.add("batches", batch="planted", source="x", format="x", state="landed", left_out=0)
    where = [one for one in ALL.values() if one.name not in _NOT_PLANTED and not one.held]
    assert all(_plant(work, one, words) for one in where if one.name != "identities")
    return person


def test_a_key_is_found_in_every_text_column_of_every_declared_table(work, planted):
    assert leftovers(work.path, planted)
    work.personal.erase(planted, "letter")
    work.close()
    assert leftovers(work.path, planted) == []


def test_a_table_that_is_held_is_left_alone_and_the_preview_and_the_export_say_why(work, monkeypatch):
    person = work.people.find(WHO)
    _everything(work, person)
    why = "a legal duty to keep safety cases"
    monkeypatch.setitem(ALL, "notes", replace(ALL["notes"], held=why))
    assert work.personal.preview(person).held["notes"] == why
    kept = {one.table: one.keep for one in work.personal.file(person).tables}
    assert why in kept["notes"]
    done = work.personal.erase(person, "letter")
    assert done.held["notes"] == why
    assert [row["person"] for row in work.ledger.rows("notes")] == [person]


def test_a_table_that_is_held_says_why():
    assert all(one.held is None or len(one.held) > 10 for one in ALL.values())


# Killed anywhere.

_SCRIPT = Path(__file__).with_name("erase_at.py")


def _killed_at(folder: Path, step: int) -> str:
    done = subprocess.run(
        [sys.executable, str(_SCRIPT), str(folder), WHO, str(step)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (-9 if step else 0), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """How many steps an erasure has."""
    folder = tmp_path_factory.mktemp("steps")
    with workspace(folder / "w", talk(folder / "talk.csv")) as opened:
        _everything(opened, opened.people.find(WHO))
    found = int(_killed_at(folder / "w", 0))
    assert found > 60
    return found


@pytest.mark.parametrize("seed", range(20))
def test_an_erasure_that_was_killed_is_brought_to_its_end(seed, steps, tmp_path):
    with workspace(tmp_path / "w", talk(tmp_path / "talk.csv")) as opened:
        person = opened.people.find(WHO)
        _everything(opened, person)
        held = len(rows(opened, "posts", "post"))
    _killed_at(tmp_path / "w", random.Random(seed).randint(1, steps))
    ledger = Ledger(f"sqlite:///{tmp_path / 'w' / 'ledger.sqlite'}")
    begun = ledger.count("erasures")
    running = ledger.count("erasures", state="running")
    seen = person in left_out(ledger, ledger.now().date())
    ledger.close()
    assert seen == bool(running)
    with Workspace.open(tmp_path / "w") as opened:
        assert [one.state for one in opened.personal.erasures()] == ["done"] * begun
        assert opened.audit.verify().intact
        assert (len(rows(opened, "posts", "post")) == held) != bool(begun)
    assert bool(leftovers(tmp_path / "w", WHO, SAID)) != bool(begun)


# A ledger elsewhere.


def test_a_person_is_erased_from_a_ledger_on_postgresql(tmp_path, postgres_url, monkeypatch):
    monkeypatch.setenv("LUMINARY_LEDGER", postgres_url)
    with workspace(tmp_path / "w", talk(tmp_path / "talk.csv")) as work:
        person = work.people.find(WHO)
        _everything(work, person)
        assert work.personal.erase(person, "letter").state == "done"
        assert work.audit.verify().intact
        for declared in at_home(Home.LEDGER):
            assert WHO not in repr(work.ledger.rows(declared.name)), declared.name
        result = work.collect.run(
            table(tmp_path / "more.csv", [said(31, WHO, "2025-06-01", "Ny")]), options=Options(place="Vakt")
        )
        assert result.left_out == 1
    assert leftovers(tmp_path / "w", WHO) == []
