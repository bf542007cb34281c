"""Archives of mailing lists, read from hand-made files and, where they are, real ones."""

import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.platforms.conftest import FIXTURES

from luminary.collect.platforms.mail import MAIL_ARCHIVE
from luminary.collect.platforms.mail.message import Mail
from luminary.collect.platforms.mail.quoting import own_words
from luminary.collect.platforms.mail.read import MailReader
from luminary.collect.platforms.mail.split import roots
from luminary.collect.source import Unit
from luminary.domain import Account, Place, Post, ReferenceKind
from luminary.errors import UnusableRowError

REAL = Path(__file__).parents[4] / "shared" / "data" / "samples" / "mail.tar.xz"
LIST = (FIXTURES / "mail" / "hygiene.mbox").read_bytes()


@pytest.fixture
def archive(read):
    return read("mail", "mail/hygiene.mbox")


def key(number):
    return f"mail:/{number}@vakt.example"


@pytest.mark.parametrize("file", ["hygiene.mbox", "digests.mbox", "VAKT.LOG2503A", "enkelt.eml"])
def test_every_kind_of_archive_is_recognised(sighted, file):
    assert sighted(f"mail/{file}")[0] == "mail"


def test_what_a_mail_quotes_and_signs_is_left_out(archive):
    texts = {one.key: one.text for one in archive.of(Post)}
    assert texts[key(1)] == "Hei alle,\n\nHvem har prøvd den?\n\nFrom mandag gjelder den."
    assert texts[key(2)] == "Vi, på åtte avdelinger."
    assert texts[key(3)] == "Enig."
    assert texts[key(4)] == "Se filmen\nHei"


def test_answers_point_at_the_mail_answered_and_share_its_conversation(archive):
    assert archive.pointing(ReferenceKind.REPLY) == [
        ("mail:/@asa@vakt.example", key(1), None),
        ("mail:/@aino@vakt.example", key(2), None),
    ]
    threads = {one.key: one.thread for one in archive.of(Post)}
    assert threads[key(1)] == threads[key(2)] == threads[key(3)] != threads[key(4)]


def test_authors_are_known_by_address_under_every_spelling(archive):
    people = {one.key: one.name for one in archive.of(Account)}
    assert people["mail:/@asa@vakt.example"] == "Åsa Berg"
    assert people["mail:/@aino@vakt.example"] == "Aino Koski"
    assert people["mail:/@bo@vakt.example"] == "Bo Ek"


def test_times_are_read_with_their_zone_and_old_spellings(archive):
    times = {one.key: one.at for one in archive.of(Post)}
    assert times[key(1)] == 1_740_816_000_000_000
    assert times[key(3)] == 1_740_823_200_000_000


def test_automatic_senders_are_services_and_a_film_is_a_video(archive):
    assert {one.handle for one in archive.of(Account) if one.kind == "service"} == {"no-reply@vakt.example"}
    assert next(one.media for one in archive.of(Post) if one.key == key(4)) == "video"


def test_the_list_is_named_by_its_id_and_by_the_file_without_one(archive, read):
    assert {one.name for one in archive.of(Place)} == {"hygiene.lister.vakt.example"}
    assert {one.name for one in read("mail", "mail/VAKT.LOG2503A").of(Place)} == {"VAKT"}
    assert read("mail", "mail/enkelt.eml", place="vakt", access="open").of(Place) == [
        Place("mail:/vakt", "mail", "", "vakt", "open")
    ]


def test_a_mail_without_an_id_gets_the_same_one_each_time(archive, read):
    again = read("mail", "mail/hygiene.mbox")
    made = [one.key for one in archive.of(Post) if "/#" in one.key]
    assert made == [one.key for one in again.of(Post) if "/#" in one.key] != []


def test_subjects_lose_the_tag_of_the_list_and_keep_the_rest(archive):
    assert next(one.title for one in archive.of(Post) if one.key == key(1)) == "Ny rutine"


