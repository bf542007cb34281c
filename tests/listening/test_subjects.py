"""A subject is kept, found again, and holds the posts that its words and places say."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.naive.words import naive_posts

from luminary.domain import Subject
from luminary.errors import UnknownNameError, UsageError
from luminary.listening import (
    add_subject,
    interactions_of_subject,
    list_subjects,
    posts_of_subject,
    remove_subject,
    subject_named,
    subjects,
)
from luminary.store import Ledger, arrow_schema
from luminary.store.tables import table

PLACES = [
    {"place": "zulip:v/7", "name": "Avdelning 4"},
    {"place": "zulip:v/8", "name": "#Nattpasset"},
    {"place": "slack:x/C1", "name": "nattpasset"},
]
POSTS = [
    {"post": "p1", "text": "Vården behöver fler händer på avdelningen", "place": "zulip:v/7"},
    {"post": "p2", "text": "Sjukvården är en annan fråga för regionen", "place": "zulip:v/7"},
    {"post": "p3", "text": "Läs mer om detta här under #vård", "place": "zulip:v/8"},
    {"post": "p4", "text": "The nurses wash their hands before every visit", "place": "slack:x/C1"},
    {"post": "p5", "text": "Potilasturvallisuuden vuoksi sairaaloissa odotetaan", "place": "zulip:v/8"},
]


def _posts(world, *words, places=()):
    count = posts_of_subject(world.engine, world.lake, world.ledger, Subject("s", words, tuple(places)))
    found = world.subject_posts()
    assert len(found) == count
    return found


@pytest.fixture
def told(world):
    world.land("b1", POSTS, PLACES)
    return world


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["vård"], {"p1", "p3"}),
        (["vårdens"], {"p1", "p3"}),
        (["#vård"], {"p3"}),
        (["nurse", "sairaala"], {"p4", "p5"}),
        (["wash their hand"], {"p4"}),
        (["hand wash"], set()),
        (["potilasturv*"], {"p5"}),
        (["50% _ ' \" \\ vård"], set()),
    ],
)
def test_words_find_their_posts(told, words, found):
    assert _posts(told, *words) == found


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("zulip:v/7", {"p1", "p2"}),
        ("avdelning 4", {"p1", "p2"}),
        ("Nattpasset", {"p3", "p4", "p5"}),
        ("#nattpasset", {"p3", "p4", "p5"}),
    ],
)
def test_places_are_found_by_key_and_by_name(told, place, found):
    assert _posts(told, places=[place]) == found


def test_places_alone_need_no_words(told):
    _posts(told, places=["zulip:v/7"])
    assert told.ledger.rows("fills", name="post_words") == []


def test_words_and_places_add_up(told):
    assert _posts(told, "#vård", places=["zulip:v/7"]) == {"p1", "p2", "p3"}


def test_an_unknown_place_is_named_with_near_ones(told):
    with pytest.raises(UnknownNameError, match=r"no place is named 'Avdelning 5'; did you mean Avdelning 4"):
        _posts(told, places=["Avdelning 5"])


WORDS = [
    "vård",
    "vården",
    "#vård",
    "fråga",
    "hand",
    "nurse",
    "sairaala",
    "potilas*",
    "wash their",
    "en annan",
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sets(st.sampled_from(WORDS)), st.sets(st.sampled_from(["zulip:v/7", "slack:x/C1"])))
def test_posts_agree_with_the_naive_twin(told, words, places):
    _posts(told, "vård")
    spoken = told.words()
    rows = [(one["post"], one["place"], *spoken[one["post"]]) for one in POSTS]
    subject = Subject("s", tuple(sorted(words)), tuple(sorted(places)))
    assert _posts(told, *subject.words, places=subject.places) == naive_posts(rows, subject)


def test_interactions_belong_by_the_post_acted_on_or_else_the_acting_one(told):
    _posts(told, "vård")
    acts = [
        {"kind": "reply", "source": "a", "target": "b", "post": "p2", "target_post": "p1"},
        {"kind": "reply", "source": "c", "target": "b", "post": "p1", "target_post": "p2"},
        {"kind": "mention", "source": "d", "target": "b", "post": "p3"},
        {"kind": "mention", "source": "e", "target": "b", "post": "p4"},
        {"kind": "reaction", "source": "f", "target": "b", "target_post": "p3"},
        {"kind": "tie", "source": "g", "target": "b"},
    ]
    schema = arrow_schema(table("interactions"))
    told.engine.give("interactions", pa.Table.from_pylist(acts, schema=schema))
    sources = told.engine.rows(f"SELECT source FROM ({interactions_of_subject()}) AS chosen")
    assert sorted(source for (source,) in sources) == ["a", "d", "f"]
    assert told.engine.arrow(interactions_of_subject()).column_names == schema.names


def test_subjects_are_kept_replaced_and_removed(world):
    add_subject(world.ledger, Subject("Vård", ("vård", "vård", "#va\u030ard"), ("Avdelning 4",)))
    add_subject(world.ledger, Subject("Barn", ("barn",)))
    add_subject(world.ledger, Subject("Barn", ("barnen",)))
    assert list_subjects(world.ledger) == [
        Subject("Barn", ("barnen",)),
        Subject("Vård", ("vård", "#vård"), ("Avdelning 4",)),
    ]
    assert subject_named(world.ledger, " vård").name == "Vård"
    remove_subject(world.ledger, "barn")
    assert [one.name for one in list_subjects(world.ledger)] == ["Vård"]


def test_an_unknown_subject_is_named_with_near_ones(world):
    add_subject(world.ledger, Subject("patientsäkerhet", ("patientsäkerhet",)))
    for act in (subject_named, remove_subject):
        with pytest.raises(UnknownNameError, match="did you mean patientsäkerhet"):
            act(world.ledger, "patientsakerhet")


@pytest.mark.parametrize(
    "subject",
    [
        Subject(" ", ("vård",)),
        Subject("s"),
        Subject("s", ("!!",)),
        Subject("s", ("vå*rd",)),
        Subject("s", (), (" ",)),
        Subject("x" * 101, ("vakt",)),
    ],
)
def test_a_subject_that_could_never_match_is_refused(world, subject):
    with pytest.raises(UsageError):
        add_subject(world.ledger, subject)
    assert list_subjects(world.ledger) == []


def test_what_is_looked_for_is_kept_so_that_no_dictionary_is_loaded_again(monkeypatch):
    words = ("vården", "#hygien", "hand*")
    ledger = Ledger("sqlite://")
    first = subjects._patterns(ledger, words)
    monkeypatch.setattr(subjects, "needles", lambda *_: pytest.fail("a dictionary was asked"))
    assert subjects._patterns(ledger, words) == first
    assert subjects.words_sql(words, patterns=first) == subjects.words_sql(words, patterns=dict(first))
