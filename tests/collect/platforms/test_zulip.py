"""Zulip's exports, read from hand-made files."""

import time
from pathlib import Path

import orjson
import pytest

from luminary.collect.platforms.zulip.content import said_in_html, said_in_markdown
from luminary.collect.platforms.zulip.read import ArchiveReader, place_in_path
from luminary.collect.source import Unit
from luminary.domain import Account, Place, Post, Reference, ReferenceKind, key_strength

ARCHIVE = "zulip/archive"
REAL = Path(__file__).parents[4] / "shared" / "data" / "lean-zulip"


@pytest.fixture
def archive(read):
    return read("zulip-archive", ARCHIVE, place="vakt")


def of_post(reading, native):
    return {
        (one.kind, one.target_post, one.target)
        for one in reading.of(Reference)
        if one.post == f"zulip:vakt/{native}"
    }


@pytest.mark.parametrize("prefix", ["", "export/2025-03/"])
def test_the_archive_is_recognised_below_any_folders(sighted, prefix):
    name, saw = sighted(ARCHIVE, prefix)
    assert name == "zulip-archive"
    assert "<number>-<stream>" in saw


def test_api_and_export_are_recognised_by_their_fields(sighted):
    assert sighted("zulip/api")[0] == "zulip-api"
    assert sighted("zulip/export")[0] == "zulip-export"


def test_a_sender_known_by_name_only_has_a_weak_key(archive):
    assert archive.post(101).author == "zulip:vakt/~Ingrid Solheim"
    assert key_strength(archive.post(101).author) == "name"


def test_place_and_conversation_come_from_the_folders(archive):
    post = archive.post(101)
    assert (post.place, post.title) == ("zulip:vakt/12", "håndhygiene")
    names = {place.key: (place.name, place.access) for place in archive.of(Place)}
    assert names["zulip:vakt/12"] == ("pasientsikkerhet", "open")
    assert names["zulip:vakt/13"] == ("Hva-er-nytt?", "open")
    assert names["zulip:vakt/14"] == ("Møte-/-Høst-2025", "open")


def test_a_resolved_topic_is_the_same_conversation(archive):
    assert archive.post(110).thread == archive.post(111).thread == "zulip:vakt/12/fall på avdelingen?"


def test_a_mention_points_at_the_id_and_links_it_with_the_name(archive):
    assert of_post(archive, 102) == {(ReferenceKind.MENTION, None, "zulip:vakt/7")}
    assert Account("zulip:vakt/7", "zulip", name="Ingrid Solheim") in archive.of(Account)
    assert archive.post(102).text == "@Ingrid Solheim hver morgen & kveld."


def test_a_quotation_points_at_post_and_person_and_is_left_out_of_the_text(archive):
    assert (ReferenceKind.QUOTE, "zulip:vakt/102", "zulip:vakt/8") in of_post(archive, 103)
    assert archive.post(103).text == "Det gjør vi også."


def test_names_inside_a_quotation_are_silent(archive):
    assert of_post(archive, 103) - {(ReferenceKind.QUOTE, "zulip:vakt/102", "zulip:vakt/8")} == {
        (ReferenceKind.SILENT_MENTION, None, "zulip:vakt/7")
    }
    assert of_post(archive, 132) == {
        (ReferenceKind.QUOTE, "zulip:vakt/102", "zulip:vakt/8"),
        (ReferenceKind.SILENT_MENTION, None, "zulip:vakt/7"),
        (ReferenceKind.SILENT_MENTION, None, "zulip:vakt/9"),
    }
    assert archive.post(132).text == "Enig."


def test_a_quotation_of_oneself_is_told_as_it_is(archive):
    assert of_post(archive, 133) == {(ReferenceKind.QUOTE, "zulip:vakt/102", "zulip:vakt/8")}


def test_everybody_and_groups_are_nobody(archive):
    assert of_post(archive, 130) == set()


