"""Whoever is worked with is told within a month, or is left out."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.errors import UnknownNameError, UsageError
from luminary.privacy import Because, Documents, Notices, Purpose, Use, left_out, write_purpose
from luminary.privacy.documents import PUBLIC_NOTICE
from luminary.privacy.notices import month_after
from luminary.store import Ledger

DAY = datetime(2026, 1, 31, 9)
END = date(2999, 1, 1)


def ledger_of(profile="company"):
    ledger = Ledger("sqlite://")
    write_purpose(
        ledger, Purpose(profile, "p", "consent", "o", END) if profile != "evaluation" else Purpose()
    )
    return ledger


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_a_month_is_never_longer_than_31_days_nor_shorter_than_28(moment):
    assert timedelta(days=28) <= month_after(moment) - moment <= timedelta(days=31)


def test_who_is_not_told_in_time_leaves_rankings_and_files_and_may_still_be_written_to():
    ledger = ledger_of()
    Notices(ledger).begin(["x:/1"], Because.SHORTLISTED, DAY)
    assert not left_out(ledger, date(2026, 2, 28))
    for use, gone in ((Use.RANKING, True), (Use.EXPORT, True), (Use.CONTACT, False)):
        assert ("x:/1" in left_out(ledger, date(2026, 3, 1), use)) == gone


def test_a_notice_brings_a_person_back():
    ledger = ledger_of()
    notices = Notices(ledger)
    notices.begin(["x:/1"], Because.SHORTLISTED, DAY)
    notices.record("x:/1", "letter", "sv", "sv-2026-1", "eva", date(2026, 2, 2))
    assert not left_out(ledger, date(2027, 1, 1))
    (one,) = notices.register()
    assert (one.sent.date(), one.channel, one.text_version) == (date(2026, 2, 2), "letter", "sv-2026-1")


def test_whoever_is_written_to_must_know_at_once():
    ledger = ledger_of()
    notices = Notices(ledger)
    notices.begin(["x:/1"], Because.SHORTLISTED, DAY)
    notices.begin(["x:/1"], Because.CONTACTED, DAY + timedelta(days=2))
    assert notices.overdue(date(2026, 2, 3)) == {"x:/1"}


def test_the_first_reason_counts_and_beginning_again_gives_no_new_month():
    ledger = ledger_of()
    notices = Notices(ledger)
    notices.begin(["x:/1"], Because.SHORTLISTED, DAY)
    notices.begin(["x:/1"], Because.EXPORTED, DAY + timedelta(days=20))
    assert notices.overdue(date(2026, 3, 1)) == {"x:/1"}


def test_a_public_notice_covers_who_only_stands_in_a_file_and_nobody_else():
    ledger = ledger_of()
    notices = Notices(ledger)
    notices.begin(["x:/file", "x:/both"], Because.EXPORTED, DAY)
    notices.begin(["x:/both"], Because.SHORTLISTED, DAY)
    assert notices.overdue(date(2026, 3, 1)) == {"x:/file", "x:/both"}
    Documents(ledger).record("public_notice", dict.fromkeys(PUBLIC_NOTICE, "x"), date(2026, 12, 31), "eva")
    assert notices.overdue(date(2026, 3, 1)) == {"x:/both"}
    assert notices.overdue(date(2027, 1, 1)) == {"x:/file", "x:/both"}


def test_an_evaluation_has_no_register():
    ledger = ledger_of("evaluation")
    Notices(ledger).begin(["x:/1"], Because.SHORTLISTED, DAY)
    assert not Notices(ledger).register()
    assert not left_out(ledger, date(2099, 1, 1))


def test_a_notice_of_tomorrow_is_refused():
    notices, ahead = Notices(ledger_of()), date.today() + timedelta(days=3)
    with pytest.raises(UsageError, match="ahead"):
        notices.record("x:/1", "letter", "sv", "v", "eva", ahead)
    with pytest.raises(UnknownNameError):
        notices.record("x:/1", "pigeon", "sv", "v", "eva")
