"""The check before a campaign: what must be in place, what stops it, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from luminary.i18n import Message, say
from luminary.law.campaign import Campaign
from luminary.web.labels import AUDIENCES, CLAIMS, COUNTRIES, ENDORSERS, PRODUCTS
from luminary.web.page import Group, Nav
from luminary.web.pages.collaborations import TIES
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/campaign")
NAV = (Nav(say("Campaign check"), "/campaign", "calendar", Group.RULES, 20),)
_Text = Annotated[str, Query(max_length=5000)]

STATES: dict[str, Message] = {
    "blocked": say("stops it"),
    "decide": say("a person decides"),
    "missing": say("missing"),
    "in_place": say("in place"),
}


@router.get("")
def shown(
    country: str = "",
    product: str = "none",
    name: _Text = "",
    audience: str = "public",
    channel: str = "other",
    endorser: Annotated[list[str] | None, Query()] = None,
    connection: str = "paid",
    advertiser: _Text = "",
    claim: str = "none",
    text: _Text = "",
    before_after: bool = False,
    political: bool = False,
    document: _Text = "",
    have: Annotated[list[str] | None, Query()] = None,
    ask: Asking = asking(Right.READ),
) -> HTMLResponse:
    """Show what a planned campaign needs; nothing is kept."""
    planned = Campaign(
        country or ask.work.law.usual_country(ask.language),
        product,
        tuple(part.strip() for part in name.split(",") if part.strip()),
        audience,
        (channel,),
        tuple(endorser or ["opinion_leader"]),
        connection,
        advertiser.strip(),
        claim,
        "before_after" if before_after else "none",
        text.strip(),
        vaccination_campaign=document.strip(),
        political=political,
        in_place=frozenset(have or ()),
    )
    found = ask.work.law.check_campaign(planned)
    return ask.page(
        "campaign.html",
        planned=planned,
        found=found,
        name=name,
        products=PRODUCTS,
        endorsers=ENDORSERS,
        audiences=AUDIENCES,
        claims=CLAIMS,
        states=STATES,
        ties=TIES,
        countries=COUNTRIES,
    )
