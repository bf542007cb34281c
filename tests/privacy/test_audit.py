"""The log of a workspace tells what happened to it."""

import hashlib
import json
import threading

import pytest

from luminary.errors import UsageError
from luminary.privacy import Audit
from luminary.store import Ledger


@pytest.fixture
def ledger(ledger_url):
    opened = Ledger(ledger_url)
    yield opened
    opened.close()


@pytest.fixture
def log(ledger):
    made = Audit(ledger)
    for number in range(1, 6):
        made.record("astrid", "subject.add", f"subject {number}", words=number)
    return made


def test_a_log_that_nobody_touched_is_intact(log):
    check = log.verify()
    assert (check.intact, check.rows, check.broken) == (True, 5, None)
    assert len(check.seal) == 64


def test_an_empty_log_is_intact(ledger):
    assert Audit(ledger).verify().intact


@pytest.mark.parametrize(
    "changed",
    [{"who": "olav"}, {"action": "subject.remove"}, {"about": None}, {"detail": "{}"}, {"seal": "0" * 64}],
    ids=lambda one: next(iter(one)),
)
def test_a_changed_row_is_named(ledger, log, changed):
    ledger.change("audit", {"number": 3}, **changed)
    assert (log.verify().intact, log.verify().broken) == (False, 3)


def test_a_changed_time_is_noticed(ledger, log):
    ledger.change("audit", {"number": 2}, at=ledger.now())
    assert log.verify().broken == 2


def test_a_removed_row_is_named(ledger, log):
    ledger.remove("audit", number=2)
    assert log.verify().broken == 2


def test_rows_that_changed_places_are_noticed(ledger, log):
    ledger.change("audit", {"number": 2}, number=99)
    ledger.change("audit", {"number": 3}, number=2)
    ledger.change("audit", {"number": 99}, number=3)
    assert log.verify().broken == 2


@pytest.mark.parametrize("left", [0, 3, 4])
def test_a_missing_end_is_noticed(ledger, log, left):
    for number in range(left + 1, 6):
        ledger.remove("audit", number=number)
    assert log.verify().broken == left + 1


def test_a_row_written_past_the_log_is_noticed(ledger, log):
    ledger.put("audit", number=6, at=ledger.now(), who="olav", action="x.y", detail="{}", seal="0" * 64)
    assert log.verify().broken == 6


def test_a_row_goes_on_after_the_last_one_even_when_the_end_is_missing(ledger, log):
    ledger.remove("audit", number=5)
    log.record("olav", "subject.add", "another")
    assert log.verify().broken == 5


def test_rows_are_listed_newest_first_by_page_and_by_who_and_what(log):
    log.record("olav", "person.reveal", "slack:T/U1", why="calls back")
    assert [one.number for one in log.entries(2)] == [6, 5]
    assert [one.number for one in log.entries(2, 2)] == [4, 3]
    assert [one.who for one in log.entries(action="person.reveal")] == ["olav"]
    assert (log.count(), log.count(who="astrid"), log.count(about="subject 2")) == (6, 5, 1)
    assert (log.actions(), log.actors()) == (["person.reveal", "subject.add"], ["astrid", "olav"])
    assert log.entries(1)[0].detail == {"why": "calls back"}


def test_what_is_rolled_back_is_not_in_the_log(ledger, log):
    def fail():
        with ledger.together():
            log.record("astrid", "subject.remove", "subject 1")
            raise UsageError("no")

    with pytest.raises(UsageError):
        fail()
    assert (log.count(), log.verify().intact) == (5, True)


def test_hostile_texts_are_kept_and_sealed(log):
    log.record("\udc80\x00who", "x.y", "né\ud800\x00<script>", text="\x00\u202e<b>\ud800", many="å" * 10_000)
    assert log.verify().intact
    entry = log.entries(1)[0]
    assert (entry.who, entry.about) == ("?who", "né?<script>")
    assert entry.detail["text"] == "\x00\u202e<b>\ud800"
    assert json.dumps(dict(entry.detail))


