"""The page about live sources tells every setting and secret there is."""

import re

import pytest
from tests.architecture.code import ROOT

from luminary.collect.live.registry import connectors
from luminary.privacy.terms import policy

PAGE = (ROOT / "docs" / "sources.md").read_text("utf-8")
ELSEWHERE = {"feed", "pages"}
"""Told in `docs/fetching.md`."""
CONNECTORS = sorted(set(connectors()) - ELSEWHERE)


@pytest.fixture(params=CONNECTORS)
def told(request):
    """Give a connector and its section."""
    found = re.search(rf"^## {re.escape(request.param)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/sources.md has no section {request.param}"
    return connectors()[request.param], found[1]


def test_every_setting_and_secret_is_told(told):
    connector, section = told
    names = [*(one.name for one in connector.asks), *(one.name for one in connector.secrets)]
    assert [one for one in names if f"`{one}`" not in section] == []


def test_every_section_has_an_example_that_names_the_connector_and_what_it_needs(told):
    connector, section = told
    assert f"--connector {connector.name} " in section
    assert [one.name for one in connector.asks if one.required and f"--set {one.name}=" not in section] == []


def test_the_terms_are_named_and_there(told):
    connector, section = told
    assert f"Terms: `{connector.terms}`" in section
    assert policy(connector.terms).source == connector.terms


def test_no_section_is_about_a_connector_that_is_not_there():
    assert re.findall(r"^## (\S+)$", PAGE, re.MULTILINE) == sorted(
        CONNECTORS, key=lambda one: PAGE.index(f"## {one}\n")
    )
