"""The check before a campaign: what stops it, what must be in place, what a person decides."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.errors import UnknownNameError
from luminary.law import load_packs
from luminary.law.campaign import Campaign, State, check_campaign
from luminary.law.post import ENDORSERS, PRODUCTS

DAY = date(2026, 11, 27)


def found(country="SE", profile="company", **more):
    return check_campaign(Campaign(country, **more), profile=profile, today=DAY)


def ids(check, state):
    return {one.id for one in check.demands if one.state is state}


@pytest.mark.parametrize("country", ["SE", "NO", "DK", "FI"])
def test_a_prescription_medicine_to_the_public_is_stopped_whatever_is_in_place(country):
    check = found(country, product="rx", in_place=frozenset({"RX_TO_PUBLIC", "agreement"}))
    assert "RX_TO_PUBLIC" in ids(check, State.BLOCKED)
    assert not check.may_start
    assert check.demands[0].rule is not None


@pytest.mark.parametrize("country", ["SE", "NO", "DK", "FI"])
def test_what_an_organisation_asks_people_to_share_unpaid_is_stopped_too(country):
    assert "RX_TO_PUBLIC" in ids(found(country, product="rx", connection="none"), State.BLOCKED)
    told = found(country, product="food", claim="disease", connection="none")
    assert "DISEASE_CLAIM_FOOD" in ids(told, State.BLOCKED)


def test_the_same_to_professionals_is_not_stopped():
    assert not ids(found(product="rx", audience="professionals"), State.BLOCKED)


def test_an_approved_vaccination_campaign_is_not_stopped_and_a_bare_vaccine_is():
    assert not ids(found(product="vaccine", vaccination_campaign="FHM-2026-1"), State.BLOCKED)


@pytest.mark.parametrize("endorser", ["health_professional", "celebrity", "opinion_leader"])
def test_no_leader_recommends_a_medicine_to_the_public(endorser):
    assert "OTC_ENDORSEMENT" in ids(found("DK", product="otc", endorsers=(endorser,)), State.BLOCKED)


def test_one_person_who_may_not_speak_stops_the_campaign():
    check = found("DK", product="otc", endorsers=("customer", "health_professional"))
    assert "OTC_ENDORSEMENT" in ids(check, State.BLOCKED)


def test_health_claims_on_food_by_professionals_are_stopped():
    check = found("FI", product="food_supplement", claim="health", endorsers=("health_professional",))
    assert "HEALTH_CLAIM_BY_PROFESSIONAL" in ids(check, State.BLOCKED)


def test_pictures_of_before_and_after_stop_in_norway_and_are_decided_elsewhere():
    told = {"product": "cosmetic_procedure", "image": "before_after"}
    assert "BEFORE_AFTER" in ids(found("NO", **told), State.BLOCKED)
    assert "BEFORE_AFTER" in ids(found("SE", **told), State.DECIDE)


def test_a_campaign_may_start_when_everything_is_in_place():
    missing = ids(found(), State.MISSING)
    assert {"agreement", "label", "notice"} <= missing
    assert found(in_place=frozenset(missing)).may_start


def test_sharing_on_their_own_account_needs_no_agreement_on_labels():
    missing = ids(found(connection="none"), State.MISSING)
    assert "agreement" not in missing
    assert "notice" in missing


def test_pharma_watches_comments_and_side_effects():
    missing = ids(found(profile="pharma", product="otc", endorsers=("customer",)), State.MISSING)
    assert {"comments", "adverse_events"} <= missing
    assert "adverse_events" not in ids(found(product="otc", endorsers=("customer",)), State.MISSING)


def test_what_is_only_seen_in_a_finished_post_is_not_asked_here():
    codes = {one.id for one in found().demands}
    assert not codes & {"NO_LABEL", "SENDER_MISSING", "NOT_FIRST"}


@given(
    st.sampled_from(sorted(load_packs())),
    st.sampled_from(PRODUCTS),
    st.lists(st.sampled_from(ENDORSERS), min_size=1, max_size=3),
    st.sampled_from(["company", "pharma", "authority", "employer"]),
)
def test_what_is_said_to_be_in_place_never_lifts_a_block(country, product, endorsers, profile):
    bare = found(country, profile, product=product, endorsers=tuple(endorsers))
    everything = frozenset(one.id for one in bare.demands)
    full = found(country, profile, product=product, endorsers=tuple(endorsers), in_place=everything)
    assert ids(full, State.BLOCKED) == ids(bare, State.BLOCKED)
    assert full.may_start == (not ids(bare, State.BLOCKED))


@pytest.mark.parametrize(
    "wrong", [{"product": "magic"}, {"endorsers": ("wizard",)}, {"channels": ("telegraph",)}]
)
def test_an_unknown_word_is_refused_with_those_known(wrong):
    with pytest.raises(UnknownNameError, match="known"):
        Campaign("SE", **wrong)
