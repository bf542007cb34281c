"""Links in the documents lead somewhere; nothing is asked of the network."""

import re
from pathlib import Path

import pytest
from tests.architecture.code import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _prose(text: str) -> str:
    """Leave out fenced blocks and code in the line."""
    return re.sub(r"`[^`\n]+`", "", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def _anchors(page: Path) -> set[str]:
    """List the anchors that headings make, as code hosts do."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def _links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)", text)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    broken = []
    for link in _links(page):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_paths_named_in_code_exist(page: Path) -> None:
    """Only paths with a folder of the repository in front are looked for."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|tests|docs|benchmarks|requirements)/[\w./-]+)`", text))
    assert {name for name in named if not (ROOT / name.rstrip("/")).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_nothing_is_left_to_be_filled_in(page: Path) -> None:
    prose = _prose(page.read_text(encoding="utf-8"))
    assert re.findall(r"\b(?:TODO|TBD|FIXME|lorem ipsum)\b|<!-- FILL", prose, re.IGNORECASE) == []


@pytest.mark.parametrize("page", [one for one in PAGES if "decisions" in one.parts], ids=_name)
def test_a_decision_record_has_its_four_parts_on_one_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"# \d{4} [A-Z]", text)
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [one for one in parts if one in ("Context", "Decision", "Consequences", "Alternatives")] == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives",
    ]
    assert len(text.split()) < 1_500
