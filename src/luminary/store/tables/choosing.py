"""Tables of what users note about people: shortlists, comments, notes, and every decision ever made."""

from luminary.store.tables.declare import UNTIL_END, Home, Table, moment, text, whole, yes_no

SHORTLISTS = Table(
    "shortlists",
    Home.LEDGER,
    "a named list of people somebody considers working with",
    (
        text("shortlist", "key", required=True),
        text("name", "name shown", required=True),
        text("about", "what it is for"),
        text("owner", "key of the member who answers for it"),
        yes_no("archived", "true when it is put away"),
        whole("version", "grows with every change of this row, so that no change is lost", required=True),
        text("made_by", "who made it"),
        moment("made", "when"),
    ),
    UNTIL_END,
    key=("shortlist",),
)

SHORTLISTED = Table(
    "shortlisted",
    Home.LEDGER,
    "a person on a shortlist",
    (
        text("shortlist", "key of the list", required=True),
        text("person", "key of the person", person=True, required=True),
        text("stage", "idea, checking, chosen, contacted, agreed, declined or dropped", required=True),
        text("owner", "key of the member who takes care of it"),
        whole("version", "grows with every change of this row", required=True),
        text("added_by", "who put the person there"),
        moment("added", "when"),
    ),
    UNTIL_END,
    key=("shortlist", "person"),
)

SHORTLIST_HISTORY = Table(
    "shortlist_history",
    Home.LEDGER,
    "every change of a shortlist, with what was there before, so that it can be undone",
    (
        text("change", "key", required=True),
        text("shortlist", "key of the list", required=True),
        whole("number", "place in the history of the list, from 1", required=True),
        text("person", "key of the person, for changes of one", person=True),
        text("what", "added, removed, stage, owner, name, about, comment, ...", required=True),
        text("before", "as JSON", person=True),
        text("after", "as JSON", person=True),
        text("by", "who", required=True),
        moment("at", "when", required=True),
        text("undoes", "key of the change that this one took back"),
    ),
    UNTIL_END,
    key=("change",),
    unique=(("shortlist", "number"),),
)

COMMENTS = Table(
    "comments",
    Home.LEDGER,
    "what a member said about a person on a shortlist",
    (
        text("comment", "key", required=True),
        text("shortlist", "key of the list", required=True),
        text("person", "key of the person; empty: about the list", person=True),
        text("text", "as written (hostile: escape it)", person=True, required=True),
        text("by", "who", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("comment",),
)

NOTES = Table(
    "notes",
    Home.LEDGER,
    "what a member noted about a person",
    (
        text("note", "key", required=True),
        text("person", "key of the person", person=True, required=True),
        text("text", "as written (hostile: escape it)", person=True, required=True),
        text("by", "who", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("note",),
)

DECISION_LOG = Table(
    "decision_log",
    Home.LEDGER,
    "every decision about a person that was ever made or taken back",
    (
        text("entry", "key", required=True),
        text("person", "key of the person", person=True, required=True),
        text("what", "kind, level or tier", required=True),
        text("before", "what was decided before; empty: nothing"),
        text("value", "what was decided; empty: taken back"),
        text("by", "who"),
        text("why", "reason given", person=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("entry",),
)

TABLES = (SHORTLISTS, SHORTLISTED, SHORTLIST_HISTORY, COMMENTS, NOTES, DECISION_LOG)
