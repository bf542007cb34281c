"""Archives are hostile: cut ones import nothing, links and devices are listed, bombs are stopped."""

import bz2
import gzip
import io
import json
import lzma
import stat
import tarfile
import zipfile

import pytest
import zstandard
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.exports import archive, post, rows, table

from luminary import Workspace
from luminary.collect import Options
from luminary.collect.archive import Source
from luminary.errors import ArchiveError
from luminary.settings import Limits

PACKERS = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
}
NOISE = "".join(f"{n * n * 7919 % 1_000_003}," for n in range(60_000)).encode()


def topic(number):
    message = {
        "id": number,
        "sender_full_name": "Aino Koski",
        "timestamp": 1_740_816_000 + number,
        "content": "<p>Hei</p>",
    }
    return json.dumps([message]).encode()


def read_all(path, limits=None):
    source = Source(path, limits or Limits())
    return {one.name: source.read(one) for one in source.members() if one.refused is None}


def refused(path):
    return {one.name: one.refused for one in Source(path, Limits()).members() if one.refused}


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("tarred", [False, True])
def test_a_packed_file_is_read_whole_or_said_to_be_cut(tmp_path, packer, tarred):
    plain = archive(tmp_path / "plain.tar", {"a": NOISE}, "w:").read_bytes() if tarred else NOISE
    packed, path = PACKERS[packer](plain), tmp_path / f"aino.{packer}"
    path.write_bytes(packed)
    assert list(read_all(path).values()) == [NOISE]
    for kept in (len(packed) // 3, len(packed) * 9 // 10, len(packed) - 3):
        path.write_bytes(packed[:kept])
        with pytest.raises(ArchiveError, match=path.name):
            read_all(path)


def test_a_cut_tar_or_zip_is_never_taken_for_a_shorter_whole_one(tmp_path):
    whole = archive(tmp_path / "a.tar", {f"{n}.json": b"x" * 512 for n in range(9)}, "w:").read_bytes()
    for blocks in (2, 4, 7):  # between two members, where the rest looks like a whole archive
        (tmp_path / "cut.tar").write_bytes(whole[: blocks * 512])
        with pytest.raises(ArchiveError, match=r"cut\.tar"):
            read_all(tmp_path / "cut.tar")
    with zipfile.ZipFile(tmp_path / "cut.zip", "w") as zipped:
        zipped.writestr("a.json", NOISE)
    (tmp_path / "cut.zip").write_bytes((tmp_path / "cut.zip").read_bytes()[:5_000])
    with pytest.raises(ArchiveError, match=r"cut\.zip"):
        read_all(tmp_path / "cut.zip")


def test_links_devices_and_names_outside_are_listed_and_the_rest_is_read(tmp_path):
    path = tmp_path / "z.tar"
    with tarfile.open(path, "w") as tar:
        for name, kind in {
            "z/1-vakt/l.json": tarfile.SYMTYPE,
            "z/1-vakt/h.json": tarfile.LNKTYPE,
            "z/1-vakt/d.json": tarfile.CHRTYPE,
            "z/1-vakt/p.json": tarfile.FIFOTYPE,
        }.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            tar.addfile(info)
        for number, name in enumerate(("z/1-vakt/a.json", "C:/1-vakt/b.json", "..\\1-vakt\\c.json"), 1):
            info = tarfile.TarInfo(name)
            info.size = len(topic(number))
            tar.addfile(info, io.BytesIO(topic(number)))
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(path, format="zulip-archive")
        assert (result.kept, result.rejected) == (1, 6)
        assert {one.file for one in opened.collect.rejects()} == set(refused(path))


def test_links_in_a_zip_or_a_folder_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as zipped:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(link, "/etc/hostname")
        zipped.writestr("plain", b"x")
    assert list(refused(tmp_path / "z.zip")) == ["link"]
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "plain").write_bytes(b"x")
    (tmp_path / "f" / "link").symlink_to("/etc/hostname")
    assert list(refused(tmp_path / "f")) == ["link"]


@pytest.mark.parametrize("packer", [*PACKERS, "zip"])
def test_no_packer_gives_more_than_the_limit(tmp_path, packer):
    path = tmp_path / f"bomb.{packer}"
    if packer == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr("a", bytes(5_000_000))
    else:
        path.write_bytes(PACKERS[packer](bytes(5_000_000)))
    with pytest.raises(ArchiveError, match=r"larger than|unpacks to more than"):
        read_all(path, Limits(member_bytes=1_000_000))


def test_five_thousand_tiny_files_and_an_empty_one_are_all_read(tmp_path):
    files = {f"{n:04d}": b"%d" % n for n in range(5_000)} | {"empty": b""}
    assert read_all(archive(tmp_path / "a.tar.gz", files, "w:gz")) == files
    with pytest.raises(ArchiveError, match="more than 100 files"):
        read_all(tmp_path / "a.tar.gz", Limits(archive_members=100))


_DAYS = ["2025-03-01", "2025-03-02", "1970-01-01", "x"]


@hypothesis_settings(max_examples=6)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(_DAYS)), max_size=12))
def test_read_is_kept_and_rejected_and_duplicates(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("sums")
    # More good rows than others: a column that mostly holds no times refuses the whole table, as it should.
    good = [post(100 + n, "U9", "2025-03-03") for n in range(13)]
    source = table(folder / "a.csv", [*good, *(post(n, "U1", day) for n, day in told)])
    with Workspace.open(folder / "w", create=True) as opened:
        result = opened.collect.run(source, options=Options(place="Vakt"))
        assert result.read == len(good) + len(told) == result.kept + result.rejected + result.duplicates
        assert len(rows(opened, "posts", "post")) == result.kept
        assert len(list(opened.collect.rejects())) == result.rejected


def test_endless_zeros_after_the_end_mark_are_a_bomb(tmp_path):
    plain = archive(tmp_path / "plain.tar", {"a": b"x"}, "w:").read_bytes()
    (tmp_path / "bomb.tar.gz").write_bytes(gzip.compress(plain + bytes(120_000_000), 1))
    with pytest.raises(ArchiveError, match="after the end mark"):
        read_all(tmp_path / "bomb.tar.gz")
