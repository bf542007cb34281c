"""Tables of the rights of people: objections, erasures, corrections, and who was handed over to whom."""

from luminary.store.tables.declare import UNTIL_END, Home, Keep, Table, moment, text, whole

_AS_LONG = Keep(None, None, "an objection holds as long as the workspace, or until it is withdrawn")
_PROOF = Keep(None, None, "proof that the right was given; it names nobody")

OBJECTIONS = Table(
    "objections",
    Home.LEDGER,
    "a person objected, and is left out of rankings, exports and contacts as far as the objection goes",
    (
        text("person", "key of the person", person=True, required=True),
        text("scope", "everything, profiling or marketing", required=True),
        text("accounts", "accounts of the person when the objection was recorded, as JSON", person=True),
        text("why", "what the person said", person=True),
        text("recorded_by", "who recorded it", required=True),
        moment("at", "when", required=True),
    ),
    _AS_LONG,
    key=("person", "scope"),
)

OBJECTION_LIST = Table(
    "objection_list",
    Home.LEDGER,
    "keyed hash of an account, handle or e-mail address of which nothing is imported any more",
    (
        text("hash", "HMAC-SHA-256 under the secret of the workspace; nobody can be read from it",
             required=True),
        text("case", "key of the erasure or objection it belongs to", required=True),
        moment("at", "when", required=True),
    ),
    _AS_LONG,
    key=("hash", "case"),
)  # fmt: skip

ERASURES = Table(
    "erasures",
    Home.LEDGER,
    "an erasure of a person: how far it is, and what it took away; it names nobody once it is done",
    (
        text("erasure", "key", required=True),
        text("state", "running, wiping or done", required=True),
        text("scope", "what is to go, as JSON; emptied when it is gone", person=True),
        text("tag", "keyed hash of the person's key, so that a question about it can be answered"),
        text("asked_by", "who asked for it", required=True),
        text("why", "reason given, without the person's names", person=True),
        moment("asked", "when", required=True),
        moment("ended", "when nothing was left"),
        text("counts", "rows removed and rewritten by table, as JSON"),
        text("told", "what lies outside the workspace's reach or was removed with it, as JSON"),
    ),
    _PROOF,
    key=("erasure",),
)

DISCLOSURES = Table(
    "disclosures",
    Home.LEDGER,
    "a file that left the workspace, and who stood in it by name: the recipients of a person's data",
    (
        whole("number", "row of the audit log that tells of the export", required=True),
        text("what", "what left: leaders, network, shortlist, person, ...", required=True),
        text("people", "keys of the people in it, as JSON", person=True, required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("number",),
)

CORRECTIONS = Table(
    "corrections",
    Home.LEDGER,
    "something about a person that was wrong and is corrected, with the source of what is right",
    (
        text("correction", "key", required=True),
        text("person", "key of the person", person=True, required=True),
        text("field", "name, role or employer", required=True),
        text("before", "what it was", person=True),
        text("value", "what it is", person=True, required=True),
        text("source", "where that stands", person=True, required=True),
        text("recorded_by", "who recorded it", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("correction",),
)

TABLES = (OBJECTIONS, OBJECTION_LIST, ERASURES, DISCLOSURES, CORRECTIONS)
