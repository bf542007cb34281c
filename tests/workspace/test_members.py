"""Members prove who they are; secrets are kept as digests only; guessing gets slow and nobody is shut out."""

import threading
from datetime import timedelta

import pytest

from luminary import Workspace
from luminary.errors import AccessError, TooManyTriesError, UnknownNameError, UsageError
from luminary.workspace import doors, passwords
from luminary.workspace.rights import Right, Role

GOOD = "myrull og måneskinn"
HOME = "192.0.2.7"


@pytest.fixture(params=["sqlite", "postgresql"])
def work(request, tmp_path, monkeypatch):
    if request.param == "postgresql":
        monkeypatch.setenv("LUMINARY_LEDGER", request.getfixturevalue("postgres_url"))
    with Workspace.open(tmp_path / "w", create=True) as opened:
        yield opened


@pytest.fixture
def astrid(work):
    return work.members.add("Astrid", "Astrid Moe", Role.OWNER, GOOD)


@pytest.fixture
def jonas(work, astrid):
    return work.members.add("jonas", "Jonas Bø", Role.EDITOR, GOOD)


@pytest.fixture
def later(monkeypatch, work):
    """Let time pass for the ledger."""
    now = work.ledger.now

    def pass_by(**time):
        gone = timedelta(**time)
        monkeypatch.setattr(type(work.ledger), "now", staticmethod(lambda: now() + gone))

    return pass_by


def _kept(work):
    """Everything the ledger keeps of the ways in, as text."""
    tables = ("members", "sessions", "tokens", "invites", "login_tries", "audit", "settings")
    return repr([work.ledger.rows(name) for name in tables])


def test_a_member_logs_in_with_login_and_password_and_case_does_not_matter(work, astrid):
    assert work.members.verify(" ASTRID ", GOOD, HOME) == astrid
    assert (astrid.has_password, astrid.can(Right.MANAGE), astrid.can(Right.REVEAL)) == (True, True, False)


def test_letters_that_are_written_in_two_ways_are_the_same_password(work, astrid):
    assert "å" in GOOD
    assert work.members.verify("astrid", GOOD.replace("å", "å"), HOME) == astrid


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("astrid", GOOD + "x"),
        ("astrid", ""),
        ("nobody", GOOD),
        ("", ""),
        ("astrid", "x" * 5_000),
        ("a\x00", "b\x00\ud800"),
    ],
)
def test_what_was_wrong_is_not_said(work, astrid, login, password):
    with pytest.raises(AccessError, match="login or password is wrong"):
        work.members.verify(login, password, HOME)


def test_an_unknown_login_costs_a_hash_as_a_known_one_does(work, astrid, monkeypatch):
    asked = []
    real = passwords._hasher()

    class Counting:
        def hash(self, password):
            return real.hash(password)

        def verify(self, kept, password):
            asked.append(kept)
            return real.verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Counting)
    for login in ("astrid", "nobody"):
        with pytest.raises(AccessError):
            work.members.verify(login, "wrong password", HOME)
    assert len(asked) == 2
    assert all(kept.startswith("$argon2id$") for kept in asked)


def test_a_disabled_member_and_one_without_a_password_are_not_let_in(work, astrid, jonas):
    olav = work.members.add("olav", "Olav", Role.PSEUDONYMOUS)
    work.members.change(jonas, active=False)
    for login in ("jonas", olav.login):
        with pytest.raises(AccessError):
            work.members.verify(login, GOOD, HOME)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "Password12",
        "aaaaaaaaaaaa",
        "ababababababab",
        "astrid",
        "Astrid1234",
        "astridastrid",
        "x" * 1_001,
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(work, astrid, password):
    with pytest.raises(UsageError):
        work.members.set_password(astrid, password)
    assert work.members.verify("astrid", GOOD, HOME)


def test_passwords_are_hashed_with_a_salt_and_secrets_kept_as_digests(work, astrid, jonas):
    secrets = [
        work.members.open_session(astrid),
        work.members.make_token(astrid, "dashboard"),
        work.members.invite(Role.VIEWER),
    ]
    kept = _kept(work)
    assert not any(secret in kept for secret in (GOOD, *secrets))
    assert HOME not in kept
    hashes = [row["password"] for row in work.ledger.rows("members")]
    assert len(set(hashes)) == 2
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_a_hash_with_older_parameters_is_made_anew_at_log_in(work, astrid):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    work.ledger.change("members", {"login": "astrid"}, password=old)
    assert work.members.verify("astrid", GOOD, HOME)
    renewed = work.ledger.rows("members")[0]["password"]
    assert renewed != old
    assert not passwords.is_outdated(renewed)
    assert work.members.verify("astrid", GOOD, HOME)