def test_a_digest_gives_the_mails_that_it_holds(read):
    digests = read("mail", "mail/digests.mbox")
    assert [one.key for one in digests.of(Post)] == [key(n) for n in (21, 22, 31, 32)]
    assert {one.name for one in digests.of(Place)} == {"hygiene.lister.vakt.example"}
    assert digests.pointing(ReferenceKind.REPLY) == [("mail:/@bo@vakt.example", key(31), None)]
    assert next(one.text for one in digests.of(Post) if one.key == key(31)) == "Første"


def test_a_log_is_cut_at_its_borders_only(read):
    log = read("mail", "mail/VAKT.LOG2503A")
    assert [one.text for one in log.of(Post)] == ["Fra loggen\n=========\nikke en ny", "Svar"]


def test_every_unusable_mail_says_why(archive):
    assert [reason for _, _, reason in archive.rejects] == [
        "'Date' is \"i går\", which is no date",
        "'From' is \"\", which names nobody",
        "a mail without headers",
    ]


def test_a_file_without_a_mail_is_named(read):
    rejects = read("mail", {"a.mbox": b"\n \n"}).rejects
    assert rejects == [("a.mbox", None, "'a.mbox': no mail in it")]


def test_a_ring_of_answers_ends():
    assert set(roots({"a": ("b",), "b": ("a",)})) == {"a", "b"}


def test_an_attribution_folded_inside_the_address_goes_too():
    text = "Hei\n\nOn Sat, Nov 8, 2014 at 11:37 AM, Bo Ek <bo at vakt.example\n> wrote:\n\n> Når?\n\nI dag"
    assert own_words(text) == "Hei\n\nI dag"


def test_an_answer_among_the_lines_of_a_marked_mail_is_kept():
    assert own_words("-----Original Message-----\n> Når?\n\nI dag") == "I dag"


@pytest.mark.parametrize("size", [200, 700, 2_000, 100_000])
def test_a_large_archive_is_cut_between_mails(size):
    held, first, rows = b"", 1, []
    for start in range(0, len(LIST), size):
        held += LIST[start : start + size]
        if border := MAIL_ARCHIVE.cut(held):
            rows += MailReader().rows(Unit("hygiene.mbox", held[:border], first))
            first += held.count(b"\n", 0, border)
            held = held[border:]
    rows += MailReader().rows(Unit("hygiene.mbox", held, first))
    whole = list(MailReader().rows(Unit("hygiene.mbox", LIST)))
    assert [row.position for row in rows] == [row.position for row in whole]
    assert [_mail(row) for row in rows] == [_mail(row) for row in whole]


def _mail(row):
    return str(row.value) if isinstance(row.value, UnusableRowError) else row.value["mail"]


@given(st.text(alphabet=st.sampled_from('>-_ \nAå:@"<F'), max_size=400))
def test_own_words_are_never_more_than_what_was_sent(text):
    assert set(own_words(text).split()) <= set(text.split()) | {word.lstrip(">") for word in text.split()}


@given(st.binary(max_size=300))
def test_no_bytes_crash_a_mail(data):
    mail = Mail(b"From: x\nContent-Type: multipart/mixed; boundary=x\n\n" + data)
    assert isinstance(mail.text() + mail.media() + mail.header("Subject"), str)


@pytest.mark.realdata
def test_real_archives_give_every_mail_that_a_plain_count_finds():
    if not REAL.exists():
        pytest.skip("../shared/data/samples/mail.tar.xz is not here")
    read = used = 0
    with tarfile.open(REAL) as archive:
        for member in archive:
            name = member.name
            if not (name.endswith(".mbox") or ".LOG" in name or "November" in name or "bigbang-dev" in name):
                continue
            data = archive.extractfile(member).read()
            borders = data.count(b"\n\nFrom ") + data.startswith(b"From ")
            borders += sum(line.strip() == b"=" * 73 for line in data.split(b"\n"))
            reader = MailReader()
            rows = list(reader.rows(Unit(name, data)))
            assert len(rows) == borders
            read += len(rows)
            used += sum(_used(reader, name, row) for row in rows)
    assert (read, used) == (361, 359)


def _used(reader, name, row):
    try:
        return any(isinstance(one, Post) for one in reader.records(name, row))
    except UnusableRowError:
        return False
