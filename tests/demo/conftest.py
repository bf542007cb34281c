import csv
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from luminary.demo import Truth, World, build_world, read_truth


@dataclass(frozen=True)
class Written:
    """A world as it stands on disk, read with nothing but the standard library."""

    world: World
    truth: Truth
    mikro: dict[str, dict[str, str]]
    blogg: dict[str, dict[str, str]]
    slack: dict[str, dict]
    users: dict[str, dict]


def read(world: World) -> Written:
    slack, users = {}, {}
    with zipfile.ZipFile(world.exports[0].path) as archive:
        users = {user["id"]: user for user in json.loads(archive.read("users.json"))}
        for name in archive.namelist():
            if "/" in name:
                slack.update({message["ts"]: message for message in json.loads(archive.read(name))})
    with world.exports[1].path.open(encoding="utf-8", newline="") as file:
        mikro = {row["id"]: row for row in csv.DictReader(file)}
    lines = world.exports[2].path.read_text("utf-8").split("\n")
    blogg = {row["id"]: row for row in map(json.loads, filter(None, lines))}
    usable = {key: row for key, row in mikro.items() if not key.startswith("9900")}
    essays = {key: row for key, row in blogg.items() if not key.startswith("b9000")}
    return Written(world, read_truth(world.truth), usable, essays, slack, users)


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> Written:
    folder: Path = tmp_path_factory.mktemp("world")
    return read(build_world(folder))