def test_five_failures_make_a_login_wait_from_that_address_only(work, astrid, later):
    for _ in range(5):
        with pytest.raises(AccessError, match="wrong"):
            work.members.verify("astrid", "guess after guess", HOME)
    with pytest.raises(TooManyTriesError, match="15 min") as refused:
        work.members.verify("astrid", GOOD, HOME)
    assert 0 < refused.value.seconds <= 900
    assert work.members.verify("astrid", GOOD, "198.51.100.9")
    later(minutes=15, seconds=1)
    assert work.members.verify("astrid", GOOD, HOME)


def test_asking_again_while_waiting_does_not_lengthen_the_wait(work, astrid, later):
    for _ in range(5):
        with pytest.raises(AccessError):
            work.members.verify("astrid", "guess after guess", HOME)
    later(minutes=14)
    with pytest.raises(TooManyTriesError):
        work.members.verify("astrid", GOOD, HOME)
    later(minutes=15, seconds=1)
    assert work.members.verify("astrid", GOOD, HOME)


def test_twenty_failures_make_an_address_wait_whatever_the_login(work, astrid):
    for number in range(20):
        with pytest.raises(AccessError, match="wrong"):
            work.members.verify(f"guess{number}", "guess after guess", "2001:db8:1:2::7")
    with pytest.raises(TooManyTriesError):
        work.members.verify("astrid", GOOD, "2001:db8:1:2:ffff::9")  # the same household
    assert work.members.verify("astrid", GOOD, "2001:db8:1:3::7")


def test_a_right_password_takes_earlier_failures_back(work, astrid):
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(AccessError, match="wrong"):
                work.members.verify("astrid", "guess after guess", HOME)
        work.members.verify("astrid", GOOD, HOME)


def test_many_guesses_at_the_same_moment_gain_nothing(work, astrid):
    path, answers = work.path, []

    def guess(number):
        with Workspace.open(path) as mine:
            try:
                mine.members.verify("astrid", f"guess number {number}", HOME)
            except AccessError as error:
                answers.append(type(error))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (answers.count(AccessError), answers.count(TooManyTriesError)) == (5, 7)


@pytest.mark.parametrize(
    "login", ["", "a", "has blank", "<script>", "a" * 65, "a\nb", "olav/../x", "olav\u202e"]
)
def test_a_login_has_only_letters_figures_and_a_few_signs(work, login):
    with pytest.raises(UsageError, match="cannot be a login"):
        work.members.add(login, "Olav", Role.VIEWER, GOOD)


def test_a_login_is_taken_once(work, astrid):
    with pytest.raises(UsageError, match="taken"):
        work.members.add("ASTRID", "Another", Role.VIEWER, GOOD)
    assert [one.login for one in work.members.list()] == ["astrid"]


def test_a_hostile_name_is_made_harmless(work):
    made = work.members.add("olav", "Olav\u202e\x00\x1b[31m " + "x" * 500, Role.VIEWER)
    assert made.name.startswith("Olav[31m")
    assert len(made.name) <= 100
    assert work.members.add("rune", " \u200e ", Role.VIEWER).name == "rune"


def test_the_last_active_owner_stays_one(work, astrid, jonas):
    for change in ({"role": Role.EDITOR}, {"active": False}):
        with pytest.raises(UsageError, match="last owner"):
            work.members.change(astrid, **change)
    work.members.change(jonas, role=Role.OWNER)
    assert work.members.change(astrid, role=Role.VIEWER).role is Role.VIEWER
    with pytest.raises(UsageError, match="last owner"):
        work.members.change(jonas, active=False)


