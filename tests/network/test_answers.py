"""Who answers whom in a chat without threads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.naive.answers import answered as slowly

from luminary.network import Line, infer_answers, why

NAMES = ("Astrid", "Bo", "Citra", "Dag")
WORDS = (
    "hei",
    "soap",
    "gel?",
    "spray",
    "https://a.example/?q",
    "night",
    "{0}:",
    "{1}",
    "@{2},",
    "{3}!",
    "(oil)",
)
MINUTE = 60_000_000


def chat(*said):
    """Make lines a minute apart of pairs of name and text."""
    return [Line(name.lower(), (name,), n * MINUTE, text) for n, (name, text) in enumerate(said)]


def answers(*said):
    return infer_answers(chat(*said)).line.tolist()


@st.composite
def chats(draw):
    """Draw who says what, and when; names stand in braces."""
    said = st.tuples(
        st.integers(0, 3),
        st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
        st.sampled_from((0, 1, 30, 700, 2000)),
    )
    return draw(st.lists(said, max_size=25))


def lines_of(drawn, names=NAMES, since=0):
    """Make lines; everybody has spoken once before, so that all are known by name."""
    at, made = since, [Line(f"p:{name}", (name,), since, "hei") for name in names]
    for who, text, minutes in drawn:
        at += minutes * MINUTE
        made.append(Line(f"p:{names[who]}", (names[who],), at, text.format(*names)))
    return made


def test_who_is_addressed_is_answered_though_others_spoke_since():
    assert answers(
        ("Astrid", "which soap for sore hands?"),
        ("Bo", "the lift is out of order again"),
        ("Citra", "Astrid: the one with oil"),
    ) == [-1, -1, 0]


def test_a_rare_word_in_common_leads_to_the_line_that_held_it():
    assert (
        answers(
            ("Citra", "morning"),
            ("Astrid", "has anybody got the chlorhexidine"),
            ("Dag", "lunch is ready"),
            ("Citra", "chlorhexidine is in store two"),
        )[-1]
        == 1
    )


def test_an_answer_to_who_spoke_to_me_wins_over_the_line_before():
    assert (
        answers(
            ("Bo", "morning"),
            ("Astrid", "Bo: did the samples leave"),
            ("Dag", "coffee"),
            ("Bo", "yes they did"),
        )[-1]
        == 1
    )


def test_nobody_answers_himself_nor_after_a_day():
    assert answers(("Bo", "oil"), ("Bo", "Bo: oil")) == [-1, -1]
    late = [Line("a", ("Astrid",), 0, "oil?"), Line("b", ("Bo",), 25 * 60 * MINUTE, "Astrid: oil")]
    assert infer_answers(late).line.tolist() == [-1, -1]


def test_a_name_that_two_people_bear_names_nobody():
    lines = [
        Line("a", ("Bo",), 0, "oil"),
        Line("b", ("Bo", "Bosse"), 1, "gel"),
        Line("c", ("C",), 2, "Bo: yes"),
    ]
    assert "addresses the person" not in why(lines, 2, 0)
    assert "addresses the person" not in why(lines, 2, 1)


def test_a_name_of_several_words_is_found_as_a_whole():
    lines = [
        Line("a", ("Astrid Lund",), 0, "oil"),
        Line("b", ("Bo",), 1, "gel"),
        Line("c", ("Citra",), 2, "@Astrid Lund: where"),
        Line("c", ("Citra",), 3, "Astrid: where"),
    ]
    assert why(lines, 2, 0)["addresses the person"] > 0
    assert "addresses the person" not in why(lines, 3, 0)


def test_an_empty_room_and_a_single_line_answer_nothing():
    assert infer_answers([]).line.tolist() == []
    assert answers(("Bo", "?")) == [-1]


def test_what_speaks_for_an_answer_is_told():
    told = why(chat(("Astrid", "which soap?"), ("Bo", "Astrid: oil")), 1, 0)
    assert max(told, key=told.get) == "addresses the person"


@settings(max_examples=40, deadline=None)
@given(chats())
def test_it_gives_what_a_slow_reading_gives(drawn):
    lines = lines_of(drawn)
    assert infer_answers(lines).line.tolist() == slowly(lines)


@settings(max_examples=40, deadline=None)
@given(chats(), st.permutations(("Eva", "Frode", "Gro", "Håkon")), st.integers(0, 10**15))
def test_other_names_and_another_year_change_nothing(drawn, others, since):
    here, there = infer_answers(lines_of(drawn)), infer_answers(lines_of(drawn, others, since))
    assert here.line.tolist() == there.line.tolist()
    assert np.allclose(here.chance, there.chance)


@settings(max_examples=40, deadline=None)
@given(chats(), st.integers(0, 25))
def test_an_answer_once_inferred_stays_when_the_chat_goes_on(drawn, cut):
    lines = lines_of(drawn)
    assert infer_answers(lines).line.tolist()[: 4 + cut] == infer_answers(lines[: 4 + cut]).line.tolist()


@settings(max_examples=40, deadline=None)
@given(chats())
def test_chances_are_chances(drawn):
    found = infer_answers(lines_of(drawn))
    assert ((found.chance > 0) & (found.chance <= 1)).all()
    assert (found.line < np.arange(len(drawn) + 4)).all()


@pytest.mark.realdata
def test_on_held_out_chats_it_beats_both_simple_rules_by_person_and_by_line():
    from benchmarks import chat as real

    if not real.ANNOTATED.exists():
        pytest.skip("../shared/data/irc-ubuntu is not here")
    read = list(real.chats())
    for by in ("person", "line"):
        rules = (real.previous_speaker, real.named_person, real.inferred)
        before, named, mine = (real.score(rule, read, by) for rule in rules)
        assert mine.f1 > named.f1 + 0.05
        assert mine.f1 > before.f1 + 0.3
    unnamed = real.score(real.inferred, read, unnamed=True)
    assert unnamed.precision > 0.7
