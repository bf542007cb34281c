"""Reading a mapped table as columns gives exactly what reading it row by row gives, whatever is in it."""

import json
import random
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luminary.collect import chunk
from luminary.collect.chunk import Job, read_chunk
from luminary.collect.platforms.table.reader import TableReader, prepare
from luminary.collect.source import Glimpse, Options, Unit
from luminary.collect.tabular import blocks

FIELDS = ("id", "author_id", "handle", "name", "created_at", "text", "channel", "reply_to", "likes")
SAMPLE = dict(
    zip(
        FIELDS,
        ("p1", "u1", "aino", "Aino Koski", "2025-03-01T08:00:00Z", "hej @bo", "vakt", "p0", 3),
        strict=True,
    )
)
ODD = (
    None,
    "",
    " ",
    "  hej  ",
    "\u2003x\u00a0",
    "a\x00b",
    "\x7f",
    "@liv",
    "@@",
    "@å",
    "NULL",
    "0",
    "-1",
    "N/A",
    0,
    7,
    -3,
    12.0,
    1.5,
    True,
    2**53 + 1,
    2**63,
    10**30,
    float("nan"),
    float("inf"),
    [],
    ["@bo"],
    {"a": 1},
    "\ud800",
    "İ",
    "Ǆ",
    "e\u0301va",
    "Ωmega",
    "2025-03-01",
    "2025-03-01T08:00:00",
    "2025-03-01T08:00:00.125Z",
    "2025-02-30T08:00:00Z",
    "2025-03-01T24:00:00Z",
    "1969-12-31T23:59:59Z",
    "2999-01-01T00:00:00Z",
    "2025-03-01T08:00:00+02:00",
    "2025-03-01 08:00:00Z",
    "1.3.2025",
    "12",
    "1,234",
    "13.8M",
    "007",
    "٣",
    "p1",
    "u1",
    "p2",
    "a@b.se @liv, @liv och @Ö",
)
BROKEN = (
    b"",
    b"   ",
    b"\t",
    b"null",
    b"[1]",
    b'"x"',
    b"{",
    b"{}",
    b"{}{}",
    b"{]",
    b"\xff\xfe",
    b'{"id": "p1"',
    b'{"id":1,}',
    b"\x00",
    b'{"id":"p1","id":"p2"}',
    b'{"a":Inf}',
    b'{"a": -NaN }',
    b'{"a":NaN,"id":"p9"}',
    b"{" * 600,
    b'{"a":' * 600 + b"1" + b"}" * 600,
    b'{"a":[' * 420 + b"1" + b"]}" * 420,
    b'{"\\u0069d":"p3"}',
    b'{"id":"\xc3"}',
    b'{"id":"p\\u0000"}',
    b'{"a":1} {"b":2}',
    b'{"a":{}',
    b'{"b":2}}',
    b'\x0c{"id":"p1"}',
    b'{"id":"p1"}\x0b',
    b'{"a":01}',
    b'{"a":1e999}',
    b"\xef\xbb\xbf{}",
)


def line(row, spaced, plain):
    return json.dumps(row, separators=(", ", ": ") if spaced else (",", ":"), ensure_ascii=plain).encode(
        "utf-8", "surrogatepass"
    )


@st.composite
def hostile_rows(draw):
    row = {**SAMPLE, "id": f"p{draw(st.integers(1, 30))}", "author_id": f"u{draw(st.integers(1, 4))}"}
    for field in draw(st.lists(st.sampled_from([*FIELDS, "other"]), max_size=2)):
        row[field] = draw(st.sampled_from(ODD) | st.text(max_size=8))
    for field in draw(st.lists(st.sampled_from(FIELDS), max_size=1)):
        row.pop(field, None)
    return line(row, draw(st.booleans()), draw(st.booleans()))


ENDINGS = (
    b',"x":Inf}',
    b',"x": -NaN }',
    b',"x":NaN}',
    b',"x":-Infinity}',
    b',"x":' + b'{"a":' * 1100 + b"1" + b"}" * 1101,
    b',"x":' + b"[" * 450 + b"]" * 450 + b"}",
    b',"id":"p8"}',
    b',"x":1,"x":2}',
    b',"x":"Inf, -NaN"}',
    b',"x":"\\udc00"}',
    b',"x":"\xff"}',
    b',"x":1,}',
    b',"x":123456789012345678901234567890}',
    b',"x":1e999}',
    b"} ",
    b"}\x0c",
    b',"name":"e\\u0301va"}',
)


@st.composite
def rows_with_odd_ends(draw):
    row = {**SAMPLE, "id": f"p{draw(st.integers(1, 30))}"}
    row.pop("name")
    return line(row, False, True)[:-1] + draw(st.sampled_from(ENDINGS))


PIECES = st.lists(hostile_rows() | rows_with_odd_ends() | st.sampled_from(BROKEN), min_size=1, max_size=40)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\n\n"])


class RowByRow:
    """The twin: the same reader without its columns."""

    def __init__(self, reader):
        self.rows, self.records = reader.rows, reader.records


def reader_for(columns=(), **said):
    head = line(SAMPLE, False, False) + b"\n"
    options = Options(place="Vakt", columns=dict(columns), settings=said)
    return TableReader(prepare(options, Glimpse(("a.jsonl",), {"a.jsonl": head}, True)))


