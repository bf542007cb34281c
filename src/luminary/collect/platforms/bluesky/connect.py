"""Bluesky, asked live: searches and feeds of the app, a person's own server, the stream of all events.

- `bluesky`: searches (``app.bsky.feed.searchPosts``, which wants a login), feeds of accounts
  (``getAuthorFeed``), and the answers below what was found (``getPostThread``)
- `bluesky-repo`: what accounts wrote, from their own servers (``com.atproto.repo.listRecords``)
- `bluesky-stream`: Jetstream, from where the last run ended (`stream`)

https://docs.bsky.app/docs/api, https://atproto.com/specs/xrpc. A login is an app password, never that of the
account. Accounts that ask not to be shown to people who are not logged in (label ``!no-unauthenticated``) are
left out of what is read without a login, and counted.
"""

from __future__ import annotations

from luminary.collect.fetch.port import Ask, Connector, Pace, Secret
from luminary.collect.platforms.bluesky.app import ENTRY, app_pages, guessed
from luminary.collect.platforms.bluesky.repo import DIRECTORY, repo_pages
from luminary.collect.platforms.bluesky.stream import STREAM, stream_pages
from luminary.i18n import say

_PACE = Pace(3000, 300.0, 10)

APP = Connector(
    name="bluesky",
    title=say("Bluesky (searches and feeds of the app)"),
    format="bluesky",
    asks=(
        Ask("search", say("searches, one a line or parted by semicolons; they want a login")),
        Ask("accounts", say("accounts by handle or DID, parted by spaces")),
        Ask("replies", say("yes: also what was answered to the posts found"), default="yes"),
        Ask("handle", say("with whose login is asked; its app password is the secret")),
        Ask("server", say("the server that is asked; by default the public one, or that of the login")),
    ),
    terms="bluesky",
    pages=app_pages,
    secrets=(Secret(ENTRY, say("an app password (settings of the app, never the account's own)"), False),),
    pace=_PACE,
    guess=guessed,
)
REPO = Connector(
    name="bluesky-repo",
    title=say("Bluesky (what accounts wrote, from their own servers)"),
    format="bluesky",
    asks=(
        Ask("accounts", say("accounts by handle or DID, parted by spaces"), required=True),
        Ask(
            "collections",
            say("what is read of them"),
            default="app.bsky.feed.post app.bsky.feed.repost",
        ),
        Ask("server", say("their server; by default the one that the directory names")),
        Ask("directory", say("where DIDs are looked up"), default=DIRECTORY),
    ),
    terms="bluesky",
    pages=repo_pages,
    pace=_PACE,
)
EVENTS = Connector(
    name="bluesky-stream",
    title=say("Bluesky (the stream of all events)"),
    format="bluesky-jetstream",
    asks=(
        Ask("collections", say("which events"), default="app.bsky.feed.post"),
        Ask("accounts", say("only these accounts, by DID, parted by spaces")),
        Ask("words", say("only posts with one of these words, parted by spaces")),
        Ask("seconds", say("longest time of a run, in seconds"), default="60"),
        Ask("events", say("most events of a run"), default="50000"),
        Ask("server", say("the server that streams"), default=STREAM),
    ),
    terms="bluesky",
    pages=stream_pages,
)
CONNECTORS = (APP, REPO, EVENTS)
