"""Words of the library as pages write them: kinds of act, of person, levels; each can be translated."""

from __future__ import annotations

from luminary.i18n import Message, say

ACTS: dict[str, Message] = {
    "reply": say("answers"),
    "quote": say("quotes"),
    "mention": say("mentions"),
    "repost": say("shares"),
    "reaction": say("reactions"),
    "neighbour": say("next posts in a thread"),
    "tie": say("stated ties"),
    "inferred reply": say("answers, inferred"),
}
"""Kind of act to what many of them are called."""

DOES: dict[str, Message] = {
    "reply": say("answers it"),
    "quote": say("quotes it"),
    "mention": say("names the author"),
    "repost": say("shares it"),
}
"""Kind of act to what a post does to another."""

KINDS: dict[str, Message] = {
    "person": say("person"),
    "organisation": say("organisation"),
    "service": say("automated service"),
    "unknown": say("not known"),
}

LEVELS: dict[str, Message] = {
    "celebrity": say("celebrity"),
    "writer": say("writer"),
    "follower or customer": say("follower or customer"),
    "friend, colleague or partner": say("friend, colleague or partner"),
}

DECIDED: dict[str, Message] = {
    "kind": say("Kind"),
    "level": say("Level"),
    "tier": say("Size of followership"),
}

ACCESS: dict[str, Message] = {"open": say("open"), "closed": say("closed")}

HOWS: dict[str, Message] = {
    "own id": say("known by the platform's own id"),
    "name seen with one id": say("a name that was seen with one id only"),
    "name seen with one id, but for case and font": say(
        "a name that was seen with one id, but for case and font"
    ),
    "name seen mostly with this id": say("a name that was mostly seen with this id"),
    "handle seen with one id": say("a handle that was seen with one id only"),
    "handle seen mostly with this id": say("a handle that was mostly seen with this id"),
    "name only": say("known by name only, so two namesakes may be mixed"),
    "handle only": say("known by handle only"),
}
"""How an account is known to be a person's."""

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
IMAGES: dict[str, Message] = {
    "none": say("nothing special"),
    "before_after": say("pictures of before and after"),
    "other": say("something else"),
}
CHANNELS: dict[str, Message] = {
    "instagram": Message("Instagram"),
    "tiktok": Message("TikTok"),
    "linkedin": Message("LinkedIn"),
    "facebook": Message("Facebook"),
    "x": Message("X"),
    "youtube": Message("YouTube"),
    "blog": say("blog"),
    "threads": Message("Threads"),
    "snapchat": Message("Snapchat"),
    "pinterest": Message("Pinterest"),
    "bluesky": Message("Bluesky"),
    "mastodon": Message("Mastodon"),
    "reddit": Message("Reddit"),
    "twitch": Message("Twitch"),
    "podcast": say("podcast"),
    "newsletter": say("newsletter"),
    "discord": Message("Discord"),
    "forum": say("forum"),
    "web": say("web site"),
    "intranet": say("intranet"),
    "other": say("something else"),
}
POST_KINDS: dict[str, Message] = {
    "post": say("post"),
    "story": say("story"),
    "reel": say("reel"),
    "video": say("video"),
    "short": say("short video"),
    "live": say("live broadcast"),
    "image": say("picture"),
    "carousel": say("several pictures"),
    "article": say("article"),
    "thread": say("thread"),
    "comment": say("comment"),
    "reply": say("answer"),
    "repost": say("shared post"),
    "review": say("review"),
    "podcast": say("podcast"),
    "newsletter": say("newsletter"),
}
NOBODY: Message = say("nobody in particular")
"""Who recommends it, where nobody of standing does."""

VERDICTS: dict[str, Message] = {
    "PASS": say("likely enough"),
    "ADVICE": say("could be clearer"),
    "FAIL": say("likely not enough"),
    "REVIEW": say("a person decides"),
    "NO_LABEL_NEEDED": say("no label needed"),
    "BLOCK": say("not allowed"),
}
"""Verdict to what a tag says; the sentence stands in `luminary.law.telling.headline`."""

COUNTRIES: dict[str, Message] = {
    "SE": say("Sweden"),
    "NO": say("Norway"),
    "DK": say("Denmark"),
    "FI": say("Finland"),
    "UK": say("United Kingdom"),
    "US": say("United States"),
    "DE": say("Germany"),
}