def staged(reader, unit):
    with tempfile.TemporaryDirectory() as folder:
        tally = read_chunk(Job(3, (unit,), reader, Path(folder)))
        tables = {file.parent.name: pq.read_table(file) for file in Path(folder).glob("*/*.parquet")}
        return tally, {name: sorted(map(repr, one.to_pylist())) for name, one in tables.items() if len(one)}


def same_both_ways(data, reader, monkeypatch, first=5):
    monkeypatch.setattr(chunk, "_WORTH", 0)
    unit = Unit("a.jsonl", data, first)
    assert staged(reader, unit) == staged(RowByRow(reader), unit)


@settings(max_examples=150, deadline=None)
@given(PIECES, ENDS, st.booleans(), st.sampled_from([1, 8, 256]))
def test_columns_and_rows_give_the_same(pieces, end, closed, smallest):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks, "_SMALLEST", smallest)
        data = line(SAMPLE, False, False) + b"\n" + end.join(pieces) + (end if closed else b"")
        same_both_ways(data, reader_for(), patched)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_odd_end_of_a_row_is_seen_wherever_it_stands(ending, monkeypatch):
    row = line({field: value for field, value in SAMPLE.items() if field != "name"}, False, True)
    for number in (0, 5, 9):
        lines = [row[:-1] + ending if n == number else row for n in range(10)]
        same_both_ways(b"\n".join(lines), reader_for({"account_id": "", "handle": ""}), monkeypatch)
        same_both_ways(b"\n".join(lines), reader_for(), monkeypatch)


EXTRA = {
    "rt": "p4",
    "qt": "p5",
    "topic": "t1",
    "headline": "Vakt",
    "link": "https://vakt.example/1",
    "what": "user",
    "post": "lege",
    "kind_of": "reel",
    "ad": "ja",
    "fans": 10,
    "stars": None,
    "whom": None,
    "where": None,
}
EVERYTHING = {
    "repost_of": "rt",
    "quote_of": "qt",
    "thread": "topic",
    "title": "headline",
    "url": "link",
    "kind": "what",
    "role": "post",
    "media": "kind_of",
    "paid_label": "ad",
    "followers": "fans",
    "rating": "stars",
    "reply_to_account": "whom",
    "platform": "where",
}


def mapped(columns, **said):
    rows = [{**SAMPLE, **EXTRA}]
    head = b"".join(line(row, False, False) + b"\n" for row in rows)
    options = Options(place="Vakt", columns=columns, settings=said)
    return TableReader(prepare(options, Glimpse(("a.jsonl",), {"a.jsonl": head}, True)))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (EVERYTHING, {}),
        ({**EVERYTHING, "account_id": ""}, {"community": ""}),
        ({**EVERYTHING, "account_id": "", "handle": ""}, {"zone": "Europe/Helsinki"}),
        ({**EVERYTHING, "at": "fans", "followers": ""}, {"time": "seconds"}),
        ({**EVERYTHING, "mentions": "qt", "quote_of": ""}, {"mentions": "column"}),
        ({**EVERYTHING, "text": "name", "name": "handle"}, {"mentions": "none"}),
        ({**EVERYTHING, "id": ""}, {}),
    ],
)
def test_every_field_reads_the_same_both_ways(columns, said, monkeypatch):
    draw = random.Random(7)
    reader = mapped(columns, **said)
    lines = []
    for number in range(600):
        row = {**SAMPLE, **EXTRA, "id": f"p{number}", "fans": 1_740_816_000 + number}
        for field in draw.sample([*row], draw.randrange(3)):
            row[field] = (
                draw.choice(ODD) if number > 300 else draw.choice([None, "", "p7", "ja", "video", "0"])
            )
        if number % 2 and columns.get("quote_of") == "":
            row["qt"] = None
        lines.append(line(row, number % 3, number % 5))
    monkeypatch.setattr(blocks, "_SMALLEST", 4)
    same_both_ways(b"\n".join(lines), reader, monkeypatch)


def test_most_rows_of_a_plain_table_are_read_as_columns(monkeypatch):
    taken = []
    monkeypatch.setattr(chunk._Gathered, "take", lambda self, file, row, reader: taken.append(row.position))
    monkeypatch.setattr(chunk, "_WORTH", 0)
    rows = [{**SAMPLE, "id": f"p{n}", "name": "Åsa Lööf", "likes": n} for n in range(2_000)]
    rows[700]["likes"] = [1]
    data = b"\n".join(line(row, True, True) for row in rows)
    _, tables = staged(reader_for(), Unit("a.jsonl", data))
    assert 700 + 1 in taken
    assert len(taken) <= blocks._SMALLEST
    assert len(tables["posts"]) == 2_000 - len(taken)


def test_a_payload_is_the_line_as_it_was_written(monkeypatch):
    monkeypatch.setattr(chunk, "_WORTH", 0)
    written = (
        b'{ "id":"p1",  "author_id":"u1", "created_at":"2025-03-01T08:00:00Z", "text":"\\u00e5", "x":1.50 }'
    )
    with tempfile.TemporaryDirectory() as folder:
        read_chunk(Job(0, (Unit("a.jsonl", written + b"\r\n"),), reader_for(), Path(folder)))
        (kept,) = pq.read_table(next(Path(folder).glob("raw_rows/*"))).column("payload").to_pylist()
    assert kept.encode() == written


def test_a_long_text_column_needs_no_dictionary():
    assert chunk._repeats(pa.chunked_array([["vakt"] * 40]))
    assert not chunk._repeats(pa.chunked_array([[f"p{n}" for n in range(40)]]))
