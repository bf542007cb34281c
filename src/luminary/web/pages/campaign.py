"""The check before a campaign: what must be in place, what stops it, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from luminary.i18n import Message, say
from luminary.law.campaign import Campaign
from luminary.web.page import Group, Nav
from luminary.web.pages.collaborations import TIES
from luminary.web.pages.guideline import COUNTRIES
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/campaign")
NAV = (Nav(say("Campaign check"), "/campaign", "list-checks", Group.PROVE, 31),)
_Text = Annotated[str, Query(max_length=5000)]

PRODUCTS: dict[str, Message] = {
    "none": say("no product"),
    "rx": say("prescription medicine"),
    "otc": say("medicine without prescription"),
    "vaccine": say("vaccine"),
    "device": say("medical device"),
    "food": say("food"),
    "food_supplement": say("food supplement"),
    "cosmetic": say("cosmetics"),
    "cosmetic_procedure": say("cosmetic procedure"),
    "other": say("something else"),
}
ENDORSERS: dict[str, Message] = {
    "opinion_leader": say("opinion leaders"),
    "health_professional": say("health professionals"),
    "scientist": say("scientists"),
    "celebrity": say("celebrities"),
    "expert": say("experts"),
    "patient": say("patients"),
    "customer": say("customers"),
    "employee": say("employees"),
    "other": say("others"),
}
AUDIENCES: dict[str, Message] = {
    "public": say("the public"),
    "professionals": say("professionals"),
    "minors": say("minors"),
}
CLAIMS: dict[str, Message] = {
    "none": say("nothing"),
    "health": say("health"),
    "disease": say("disease"),
    "nutrition": say("nutrition"),
    "effect": say("effect"),
    "guaranteed_effect": say("a guaranteed effect"),
    "safety": say("safety"),
    "environment": say("environment"),
    "other": say("something else"),
}
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
