"""The command of the network."""

import json

import networkx
import pytest


@pytest.fixture
def network(run, built):
    return lambda *words, **more: run("-w", built, "network", *words, **more)


def test_communities_bridges_people_and_ties_are_listed(network):
    found = network()
    assert found.exit_code == 0 and "best connected" in found.stdout
    assert "5 people with" in found.stderr and "evaluation workspace" in found.stderr
    people = json.loads(network("people", "--format", "json").stdout)
    assert people[0]["name"] == "Astrid Lund" and len(people) == 5
    ties = json.loads(network("ties", "--format", "json").stdout)
    assert {"one", "other", "months", "acts"} <= ties[0].keys()
    assert json.loads(network("bridges", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("suffix", "read"), [("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)]
)
def test_the_picture_is_written_for_other_programs(network, tmp_path, suffix, read):
    file = tmp_path / f"net.{suffix}"
    assert network("--output", file).exit_code == 0
    assert len(read(file)) == 5


def test_hostile_names_reach_neither_terminal_nor_spreadsheet(network):
    assert "\x1b" not in network("people").stdout
    assert "'=HYPERLINK(1)" in network("people", "--format", "csv").stdout


def test_what_cannot_be_drawn_ends_with_a_way_out(network, tmp_path):
    assert network("--most", "0").exit_code == 2
    assert network("--subject", "nothing").exit_code == 2
    assert network("--output", tmp_path / "no" / "net.gexf").exit_code == 1
