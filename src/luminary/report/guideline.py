"""The page of rules of thumb: to print, to pass on, or as plain text."""

from __future__ import annotations

from luminary.law.guideline import Guideline
from luminary.report.page import styled_page
from luminary.report.text import clean

_LONGEST = 2_000
"""Characters of a line; names and contacts come from outside."""


def guideline_page(told: Guideline) -> str:
    """Write the page as one HTML file: no script, nothing from elsewhere, one sheet on paper."""
    return styled_page("guideline.html.j2", "guideline.css", page=told)


def guideline_text(told: Guideline) -> str:
    """Write the page as plain text."""
    lines = [f"- {clean(one.text, _LONGEST)}" for one in told.lines]
    head = [clean(one, _LONGEST) for one in (told.title, told.intro)]
    return "\n".join([head[0], "", head[1], "", *lines, "", clean(told.foot, _LONGEST), ""])
