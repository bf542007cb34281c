"""Network exports of Viva Engage, read from hand-made files."""

import zipfile

import pytest
from tests.collect.platforms.conftest import FIXTURES
from tests.exports import rows

from luminary import Workspace
from luminary.collect import Options
from luminary.domain import Account, Place, Post, Reference, ReferenceKind

KEY = "yammer:vakt/"


@pytest.fixture
def network(read):
    return read("yammer", "yammer", place="vakt")


def day_archives(folder):
    """Pack each day as the vendor does, into one folder."""
    folder.mkdir()
    for day in ("2025-03-01", "2025-03-02"):
        with zipfile.ZipFile(folder / f"export-{day}.zip", "w") as packed:
            for file in sorted((FIXTURES / "yammer" / day).iterdir()):
                packed.write(file, file.name)
    return folder


def test_an_export_is_recognised_in_any_folder(sighted):
    name, saw = sighted("yammer")
    assert name == "yammer"
    assert "replied_to_id" in saw


def test_an_answer_points_at_the_message_and_a_mention_counts_once(network):
    assert network.pointing(ReferenceKind.REPLY) == [
        (f"{KEY}12", f"{KEY}100", None),
        (f"{KEY}13", f"{KEY}100", None),
    ]
    assert network.pointing(ReferenceKind.MENTION) == [
        (f"{KEY}12", None, f"{KEY}11"),
        (f"{KEY}12", None, f"{KEY}13"),
    ]


def test_text_is_written_as_a_reader_sees_it(network):
    assert network.post("100").text == "Hvem har prøvd ny håndsprit?\nVi starter mandag"
    assert network.post("100").title == "Ny rutine"
    assert network.post("101").text.startswith("@Astrid Lund vi har brukt den en uke, se @Bo Ek og")
    assert network.post("107").text == "Takk,\nflere linjer"


def test_answers_share_the_thread_of_what_they_answer(network):
    assert {network.post(id).thread for id in ("100", "101", "107")} == {f"{KEY}t100"}


def test_a_message_in_no_community_stands_in_the_network_and_a_film_is_a_video(network):
    film = network.post("102")
    assert (film.place, film.media) == (f"{KEY}all", "video")
    assert {one.access for one in network.of(Place)} == {"closed"}


def test_private_deleted_and_system_messages_say_nothing(network):
    assert "hemmelig" not in str(network.records) + str(network.rows)
    assert {"not_used": "private message", "id": "103"} in network.rows
    assert {one.key.rpartition("/")[2] for one in network.of(Post)} == {
        "100", "101", "102", "106", "107"
    }  # fmt: skip


def test_titles_and_times_of_people_are_kept_and_services_marked(network):
    people = {one.key: one for one in network.of(Account) if one.email}
    assert people[f"{KEY}11"].role == "Hygienesykepleier, Kirurgi"
    assert people[f"{KEY}11"].created == 1_704_438_000_000_000
    assert people[f"{KEY}12"].created is None
    assert {one.key for one in network.of(Account) if one.kind == "service"} == {f"{KEY}14"}


def test_rows_that_cannot_be_used_say_why(network):
    assert [(position, reason) for _, position, reason in network.rejects] == [
        (5, "'sender_id' is missing"),
        (6, "'created_at' is \"i går\", which is no date"),
    ]


def test_a_renamed_column_is_named_with_the_columns_seen(read):
    result = read("yammer", {"Messages.csv": b"id,author_id,body,created_at\n1,2,Hei,2025-03-01\n"})
    ((file, position, reason),) = result.rejects
    assert (file, position) == ("Messages.csv", None)
    assert "no column 'sender_id'" in reason
    assert "author_id" in reason


def test_the_archives_of_several_days_are_one_import_and_nothing_counts_twice(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(day_archives(tmp_path / "days"), options=Options(place="vakt"))
        assert (result.format, result.read, result.duplicates, result.rejected) == ("yammer", 16, 1, 2)
        assert result.kept + result.duplicates + result.rejected == result.read
        assert len(rows(opened, "posts", "post")) == 5
        assert any("pronouns" in note for note in result.notes)


def test_days_imported_one_by_one_give_the_same_as_together(tmp_path):
    folder = day_archives(tmp_path / "days")
    with (
        Workspace.open(tmp_path / "a", create=True) as whole,
        Workspace.open(tmp_path / "b", create=True) as parts,
    ):
        whole.collect.run(folder, options=Options(place="vakt"))
        for file in sorted(folder.iterdir()):
            parts.collect.run(file, options=Options(place="vakt"))
        for name, columns in (
            ("posts", "post, account, moment, text"),
            ("refs", "kind, account, post, target"),
        ):
            assert rows(whole, name, columns) == rows(parts, name, columns)


def test_a_bomb_among_the_day_archives_is_refused_and_listed(tmp_path):
    folder = day_archives(tmp_path / "days")
    with zipfile.ZipFile(folder / "z.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Messages.csv", b"\0" * 200_000_000)
    with Workspace.open(tmp_path / "w", create=True) as opened:
        opened.collect.run(folder, options=Options(place="vakt"))
        assert any("bomb" in one.reason for one in opened.collect.rejects())


def test_every_reference_belongs_to_a_message_that_was_read(network):
    posts = {one.key for one in network.of(Post)}
    assert {one.post for one in network.of(Reference)} <= posts
