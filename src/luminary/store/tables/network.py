"""Tables of the stage `network`: who acted on whom."""

from luminary.store.tables.declare import UNTIL_END, Home, Table, moment, text

INTERACTIONS = Table(
    "interactions",
    Home.DERIVED,
    "one person acted on another: the raw material of influence",
    (
        text(
            "kind", "reply, quote, mention, repost, reaction, neighbour, tie, inferred reply", required=True
        ),
        text("source", "person who acted", person=True, required=True),
        text("target", "person acted on", person=True, required=True),
        moment("moment", "when; empty for ties without times"),
        text("post", "post that acts"),
        text("target_post", "post acted on"),
        text("place", "place it stands in"),
        text("thread", "conversation it stands in"),
        text("label", "kind of reaction or relation"),
    ),
    UNTIL_END,
)

COMMUNITIES = Table(
    "communities",
    Home.DERIVED,
    "which community of people a person belongs to, by whom people act on",
    (
        text("person", "key of the person", person=True, required=True),
        text("community", "number of the community, largest first", required=True),
    ),
    UNTIL_END,
    key=("person",),
)

TABLES = (INTERACTIONS, COMMUNITIES)
