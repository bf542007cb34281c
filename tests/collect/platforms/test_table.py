"""Mapped tables: what a row of any origin becomes, and what is refused with which words."""

from __future__ import annotations

import csv
import io
import json
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.platforms.table import FORMATS, guess_mapping, load_mapping, mapping_of
from luminary.collect.source import Glimpse, Options, Unit
from luminary.domain import Access, Account, Metric, Place, Post, Reference, ReferenceKind
from luminary.errors import InputError, MappingError, UnknownNameError, UnusableRowError

TABLE = FORMATS[0]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "table"
REAL = Path(__file__).parents[4] / "shared" / "data"


def glimpse(data: bytes, name: str) -> Glimpse:
    return Glimpse((name,), {name: data[:65_536]}, whole=True)


def read(data: bytes, name: str = "tabell.csv", options: Options | None = None, pieces: int = 0):
    """Give records and rejects (position, reason) of a table, cut into pieces where asked."""
    prepared = TABLE.prepare(options or Options(), glimpse(data, name))
    reader = pickle.loads(pickle.dumps(TABLE.reader(prepared, {})))
    records, rejects = [], []
    for unit in units(data, name, pieces):
        for row in reader.rows(unit):
            try:
                if isinstance(row.value, UnusableRowError):
                    raise row.value
                records.extend(reader.records(name, row))
            except UnusableRowError as error:
                rejects.append((row.position, str(error)))
    return records, rejects


def units(data: bytes, name: str, size: int):
    """Cut as the pipeline does."""
    if not size:
        return [Unit(name, data)]
    found, held, first = [], b"", 1
    for start in range(0, len(data), size):
        held += data[start : start + size]
        if border := TABLE.cut(held):
            found.append(Unit(name, held[:border], first))
            first += held.count(b"\n", 0, border)
            held = held[border:]
    return [*found, Unit(name, held, first)] if held else found


def of(kind, records):
    return [record for record in records if isinstance(record, kind)]


def micros(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1e6)


