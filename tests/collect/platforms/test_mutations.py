"""Whatever becomes of an export: no reader crashes, and every row of it is kept or listed."""

import copy
import json
import random
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luminary.collect.chunk import Job, read_chunk
from luminary.collect.registry import formats
from luminary.collect.source import Glimpse, Options, Unit
from luminary.errors import InputError, MappingError

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOURCES = {
    "x-api": "x/api",
    "x-csv": "x/csv",
    "x-archive": "x/archive",
    "bluesky": "bluesky/api",
    "mastodon": "mastodon/api",
    "youtube": "youtube/api",
    "creators": "creators/lists",
    "followers": "creators/followers",
    "crowdtangle": "meta/crowdtangle_pages.csv",
    "meta-library": "meta/library.csv",
    "4cat": "fourcat",
    "zeeschuimer": "zeeschuimer",
    "reddit": "reddit/api",
    "reddit-dump": "reddit/dump",
    "youtube-tools": "youtube/tools",
    "mastodon-archive": "mastodon/archive",
    "bluesky-jetstream": "bluesky/events",
    "yammer": "yammer",
    "teams": "teams",
    "mattermost": "mattermost",
    "discord": "discord",
    "irc": "irc",
    "mail": "mail",
    "feed": "feeds",
    "opml": "feeds",
    "wordpress": "wordpress",
    "search-console": "analytics",
    "ga4": "analytics",
    "matomo": "analytics",
    "plausible": "analytics",
    "table": "table/omdomen.csv",
}
ODD = (
    None, True, -1, 0, 1e308, 2**70, "", "null", "\x00\x1b", "\ud800", "å" * 3_000, "=1+1", "1,2.3", [], {},
    [None], [[]], {"a": None}, [{"id": None}], ["@", 1], "2025-13-41", "https://", "at://",
)  # fmt: skip


def units(source):
    folder = FIXTURES / source
    files = sorted(one for one in folder.rglob("*") if one.is_file()) if folder.is_dir() else [folder]
    base = folder if folder.is_dir() else folder.parent
    return [Unit(one.relative_to(base).as_posix(), one.read_bytes()) for one in files]


def mutated(data, chance):
    """Change some bytes, lines, cells or JSON values of a file."""
    kind = chance.choice(("value", "value", "value", "bytes", "cut", "twice"))
    if kind == "value":
        return changed_values(data, chance)
    at, end = sorted(chance.choices(range(len(data) + 1), k=2))
    if kind == "bytes":
        return data[:at] + chance.randbytes(chance.randrange(1, 5)) + data[min(at + 2, len(data)) :]
    return data[:at] if kind == "cut" else data[:end] + data[at:]


def changed_values(data, chance):
    begin = data.find(b"= ") + 2 if data.startswith(b"window.") else 0
    try:
        lines = [data[begin:].decode()]
        json.loads(lines[0])
    except ValueError:
        lines = data.decode(errors="surrogateescape").split("\n")
    if not any(line.lstrip().startswith(("{", "[")) for line in lines):
        return changed_cell(lines, chance)
    done = [changed(line, chance) if chance.random() < 0.7 else line for line in lines]
    return data[:begin] + "\n".join(done).encode(errors="surrogatepass")


def changed_cell(lines, chance):
    at = chance.randrange(len(lines))
    cells = lines[at].split(",")
    cells[chance.randrange(len(cells))] = json.dumps(str(chance.choice(ODD)))
    lines[at] = ",".join(cells)
    return "\n".join(lines).encode(errors="replace")


def changed(line, chance):
    try:
        value = json.loads(line)
    except ValueError:
        return line
    for _ in range(chance.randrange(1, 4)):
        holders = list(containers(value))
        if holders:
            change_one(chance.choice(holders), chance)
    return json.dumps(value)


def containers(value):
    if isinstance(value, dict | list) and value:
        yield value
        for one in value.values() if isinstance(value, dict) else value:
            yield from containers(one)


def change_one(holder, chance):
    key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    act = chance.choice(("odd", "odd", "drop", "rename"))
    if act == "odd":
        holder[key] = copy.deepcopy(chance.choice(ODD))
    elif isinstance(holder, dict) and act == "rename":
        holder["renamed"] = holder.pop(key)
    else:
        del holder[key]


def tally_of(form, files, folder):
    """Read files as an import does; gives what was read, the raw rows written, and the rejects."""
    heads = {one.file: one.data[:65536] for one in files}
    context = {one.file: one.data for one in files if form.context is not None and form.context(one.file)}
    options = form.prepare(Options(), Glimpse(tuple(heads), heads, True))
    reader = form.reader(options, context)
    data = tuple(one for one in files if form.data(one.file))
    tally = read_chunk(Job(0, data, reader, folder))
    return tally, sum(
        pq.read_metadata(one).num_rows for one in folder.rglob("*.parquet") if "raw_rows" in str(one)
    )


@pytest.mark.parametrize("name", sorted(SOURCES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_changed_export_never_crashes_a_reader_and_every_row_is_kept_or_listed(
    name, seed, tmp_path_factory
):
    chance = random.Random(seed)
    files = units(SOURCES[name])
    hit = chance.randrange(len(files))
    files[hit] = files[hit]._replace(data=mutated(files[hit].data, chance))
    try:
        tally, raw = tally_of(formats()[name], files, tmp_path_factory.mktemp("piece"))
    except (InputError, MappingError):
        return  # the import as a whole was refused, before anything was read
    assert raw == tally.read
    assert tally.rejected_rows <= tally.read


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_no_reader_stumbles_over_its_own_fixtures(name, tmp_path):
    tally, raw = tally_of(formats()[name], units(SOURCES[name]), tmp_path)
    assert raw == tally.read > 0
    assert not [reason for reason in tally.reasons if "unexpected shape" in reason]
