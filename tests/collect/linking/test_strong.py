"""Strong identifiers prove one person, shared ones prove nothing."""

import pytest
from tests.collect.linking.accounts import account, joined, link, search, verdicts

from luminary.collect.linking import Given

BO_X, BO_BLUE = "x:/@nattevakt", "bluesky:/@bo.bsky.social"
PAIR = (BO_BLUE, BO_X)
MASTODON = "mastodon:/boek@vakt.example"


def test_a_checked_link_joins_whatever_the_names_are(tmp_path):
    people = [account(MASTODON, "Bo Ek"), account(BO_X, "Nattevakten")]
    found = search(tmp_path, people, [link(MASTODON, "https://x.com/nattevakt", verified=True)])
    assert joined(found) == {(MASTODON, BO_X)}


def test_links_both_ways_join_and_one_way_is_only_asked_about(tmp_path):
    there, back = (
        link(BO_X, "https://bsky.app/profile/bo.bsky.social"),
        link(BO_BLUE, "https://x.com/nattevakt"),
    )
    people = [account(BO_X, "Bo Ek"), account(BO_BLUE, "Bo Ek")]
    assert joined(search(tmp_path, people, [there, back])) == {PAIR}
    assert verdicts(search(tmp_path, people, [there])) == {PAIR: "review"}


def test_an_impostor_who_links_to_somebody_does_not_become_her(tmp_path):
    people = [account(BO_X, "Bo Ek"), account(BO_BLUE, "Bo Ek")]
    found = search(tmp_path, people, [link(BO_BLUE, "https://x.com/nattevakt")])
    assert not joined(found)


def test_two_who_name_each_other_under_other_names_are_asked_about(tmp_path):
    links = [link(BO_X, "https://bsky.app/profile/bo.bsky.social"), link(BO_BLUE, "https://x.com/nattevakt")]
    people = [account(BO_X, "Bo Ek"), account(BO_BLUE, "Citra Wulandari")]
    assert not joined(search(tmp_path, people, links))


def test_the_same_site_joins_those_whose_names_fit(tmp_path):
    people = [
        account(BO_X, "Bo Ek", bio="Skriver på https://www.nattevakt.example/om"),
        account(BO_BLUE, "Ek, Bo", bio="nattevakt.example/kontakt https://nattevakt.example"),
    ]
    assert joined(search(tmp_path, people)) == {PAIR}
    people[1]["name"] = "Citra Wulandari"
    assert not joined(search(tmp_path, people))


@pytest.mark.parametrize(
    "address",
    [
        "https://linktr.ee/",
        "https://youtu.be/abc",
        "https://medium.com/",
        "https://github.io/",
        "https://t.co/x",
    ],
)
def test_a_host_that_all_share_identifies_nobody(tmp_path, address):
    people = [account(BO_X, "Bo Ek", url=address), account(BO_BLUE, "Bo Ek", url=address)]
    assert not any("site" in pair.codes for pair in search(tmp_path, people).pairs)


def test_an_employers_site_identifies_nobody(tmp_path):
    site = {"url": "https://sykehus.example/"}
    people = [account(BO_X, "Bo Ek", **site), account(BO_BLUE, "Bo Ek", **site)]
    people += [account(f"x:/@colleague{number}", f"Dag Moen{number}", **site) for number in range(3)]
    assert not any("site" in pair.codes for pair in search(tmp_path, people).pairs)


def test_a_link_page_means_the_person_and_its_host_nobody(tmp_path):
    mine, other = {"url": "https://linktr.ee/boek"}, {"url": "https://linktr.ee/citra"}
    people = [
        account(BO_X, "Bo Ek", **mine),
        account(BO_BLUE, "Bo Ek", **mine),
        account("x:/@c", "C W", **other),
    ]
    assert joined(search(tmp_path, people)) == {PAIR}


