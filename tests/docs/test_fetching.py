"""The commands of the page about live sources run, in order, and print what it shows."""

import shutil
import socket

import pytest
from tests.architecture.code import ROOT
from tests.docs.test_tutorial import _environment, _run, commands, missing

from luminary.collect.live.registry import connectors
from luminary.settings import Limits

PAGE = (ROOT / "docs" / "fetching.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_commands_of_the_page_print_what_it_shows(tmp_path):
    with socket.socket() as one:
        if one.connect_ex(("127.0.0.1", 8765)) == 0:
            pytest.skip("another program has the port of the example")
    (tmp_path / "site").mkdir()
    shutil.copy(ROOT / "tests" / "fixtures" / "feeds" / "blogg.xml", tmp_path / "site")
    environment = _environment(tmp_path)
    told = commands(PAGE)
    try:
        for command in told:
            if command.text.startswith("export "):
                name, _, value = command.text.removeprefix("export ").partition("=")
                environment[name] = value
                continue
            done = _run(command.text, tmp_path, environment)
            assert done.returncode == 0, f"$ {command.text}\n{done.stdout}"
            assert missing(command.shown, done.stdout) == [], f"$ {command.text}\n{done.stdout}"
    finally:
        _run("kill $(cat server.pid)", tmp_path, environment)


@pytest.mark.parametrize("name", ["feed", "pages"])
def test_every_setting_of_these_connectors_is_told(name):
    section = PAGE[PAGE.index(f"\n## {name}\n") :].partition("\n## What")[0]
    assert all(f"`{one.name}`" in section for one in connectors()[name].asks)


def test_the_limits_that_the_page_names_are_those_that_hold():
    limits = Limits()
    assert (limits.fetch_bytes, limits.fetch_seconds, limits.fetch_patience) == (50_000_000, 60, 300)
    assert limits.fetch_tries == 5
