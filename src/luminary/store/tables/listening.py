"""Tables of the stage `listening`: what posts are about."""

from luminary.store.tables.declare import UNTIL_END, Home, Table, figure, moment, text, texts

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

TABLES = (SUBJECTS, POST_WORDS)
