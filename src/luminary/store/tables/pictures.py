"""Tables of the stage `network` that keep pictures of the web of people."""

from luminary.store.tables.declare import UNTIL_END, Home, Table, figure, text, whole

NETWORK_PEOPLE = Table(
    "network_people",
    Home.DERIVED,
    "one person in one picture of the network: community, ties, place on the map",
    (
        text("picture", "fingerprint of the question and of all it was computed from", required=True),
        text("person", "key of the person", person=True, required=True),
        whole("community", "number of the community, 0 for the largest", required=True),
        whole("ties", "people tied to", "people"),
        whole("outside", "people tied to in other communities", "people"),
        whole("reached", "other communities tied to", "communities"),
        whole("answered_from", "communities whose members acted on the person", "communities"),
        figure("participation", "share of the ties' weight spread over communities (Guimera and Amaral)"),
        figure("x", "place on the map, across"),
        figure("y", "place on the map, up"),
    ),
    UNTIL_END,
    key=("picture", "person"),
    parted="picture",
)

NETWORK_TIES = Table(
    "network_ties",
    Home.DERIVED,
    "a tie of two people in one picture of the network",
    (
        text("picture", "fingerprint of the question and of all it was computed from", required=True),
        text("one", "key of one person", person=True, required=True),
        text("other", "key of the other", person=True, required=True),
        whole("months", "months in which either acted on the other", "months", required=True),
        whole("acts", "acts of either on the other", "acts", required=True),
    ),
    UNTIL_END,
    key=("picture", "one", "other"),
    parted="picture",
)

TABLES = (NETWORK_PEOPLE, NETWORK_TIES)