def test_two_owners_cannot_take_each_other_out_at_once(work, astrid, jonas):
    work.members.change(jonas, role=Role.OWNER)
    path, refused = work.path, []

    def demote(login):
        with Workspace.open(path) as mine:
            try:
                mine.members.change(mine.members.get(login), role=Role.VIEWER)
            except UsageError:
                refused.append(login)

    threads = [threading.Thread(target=demote, args=(one,)) for one in ("astrid", "jonas")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 1
    assert sum(one.role is Role.OWNER for one in work.members.list()) == 1


def test_what_a_member_is_can_be_changed_and_nonsense_cannot(work, astrid):
    changed = work.members.change(astrid, name="Astrid Lund", language="nb", theme="dark")
    assert (changed.name, changed.language, changed.theme) == ("Astrid Lund", "nb", "dark")
    assert work.members.change(astrid, language="").language is None
    for nonsense in ({"language": "xx"}, {"theme": "neon"}, {"name": " \u202e "}):
        with pytest.raises(UsageError):
            work.members.change(astrid, **nonsense)
    with pytest.raises(UnknownNameError, match="astrid"):
        work.members.get("astri")


def test_a_session_is_found_by_its_secret_until_it_is_closed(work, astrid):
    secret = work.members.open_session(astrid)
    found = work.members.session(secret)
    assert found.member.login == "astrid"
    assert len(found.csrf) >= 40
    assert work.members.session(found.session) is None  # what is kept opens nothing
    assert work.members.session("") is None
    work.members.close_session(secret)
    assert work.members.session(secret) is None


def test_two_sessions_share_nothing(work, astrid):
    first, second = (work.members.open_session(astrid) for _ in range(2))
    assert first != second
    assert work.members.session(first).csrf != work.members.session(second).csrf


def test_a_session_ends_when_it_was_not_used_for_long(work, astrid, later):
    secret = work.members.open_session(astrid)
    later(hours=11)
    assert work.members.session(secret)
    later(hours=22)
    assert work.members.session(secret)
    later(hours=35)
    assert work.members.session(secret) is None
    assert work.ledger.rows("sessions") == []


def test_no_session_lasts_longer_than_two_weeks(work, astrid, later):
    secret = work.members.open_session(astrid)
    for hours in range(10, 14 * 24, 10):
        later(hours=hours)
        assert work.members.session(secret)
    later(days=14, seconds=1)
    assert work.members.session(secret) is None


def test_disabling_and_a_new_password_end_sessions(work, astrid, jonas):
    mine, other = work.members.open_session(jonas), work.members.open_session(jonas)
    work.members.set_password(jonas, "another fine sentence", keep=mine)
    assert work.members.session(mine)
    assert work.members.session(other) is None
    work.members.change(jonas, active=False)
    assert work.members.session(mine) is None
    assert work.ledger.rows("sessions") == []


def test_a_new_role_counts_in_sessions_that_are_open(work, astrid, jonas):
    secret = work.members.open_session(jonas)
    work.members.change(jonas, role=Role.VIEWER)
    assert work.members.session(secret).member.role is Role.VIEWER


def test_sessions_are_listed_and_closed_one_by_one_by_their_owner_only(work, astrid, jonas):
    secret = work.members.open_session(jonas)
    (listed,) = work.members.sessions(jonas)
    work.members.close_one(astrid, listed.session)
    assert work.members.session(secret)
    work.members.close_one(jonas, listed.session)
    assert work.members.session(secret) is None


def test_a_token_lets_a_program_in_until_it_ends_or_is_dropped(work, astrid, jonas, later):
    secret = work.members.make_token(jonas, " My\n dashboard ", work.ledger.now() + timedelta(days=1))
    assert secret.startswith("lum_")
    assert work.members.token(secret).login == "jonas"
    (listed,) = work.members.tokens(jonas)
    assert (listed.name, listed.used is not None) == ("My dashboard", True)
    assert work.members.token(listed.token) is None
    with pytest.raises(UnknownNameError):
        work.members.drop_token(astrid, listed.token)
    lasting = work.members.make_token(jonas, "nightly")
    later(days=1, seconds=1)
    assert work.members.token(secret) is None
    assert work.members.token(lasting)
    work.members.change(jonas, active=False)
    assert work.members.token(lasting) is None
    work.members.change(jonas, active=True)
    work.members.drop_token(jonas, doors.digest(lasting))
    assert work.members.token(lasting) is None


def test_a_token_needs_a_name_and_a_day_to_come(work, astrid):
    with pytest.raises(UsageError, match="name"):
        work.members.make_token(astrid, " ")
    with pytest.raises(UsageError, match="passed"):
        work.members.make_token(astrid, "late", work.ledger.now())


def test_an_invite_makes_one_member_with_its_role(work, astrid):
    secret = work.members.invite(Role.EDITOR)
    assert work.members.invited(secret).role is Role.EDITOR
    with pytest.raises(UsageError):
        work.members.accept(secret, "jonas", "Jonas", "short")
    with pytest.raises(UsageError, match="password"):
        work.members.accept(secret, "jonas", "Jonas")
    made = work.members.accept(secret, "jonas", "Jonas", GOOD)
    assert (made.role, work.members.verify("jonas", GOOD, HOME)) == (Role.EDITOR, made)
    with pytest.raises(AccessError, match="ask an owner"):
        work.members.accept(secret, "rune", "Rune", GOOD)
    assert work.audit.entries(action="member.add", who="jonas")


def test_an_invite_runs_out_and_can_be_taken_back(work, astrid, later):
    first, second = work.members.invite(Role.VIEWER), work.members.invite(Role.VIEWER)
    work.members.cancel_invite(work.members.invited(first).invite)
    with pytest.raises(AccessError):
        work.members.invited(first)
    assert len(work.members.invites()) == 1
    later(hours=72, seconds=1)
    with pytest.raises(AccessError):
        work.members.accept(second, "jonas", "Jonas", GOOD)
    assert work.members.invites() == []


def test_of_two_who_use_an_invite_at_once_one_becomes_a_member(work, astrid):
    secret, path, made = work.members.invite(Role.VIEWER), work.path, []

    def accept(login):
        with Workspace.open(path) as mine:
            try:
                made.append(mine.members.accept(secret, login, login, GOOD))
            except AccessError:
                made.append(None)

    threads = [threading.Thread(target=accept, args=(one,)) for one in ("olav", "rune")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(one is not None for one in made) == 1
    assert len(work.members.list()) == 2


def test_a_link_for_a_new_password_changes_that_password_only(work, astrid, jonas):
    session = work.members.open_session(jonas)
    earlier = work.members.invite(Role.OWNER, jonas)
    secret = work.members.invite(Role.OWNER, jonas)
    with pytest.raises(AccessError):
        work.members.reset(earlier, "another fine sentence")
    with pytest.raises(AccessError, match="new password"):
        work.members.accept(secret, "rune", "Rune", GOOD)
    done = work.members.reset(secret, "another fine sentence")
    assert (done.login, done.role) == ("jonas", Role.EDITOR)
    assert work.members.verify("jonas", "another fine sentence", HOME)
    assert work.members.session(session) is None
    with pytest.raises(AccessError):
        work.members.reset(secret, GOOD)
    with pytest.raises(AccessError, match="new member"):
        work.members.reset(work.members.invite(Role.VIEWER), GOOD)


def test_a_link_for_the_password_of_a_disabled_member_does_not_work(work, astrid, jonas):
    secret = work.members.invite(Role.VIEWER, jonas)
    work.members.change(jonas, active=False)
    with pytest.raises(AccessError):
        work.members.reset(secret, GOOD)


def test_the_first_owner_comes_in_once(work):
    first = work.members.set_up_link()
    second = work.members.set_up_link()
    with pytest.raises(AccessError):
        work.members.accept(first, "astrid", "Astrid", GOOD)
    owner = work.members.accept(second, "astrid", "Astrid", GOOD)
    assert owner.role is Role.OWNER
    assert work.members.set_up_link() is None
    with pytest.raises(AccessError):
        work.members.accept(second, "olav", "Olav", GOOD)


def test_a_set_up_link_that_lies_about_opens_nothing_once_there_is_an_owner(work):
    secret = work.members.set_up_link()
    work.members.add("astrid", "Astrid", Role.OWNER, GOOD)
    with pytest.raises(AccessError):
        work.members.accept(secret, "olav", "Olav", GOOD)
    assert work.members.invites() == []


def test_an_outside_account_belongs_to_one_member(work, astrid):
    secret = work.members.invite(Role.VIEWER)
    made = work.members.accept(secret, "maja", "Maja", outside="https://id.example|42")
    assert work.members.from_outside("https://id.example|42") == made
    assert work.members.from_outside("https://id.example|43") is None
    with pytest.raises(UsageError):
        work.members.add("maja2", "Maja", Role.VIEWER, outside="https://id.example|42")
    work.members.change(made, active=False)
    assert work.members.from_outside("https://id.example|42") is None


def test_a_password_is_changed_by_who_knows_the_old_one(work, astrid):
    with pytest.raises(AccessError):
        work.members.change_password(astrid, "not the old one", "another fine sentence", HOME)
    work.members.change_password(astrid, GOOD, "another fine sentence", HOME)
    assert work.members.verify("astrid", "another fine sentence", HOME)


def test_every_change_of_members_stands_in_the_log(work, astrid, jonas):
    work.act_for(astrid)
    work.members.change(jonas, role=Role.VIEWER)
    work.members.set_password(jonas, "another fine sentence")
    work.members.make_token(astrid, "dashboard")
    work.members.cancel_invite(work.members.invited(work.members.invite(Role.VIEWER)).invite)
    done = [(one.action, one.about) for one in work.audit.entries(5)]
    assert done == [
        ("invite.cancel", None),
        ("invite.make", None),
        ("token.make", "astrid"),
        ("member.password", "jonas"),
        ("member.change", "jonas"),
    ]
    assert {one.who for one in work.audit.entries(5)} == {"astrid"}
    change = work.audit.entries(action="member.change")[0].detail
    assert change == {"after": {"role": "viewer"}, "before": {"role": "editor"}}
    assert work.audit.verify().intact
