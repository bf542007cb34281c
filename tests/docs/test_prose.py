"""The converter of docstrings to Markdown."""

import sys

import pytest
from tests.architecture.code import ROOT


@pytest.fixture
def markdown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "docs" / "pages"), *sys.path])
    from prose import markdown

    return markdown


def test_headings_get_the_level_asked_for(markdown) -> None:
    assert markdown("A.\n\nNotes\n-----\nB.", "###") == "A.\n\n### Notes\n\nB."


def test_named_lines_become_a_list_with_their_continuations(markdown) -> None:
    assert markdown("``a``  one\n       more\n``b``  two") == "- `a`: one more\n- `b`: two"


def test_names_that_are_left_out_are_left_out_with_their_continuations(markdown) -> None:
    assert markdown("``a``  one\n       more\n``b``  two", leave_out=frozenset({"a"})) == "- `b`: two"


def test_indented_blocks_and_examples_are_fenced(markdown) -> None:
    assert markdown("So::\n\n    x = 1\n\nThen.") == "So:\n\n```text\nx = 1\n```\n\nThen."
    assert markdown(">>> 1 + 1\n2") == "```python\n>>> 1 + 1\n2\n```"


def test_stars_outside_code_are_no_emphasis(markdown) -> None:
    assert markdown("a*b* and ``c*d*``") == r"a\*b\* and `c*d*`"
