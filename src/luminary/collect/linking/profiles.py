"""What an address says about who is behind it: a profile on a platform, a website, a register's number.

Examples
--------
>>> profile_of("https://twitter.com/Bo_Ek?s=20"), profile_of("https://vakt.example/@bo")
(('x', 'bo_ek'), ('mastodon', 'bo@vakt.example'))
>>> profile_of("https://orcid.org/0000-0002-1825-0097"), profile_of("https://linktr.ee/boek")
(('orcid', '0000-0002-1825-0097'), None)
>>> site_mark("https://www.bo-ek.example/om/"), site_mark("https://linktr.ee/boek"), site_mark("https://t.co/a")
('bo-ek.example', 'linktr.ee/boek', None)
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from luminary.collect.addresses import page_key
from luminary.collect.linking.names import words_of

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'）)\]]{3,500}", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@./])((?:[a-z0-9\-]{1,63}\.){1,4}(?:com|org|net|se|no|dk|fi|eu|io|me|blog|info|social|dev)"
    r"(?:/[^\s<>\"'）)\]]{0,200})?)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+\-]{1,64}@(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)
_ORCID = re.compile(r"\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b")

# host: (platform, what stands in the path before the name)
_HOSTS: dict[str, tuple[tuple[str, str], ...]] = {
    "twitter.com": (("x", ""),),
    "mobile.twitter.com": (("x", ""),),
    "x.com": (("x", ""),),
    "bsky.app": (("bluesky", "profile/"),),
    "youtube.com": (("youtube", "channel/"), ("youtube", "@"), ("youtube", "c/"), ("youtube", "user/")),
    "m.youtube.com": (("youtube", "channel/"), ("youtube", "@")),
    "reddit.com": (("reddit", "user/"), ("reddit", "u/")),
    "old.reddit.com": (("reddit", "user/"),),
    "github.com": (("github", ""),),
    "gitlab.com": (("gitlab", ""),),
    "linkedin.com": (("linkedin", "in/"), ("linkedin", "company/"), ("linkedin", "pub/")),
    "facebook.com": (("facebook", ""),),
    "fb.com": (("facebook", ""),),
    "instagram.com": (("instagram", ""),),
    "threads.net": (("threads", "@"),),
    "threads.com": (("threads", "@"),),
    "tiktok.com": (("tiktok", "@"),),
    "medium.com": (("medium", "@"),),
    "orcid.org": (("orcid", ""),),
    "wikidata.org": (("wikidata", "wiki/"), ("wikidata", "entity/")),
    "t.me": (("telegram", ""),),
    "pinterest.com": (("pinterest", ""),),
    "twitch.tv": (("twitch", ""),),
    "speakerdeck.com": (("speakerdeck", ""),),
    "sessionize.com": (("sessionize", ""),),
    "researchgate.net": (("researchgate", "profile/"),),
    "scholar.google.com": (),
}
_NO_PROFILE = words_of(
    "home search explore intent share hashtag i settings login signup about help privacy terms watch"
    " playlist results feed groups events pages sharer.php profile.php p reel reels stories status"
    " notifications orgs topics sponsors features pricing marketplace joinchat"
)
_PAGES = frozenset(("linktr.ee", "about.me", "bio.link", "beacons.ai", "bio.site", "lnk.bio", "campsite.bio"))
"""Hosts of link pages: there the page means one person, the host nobody."""
_NOBODYS = words_of(
    "t.co bit.ly ow.ly goo.gl tinyurl.com buff.ly lnkd.in amzn.to youtu.be google.com docs.google.com"
    " drive.google.com forms.gle scholar.google.com wikipedia.org amazon.com apple.com"
    " podcasts.apple.com itunes.apple.com open.spotify.com spotify.com soundcloud.com patreon.com"
    " paypal.me paypal.com ko-fi.com buymeacoffee.com gofundme.com eventbrite.com meetup.com"
    " wordpress.com blogspot.com substack.com tumblr.com github.io gitlab.io discord.gg discord.com"
    " slack.com whatsapp.com wa.me zoom.us notion.so dropbox.com vimeo.com flickr.com imgur.com"
    " archive.org doi.org arxiv.org pubmed.ncbi.nlm.nih.gov ncbi.nlm.nih.gov nature.com gov.uk europa.eu"
    " mailchi.mp eepurl.com feedburner.com web.archive.org"
)
"""Hosts that many share; a link there says nothing of who links."""
_MASTODON = re.compile(r"/(?:@|users/)([\w.\-]{1,64})/?\Z")
_ROLES = words_of(
    "info press presse post postmaster webmaster admin administrator office kontakt contact kontor"
    " support hello hej hei hallo mail epost email redaktion redaksjon redaktionen redaksjonen desk news"
    " tips sales noreply no-reply donotreply help service servicedesk team team-office booking"
    " registrator diarium kundservice kundeservice asiakaspalvelu toimitus media pr marketing hr jobs"
    " jobb newsletter list lists owner root abuse security billing faktura invoice webredaktion"
    " kommunikation viestinta kirjaamo postmottak firmapost sekretariat secretary reception"
)


def addresses_in(text: str) -> list[str]:
    """List the web addresses in a self-description, with or without scheme, each once."""
    whole = _ADDRESS.findall(text[:5_000])
    rest = _MAIL.sub(" ", _ADDRESS.sub(" ", text[:5_000]))
    found = [one if one[:4].lower() == "http" else f"https://{one}" for one in (*whole, *_BARE.findall(rest))]
    return list(dict.fromkeys(one.rstrip(".,;:!?") for one in found))


def mails_in(text: str) -> list[str]:
    """List the e-mail addresses in a self-description, without those in handles such as @bo@server."""
    found = _MAIL.finditer(text[:5_000])
    return list(dict.fromkeys(one[0].lower() for one in found if text[max(0, one.start() - 1)] != "@"))


def profile_of(address: str) -> tuple[str, str] | None:
    """Read platform and name out of the address of a profile; None when it is the address of none."""
    key = page_key(address)
    if key is None:
        return None
    host, _, path = unquote(key.removeprefix("web:/").partition("?")[0]).partition("/")
    if host.endswith("linkedin.com"):
        host = "linkedin.com"
    if host in _HOSTS:
        return _on(host, path)
    found = _MASTODON.search(f"/{path}")
    return ("mastodon", f"{found[1].lower()}@{host}") if found else None


def _on(host: str, path: str) -> tuple[str, str] | None:
    for platform, before in _HOSTS[host]:
        if not path.lower().startswith(before):
            continue
        name = path[len(before) :].partition("/")[0].lstrip("@")
        if not name or name.lower() in _NO_PROFILE or len(name) > 200:
            return None
        if platform == "orcid":
            found = _ORCID.fullmatch(name.upper())
            return ("orcid", found[1]) if found else None
        return platform, name.lower()
    return None


def site_mark(address: str) -> str | None:
    """Give what of an address can mean one person: the host of a website, or a page among link pages."""
    key = page_key(address)
    if key is None or profile_of(address) is not None:
        return None
    host, _, path = key.removeprefix("web:/").partition("?")[0].partition("/")
    if host in _PAGES:
        return f"{host}/{path.partition('/')[0].lower()}" if path else None
    if host in _NOBODYS or host in _HOSTS or host.endswith(".linkedin.com"):
        return None
    return host.partition(":")[0]


def is_role_mail(mail: str) -> bool:
    """Tell whether an e-mail address is one that an office and not a person reads.

    Examples
    --------
    >>> is_role_mail("Info@vakt.example"), is_role_mail("bo.ek@vakt.example")
    (True, False)
    """
    name = mail.lower().partition("@")[0].partition("+")[0]
    return name in _ROLES or name.split(".")[0] in _ROLES or name.startswith(("no-reply", "noreply"))


def orcid_in(text: str) -> str | None:
    """Find an ORCID iD whose check digit is right.

    Examples
    --------
    >>> orcid_in("ORCID 0000-0002-1825-0097"), orcid_in("tel 0000-0002-1825-0098")
    ('0000-0002-1825-0097', None)
    """
    for found in _ORCID.finditer(text[:5_000]):
        if _checks(found[1]):
            return found[1]
    return None


def _checks(orcid: str) -> bool:
    """Tell whether the last sign is the check digit (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return orcid[-1] == ("X" if rest == 10 else str(rest))