def test_somebody_mentioned_twice_counts_once(archive):
    mentions = [one.target for one in archive.of(Reference) if one.post == "zulip:vakt/131"]
    assert mentions == ["zulip:vakt/7", "zulip:vakt/8"]


def test_one_id_may_carry_several_names(archive):
    names = {one.name for one in archive.of(Account) if one.key == "zulip:vakt/7"}
    assert names == {"Ingrid Solheim", "Ingrid Solheim Dahl"}


def test_code_and_entities_stay_and_a_formula_stands_once(archive):
    assert archive.post(136).text == "Grense < 5 & dose <= 3\ndose\n  = 3\n\nx^2 mg"


def test_services_are_marked_and_people_with_such_names_are_not(archive):
    kinds = {one.name: one.kind for one in archive.of(Account)}
    assert (kinds["Notification Bot"], kinds["Astrid Talbot"]) == ("service", "unknown")


def test_a_deleted_message_says_nothing(archive):
    assert not [one for one in archive.of(Post) if one.key == "zulip:vakt/139"]


def test_a_moved_topic_repeats_the_key(archive):
    assert [one.at for one in archive.of(Post) if one.key == "zulip:vakt/101"] == [1740816000_000000] * 2


def test_halves_of_characters_are_taken_out(archive):
    assert (archive.post(150).text, archive.post(150).author) == ("hei  der", "zulip:vakt/~Jonas Berg")


def test_every_unusable_row_says_which_field_and_value(archive):
    reasons = {position: reason for file, position, reason in archive.rejects if "unusable" in file}
    assert reasons == {
        1: "'sender_full_name' is missing",
        2: "'timestamp' is missing",
        3: "'timestamp' is \"0\", which stands for no time",
        4: "'content' is missing",
        5: "'content' is \"12\", which is no text",
        6: "'sender_full_name' is \"  \", which names nobody",
        7: "'id' is \"True\", which is no id",
        8: 'the row is "tekst", not an object',
        9: 'the row is "None", not an object',
        10: "'timestamp' is \"i går\", which is no time in seconds",
        11: "'sender_full_name' is missing",
        12: "'sender_full_name' is a list, which is no text",
    }
    assert archive.post(149).text == "den eneste brukbare"


def test_the_index_is_reported_as_not_used(archive):
    assert archive.unused == ["zulip_json/stream_index.json"]


def test_a_topic_outside_a_stream_folder_is_no_row_of_the_archive():
    assert place_in_path("general/topic.json") is None


def test_api_messages_have_strong_keys_and_reactions(read):
    api = read("zulip-api", "zulip/api/page.json", place="vakt")
    assert api.post(201).author == "zulip:vakt/7"
    assert api.pointing(ReferenceKind.REACTION) == [
        ("zulip:vakt/8", "zulip:vakt/201", "zulip:vakt/7"),
        ("zulip:vakt/9", "zulip:vakt/201", "zulip:vakt/7"),
    ]
    assert {one.name: one.kind for one in api.of(Account)}["Varsel"] == "service"
    assert {one.access for one in api.of(Place)} == {None}


def test_markdown_is_read_like_html(read):
    api = read("zulip-api", "zulip/api/page.json", place="vakt", access="closed")
    assert api.post(202).text == "@Ingrid Solheim se planen\n`@Jonas Berg` er kode"
    assert of_post(api, 202) == {(ReferenceKind.MENTION, None, "zulip:vakt/7")}
    assert api.post(203).text == "Ja, helt enig @all"
    assert of_post(api, 203) == {
        (ReferenceKind.QUOTE, "zulip:vakt/202", "zulip:vakt/8"),
        (ReferenceKind.SILENT_MENTION, None, "zulip:vakt/9"),
    }
    assert {one.access for one in api.of(Place)} == {"closed"}


@pytest.mark.parametrize(("form", "source"), [("zulip-api", "zulip/api"), ("zulip-export", "zulip/export")])
def test_private_messages_are_not_kept(read, form, source):
    reading = read(form, source)
    assert "hemmelig" not in str(reading.records) + str(reading.rows)
    assert {"not_used": "private message"}.items() <= max(
        (row for row in reading.rows if isinstance(row, dict) and "not_used" in row), key=len
    ).items()


