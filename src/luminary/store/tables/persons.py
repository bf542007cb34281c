"""Tables of one person behind many accounts: what suggests it, what was decided, what lists say of people."""

from luminary.store.tables.declare import UNTIL_END, Home, Table, figure, moment, text, whole

ACCOUNT_LINKS = Table(
    "account_links",
    Home.LAKE,
    "an address that an account gives for itself, beside the one of its profile",
    (
        text("batch", "import that brought the row", required=True),
        whole("row", "number of the raw row within its batch", required=True),
        text("account", "key of the account", person=True, required=True),
        text("address", "web address, or ``mailto:`` and an e-mail address", person=True, required=True),
        text("label", "what the account calls it"),
        moment("verified", "when the platform checked that the page links back (rel=me)"),
    ),
    UNTIL_END,
)

IDENTITY_PAIRS = Table(
    "identity_pairs",
    Home.DERIVED,
    "two persons as single platforms show them who may be one, with what speaks for and against it",
    (
        text("one", "key of the one, the smaller of both", person=True, required=True),
        text("other", "key of the other", person=True, required=True),
        text("verdict", "merge, review or conflict", required=True),
        text("method", "strong identifiers, or likely by names and handles", required=True),
        figure("weight", "evidence for one person, in bits; 0 is even", "bits"),
        text("evidence", "each piece with its weight, as JSON", person=True, required=True),
    ),
    UNTIL_END,
    key=("one", "other"),
)

PERSON_PAIRS = Table(
    "person_pairs",
    Home.LEDGER,
    "two persons as single platforms show them, decided to be one person, or to be two",
    (
        text("one", "key of the one, the smaller of both", person=True, required=True),
        text("other", "key of the other", person=True, required=True),
        text("verdict", "same or different", required=True),
        text("how", "automatic, or decided by somebody", required=True),
        figure("weight", "evidence when it was decided, in bits", "bits"),
        text("evidence", "each piece with its weight, as JSON", person=True),
        text("why", "reason given", person=True),
        text("by", "who", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("one", "other"),
)

PERSON_HISTORY = Table(
    "person_history",
    Home.LEDGER,
    "every change of the decisions about pairs, with what was there before, so that it can be undone",
    (
        text("change", "key", required=True),
        whole("number", "place in the history, from 1", required=True),
        text("what", "linked, merged, accepted, rejected, split, retracted or undone", required=True),
        text("one", "the person it was asked about", person=True),
        text("other", "the other person, where there is one", person=True),
        text("pairs", "each pair that changed, with what stood there before and after, as JSON", person=True,
             required=True),
        text("why", "reason given", person=True),
        text("by", "who", required=True),
        moment("at", "when", required=True),
        text("undoes", "key of the change that this one took back"),
    ),
    UNTIL_END,
    key=("change",),
    unique=(("number",),),
)  # fmt: skip

CREDENTIALS = Table(
    "credentials",
    Home.LEDGER,
    "what a list or register says of a person, kept as evidence beside the figures, never in them",
    (
        text("credential", "key: a hash of register, name, kind and value", required=True),
        text("person", "key of the person; empty while nobody, or more than one, fits", person=True),
        text("named", "how the list writes the person", person=True, required=True),
        text("kind", "role, employer, orcid, publication or list", required=True),
        text("value", "what it says", person=True, required=True),
        text("url", "where it can be looked up", person=True),
        text("register", "name of the list or register", required=True),
        text("dated", "day the list is of, ISO date"),
        text("by", "who imported it", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("credential",),
)

TABLES = (ACCOUNT_LINKS, IDENTITY_PAIRS, PERSON_PAIRS, PERSON_HISTORY, CREDENTIALS)
