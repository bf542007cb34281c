"""Check a post or a draft against the rules of a country, and read the rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse

from luminary.domain.words import LANGUAGES as SPOKEN
from luminary.errors import LuminaryError
from luminary.i18n import Message, say
from luminary.law import telling
from luminary.law.post import LANGS
from luminary.web.labels import (
    AUDIENCES,
    CHANNELS,
    CLAIMS,
    ENDORSERS,
    IMAGES,
    NOBODY,
    POST_KINDS,
    PRODUCTS,
)
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/check")
NAV = (Nav(say("Check a post"), "/check", "scale", Group.RULES, 10),)

_FRAME = "---"
_SPOKEN: dict[str, Message] = SPOKEN | {"de": say("German")}
_CHOICES: dict[str, dict[str, Message]] = {
    "channel": CHANNELS, "kind": POST_KINDS, "lang": {one: _SPOKEN[one] for one in LANGS},
    "product": PRODUCTS, "endorser": {"none": NOBODY} | ENDORSERS, "claim": CLAIMS, "image": IMAGES,
    "audience": AUDIENCES,
}  # fmt: skip
_FLAGS = ("platform_label", "minors", "retouched", "retouch_mark", "political", "ai_generated")


def typed(
    text: Annotated[str, Form(max_length=100_000)] = "",
    country: Annotated[str, Form()] = "",
    connection: Annotated[str, Form()] = "unknown",
    advertiser: Annotated[str, Form(max_length=2_000)] = "",
    channel: Annotated[str, Form()] = "instagram",
    kind: Annotated[str, Form()] = "post",
    lang: Annotated[str, Form()] = "",
    product: Annotated[str, Form()] = "none",
    endorser: Annotated[str, Form()] = "none",
    claim: Annotated[str, Form()] = "none",
    image: Annotated[str, Form()] = "none",
    audience: Annotated[str, Form()] = "public",
    on: Annotated[str, Form()] = "",
    flags: Annotated[list[str] | None, Form()] = None,
) -> dict[str, Any]:
    """Read the form as a post."""
    post: dict[str, Any] = {
        "text": text, "country": country, "connection": connection, "channel": channel, "kind": kind,
        "lang": lang, "product": product, "endorser": endorser, "claim": claim, "image": image,
        "audience": audience, "advertiser": [one.strip() for one in advertiser.split(",") if one.strip()],
    }  # fmt: skip
    post |= {name: True for name in flags or () if name in _FLAGS}
    return post | ({"date": on} if on else {})


@router.get("")
def check(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show the form with nothing typed yet."""
    return _shown(ask, {"country": ask.work.law.usual_country(ask.work.purpose.language), "advertiser": []})


@router.post("")
def judged(post: Annotated[dict[str, Any], Depends(typed)], ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Judge what is typed; nothing of it is kept."""
    return _shown(ask, post, wanted=True)


@router.get("/packs")
def packs(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """List the rule packs."""
    return ask.page("packs.html", packs=ask.work.law.packs(), pack=None, today=date.today())


@router.get("/packs/{country}")
def pack(country: str, ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show the rules of a country with their sources."""
    shown = ask.work.law.pack(country)
    return ask.page("packs.html", packs=(), pack=shown, today=date.today(), confidences=telling.CONFIDENCES)


def _shown(ask: Asking, post: dict[str, Any], *, wanted: bool = False) -> HTMLResponse:
    told, fault = _judged(ask, post) if wanted and post["text"].strip() else (None, "")
    countries = [(one.country, one.name) for one in ask.work.law.packs()]
    parts = _frames(post) or {"text": str(post.get("text", ""))}
    return ask.page(
        "check.html",
        422 if fault else 200,
        post=post,
        told=told,
        fault=fault,
        countries=countries,
        headline=telling.headline(told, dict(countries)[told.country]) if told else "",
        pieces=[telling.marked(text, told.spans, part) for part, text in parts.items()] if told else [],
        telling=telling,
        choices=_CHOICES,
    )


def _judged(ask: Asking, post: dict[str, Any]) -> tuple[Any, Message | str]:
    frames = _frames(post)
    asked = post | ({"frames": list(frames.values()), "text": ""} if frames else {})
    try:
        return ask.work.law.check({name: value for name, value in asked.items() if value != ""}), ""
    except LuminaryError as error:
        return None, error.message


def _frames(post: dict[str, Any]) -> dict[str, str]:
    """Cut the text of a story into its frames, at lines of three dashes."""
    if post.get("kind") != "story" or not post.get("text"):
        return {}
    frames: list[list[str]] = [[]]
    for line in post["text"].splitlines():
        frames.append([]) if line.strip() == _FRAME else frames[-1].append(line)
    return {str(at): "\n".join(lines) for at, lines in enumerate(frames, 1)}
