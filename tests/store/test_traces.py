"""What names a person is found and replaced alike in Python and in the engine, and nobody else is touched."""

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luminary.store import MARK, DuckDBEngine, Traces, literal
from luminary.store.traces import REPLACED

SOMEBODY = Traces(
    keys=frozenset({"x:/42", "zulip:lean/~Åse Fjell (ny)"}),
    posts=frozenset({"x:/9"}),
    names=("Åse Fjell", "Dr. Q* [x]"),
    handles=("åse_f", "bo.ek"),
    addresses=("aase+1@fjord.example", "https://fjord.example/aase"),
)
_PIECES = (
    "x:/42", "x:/421", "x:/9", "zulip:lean/~Åse Fjell (ny)", "Åse Fjell", "åse fjell", "A\u030ase Fjell",
    "Åse", "Fjell", "@åse_f", "@Åse_F", "@åse_fx", "@**åse_f**", '"bo.ek"', "bo.ek", "@bo.ek", "@bo_ek",
    "Dr. Q* [x]", "aase+1@fjord.example", "xaase+1@fjord.examples", "https://fjord.example/aase", " ", "\n",
    ",", "ø", "[erased]", "s", json.dumps("Åse Fjell"), "%C3%85se%20Fjell",
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    opened = DuckDBEngine(tmp_path_factory.mktemp("spill"))
    yield opened
    opened.close()


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join), st.booleans())
@settings(max_examples=300)
def test_the_engine_replaces_what_python_replaces(engine, text, label):
    pattern = literal(SOMEBODY.key_pattern if label else SOMEBODY.pattern)
    once = f"regexp_replace(said, {pattern}, {literal(REPLACED)}, 'g')"
    twice = f"regexp_replace({once}, {pattern}, {literal(REPLACED)}, 'g')"
    engine.give("said_here", pa.table({"said": [text]}))
    (found,) = engine.rows(f"SELECT {twice}, regexp_matches(said, {pattern}) FROM said_here")
    expected = SOMEBODY.scrub(text, label=label) if text not in SOMEBODY.posts else text
    assert found[0] == expected or text in SOMEBODY.keys
    assert found[1] == (found[0] != text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("x:/421 og x:/4", "x:/421 og x:/4"),
        ("Åse Fjells svar", f"{MARK}s svar"),
        ("ÅSE FJELL", MARK),
        ("Åse, Fjell", "Åse, Fjell"),
        ("@åse_f @åse_f", f"{MARK} {MARK}"),
        ("@åse_fx", "@åse_fx"),
        ("en bo.ek her", "en bo.ek her"),
        ('{"n": "bo.ek"}', f'{{"n": "{MARK}"}}'),
        ('{"p": ["x:/9", {"x:/9": "x:/92"}]}', f'{{"p": ["{MARK}", {{"{MARK}": "x:/92"}}]}}'),
        ("x:/9", MARK),
        ('{"broken', '{"broken'),
    ],
)
def test_a_text_loses_the_person_and_nobody_else(text, left):
    assert SOMEBODY.scrub(text) == left


def test_a_label_keeps_the_name_it_has_in_common():
    assert SOMEBODY.scrub("Åse Fjell", label=True) == "Åse Fjell"
    assert SOMEBODY.scrub("x:/42", label=True) == MARK


def test_somebody_without_any_name_replaces_nothing():
    assert Traces(frozenset()).scrub("hva som helst, @bo") == "hva som helst, @bo"


def test_traces_survive_being_written_down():
    assert Traces.from_json(SOMEBODY.as_json()) == SOMEBODY


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "latin-1"])
def test_a_file_that_names_the_person_is_recognised_in_any_encoding(code):
    assert SOMEBODY.are_in("Hei ÅSE FJELL".lower().encode(code))
    assert SOMEBODY.are_in("Åse Fjell".encode(code))
    assert not SOMEBODY.are_in("Åse og Bo".encode(code))