def table(*rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def test_a_swedish_export_is_understood_without_a_word_from_the_user():
    records, rejects = read((FIXTURES / "inlagg.csv").read_bytes(), options=Options(place="Norrsjukhuset"))
    first, second, fourth = of(Post, records)
    assert first.author == "table:Norrsjukhuset/~Astrid Lund"
    assert first.at == micros(2025, 3, 13, 8)
    assert first.text == "Hur gör ni med larmen; nattetid?\r\nVi har provat allt."
    assert second.text == 'Vi "tystar" dem efter rond'
    reply = of(Reference, records)[0]
    assert (reply.kind, reply.post, reply.target_post) == (ReferenceKind.REPLY, second.key, first.key)
    assert {place.name for place in of(Place, records)} == {"Vårdkvalitet"}
    assert [(metric.of, metric.value) for metric in of(Metric, records)] == [
        (first.key, 12),
        (second.key, 1204),
    ]
    assert fourth.text == "N/A"
    assert rejects == [
        (5, "'Datum' is \"31.02.2025 09:00\", which is no date"),
        (7, "3 fields, but the header names 8 columns"),
    ]


def test_json_lines_with_nested_objects_and_a_broken_line():
    records, rejects = read((FIXTURES / "posts.jsonl").read_bytes(), "posts.jsonl")
    assert [post.author for post in of(Post, records)] == ["table:/7", "table:/8"]
    assert [(ref.kind, ref.target or ref.target_post) for ref in of(Reference, records)] == [
        (ReferenceKind.MENTION, "table:/@bo_ek"),
        (ReferenceKind.REPLY, "table:/p1"),
    ]
    assert rejects[0][0] == 3
    assert "no valid JSON" in rejects[0][1]


def test_a_table_of_creators_becomes_accounts_with_followers():
    records, rejects = read((FIXTURES / "creators.csv").read_bytes())
    assert [account.key for account in of(Account, records)] == [
        "table:/@astridlund",
        "table:/@aino.lehtinen",
        "table:/@bo_ek",
    ]
    assert of(Account, records)[0].name == "Astrid på avdelningen"
    assert [(metric.what, metric.value) for metric in of(Metric, records)] == [
        ("followers", 13_800_000),
        ("likes per post", 2300),
        ("followers", 97_500),
    ]
    assert rejects == [(5, "no value in any column")]
    assert not of(Post, records)


def test_parquet_and_json_list_give_the_same_posts_as_csv():
    rows = [{"id": "1", "author": "bo_ek", "created_at": "2025-03-01T08:00:00+00:00", "text": "Hej"}]
    out = io.BytesIO()
    times = pa.array([datetime(2025, 3, 1, 8, tzinfo=UTC)], pa.timestamp("ns", "UTC"))
    columns = {"id": [1], "author": ["bo_ek"], "created_at": times, "text": ["Hej"]}
    pq.write_table(pa.table(columns), out)
    expected = of(Post, read(table(list(rows[0]), list(rows[0].values())))[0])
    assert of(Post, read(out.getvalue(), "a.parquet")[0]) == expected
    assert of(Post, read(json.dumps(rows).encode(), "a.json")[0]) == expected


def test_a_large_parquet_file_is_mapped_when_it_is_opened():
    ids = list(range(30_000))
    out = io.BytesIO()
    dates = [f"2025-03-01T08:00:{i % 60:02d}.{i:06d}" for i in ids]
    pq.write_table(
        pa.table({"id": ids, "author": ["bo_ek"] * len(ids), "date": dates}), out, compression="none"
    )
    data = out.getvalue()
    assert len(data) > 65_536
    assert mapping_of(Options(), glimpse(data, "a.parquet")) is None
    assert len(of(Post, read(data, "a.parquet")[0])) == len(ids)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["id", "sender_id", "sender_name", "body", "created_at"],
            {"account_id": "sender_id", "name": "sender_name"},
        ),
        (["Dato", "Avsender", "Melding", "Kanal"], {"at": "Dato", "text": "Melding", "place": "Kanal"}),
        (["Oprettet", "Brugernavn", "Indlæg", "Gruppe"], {"handle": "Brugernavn", "text": "Indlæg"}),
        (["Päivämäärä", "Kirjoittaja", "Viesti", "Kanava"], {"at": "Päivämäärä", "text": "Viesti"}),
        (
            ["createdAt", "screen-name", "FullText", "Reply Count"],
            {"handle": "screen-name", "replies": "Reply Count"},
        ),
    ],
)
def test_columns_are_known_in_five_languages(header, expected):
    row = dict.fromkeys(header, "")
    when = next(
        name for name in header if name in ("created_at", "Dato", "Oprettet", "Päivämäärä", "createdAt")
    )
    mapping = guess_mapping(header, [{**row, when: "2025-03-01 08:00"}])
    assert expected.items() <= mapping.columns.items()


def test_what_the_user_says_wins_and_an_empty_column_closes_a_field():
    names = ["author", "body", "note", "date"]
    rows = [{"author": "bo_ek", "body": "a", "note": "b", "date": "2025-03-01"}]
    mapping = guess_mapping(names, rows, Options(columns={"text": "note"}))
    assert (mapping.columns["text"], mapping.unused) == ("note", ("body",))
    closed = guess_mapping(names, rows, Options(columns={"text": ""}))
    assert "text" not in closed.columns


def test_a_missing_time_names_the_columns_and_the_way_out():
    with pytest.raises(
        MappingError, match=r"none for the time|for the time \(at\); the columns are author, text, Dag"
    ):
        guess_mapping(["author", "text", "Dag"], [{"author": "bo_ek", "text": "hej", "Dag": "ons"}])
    with pytest.raises(MappingError, match=r"--column at=Dag"):
        guess_mapping(["author", "text", "Dag"], [{"author": "bo_ek", "text": "hej", "Dag": "ons"}])
    with pytest.raises(MappingError, match="no column 'Datum' for at; the columns are author, text"):
        guess_mapping(["author", "text"], [], Options(columns={"at": "Datum"}))
    with pytest.raises(UnknownNameError, match="did you mean platform"):
        guess_mapping(["author"], [], Options(settings={"plattform": "x"}))


