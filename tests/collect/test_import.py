"""An import is one atomic batch: whole or not at all, once, and nothing is dropped without a word."""

import gzip
import json
import subprocess
import sys
import zipfile

import pytest
from tests.exports import archive, post, rows, table, workspace

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import ArchiveError, FormatError, InputError, LuminaryError

POSTS = [post(n, f"U{n % 7}", f"2025-03-{1 + n % 28:02d}", thread=f"t{n % 5}") for n in range(1, 41)]


def zulip(number, text="<p>Hei</p>", name="Aino Koski", at=1_740_816_000):
    return {"id": number, "sender_full_name": name, "timestamp": at + number, "content": text}


def topic(*messages):
    return json.dumps(messages).encode()


def test_the_same_content_counts_once_under_any_name(tmp_path):
    first = table(tmp_path / "a.csv", POSTS)
    with workspace(tmp_path / "w", first) as opened:
        again = opened.collect.run(first.rename(tmp_path / "b.csv"), options=Options(place="Vakt"))
        assert again.already
        assert again.duplicates == again.read == len(POSTS)
        assert len(rows(opened, "posts", "post")) == len(POSTS)


def test_overlapping_imports_double_nothing_and_every_row_is_counted(tmp_path):
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", POSTS[:30])) as opened:
        result = opened.collect.run(table(tmp_path / "b.csv", POSTS[20:]), options=Options(place="Vakt"))
        assert (result.read, result.kept, result.duplicates, result.rejected) == (20, 10, 10, 0)
        assert (
            len({row[0] for row in rows(opened, "posts", "post")}) == len(rows(opened, "posts", "post")) == 40
        )


def test_one_id_with_two_times_is_listed_and_not_swallowed(tmp_path):
    other = [post(5, "U9", "2025-06-01", "another community")]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", POSTS)) as opened:
        result = opened.collect.run(table(tmp_path / "b.csv", other), options=Options(place="Vakt"))
        assert (result.kept, result.rejected) == (0, 1)
        assert any("--place" in one.reason for one in opened.collect.rejects())


def test_rows_that_cannot_be_used_are_listed_with_place_and_reason(tmp_path):
    bad = [
        post(91, "U1", "31/02/2025"),
        {**post(92, "", "2025-03-01"), "name": ""},
        post(93, "U1", "1970-01-01"),
        post(94, "U1", "2999-01-01"),
    ]
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(table(tmp_path / "a.csv", [*POSTS, *bad]), options=Options(place="Vakt"))
        assert (result.read, result.kept, result.rejected) == (44, 40, 4)
        rejects = list(opened.collect.rejects())
    assert all(one.position and one.reason and one.source == "a.csv" for one in rejects)
    assert {"future", "no time"} & {
        word for one in rejects for word in ("future", "no time") if word in one.reason
    }


def test_hostile_texts_are_kept_whole_and_harmless(tmp_path):
    content = topic(
        zulip(1, "<p>" + "å" * 10_000_000 + "</p>"),
        zulip(2, "<p>\u0000\u001b[31mrød</p>"),
        zulip(3, "<script>alert(1)</script>=HYPERLINK()"),
    )
    halves = json.dumps([zulip(4)]).replace("Hei", "\\ud800").encode()
    deep = b"[" * 100_000 + b"]" * 100_000
    files = {
        "z/1-vakt/a.json": content,
        "z/1-vakt/b.json": halves,
        "z/1-vakt/c.json": deep,
        "z/1-vakt/d.json": b"",
    }
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(archive(tmp_path / "z.tar.xz", files), format="zulip-archive")
        texts = dict(rows(opened, "posts", "post, text"))
        rejected = [one.file for one in opened.collect.rejects()]
    assert result.kept == 4
    assert max(len(str(text)) for text in texts.values()) == 10_000_000
    assert not any("\x1b" in str(text) or "\x00" in str(text) for text in texts.values())
    assert sorted(rejected) == ["z/1-vakt/c.json", "z/1-vakt/d.json"]


def test_names_that_lead_outside_are_refused_and_the_rest_is_read(tmp_path):
    files = {
        name: topic(zulip(n)) for n, name in enumerate(("z/1-vakt/a.json", "../out.json", "/etc/out.json"), 1)
    }
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(archive(tmp_path / "z.tar.xz", files), format="zulip-archive")
        assert (result.kept, result.rejected) == (1, 2)
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("mode", ["w:xz", "w:gz", "w:bz2", "w:"])
def test_an_archive_that_ends_too_early_imports_nothing(tmp_path, mode):
    files = {f"z/1-vakt/{n}.json": topic(*(zulip(n * 100 + m) for m in range(50))) for n in range(200)}
    whole = archive(tmp_path / "z.tar", files, mode)
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with Workspace.open(tmp_path / "w", create=True) as opened:
        with pytest.raises(ArchiveError, match=r"z\.tar"):
            opened.collect.run(whole, format="zulip-archive")
        assert rows(opened, "posts", "post") == []
        assert [one["state"] for one in opened.collect.batches() if one["state"] == "landed"] == []


def test_bombs_are_stopped(tmp_path):
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"id,name,created_at,text\n" + b"a" * 400_000_000, 9))
    with (
        Workspace.open(tmp_path / "w", create=True) as opened,
        pytest.raises(LuminaryError, match=r"unpacks to more than|longer than"),
    ):
        opened.collect.run(bomb, options=Options(place="Vakt"))


@pytest.mark.parametrize("data", [b"", b"\x00\xff\x13garbage" * 500, b"{not json", b"PK\x03\x04broken"])
def test_garbage_gives_a_clear_error(tmp_path, data):
    (tmp_path / "file.bin").write_bytes(data)
    with Workspace.open(tmp_path / "w", create=True) as opened, pytest.raises(InputError, match=r"file\.bin"):
        opened.collect.run(tmp_path / "file.bin")


def test_an_empty_folder_a_missing_path_and_a_wrong_format_say_so(tmp_path):
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as zipped:
        zipped.writestr("a.jpg", b"x")
    with Workspace.open(tmp_path / "w", create=True) as opened:
        with pytest.raises(InputError, match="empty"):
            opened.collect.run(tmp_path / "empty")
        with pytest.raises(InputError, match="no such file"):
            opened.collect.run(tmp_path / "nowhere.zip")
        with pytest.raises(FormatError):
            opened.collect.run(tmp_path / "photos.zip", format="slack")


def _command(folder, source):
    return [sys.executable, "-m", "luminary", "-w", str(folder), "import", str(source), "--place", "Vakt"]


@pytest.mark.slow
def test_imports_side_by_side_double_nothing(tmp_path):
    first, second = table(tmp_path / "a.csv", POSTS[:30]), table(tmp_path / "b.csv", POSTS[10:])
    Workspace.open(tmp_path / "w", create=True).close()
    running = [
        subprocess.Popen(_command(tmp_path / "w", source), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for source in (first, second, first)
    ]
    assert [(one.communicate()[1], one.returncode)[1] for one in running] == [0, 0, 0]
    with Workspace.open(tmp_path / "w") as opened:
        found = rows(opened, "posts", "post")
        assert len(found) == len(set(found)) == 40
        assert len(opened.collect.batches()) == 2
