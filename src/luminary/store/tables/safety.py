"""Tables of the safety of medicines: products, texts that may tell of adverse events, what was screened."""

from luminary.store.tables.declare import UNTIL_END, Home, Keep, Table, moment, text, whole, yes_no

PRODUCTS = Table(
    "products",
    Home.LEDGER,
    "a product of one's own whose advertising the law restricts, with the names it goes by",
    (
        text("name", "its name", required=True),
        text("kind", "rx, otc, vaccine, device, food, food_supplement, cosmetic, ...", required=True),
        text("also", "other names people use, as JSON", required=True),
        text("added_by", "who added it", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("name",),
)

SAFETY_CASES = Table(
    "safety_cases",
    Home.LEDGER,
    "a text that may tell of an adverse event, and what people did about it; nothing is said of causes",
    (
        text("case", "key", required=True),
        text("post", "key of the post", person=True, required=True),
        text("person", "key of who wrote it", person=True, required=True),
        text("quote", "the sentences that speak of it", person=True, required=True),
        yes_no("reporter", "whether a real person who wrote it can be told"),
        yes_no("patient", "whether it happened to a certain person"),
        yes_no("reaction", "whether it tells of a reaction or lack of effect"),
        yes_no("medicine", "whether it names a product"),
        yes_no("serious", "whether words stand there that may mean a serious case"),
        text("products", "products named, as JSON", required=True),
        text("special", "situations that are collected without a reaction, as JSON", required=True),
        text("screening", "complete, incomplete_follow_up or special_situation", required=True),
        text("state", "open, routed or closed", required=True),
        moment("first_seen", "when a system of ours first had it: the clock starts", required=True),
        moment("due", "by when a valid case is reported", required=True),
        text("routed_to", "address of those responsible for safety"),
        text("routed_by", "who routed it"),
        moment("routed_at", "when"),
        text("closed_by", "who closed it"),
        moment("closed_at", "when"),
        text("why", "reason given for closing it", person=True),
    ),
    Keep(None, None, "a legal duty of whoever has a medicine on the market; rows stay beyond the end date"),
    key=("case",),
    held="duty to report and keep suspected adverse reactions (GDPR 17(3)(b))",
)  # fmt: skip

SAFETY_SCREENS = Table(
    "safety_screens",
    Home.LEDGER,
    "an import whose texts were screened, and for which products",
    (
        text("batch", "key of the import", required=True),
        text("products", "fingerprint of the products that were looked for", required=True),
        whole("texts", "texts screened"),
        whole("cases", "cases found"),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("batch",),
)

TABLES = (PRODUCTS, SAFETY_CASES, SAFETY_SCREENS)