def test_dates_that_can_be_read_both_ways_are_not_guessed():
    data = table(["author", "date", "text"], ["bo_ek", "03/04/2025", "hej"])
    with pytest.raises(MappingError, match="date_order=dmy"):
        read(data)
    said = read(data, options=Options(settings={"date_order": "dmy", "zone": "Europe/Stockholm"}))[0]
    assert of(Post, said)[0].at == micros(2025, 4, 2, 22)
    other = table(["author", "date", "text"], ["bo_ek", "03/04/2025", "hej"], ["bo_ek", "03/25/2025", "hej"])
    assert of(Post, read(other)[0])[0].at == micros(2025, 3, 4)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("1740816000", "seconds"),
        ("1740816000000", "milliseconds"),
        ("1740816000.0", "seconds"),
        ("2025-03-01T08:00:00Z", "iso"),
        ("2025-03-01 8:00 UTC", "iso"),
        ("Sat, 01 Mar 2025 08:00:00 +0000", "mail"),
        ("Sat Mar 01 08:00:00 +0000 2025", "mail"),
        ("1.3.2025 kl. 8.00", "dmy"),
    ],
)
def test_times_are_read_as_the_sample_shows_and_the_kind_is_stated(written, kind):
    data = table(["author", "date", "text"], ["bo_ek", written, "hej"])
    assert mapping_of(Options(), glimpse(data, "a.csv")).settings["time"] == kind
    assert of(Post, read(data)[0])[0].at == micros(2025, 3, 1, 8)


def test_a_wrong_encoding_names_byte_line_and_way_out():
    data = "author;date;text\nbo_ek;2025-03-01;vård\n".encode("cp1252")
    with pytest.raises(InputError, match=r"line 2: byte .* 0xE5, is not utf-8.*encoding=cp1252"):
        read(data)
    records, _ = read(data, options=Options(settings={"encoding": "cp1252"}))
    assert of(Post, records)[0].text == "vård"
    assert of(Post, read("author,date,text\nbo_ek,2025-03-01,vård\n".encode("utf-16"))[0])[0].text == "vård"


def test_duplicate_and_empty_column_names_are_kept_apart_and_reported():
    data = table(["author", "date", "", "text", "text"], ["bo_ek", "2025-03-01", "x", "hej", "och"])
    mapping = mapping_of(Options(), glimpse(data, "a.csv"))
    assert mapping.unused == ("column_3", "text_2")
    assert "column 5 is another 'text'; it is called 'text_2'" in mapping.notes


def test_a_quotation_never_closed_is_listed_with_what_it_takes_along():
    data = b'author,date,text\nbo_ek,2025-03-01,hej\nbo_ek,2025-03-02,"jag\nbo_ek,2025-03-03,du\n'
    records, rejects = read(data)
    assert len(of(Post, records)) == 1
    assert rejects[0][0] == 3
    assert "takes 2 lines" in rejects[0][1]
    assert "quote=none" in rejects[0][1]
    assert len(of(Post, read(data, options=Options(settings={"quote": "none"}))[0])) == 3


def test_another_header_in_the_same_source_rejects_that_file():
    one = table(["author", "date", "text"], ["bo_ek", "2025-03-01", "hej"])
    reader = TABLE.reader(TABLE.prepare(Options(), glimpse(one, "a.csv")), {})
    with pytest.raises(InputError, match="its columns are text, author, date"):
        list(reader.rows(Unit("b.csv", table(["text", "author", "date"]))))


def test_the_same_row_without_an_id_is_the_same_post():
    data = table(
        ["author", "date", "text"], *[["bo_ek", "2025-03-01", "hej"]] * 2, ["bo_ek", "2025-03-01", "då"]
    )
    one, two, other = of(Post, read(data)[0])
    assert one.key == two.key != other.key


def test_mentions_come_from_the_text_only_where_authors_have_handles():
    row = ["2025-03-01", "bo_ek", "Fråga @astrid_lund, @astrid_lund. eller bo@example.org"]
    records, _ = read(table(["date", "username", "text"], row))
    assert [ref.target for ref in of(Reference, records)] == ["table:/@astrid_lund"]
    records, _ = read(table(["date", "full_name", "text"], row))
    assert not of(Reference, records)


def test_a_post_that_is_its_own_parent_answers_nobody():
    data = table(
        ["id", "user_id", "parent_id", "date", "text"],
        ["5", "1", "5", "2025-03-01", "a"],
        ["6", "1", "0", "2025-03-01", "a"],
    )
    assert not of(Reference, read(data)[0])


