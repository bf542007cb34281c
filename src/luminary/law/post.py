"""One post as the checker needs it: what was written, and what the campaign record says about it.

The text cannot show whether anybody paid; `connection` must come from the campaign record or from asking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from luminary.errors import InputError
from luminary.i18n import Listing, Message, say, together

LONGEST_TEXT = 100_000
"""Characters of a text that are read; no platform lets a reader see more at a glance."""

CONNECTIONS = (
    "unknown",
    "none",
    "paid",
    "gift",
    "gift_no_agreement",
    "loan",
    "invited",
    "affiliate",
    "ambassador",
    "own_brand",
    "employee_marketing",
    "public_info_employee",
    "own_channel",
)
"""What the writer has of the advertiser; ``unknown`` where nobody has asked."""

KINDS = ("post", "story", "reel", "video", "short", "live", "image", "carousel", "article", "thread",
         "comment", "reply", "repost", "review", "podcast", "newsletter")  # fmt: skip
PRODUCTS = ("none", "rx", "otc", "vaccine", "device", "food", "food_supplement", "cosmetic",
            "cosmetic_procedure", "other")  # fmt: skip
ENDORSERS = ("none", "celebrity", "health_professional", "scientist", "opinion_leader", "expert", "patient",
             "customer", "employee", "other")  # fmt: skip
CLAIMS = ("none", "health", "disease", "nutrition", "effect", "guaranteed_effect", "safety",
          "environment", "other")  # fmt: skip
IMAGES = ("none", "before_after", "other")
AUDIENCES = ("public", "professionals", "minors")
LANGS = ("sv", "nb", "nn", "da", "fi", "en", "de")
CHANNELS = ("instagram", "tiktok", "linkedin", "facebook", "x", "youtube", "blog", "threads", "snapchat",
            "pinterest", "bluesky", "mastodon", "reddit", "twitch", "podcast", "newsletter", "discord",
            "forum", "web", "intranet", "other")  # fmt: skip

_SAME = {
    "channel": {"twitter": "x", "website": "web", "ig": "instagram", "fb": "facebook", "email": "newsletter"},
    "product": {
        "prescription": "rx", "medicine_rx": "rx", "medicine_otc": "otc", "medical_device": "device",
        "supplement": "food_supplement", "food supplement": "food_supplement", "cosmetics": "cosmetic",
        "cosmetic_treatment": "cosmetic_procedure",
        "prescription_medicine": "rx", "otc_medicine": "otc", "": "none",
        "aesthetic_procedure": "cosmetic_procedure",
    },
    "endorser": {
        "doctor": "health_professional", "nurse": "health_professional", "physician": "health_professional",
        "pharmacist": "health_professional", "hcp": "health_professional", "researcher": "scientist",
        "dentist": "health_professional", "athlete": "celebrity",
        "influencer": "opinion_leader", "dol": "opinion_leader", "kol": "opinion_leader", "": "none",
    },
    "claim": {"medical": "disease", "environmental": "environment", "green": "environment", "": "none"},
    "image": {"before-after": "before_after", "before_and_after": "before_after", "": "none"},
    "audience": {"hcp": "professionals", "health_professionals": "professionals", "children": "minors",
                 "general": "public",
                 "patients": "public", "consumers": "public", "": "public"},
    "kind": {"stories": "story", "photo": "image", "picture": "image", "reels": "reel", "shorts": "short",
             "vlog": "video", "": "post"},
    "lang": {"": "", "no": "nb", "se": "sv", "dk": "da"},
}  # fmt: skip
"""Other usual words for the same."""

_NAMES = {
    "language": "lang", "advertisers": "advertiser", "brand": "advertiser", "brands": "advertiser",
    "handle": "handles", "caption": "text", "image_type": "image", "picture": "image",
    "product_class": "product",
    "claim_type": "claim", "stories": "frames", "posted": "date", "posted_at": "date", "at": "date",
    "published": "date", "marked_retouched": "retouch_mark", "retouched_mark": "retouch_mark",
    "claim_id": "approved_claim", "document_id": "vaccination_campaign",
    "approved_vaccination_campaign": "vaccination_campaign",
}  # fmt: skip
"""Other usual names of the same field."""

_OF_DISEASE = ("disease", "cure", "treat", "prevent", "heal", "medicin")
"""What a claim in free words holds when it is one about illness."""

NOTES = frozenset({"expect", "codes", "src", "source", "note", "notes", "comment", "verdict"})
"""Fields that people keep beside a post for themselves; they decide nothing."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is known of one post.

    Attributes
    ----------
    country : str
        Country of the audience, which chooses the pack.
    text : str
        The caption, description, message or article.
    lang : str
        Language of the text; empty: the first one of the country.
    advertiser, handles : tuple of str
        Names of those who gain by the post, and their accounts.
    frames : tuple of str
        What is written on each picture of a story; empty where it is none.
    title, thumbnail : str
        What is read before the text: a title, words on the picture.
    platform_label : bool or None
        Whether the platform itself shows a label; None: not known.
    approved_claim, vaccination_campaign : str
        Number of the document that allows it; empty where there is none.
    date : date or None
        Day on which it was, or will be, published; None: today.
    """

    country: str
    text: str = ""
    id: str = ""
    lang: str = ""
    channel: str = "other"
    kind: str = "post"
    connection: str = "unknown"
    advertiser: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    title: str = ""
    thumbnail: str = ""
    frames: tuple[str, ...] = ()
    platform_label: bool | None = None
    product: str = "none"
    product_names: tuple[str, ...] = ()
    endorser: str = "none"
    claim: str = "none"
    approved_claim: str = ""
    image: str = "none"
    audience: str = "public"
    minors: bool = False
    retouched: bool = False
    retouch_mark: bool = False
    political: bool = False
    ai_generated: bool = False
    vaccination_campaign: str = ""
    date: date | None = None
    ignored: tuple[str, ...] = ()


def read_post(row: Mapping[str, Any]) -> Post:
    """Read a post from a record, such as a line of JSON.

    Raises
    ------
    InputError
        Naming every field that cannot be used, with the value seen and what would do.

    Examples
    --------
    >>> read_post({"country": "SE", "text": "Hej", "connection": "paid", "brand": "Fjällskor"}).advertiser
    ('Fjällskor',)
    """
    found: dict[str, Any] = {}
    faults: list[Message] = []
    ignored: list[str] = []
    for name, value in row.items():
        _take(str(name), value, found, faults, ignored)
    faults += _missing({_NAMES.get(str(name), str(name)) for name, value in row.items() if value is not None})
    if faults:
        raise InputError(together(faults, "; "))
    return Post(**found, ignored=tuple(ignored))


def _take(name: str, value: Any, found: dict[str, Any], faults: list[Message], ignored: list[str]) -> None:
    key = name if name in _READERS else _NAMES.get(name, name)
    if key not in _READERS:
        if name in NOTES or name.startswith("_"):
            return
        near = get_close_matches(name, _READERS, n=1, cutoff=0.8)
        if near:
            faults.append(say("no field is named '{name}'; did you mean {near}?", name=name, near=near[0]))
        ignored.append(name)
        return
    if key in found:
        faults.append(say("'{name}' is given twice, under another name too", name=key))
    if value is None:
        return
    try:
        found[key] = _READERS[key](value)
    except ValueError as error:
        faults.append(say("{field} is {seen}; {way}", field=name, seen=_seen(value), way=_way(key, error)))


def _missing(given: set[str]) -> Iterator[Message]:
    if "country" not in given:
        yield say("'{field}' is missing", field="country")
    if not given & {"text", "frames", "title", "thumbnail"}:
        yield say("'{field}' is missing", field="text")


def _seen(value: Any) -> str:
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _way(key: str, error: ValueError) -> Message:
    if key in _CHOICES:
        return say("known: {known}", known=Listing(_CHOICES[key], ", "))
    told = error.args[0]
    assert isinstance(told, Message)
    return told


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(say("give a text"))
    return value[:LONGEST_TEXT]


def _texts(value: Any) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise ValueError(say("give a text, or a list of texts"))
    return tuple(one[:LONGEST_TEXT] for one in given[:1000])


def _names(value: Any) -> tuple[str, ...]:
    return tuple(one.strip()[:200] for one in _texts(value) if one.strip())[:50]


def _known(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false", "unknown", ""):
        return {"true": True, "false": False}.get(value.lower())
    raise ValueError(say("give true, false or unknown"))


def _flag(value: Any) -> bool:
    found = _known(value)
    if found is None:
        raise ValueError(say("give true or false"))
    return found


def _document(value: Any) -> str:
    """Read the number of a document; a bare yes is not one."""
    if value is False:
        return ""
    if not isinstance(value, str) or (value and value.lower() in ("true", "yes")):
        raise ValueError(say("give the number of the document that allows it"))
    return value.strip()[:200]


def _day(value: Any) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise ValueError(say("write the day as 2026-12-31")) from None


def _claim(value: Any) -> str:
    """Read a kind of claim; any other text is the claim itself, which nobody has put into a class."""
    if not isinstance(value, str):
        raise ValueError(say("give a text; classes: {known}", known=Listing(CLAIMS, ", ")))
    tidy = value.strip().lower().replace(" ", "_")
    found = _SAME["claim"].get(tidy, tidy)
    if found in CLAIMS:
        return found
    if "health" in found or any(word in found for word in _OF_DISEASE):
        return "health" if "health" in found else "disease"
    near = get_close_matches(found, CLAIMS, n=1, cutoff=0.8)
    if near:
        raise ValueError(say("did you mean {near}?", near=near[0]))
    return "other"


def _country(value: Any) -> str:
    if value is False:
        # A list of countries in YAML that says NO without quotes arrives as false.
        raise ValueError(say('if Norway is meant, write "NO" in quotes'))
    if not isinstance(value, str) or not value.strip():
        raise ValueError(say("give the code of a country, such as SE"))
    return value.strip().upper()


def _choice(name: str) -> Callable[[Any], str]:
    known, same = frozenset(_CHOICES[name]), _SAME.get(name, {})

    def chosen(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        if not isinstance(value, str):
            raise ValueError(name)
        tidy = value.strip().lower()
        found = same.get(tidy, tidy)
        if found not in known and found != "":
            raise ValueError(name)
        return found

    return chosen


_CHOICES: dict[str, tuple[str, ...]] = {
    "channel": CHANNELS,
    "kind": KINDS,
    "connection": CONNECTIONS,
    "product": PRODUCTS,
    "endorser": ENDORSERS,
    "image": IMAGES,
    "audience": AUDIENCES,
    "lang": LANGS,
}

_READERS: dict[str, Callable[[Any], Any]] = {
    **{name: _choice(name) for name in _CHOICES},
    **dict.fromkeys(("text", "title", "thumbnail"), _text),
    **dict.fromkeys(("advertiser", "handles", "product_names"), _names),
    **dict.fromkeys(("minors", "retouched", "retouch_mark", "political", "ai_generated"), _flag),
    **dict.fromkeys(("approved_claim", "vaccination_campaign"), _document),
    "claim": _claim,
    "id": lambda value: str(value)[:200],
    "country": _country,
    "frames": _texts,
    "platform_label": _known,
    "date": _day,
}

FIELDS = tuple(one.name for one in fields(Post) if one.name != "ignored")
"""Fields of a post, in the order in which they are told."""
