"""Tables of the workspace itself: its purpose, and what has been filled from what."""

from luminary.store.tables.declare import UNTIL_END, Home, Keep, Table, moment, text

WORKSPACE = Table(
    "workspace",
    Home.LEDGER,
    "why this workspace exists, and until when",
    (
        text("id", "name of the workspace", required=True),
        text("profile", "company, pharma, authority, employer, research or evaluation", required=True),
        text("purpose", "what the results are for"),
        text("basis", "lawful basis"),
        text("owner", "who answers for it"),
        text("until", "last day, ISO date"),
        text("language", "language of the interface"),
        moment("made", "when it was made"),
    ),
    Keep(None, None, "the record of the purpose stays as long as the workspace"),
    key=("id",),
)

AGREEMENTS = Table(
    "agreements",
    Home.LEDGER,
    "people who agreed to be shown by name (profile employer)",
    (
        text("person", "key of the person", person=True, required=True),
        text("recorded_by", "who recorded it", required=True),
        moment("at", "when"),
        text("together", "keys that were taken for one person then, as JSON; empty: this one", person=True),
    ),
    UNTIL_END,
    key=("person",),
)

DECISIONS = Table(
    "decisions",
    Home.LEDGER,
    "what a user decided about a person, over what the data suggest",
    (
        text("person", "key of the person", person=True, required=True),
        text("what", "kind, level or tier", required=True),
        text("value", "what was decided", required=True),
        text("decided_by", "who decided"),
        text("why", "reason given"),
        moment("at", "when"),
    ),
    UNTIL_END,
    key=("person", "what"),
)

SETTINGS = Table(
    "settings",
    Home.LEDGER,
    "settings kept with the workspace, such as the tier preset",
    (text("name", "name of the setting", required=True), text("value", "value as JSON", required=True)),
    UNTIL_END,
    key=("name",),
)

FILLS = Table(
    "fills",
    Home.LEDGER,
    "what a derived table was computed from",
    (
        text("name", "name of the derived table", required=True),
        text("fingerprint", "hash of everything it depends on", required=True),
        moment("at", "when it was computed"),
    ),
    UNTIL_END,
    key=("name",),
)

TABLES = (WORKSPACE, AGREEMENTS, DECISIONS, SETTINGS, FILLS)