def test_hostile_cells_become_plain_text_and_large_ones_are_read():
    data = table(
        ["author", "date", "text"],
        ["bo\x00_ek", "2025-03-01", "=1+1\x1b[31m"],
        ["bo_ek", "2025-03-01", "å" * 5_000_000],
    )
    posts = of(Post, read(data)[0])
    assert (posts[0].author, posts[0].text) == ("table:/@bo_ek", "=1+1[31m")
    assert len(posts[1].text) == 5_000_000


def test_a_figure_that_is_none_rejects_the_row_and_a_missing_one_does_not():
    data = table(
        ["author", "date", "text", "likes"],
        *[["bo_ek", "2025-03-01", "a", "1"]] * 20,
        ["bo_ek", "2025-03-01", "b", "många"],
        ["bo_ek", "2025-03-01", "c", "-"],
    )
    records, rejects = read(data)
    assert rejects == [(22, "'likes' is \"många\", which is no count")]
    assert len(of(Post, records)) == len(of(Metric, records)) + 1


def test_a_mapping_survives_its_file(tmp_path):
    names = ['At "noon"\t', "user", "text", "\x7fövrigt"]
    rows = [{names[0]: "2025-03-01", "user": "bo_ek", "text": "a"}]
    mapping = guess_mapping(names, rows, Options(columns={"at": names[0]}, settings={"zone": "Europe/Oslo"}))
    mapping.save(tmp_path / "m.toml")
    loaded = load_mapping(tmp_path / "m.toml")
    assert loaded.columns["user" if "user" in loaded.columns else "handle"] == "user"
    assert (loaded.settings, loaded.notes) == (mapping.settings, mapping.notes)
    (tmp_path / "bad.toml").write_text("[colums]\n")
    with pytest.raises(MappingError, match="not 'colums'"):
        load_mapping(tmp_path / "bad.toml")


def test_access_and_platform_come_from_the_user():
    options = Options(place="Staben", access=Access.CLOSED, settings={"platform": "Viva Engage"})
    records, _ = read(table(["author", "date", "text"], ["bo_ek", "2025-03-01", "a"]), options=options)
    place = of(Place, records)[0]
    assert (place.platform, place.community, place.name, place.access) == (
        "Viva-Engage",
        "Staben",
        "Staben",
        "closed",
    )


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(st.integers(0, 10**6), WORDS), min_size=1, max_size=12), st.sampled_from(",;\t|"))
def test_any_text_comes_back_as_it_was_written(rows, delimiter):
    said = Options(settings={"delimiter": delimiter})
    body = [[str(i), "bo_ek", "2025-03-01", text] for i, text in rows]
    data = table(["id", "username", "date", "text"], *body, delimiter=delimiter)
    reader = TABLE.reader(TABLE.prepare(said, glimpse(data, "a.csv")), {})
    assert [list(row.value.values()) for row in reader.rows(Unit("a.csv", data))] == body


@given(st.lists(WORDS, min_size=1, max_size=12), st.integers(1, 60))
def test_a_cut_never_splits_a_record(texts, size):
    body = [["bo_ek", "2025-03-01", text] for text in texts]
    data = table(["username", "date", "text"], *body)
    reader = TABLE.reader(TABLE.prepare(Options(settings={"delimiter": ","}), glimpse(data, "a.csv")), {})
    rows = [row.value for unit in units(data, "a.csv", size) for row in reader.rows(unit)]
    assert rows == [row.value for row in reader.rows(Unit("a.csv", data))]
    assert [row["text"] for row in rows] == texts


@pytest.mark.realdata
def test_every_real_list_of_creators_gives_accounts_with_followers():
    files = sorted((REAL / "influencers").glob("*.csv"))
    if not files:
        pytest.skip("../shared/data/influencers is not here")
    for file in files:
        records, rejects = read(file.read_bytes(), file.name)
        accounts, followers = of(Account, records), [m for m in of(Metric, records) if m.what == "followers"]
        assert len(accounts) >= 200
        assert len(followers) >= 0.95 * len(accounts)
        assert len(rejects) <= 1
