"""The words for the person herself say what is held, what for, and what she can do."""

from datetime import date, datetime

import pytest

from luminary.domain import Estimate
from luminary.i18n import LANGUAGES, say, translate
from luminary.privacy import Purpose
from luminary.report.notice import Held, Import, not_enough_told, notice

PURPOSE = Purpose("company", "choose whom to invite", "legitimate interest", "Siri Dahl", date(2027, 1, 31))
HELD = Held(
    posts=12,
    people=21,
    acts=40,
    first=datetime(2025, 1, 3),
    last=datetime(2025, 12, 20),
    platforms=("slack", "mikro"),
    imports=(Import("slack", datetime(2026, 1, 2)),),
    fields=(say("role"), say("accounts")),
    notes=1,
    decisions=2,
    subject="<b>vakter</b>\u202e",
    expected=Estimate(21.4, 16.0, 27.0, 40, "people", "x"),
)


def _text(held=HELD, purpose=PURPOSE):
    return "\n".join(line for part in notice(held, purpose) for line in part.sentences)


@pytest.mark.parametrize(
    "said",
    ["21 (16 to 27) people are expected to act on what you say on <b>vakter</b> in the coming month.",
     "12 posts of yours, from 2025-01-03 to 2025-12-20.", "40 responses to you, by 21 people.",
     "What the platforms show of you: role and accounts.", "Conversations on slack and mikro.",
     "Imported as slack on 2026-01-02.", "Purpose: choose whom to invite.",
     "Lawful basis: legitimate interest.", "It ends on 2027-01-31", "Siri Dahl. Write to them",
     "1 note that a user wrote.", "object", "data protection authority"],
)  # fmt: skip
def test_data_source_purpose_rights_and_who_answers_are_all_told(said):
    assert said in _text()


def test_a_missing_figure_is_told_as_missing():
    few = Held(2, 3, 3, None, None, (), (), (), 0, 0, None, Estimate(None, None, None, 3, "people", "few"))
    assert "Not enough to say: 3 people answered in this period; from 8 on an interval is shown." in _text(
        few
    )
    assert "0 people are expected" not in _text(few)
    assert not_enough_told(1).startswith("Not enough to say: 1 person answered")


def test_an_evaluation_says_that_it_is_for_no_decision_and_names_no_owner():
    text = _text(purpose=Purpose())
    assert "not for decisions about people" in text
    assert "Nobody is on record yet" in text


def test_employers_say_that_a_name_needs_agreement():
    told = _text(purpose=Purpose("employer", "p", "b", "o", date(2027, 1, 1)))
    assert "only if you agreed" in told
    assert "only if you agreed" not in _text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_in_every_language(language):
    for part in notice(HELD, PURPOSE):
        for line in (part.heading, *part.sentences):
            assert "{" not in translate(line, language)
            assert translate(line, language)
