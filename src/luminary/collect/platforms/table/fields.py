"""What a column can mean, and the names under which it is known in five languages and in common exports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from luminary.collect.tabular import plain

MEANINGS: Mapping[str, str] = {
    "id": "the post's id",
    "account_id": "the author's id",
    "handle": "the author's handle",
    "name": "the author's name",
    "at": "when it was published",
    "text": "what was said",
    "title": "heading",
    "place": "channel, group, forum",
    "thread": "id of the conversation",
    "reply_to": "id of the post answered",
    "reply_to_account": "id or handle of the account answered",
    "repost_of": "id of the post passed on",
    "quote_of": "id of the post quoted",
    "mentions": "accounts mentioned: a list, or text with commas",
    "url": "address",
    "language": "stays in the raw row only: Luminary detects the language from the text",
    "likes": "likes, or reactions of all kinds",
    "replies": "replies or comments",
    "reposts": "reposts or shares",
    "views": "views or impressions",
    "rating": "the reviewer's rating, with its best value where the cell tells (4/5, ★★★★☆)",
    "followers": "followers or subscribers of the author",
    "platform": "platform, where rows are of several",
    "role": "title or role of the author",
    "kind": "person, organisation or service",
    "paid_label": "the platform's own label of paid content: yes or no",
    "media": "text, picture, video or audio",
}
"""Every field with its meaning."""

COUNTS = ("followers", "likes", "replies", "reposts", "views")
OF_POSTS = (
    "text", "at", "id", "title", "place", "thread", "reply_to", "reply_to_account", "repost_of", "quote_of",
    "mentions", "language", "paid_label", "media", "rating",
)  # fmt: skip
WHO = ("account_id", "handle", "name")

_NAMES: Mapping[str, str] = {
    "id": """id, post id, message id, msg id, tweet id, comment id, status id, item id, media
        id, video id, guid, uri, inläggsid, inlägg id, inläggs id, meddelande id,
        innlegg id, innleggs id, melding id, opslag id, indlæg id, besked id, viesti id,
        viestin id, julkaisu id, tunniste""",
    "account_id": """account id, author id, user id, userid, sender id, from id, from user id, owner
        id, creator id, member id, author channel id, channel id, person id, employee
        id, author did, did, post owner id, object owner id, användar id, användarid,
        bruker id, brukerid, bruger id, brugerid, käyttäjä id, författar id, forfatter
        id, konto id, tili id""",
    "handle": """handle, username, user name, screen name, author username, author handle, author
        screen name, user screen name, sender username, user username, login, acct,
        nick, nickname, unique id, channel info, post owner username, author user name,
        användarnamn, brukernavn, brugernavn, käyttäjänimi, käyttäjätunnus""",
    "name": """full name, fullname, display name, displayname, author name, author fullname,
        author full name, author display name, real name, sender name, sender full name,
        user full name, user display name, page name, author full, visningsnamn,
        visningsnavn, näyttönimi, fullständigt namn, koko nimi""",
    "at": """at, review date, date of review, reviewed at, created at, createdat, published at,
        posted at, sent at, timestamp, time stamp, datetime, date time, created time, created
        utc, creation time, create time, date created, post created, publish date, post date,
        date sent, sent, created, published, posted, date, time, unix timestamp, taken at, ts,
        tidsstämpel, tidpunkt, datum och tid, skapad, skapat, skickat, skickad, publicerad,
        publicerat, datum, tid, tidsstempel, tidspunkt, dato og tid, opprettet, oprettet,
        sendt, publisert, publiceret, udgivet, dato, aikaleima, ajankohta, päivämäärä, pvm,
        luotu, julkaistu, lähetetty, aika""",
    "text": """text, body, message, content, full text, fulltext, message text, message body, post
        text, comment text, tweet text, text original, text display, selftext, post raw,
        caption, review text, review body, review content, review, comment, post, tweet,
        description, meddelande, meddelandetext, inlägg, inläggstext, innehåll, brödtext,
        kommentar, tekst, melding, innlegg, innhold, besked, indlæg, opslag, indhold, teksti,
        viesti, sisältö, julkaisu, kommentti, recension, recensionstext, omdöme, anmeldelse,
        omtale, anmeldelsestekst, arvostelu""",
    "title": """title, review title, review headline, subject, headline, heading, topic title, post
        title, rubrik, ämne, ämnesrad, överskrift, tittel, emne, overskrift, titel, otsikko,
        aihe""",
    "place": """place, channel, channel name, group, group name, forum, category, category name,
        community, room, space, stream, board, subreddit, team, team name, feed,
        product, product name, product title, reviewed product, service, service name, produkt, produktnamn,
        produktnavn, tjänst, tjeneste, tuote, tuotteen nimi, palvelu, kanal,
        kanalnamn, grupp, gruppnamn, rum, kategori, gruppe, gruppenavn, rom, kanava,
        ryhmä, palsta, huone, yhteisö, fællesskab, fellesskap, gemenskap""",
    "thread": """thread, thread id, conversation id, conversation, topic id, topic, discussion
        id, discussion, tråd, tråd id, samtal, samtals id, samtale, samtale id,
        keskustelu, keskustelu id, ketju, ketju id""",
    "reply_to": """reply to, reply to id, in reply to id, in reply to, in reply to status id,
        replied to id, reply to post id, reply to post, replied to post, parent id,
        parent, parent post id, referenced tweets replied to id, svar på, svar på id,
        svar till, svar til, svar til id, vastaus viestiin, vastaus""",
    "reply_to_account": """reply to account, reply to user, reply to username, in reply to user id, in
        reply to account id, in reply to screen name, in reply to username, replied to
        user, replied author, recipient, to, mottagare, mottaker, modtager,
        vastaanottaja""",
    "repost_of": """repost of, retweet of, retweeted status id, retweeted id, reblog of id, shared
        post id, referenced tweets retweeted id, delning av, deling av, deling af""",
    "quote_of": """quote of, quoted id, quoted status id, quote tweet id, quoted post id,
        referenced tweets quoted id, citat av, sitat av, citat af, lainaus""",
    "mentions": """mentions, mentioned, mentioned users, user mentions, author mentions, entities
        mentions, omnämnanden, omnämnda, nämnda, omtaler, omtalte, maininnat, mainitut""",
    "url": """url, link, permalink, post url, tiktok url, mcl url, address, länk, webbadress,
        lenke, adresse, linkki, osoite""",
    "language": "language, lang, language guess, språk, sprog, kieli",
    "platform": "platform, source platform, network, plattform, alusta, somekanava",
    "role": """role, job title, jobtitle, position, occupation, roll, befattning, yrke,
        stilling, rolle, titteli, rooli, ammatti""",
    "kind": "kind, account type, kontotyp, kontotype, tilityyppi",
    "paid_label": """paid label, is ad, is paid partnership, paid partnership, is sponsored,
        sponsored, is promoted, annons, reklam, betalt samarbete, annonse, reklame,
        betalt samarbeid, mainos, kaupallinen yhteistyö""",
    "media": "media, media type, post type, mediatyp, medietype, mediatyyppi",
    "rating": """rating, star rating, review rating, overall rating, rating value, betyg,
        stjärnor, omdömesbetyg, karakter, stjerner, vurdering, terningkast, bedømmelse, arvosana, tähdet,
        arvio""",
    "followers": """followers, follower, author followers, followers at posting, user followers,
        subscribers, subscriber, fans, author public metrics followers, följare,
        følgere, følger, seuraajat, seuraajia, prenumeranter, abonnenter, tilaajat""",
    "likes": """likes, helpful, helpful votes, helpful count, like, favourites, favorites, favorite,
        favourite, reactions, reaction, upvotes, digg, public metrics like, gillar,
        gillningar, gilla markeringar, reaktioner, likerklikk, reaksjoner, synes godt om,
        tykkäykset, tykkäyksiä, reaktiot""",
    "replies": """replies, reply, comments, public metrics reply, svar, kommentarer, vastaukset,
        vastauksia, kommentit, kommentteja""",
    "reposts": """reposts, repost, retweets, retweet, reblogs, shares, share, public metrics
        retweet, delningar, delinger, jaot, jakoja, uudelleenjaot""",
    "views": """views, view, impressions, impression, plays, play, public metrics impression,
        post views, visningar, visninger, katselut, katselukerrat, näyttökerrat""",
}

GENERAL_WHO = """reviewer, reviewer name, customer, recensent, anmelder, arvostelija, author, user,
        sender, from, name, poster, posted by, member, creator, account, owner, by, person,
        profile, page, influencer, influencer name, youtuber, youtuber name, tiktoker,
        tiktoker name, youtube channel, youtube name, tiktok name, instagram name, influencer
        insta name, channel name, namn, författare, avsändare, användare, medlem, profil,
        navn, forfatter, avsender, bruker, afsender, bruger, nimi, kirjoittaja, lähettäjä,
        käyttäjä, jäsen"""
"""Names that say who, but not whether by id, handle or name: the values decide."""

_FIGURE_WORDS = frozenset(
    [
        "avg",
        "average",
        "mean",
        "count",
        "counts",
        "number",
        "numbers",
        "num",
        "nr",
        "no",
        "of",
        "the",
        "total",
        "antal",
        "antall",
        "genomsnitt",
        "snitt",
        "gennemsnit",
        "gjennomsnitt",
        "keskiarvo",
        "keskimaarin",
        "lukumaara",
        "maara",
        "yhteensa",
    ]
)
_MEAN_WORDS = frozenset(
    [
        "avg",
        "average",
        "mean",
        "genomsnitt",
        "snitt",
        "gennemsnit",
        "gjennomsnitt",
        "keskiarvo",
        "keskimaarin",
    ]
)


@cache
def known_as(field: str) -> dict[str, int]:
    """Give the names under which a field is known, in plain spelling, with their order of preference."""
    listed = GENERAL_WHO if field == "who" else _NAMES[field]
    names = [plain(name) for name in listed.split(",")]
    return {name: place for place, name in reversed(list(enumerate(names)))}


def figure_name(column: str) -> str:
    """Write the name of a column of figures without words such as "average", "number of", or its number.

    Examples
    --------
    >>> figure_name("Likes avg."), figure_name("Antal följare"), figure_name("Subscribers_2")
    ('likes', 'foljare', 'subscribers')
    """
    words = [word for word in plain(column).split() if word not in _FIGURE_WORDS and not word.isdecimal()]
    return " ".join(words)


def is_mean(column: str) -> bool:
    """Tell whether a column says that its figures are means."""
    return not _MEAN_WORDS.isdisjoint(plain(column).split())
