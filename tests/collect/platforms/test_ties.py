"""Edge lists: who names whom, and which rows say nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from luminary.collect.platforms.ties import FORMATS
from luminary.collect.source import Glimpse, Options, Unit
from luminary.domain import Account, Tie
from luminary.errors import InputError, MappingError, UnusableRowError

TIES = FORMATS[0]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "ties"
REAL = Path(__file__).parents[4] / "shared" / "data" / "orgnets"


def read(files: dict[str, bytes], options: Options | None = None):
    glimpse = Glimpse(tuple(files), {name: data[:65_536] for name, data in files.items()}, whole=True)
    reader = pickle.loads(pickle.dumps(TIES.reader(TIES.prepare(options or Options(), glimpse), {})))
    records, rejects = [], []
    for name, data in files.items():
        for row in reader.rows(Unit(name, data)):
            try:
                if isinstance(row.value, UnusableRowError):
                    raise row.value
                records.extend(reader.records(name, row))
            except UnusableRowError as error:
                rejects.append((name, row.position, str(error)))
    return records, rejects


def fixture(*names: str) -> dict[str, bytes]:
    return {name: (FIXTURES / name).read_bytes() for name in names}


def pairs(records):
    return [(tie.source, tie.target) for tie in records if isinstance(tie, Tie)]


def test_edges_carry_time_weight_and_relation_and_bad_rows_are_listed():
    records, rejects = read(fixture("advice_edges.csv"), Options(place="kliniken"))
    assert records == [
        Tie("ties:kliniken/1", "ties:kliniken/2", "advice", 1740816000 * 10**6, 2.0),
        Tie("ties:kliniken/2", "ties:kliniken/3", "friendship", None, 1.0),
    ]
    assert [(position, reason) for _, position, reason in rejects] == [
        (4, '"3" names itself'),
        (5, "'source' is missing"),
        (6, "'Time' is \"igår\", which is no date"),
        (7, "'weight' is -1; a tie needs a weight above zero"),
    ]


def test_nodes_beside_the_edges_name_the_accounts():
    records, _ = read(fixture("advice_nodes.csv", "advice_edges.csv"))
    astrid, bo = (record for record in records if isinstance(record, Account))
    assert (astrid.key, astrid.name, astrid.role) == ("ties:/1", "Astrid Lund", "Överläkare")
    assert (bo.email, bo.role) == (None, None)


def test_nominations_become_ties_within_their_group():
    options = Options(
        columns={"source": "id"}, settings={"targets": "net1_*", "group": "village", "relation": "advice"}
    )
    records, rejects = read(fixture("nominations.csv"), options)
    assert pairs(records) == [
        ("ties:/1.1", "ties:/1.2"),
        ("ties:/1.1", "ties:/1.3"),
        ("ties:/2.1", "ties:/2.5"),
    ]
    assert {tie.relation for tie in records} == {"advice"}
    assert not rejects


@pytest.mark.parametrize(
    "ends", ["from,to", "Sender\tRecipient", "ego;alter", "i,j", "Från;Till", "Lähettäjä,Vastaanottaja"]
)
def test_the_ends_are_known_under_many_names(ends):
    mark = next(mark for mark in ",;\t" if mark in ends)
    assert pairs(read({"a.csv": f"{ends}\nbo{mark}aino\n".encode()})[0]) == [("ties:/bo", "ties:/aino")]
    assert TIES.recognise(Glimpse(("a.csv",), {"a.csv": ends.encode()}, whole=True)) is not None


def test_json_lines_are_read_too():
    data = b'{"source": 1, "target": 2.0}\n{"source": 2}\n'
    records, rejects = read({"a.jsonl": data})
    assert pairs(records) == [("ties:/1", "ties:/2")]
    assert rejects == [("a.jsonl", 2, "'target' is missing")]


def test_waves_of_a_study_are_no_times_unless_the_user_says_so():
    data = {"a.csv": b"source,target,time\n1,2,1\n2,3,2\n"}
    assert [record.at for record in read(data)[0]] == [None, None]
    with pytest.raises(MappingError, match='holds "1" and the like, which is no time'):
        read(data, Options(columns={"at": "time"}))


def test_unknown_ends_name_the_columns_and_the_way_out():
    with pytest.raises(
        MappingError, match=r"the columns are wer, wen\. Say which it is, as in --column source=NAME"
    ):
        read({"a.csv": b"wer,wen\n1,2\n"})
    assert TIES.recognise(Glimpse(("a.csv",), {"a.csv": b"wer,wen\n1,2\n"}, whole=True)) is None


def test_nodes_without_an_id_are_refused_as_a_file():
    with pytest.raises(InputError, match="a file of nodes without a column 'id'"):
        read({"a_nodes.csv": b"age\n5\n"})


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "ties"),
    [("coleman_1", 243), ("law_advice", 892), ("physicians", 1099), ("radoslaw_email", 5783)],
)
def test_real_networks_are_read_whole(name, ties):
    edges, nodes = REAL / f"{name}_edges.csv", REAL / f"{name}_nodes.csv"
    if not edges.exists():
        pytest.skip("../shared/data/orgnets is not here")
    records, _ = read({file.name: file.read_bytes() for file in (edges, nodes)})
    assert len(pairs(records)) == ties
    known = {record.key for record in records if isinstance(record, Account)}
    assert {end for pair in pairs(records) for end in pair} <= known