def test_a_broken_line_is_rejected_and_the_others_are_read(read):
    reading = read("zulip-api", "zulip/api/lines.jsonl")
    assert [position for _, position, _ in reading.rejects] == [2]
    assert [one.text for one in reading.of(Post)] == ["En linje", "En til"]


def test_an_export_joins_messages_with_its_tables(read):
    export = read("zulip-export", "zulip/export")
    assert export.post(301).author == "zulip:vakt/7"
    assert export.post(301).at == 1740816301_250000
    assert export.pointing(ReferenceKind.REACTION) == [("zulip:vakt/8", "zulip:vakt/301", "zulip:vakt/7")]
    assert of_post(export, 302) == {(ReferenceKind.MENTION, None, "zulip:vakt/~Ingrid Solheim")}
    assert {one.name: one.access for one in export.of(Place)} == {
        "pasientsikkerhet": "closed",
        "ledelse": "closed",
        "åpent": "open",
    }
    people = {one.key: one for one in export.of(Account)}
    assert (people["zulip:vakt/7"].role, people["zulip:vakt/9"].kind) == ("owner", "service")
    assert [(position, "realm.json does not know" in why) for _, position, why in export.rejects] == [
        (5, True)
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        '<span class="user-mention',
        '<span class="user-mention silent" data-user-id="7">A</span> <a ',
        "<blockquote>",
        "</blockquote>",
        '<span class="katex">',
        "<!--",
        "@**",
        "@_**a|1**",
        "```quote\n",
        "[a](",
        "`",
        "> ",
        '/near/1 href="',
        "&",
        "\\",
        '<a href="/near/1',
    ],
)
def test_a_hostile_message_takes_no_longer_than_its_length_deserves(piece):
    hostile = "".join(['<p>"user-mention <blockquote></blockquote>', piece * (1_000_000 // len(piece))])
    begun = time.process_time()
    said_in_html(hostile)
    said_in_markdown(hostile)
    assert time.process_time() - begun < 5


def test_a_message_of_ten_megabytes_is_read_whole():
    row = {
        "id": 1,
        "sender_full_name": "Eeva Niemi",
        "timestamp": 1740816000,
        "content": "<p>ä</p>\n" * 1_100_000,
    }
    reader = ArchiveReader("vakt")
    unit = Unit("12-a/b.json", orjson.dumps([row]))
    posts = [
        one for raw in reader.rows(unit) for one in reader.records(unit.file, raw) if isinstance(one, Post)
    ]
    assert posts[0].text.count("ä") == 1_100_000


@pytest.mark.realdata
def test_the_text_equals_what_an_html_parser_gives():
    """On a sample of a real archive: every thousandth topic, character for character, blanks aside."""
    from selectolax.lexbor import LexborHTMLParser

    folder = Path("/nonexistent") if not REAL.exists() else REAL
    packed = sorted(folder.glob("*.tar.xz"))
    if not packed:
        pytest.skip("no real archive in ../shared/data/lean-zulip")
    seen = 0
    for content in real_contents(packed[0], 4_000):
        if "katex" in content or "user-mention silent" in content:
            continue  # formulas and headings of quotations are left out on purpose
        page = LexborHTMLParser(content)
        for quote in page.css("blockquote"):
            quote.decompose()
        assert "".join(said_in_html(content).text.split()) == "".join(page.text().split())
        seen += 1
    assert seen > 3_000


def real_contents(packed, count):
    import tarfile

    given = 0
    with tarfile.open(packed, "r|xz") as archive:
        for member in archive:
            rows = orjson.loads(archive.extractfile(member).read()) if member.name.endswith(".json") else []
            for row in rows if isinstance(rows, list) else []:
                yield row["content"]
                given += 1
            if given >= count:
                return