def test_the_same_mail_joins_and_a_role_address_does_not(tmp_path):
    def people(mail):
        return [account(BO_X, "Bo Ek", email=mail), account(BO_BLUE, "nattuggla", email=mail.upper())]

    assert joined(search(tmp_path, people("bo.ek@vakt.example"))) == {PAIR}
    for role in ("info", "press", "redaksjonen", "noreply"):
        assert not joined(search(tmp_path, people(f"{role}@vakt.example")))


def test_no_mail_address_stands_in_the_evidence(tmp_path):
    mail = {"email": "bo.ek@vakt.example"}
    found = search(tmp_path, [account(BO_X, "Bo Ek", **mail), account(BO_BLUE, "Bo Ek", **mail)])
    assert "vakt.example" not in repr(found)


def test_the_same_mail_under_different_names_contradicts_itself(tmp_path):
    mail = {"email": "felles@vakt.example"}
    found = search(tmp_path, [account(BO_X, "Bo Ek", **mail), account(BO_BLUE, "Citra Wulandari", **mail)])
    assert verdicts(found) == {PAIR: "conflict"}


def test_a_mail_that_two_of_one_platform_have_contradicts_itself(tmp_path):
    mail = {"email": "bo.ek@vakt.example"}
    people = [
        account(BO_X, "Bo Ek", **mail),
        account("x:/@other", "Bo Ek", **mail),
        account(BO_BLUE, "Bo Ek", **mail),
    ]
    assert set(verdicts(search(tmp_path, people)).values()) == {"conflict"}


def test_the_same_orcid_joins(tmp_path):
    people = [
        account(BO_X, "Bo Ek", bio="ORCID 0000-0002-1825-0097"),
        account(BO_BLUE, "B. Ek", url="https://orcid.org/0000-0002-1825-0097"),
    ]
    assert joined(search(tmp_path, people)) == {PAIR}


def test_an_organisation_and_its_head_are_never_joined(tmp_path):
    links = [
        link(BO_X, "https://bsky.app/profile/bo.bsky.social"),
        link(BO_BLUE, "https://x.com/nattevakt", True),
    ]
    people = [account(BO_X, "Bo Ek", kind="person"), account(BO_BLUE, "Vakt AS", kind="organisation")]
    assert verdicts(search(tmp_path, people, links)) == {PAIR: "conflict"}


def test_two_accounts_of_one_platform_are_joined_only_by_proof(tmp_path):
    old, new = "mastodon:/bo@gammel.example", "mastodon:/bo@ny.example"
    people = [account(old, "Torvald Brekkmo"), account(new, "Torvald Brekkmo")]
    assert not joined(search(tmp_path, people))
    proof = [link(new, "https://gammel.example/@bo", verified=True)]
    assert joined(search(tmp_path, people, proof)) == {(old, new)}


def test_whom_the_terms_forbid_to_join_is_neither_joined_nor_suggested(tmp_path):
    mail = {"email": "bo.ek@vakt.example"}
    people = [account(BO_X, "Bo Ek", **mail), account(BO_BLUE, "Bo Ek", **mail)]
    assert not search(tmp_path, people, given=Given(skip=frozenset((BO_X,)))).pairs
    assert not search(tmp_path, people, given=Given(stated=frozenset((BO_X,)))).pairs
    both = [link(BO_X, "https://bsky.app/profile/bo.bsky.social"), link(BO_BLUE, "https://x.com/nattevakt")]
    assert joined(search(tmp_path, people, both, Given(stated=frozenset((BO_X,))))) == {PAIR}


def test_hostile_texts_are_read_without_harm(tmp_path):
    odd = "\u202e<script>'); DROP TABLE cards;--" + "a" * 10_000
    people = [
        account(BO_X, odd, bio=odd, url=odd, email=odd),
        account(BO_BLUE, odd, bio=odd, url=odd, email=odd),
    ]
    search(tmp_path, people, [link(BO_X, odd), link(BO_BLUE, odd)])