def test_several_who_write_at_once_make_one_chain(ledger_url):
    Ledger(ledger_url).close()

    def write(name):
        ledger = Ledger(ledger_url)
        for number in range(10):
            Audit(ledger).record(name, "subject.add", str(number))
        ledger.close()

    threads = [threading.Thread(target=write, args=(f"member {one}",)) for one in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    ledger = Ledger(ledger_url)
    check = Audit(ledger).verify()
    ledger.close()
    assert (check.intact, check.rows) == (True, 40)


def _erase(log, *numbers):
    """Erase rows as an erasure does: the row that names them follows at once."""
    return log.record("astrid", "person.erase", None, **log.erase(numbers))


def test_a_row_loses_what_it_said_and_the_log_stays_intact(ledger, log):
    _erase(log, 2, 4)
    assert log.verify().intact
    assert [(one.about, one.detail) for one in log.entries() if one.number in (2, 4)] == [(None, {})] * 2
    assert "subject 2" not in json.dumps(ledger.rows("audit"), default=str)


def test_nothing_that_is_left_of_an_erased_row_tells_what_it_said(ledger, log):
    said = ledger.rows("audit", number=2)[0]
    _erase(log, 2)
    left = ledger.rows("audit", number=2)[0]
    assert left["token"] is None
    assert said["token"] not in json.dumps(ledger.rows("audit"), default=str)
    log.record("astrid", "subject.add", "subject 2", words=2)
    assert left["commitment"] not in [row["commitment"] for row in ledger.rows("audit") if row["number"] != 2]


def test_a_row_that_was_blanked_without_an_erasure_is_named(ledger, log):
    ledger.change("audit", {"number": 3}, about=None, detail="{}", token=None)
    assert log.verify().broken == 3


def test_an_erased_row_cannot_be_given_other_words(ledger, log):
    _erase(log, 3)
    ledger.change("audit", {"number": 3}, about="somebody else")
    assert log.verify().broken == 3


@pytest.mark.parametrize("changed", [{"who": "olav"}, {"action": "x.y"}, {"commitment": "0" * 64}])
def test_what_is_left_of_an_erased_row_is_still_sealed(ledger, log, changed):
    _erase(log, 3)
    ledger.change("audit", {"number": 3}, **changed)
    assert log.verify().broken == 3


def test_a_row_cannot_be_hidden_behind_an_earlier_erasure(ledger, log):
    log.record("astrid", "person.erase", None, rows=[9])
    for number in range(7, 10):
        log.record("astrid", "subject.add", f"subject {number}")
    ledger.change("audit", {"number": 9}, about=None, detail="{}", token=None)
    assert log.verify().broken == 9


def _older(ledger, log):
    """Write the log as the version before did: seals over the words themselves."""
    before = "0" * 64
    for row in ledger.rows("audit"):
        told = [row["number"], row["at"].isoformat(timespec="microseconds"), row["who"], row["action"],
                row["about"], row["detail"]]  # fmt: skip
        before = hashlib.sha256(f"{before}\n{json.dumps(told)}".encode()).hexdigest()
        ledger.change("audit", {"number": row["number"]}, token=None, commitment=None, seal=before)
    ledger.put("settings", name="audit_head", value=json.dumps({"count": 5, "seal": before}))


def test_rows_of_an_older_version_hold_and_can_be_erased(ledger, log):
    _older(ledger, log)
    assert log.verify().intact
    _erase(log, 1, 3)
    assert log.verify().intact
    ledger.change("audit", {"number": 2}, who="olav")
    assert log.verify().broken == 2


def test_what_stands_before_an_erased_row_of_an_older_version_stays_sealed(ledger, log):
    _older(ledger, log)
    _erase(log, 3)
    ledger.change("audit", {"number": 2}, seal="0" * 64, who="olav")
    assert not log.verify().intact
