"""Tables of the stage `leaders`: rankings kept as columns."""

from luminary.store.tables.declare import UNTIL_END, Home, Table, figures, text, texts, yes_no

BOARDS = Table(
    "boards",
    Home.DERIVED,
    "one person in one ranking, with every measure: what a page of the ranking is cut from",
    (
        text("board", "fingerprint of the question and of all it was computed from", required=True),
        text("person", "key of the person", person=True, required=True),
        text("name", "newest name", person=True, required=True),
        texts("names", "all names seen", person=True),
        text("handle", "newest handle", person=True),
        text("called", "names and handles without case and accents, to be searched", person=True),
        texts("accounts", "accounts, each as JSON", person=True),
        text("kind", "person, organisation or unknown, as suggested or decided", required=True),
        text("kind_why", "what it rests on, as JSON of a sentence and its values"),
        yes_no("kind_decided", "true when a user decided it"),
        text("tier", "size of the followership, as suggested or decided", required=True),
        text("tier_why", "what it rests on, as JSON of a sentence and its values"),
        yes_no("tier_decided", "true when a user decided it"),
        text("level", "nearness to the audience, as suggested or decided", required=True),
        text("level_why", "what it rests on, as JSON of a sentence and its values"),
        yes_no("level_decided", "true when a user decided it"),
        figures("values", "the figure of each measure, in the order of the file's head; NaN without one"),
        figures("lows", "lower ends of the 95 % intervals"),
        figures("highs", "upper ends of the 95 % intervals"),
        figures("counts", "observations behind each figure", "observations"),
        figures("trend", "distinct people who acted on the person, month by month, oldest first", "people"),
        texts("evidence", "keys of the posts that most people acted on"),
        text("quote", "beginning of the first of them", person=True),
        text("link", "its address", person=True),
    ),
    UNTIL_END,
    key=("board", "person"),
    parted="board",
)  # fmt: skip

TABLES = (BOARDS,)
