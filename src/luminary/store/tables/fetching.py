"""Tables of live sources."""

from luminary.store.tables.declare import UNTIL_END, Home, Keep, Table, moment, text, whole, yes_no

SOURCES = Table(
    "sources",
    Home.LEDGER,
    "live sources: what is to be fetched, how often, and where the last run ended; no secrets",
    (
        text("source", "name that the user gave", person=True, required=True),
        text("connector", "what fetches it: feed, pages, mastodon, ...", required=True),
        text("settings", "settings of the connector, as JSON", person=True, required=True),
        text("cursor", "where the last run ended, as the connector wrote it, as JSON", person=True),
        whole("every", "minutes between two runs that nobody asks for; empty when there are none", "min"),
        yes_no("paused", "whether it is left out until somebody resumes it"),
        moment("not_before", "until when the source asked to be left alone"),
        moment("last_run", "when the last run began"),
        text("made_by", "who made it", required=True),
        moment("made", "when", required=True),
    ),
    UNTIL_END,
    key=("source",),
)

FETCHES = Table(
    "fetches",
    Home.LEDGER,
    "one run of a live source",
    (
        text("fetch", "key", required=True),
        text("source", "name of the source", person=True, required=True),
        text("state", "running, done or failed", required=True),
        moment("started", "when it began", required=True),
        moment("ended", "when it ended; empty while it runs, or when it was killed"),
        whole("pages", "raw bodies that were kept"),
        whole("bytes", "size of these bodies", "B"),
        whole("read", "raw rows found in them"),
        whole("kept", "rows that were new and usable"),
        whole("rejected", "rows and files that could not be used"),
        whole("duplicates", "rows that were there already"),
        whole("troubles", "what could not be fetched while the run went on"),
        text("error", "why it failed", person=True),
    ),
    Keep(365, "started", "so that what happened can be looked up"),
    key=("fetch",),
)

FETCHED = Table(
    "fetched",
    Home.LEDGER,
    "which import a run of a live source made, and whose terms its rows are under",
    (
        text("batch", "the import", required=True),
        text("fetch", "the run", required=True),
        text("source", "name of the source", person=True, required=True),
        text("connector", "what fetched it", required=True),
        text("terms", "name of the policy of the source", required=True),
        moment("at", "when it was fetched", required=True),
    ),
    UNTIL_END,
    key=("batch",),
)

TROUBLES = Table(
    "fetch_troubles",
    Home.LEDGER,
    "what a run could not fetch while it went on",
    (
        text("trouble", "key", required=True),
        text("fetch", "the run", required=True),
        text("source", "name of the source", person=True, required=True),
        text("asked", "what was asked: an address, a channel", person=True, required=True),
        text("reason", "what came instead", person=True, required=True),
        moment("at", "when", required=True),
    ),
    Keep(365, "at", "so that what happened can be looked up"),
    key=("trouble",),
)

TABLES = (SOURCES, FETCHES, FETCHED, TROUBLES)
