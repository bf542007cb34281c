"""Tables of the people who use a workspace: members, sessions, tokens, and the log of what they did."""

from luminary.store.tables.declare import UNTIL_END, Home, Keep, Table, moment, text, whole, yes_no

_SHORT = Keep(30, "until", "of no use once it has run out")

MEMBERS = Table(
    "members",
    Home.LEDGER,
    "somebody who may use this workspace through the web app or the API",
    (
        text("member", "key of the member", required=True),
        text("login", "name to log in with, lower case; unique", required=True),
        text("name", "name shown", required=True),
        text("role", "owner, editor, viewer or pseudonymous", required=True),
        text("password", "argon2id hash; empty when the member logs in elsewhere"),
        text("outside", "issuer and subject of an OpenID Connect account"),
        text("language", "language of the interface; empty: the browser's"),
        text("theme", "light, dark or auto"),
        yes_no("active", "false when the member may no longer log in"),
        moment("made", "when the member was added"),
        moment("seen", "when the member was last there"),
    ),
    UNTIL_END,
    key=("member",),
    unique=(("login",), ("outside",)),
)

SESSIONS = Table(
    "sessions",
    Home.LEDGER,
    "a logged-in browser",
    (
        text("session", "SHA-256 of the cookie's secret", required=True),
        text("member", "key of the member", required=True),
        text("csrf", "secret that every form of this session carries", required=True),
        moment("made", "when it began"),
        moment("seen", "when it was last used"),
        moment("until", "when it ends", required=True),
    ),
    _SHORT,
    key=("session",),
)

TOKENS = Table(
    "tokens",
    Home.LEDGER,
    "a secret that lets a program use the API in the name of a member",
    (
        text("token", "SHA-256 of the secret", required=True),
        text("member", "key of the member", required=True),
        text("name", "what it is for, as the member wrote it", required=True),
        moment("made", "when it was made"),
        moment("used", "when it was last used"),
        moment("until", "when it ends"),
    ),
    _SHORT,
    key=("token",),
)

INVITES = Table(
    "invites",
    Home.LEDGER,
    "a one-time link with which somebody becomes a member, or sets a new password",
    (
        text("invite", "SHA-256 of the secret", required=True),
        text("role", "role the new member gets", required=True),
        text("member", "for a new password: key of the member"),
        text("made_by", "who made it", required=True),
        moment("made", "when"),
        moment("until", "when it runs out", required=True),
    ),
    _SHORT,
    key=("invite",),
)

LOGIN_TRIES = Table(
    "login_tries",
    Home.LEDGER,
    "a failed attempt to log in, counted to slow down guessing",
    (
        text("attempt", "key", required=True),
        text("login", "SHA-256 of the login tried", required=True),
        text("address", "SHA-256 of the network address (IPv6: of its /64)", required=True),
        moment("at", "when", required=True),
    ),
    Keep(1, "at", "counted over an hour"),
    key=("attempt",),
)

ALIASES = Table(
    "aliases",
    Home.LEDGER,
    "the number under which a person is shown to readers who do not see names (OL-0042)",
    (
        text("person", "key of the person", person=True, required=True),
        whole("number", "the number; drawn by chance, unique", required=True),
    ),
    UNTIL_END,
    key=("person",),
    unique=(("number",),),
)

REVEALS = Table(
    "reveals",
    Home.LEDGER,
    "a reader who does not see names was shown one, with the reason given",
    (
        text("member", "key of the member", required=True),
        text("person", "key of the person", person=True, required=True),
        text("why", "reason given", required=True),
        moment("at", "when"),
        text("together", "keys that were taken for one person then, as JSON; empty: this one", person=True),
    ),
    UNTIL_END,
    key=("member", "person"),
)

AUDIT = Table(
    "audit",
    Home.LEDGER,
    "every change, reveal and export: who, what, when; each row seals the one before",
    (
        whole("number", "place in the log, from 1", required=True),
        moment("at", "when", required=True),
        text("who", "who did it: login of a member, or the user of the command line", required=True),
        text("action", "what was done, such as person.decide", required=True),
        text("about", "key of what it was done to", person=True),
        text("detail", "more, as JSON", person=True),
        text("token", "chance that keeps the commitment from being guessed; gone when the person is erased"),
        text("commitment", "SHA-256 over token, about and detail: what the seal stands on"),
        text("seal", "SHA-256 over this row and the seal before", required=True),
    ),
    Keep(None, None, "the log stays as long as the workspace"),
    key=("number",),
)

TABLES = (MEMBERS, SESSIONS, TOKENS, INVITES, LOGIN_TRIES, ALIASES, REVEALS, AUDIT)
