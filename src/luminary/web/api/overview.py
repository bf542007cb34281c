"""Where the workspace stands, and why it exists."""

from __future__ import annotations

from luminary.privacy import Purpose
from luminary.web.jsonapi import group
from luminary.web.visitor import Asking, asking
from luminary.workspace.overview import Overview
from luminary.workspace.rights import Right

router = group("overview", "The workspace")


@router.get("")
def overview(ask: Asking = asking(Right.READ)) -> Overview:
    """Give what the workspace holds, how fresh it is, what changed, and what needs a decision."""
    return ask.work.overview()


@router.get("/purpose")
def purpose(ask: Asking = asking(Right.READ)) -> Purpose:
    """Give the purpose, basis, owner and end date on record."""
    return ask.work.purpose


@router.put("/purpose")
def record(purpose: Purpose, ask: Asking = asking(Right.MANAGE)) -> Purpose:
    """Record another purpose."""
    ask.work.change_purpose(purpose)
    return ask.work.purpose
