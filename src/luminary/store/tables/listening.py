"""Tables of the stage `listening`: what posts are about."""

from luminary.store.tables.declare import (
    UNTIL_END,
    Home,
    Table,
    figure,
    moment,
    text,
    texts,
    whole,
    yes_no,
)

SUBJECTS = Table(
    "subjects",
    Home.LEDGER,
    "a subject as the user defined it",
    (
        text("name", "the user's name for it", required=True),
        text("words", "words, phrases and hashtags, as JSON", required=True),
        text("places", "places, as JSON", required=True),
        moment("at", "when it was last changed"),
    ),
    UNTIL_END,
    key=("name",),
)

POST_WORDS = Table(
    "post_words",
    Home.DERIVED,
    "language and lemmas of a post, computed once when first needed",
    (
        text("post", "key of the post", required=True),
        text("language", "sv, nb, nn, da, fi, en, or und where it cannot be told"),
        figure("certainty", "how sure the language is", "0 to 1"),
        texts("lemmas", "words in their dictionary form, lower case, in the order of the text"),
    ),
    UNTIL_END,
    key=("post",),
)

BRANDS = Table(
    "brands",
    Home.LEDGER,
    "a brand to look for in posts",
    (
        text("name", "the user's name for it", required=True),
        text("also", "other names and handles it goes by, as JSON", required=True),
        yes_no("own", "whether it is the organisation's own"),
        moment("at", "when it was last changed"),
    ),
    UNTIL_END,
    key=("name",),
)

CONNECTIONS = Table(
    "connections",
    Home.LEDGER,
    "what a person has of an advertiser, as somebody declared it: no text can show that",
    (
        text("person", "key of the person", person=True, required=True),
        text("brand", "the advertiser", required=True),
        text("connection", "paid, gift, affiliate, ambassador, own_brand, none, ...", required=True),
        text("since", "first day, as a date; empty where not known"),
        text("until", "last day, as a date; empty while it lasts"),
        text("note", "where it is known from"),
        text("declared_by", "who put it on record", required=True),
        moment("at", "when", required=True),
    ),
    UNTIL_END,
    key=("person", "brand"),
)

PROMOTIONS = Table(
    "promotions",
    Home.DERIVED,
    "a brand or a collaboration that a post tells of, and the words that tell it",
    (
        text("post", "key of the post", required=True),
        text("account", "key of the account that wrote it", person=True, required=True),
        moment("moment", "when it was published"),
        text("brand", "the brand named; none where the post names none"),
        text("brand_how", "how the brand was recognised"),
        text("form", "advertisement, sponsorship, gift, affiliate, ...; none where no word tells"),
        text(
            "says",
            "label, statement, cue, denial, platform or none: how the post speaks of it",
            required=True,
        ),
        text("words", "the words that tell it, as written"),
        whole("start", "where they begin in the text", "characters"),
        whole("stop", "where they end", "characters"),
        yes_no("denied", "whether the post says that it is no advertisement"),
    ),
    UNTIL_END,
)

TABLES = (SUBJECTS, POST_WORDS, BRANDS, CONNECTIONS, PROMOTIONS)
