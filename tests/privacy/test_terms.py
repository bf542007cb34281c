"""Terms as data: read whole or not at all, and obeyed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from luminary.collect.registry import formats
from luminary.errors import UnknownNameError, UsageError
from luminary.privacy import terms
from luminary.privacy.terms import DERIVED, Confidence, Need, Way
from luminary.store import Ledger

_GOOD = """
title: "Vaktkanalen"
attribution: "Vaktkanalen"
written_on: 2026-01-01
reviewed_by: "Advokat Åsa Berg"
reviewed_on: 2026-02-01
valid_to: 2999-01-01
ways:
  api_key:
    formats: [slack]
    retention_days: 30
    due: delete
    derived_measures: false
    joining: stated
    sensitive_inference: forbidden
    honours_deletions: true
    note: "Ask first."
    confidence: settled
    basis:
      - text: "Terms, 4.2"
        seen: 2026-01-01
"""


def _read(text):
    return terms.read_terms("vakt", text, "vakt.yaml")


def _faults(text):
    with pytest.raises(UsageError) as refused:
        _read(text)
    return str(refused.value)


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield opened
    opened.close()


def _landed(ledger, batch, name="youtube/api_key", **more):
    told = {
        "source": "x",
        "format": "youtube",
        "state": "landed",
        "landed": ledger.now(),
        "started": ledger.now(),
    }
    ledger.put("batches", **{"batch": batch, "terms": name, **told, **more})


def test_every_format_has_a_policy_and_every_shipped_policy_says_what_it_rests_on():
    known = terms.policies()
    for name in formats():
        assert terms.for_format(name).name in known
    named = {name for one in known.values() for name in one.formats}
    assert named <= set(formats())
    for one in known.values():
        assert one.basis
        assert one.note
        assert one.reviewed_by is None, "no lawyer has looked at what is shipped"
        assert one.valid_to > one.written_on


def test_a_key_and_the_owners_leave_are_not_the_same():
    key, own = terms.policy("youtube/api_key"), terms.policy("youtube/own_export")
    assert (key.derived_measures, key.joining, key.retention_days) == (False, "forbidden", 30)
    assert (own.derived_measures, own.joining, own.retention_days) == (True, "allowed", None)
    assert not key.allows(DERIVED)
    assert own.allows(DERIVED | Need(cross_source=True, history_days=3650))


def test_a_good_file_is_read_whole():
    (one,) = _read(_GOOD)
    assert (one.name, one.way, one.told) == (
        "vakt/api_key", Way.API_KEY, "read through the platform's interface, with a key or without",
    )  # fmt: skip
    assert one.refusal(Need(history_days=31)) == "the platform's terms allow keeping them for 30 days"
    assert one.refusal(Need(history_days=30)) is None


def test_all_faults_of_a_file_are_named_at_once():
    text = (
        _GOOD.replace('title: "Vaktkanalen"', "title: NO")
        .replace("derived_measures: false", "derived_measures: off")
        .replace("retention_days: 30", "retention_days: 0")
        .replace("joining: stated", "joining: perhaps")
        .replace("    honours_deletions: true\n", "")
        .replace("confidence: settled", "confidence: settled\n    sure: very")
        .replace("valid_to: 2999-01-01", "valid_to: soon")
        .replace('text: "Terms, 4.2"', "text: 4")
        .replace("ways:", "on: here\nways:\n  scraped: {}")
    )
    told = _faults(text)
    for part in (
        "line 2: YAML reads NO as something else when it is not quoted; write 'NO'",
        "title is 'False'; it must be a text",
        "YAML reads off as something else",
        "YAML reads on as something else",
        "retention_days is '0'; it must be a whole number of days above 0, or null",
        "joining is 'perhaps'; it must be allowed, stated, forbidden",
        "api_key: honours_deletions is missing",
        "'sure' is no field",
        "valid_to is 'soon'; it must be a day",
        "basis is ",
        "no way is named 'scraped'",
    ):
        assert part in told, part


@pytest.mark.parametrize("word", ["NO", "no", "on", "Off", "yes", "1:30", "017", "0x1F", "1_000"])
def test_what_yaml_reads_otherwise_than_it_looks_must_be_quoted(word):
    assert "something else" in _faults(_GOOD.replace("note: ", f"note: {word}\n    nothing: "))
    assert _read(_GOOD.replace('"Ask first."', f"'{word}'"))[0].note == word


def test_a_field_that_stands_twice_is_a_fault_and_not_the_last_one():
    assert "'due' stands there twice" in _faults(_GOOD.replace("due: delete", "due: delete\n    due: null"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it holds no fields"),
        ("- a\n- b", "it holds no fields"),
        ("a: [", "cannot be read as YAML"),
        ("a: !!python/object/apply:os.system [ls]", "cannot be read as YAML"),
        ("a: 2026-13-45", "cannot be read as YAML"),
        ("ways: 3", "ways must name at least one of"),
    ],
)
def test_what_is_no_policy_is_refused(text, said):
    assert said in _faults(text)


def test_who_reviewed_and_when_belong_together():
    assert "belong together" in _faults(_GOOD.replace("reviewed_on: 2026-02-01", "reviewed_on: null"))
    assert "retention_days and due" in _faults(_GOOD.replace("due: delete", "due: null"))


@given(some.text(max_size=200))
def test_any_text_is_read_or_refused_and_never_a_crash(text):
    try:
        _read(text)
    except UsageError as error:
        assert "vakt.yaml" in str(error)


def test_a_new_policy_is_one_new_file_and_a_file_of_ones_own_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("LUMINARY_TERMS", str(tmp_path))
    (tmp_path / "vakt.yaml").write_text(_GOOD.replace("[slack]", "[]"), "utf-8")
    own = _GOOD.replace("[slack]", "[youtube, youtube-tools]").replace(
        "derived_measures: false", "derived_measures: true"
    )
    (tmp_path / "youtube.yaml").write_text(own, "utf-8")
    assert terms.policy("vakt").reviewed_by == "Advokat Åsa Berg"
    assert terms.for_format("youtube").derived_measures
    (tmp_path / "youtube.yaml").write_text(own.replace("measures: true", "measures: false"), "utf-8")
    assert not terms.for_format("youtube").derived_measures


def test_two_policies_for_one_format_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("LUMINARY_TERMS", str(tmp_path))
    (tmp_path / "vakt.yaml").write_text(_GOOD, "utf-8")
    with pytest.raises(UsageError, match="'slack' stands under two policies"):
        terms.policies()


def test_a_folder_of_ones_own_that_is_not_there_is_no_reason_to_go_on_without(tmp_path, monkeypatch):
    monkeypatch.setenv("LUMINARY_TERMS", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="which is no folder"):
        terms.policies()


def test_a_way_alone_means_that_of_the_source_the_format_is_from():
    assert terms.chosen("own_export", "youtube").name == "youtube/own_export"
    assert terms.chosen("", "youtube-tools").name == "youtube/api_key"
    assert terms.chosen("mastodon", "table").name == "mastodon/api_key"
    assert terms.chosen("irc", "table").name == "irc/file"
    with pytest.raises(UnknownNameError, match="did you mean youtube/own_export"):
        terms.chosen("youtube/ownexport", "youtube")
    with pytest.raises(UnknownNameError):
        terms.chosen("own_export", "irc")


def test_after_its_day_nothing_in_a_policy_is_sure():
    (one,) = _read(_GOOD.replace("valid_to: 2999-01-01", "valid_to: 2026-06-30"))
    assert one.confidence_on(date(2026, 6, 30)) is Confidence.SETTLED
    assert one.confidence_on(date(2026, 7, 1)) is Confidence.UNCLEAR


def test_imports_that_may_not_be_computed_with_or_joined_are_known(ledger):
    _landed(ledger, "a")
    _landed(ledger, "b", "youtube/own_export")
    _landed(ledger, "c", None)
    _landed(ledger, "d", "youtube/api_key", state="withdrawn")
    _landed(ledger, "e", "x/api_key")
    assert set(terms.left_out(ledger)) == {"a", "c"}
    assert set(terms.unjoinable(ledger)) == {"a", "c"}
    assert [terms.joinable(ledger, one) for one in "abce"] == [False, True, False, True]
    assert terms.terms_of(ledger, "e").joining == "stated"


def test_a_policy_that_is_gone_is_no_permission(ledger):
    _landed(ledger, "a", "vakt/api_key")
    with pytest.raises(UnknownNameError, match="vakt/api_key"):
        terms.left_out(ledger)


def test_what_is_older_than_allowed_is_due_on_the_day_after(ledger):
    today = date(2026, 3, 31)
    _landed(ledger, "a", obtained="2026-03-01")
    _landed(ledger, "b", obtained="2026-02-28")
    _landed(ledger, "c", "youtube/own_export", obtained="2020-01-01")
    _landed(ledger, "d", obtained="2026-02-01")
    assert [one.batch for one in terms.due(ledger, today)] == ["d", "b"]
    found = terms.due(ledger, today + timedelta(days=1))
    assert [(one.batch, one.until) for one in found][-1] == ("a", date(2026, 3, 31))
    assert found[0].terms.due == "refresh or delete"
