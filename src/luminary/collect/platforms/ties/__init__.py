r"""Ties: who names, asks, follows or writes to whom, as lists of pairs (``luminary import --ties FILE``).

Question: whom do people name? Tables in: delimited text, JSON lines, a JSON list or Parquet with a column
for each end, optionally time, weight and relation; beside them, in files called ``*nodes*`` or
``*vertices*``, one row per account (id, name, attributes). Records out: ties, and accounts for the nodes.

Columns are found as pairs (source and target, from and to, sender and recipient, ego and alter, i and j,
follower and followed, and the same in the Nordic languages) or named: ``--column source=Fra --column
target=Til``.

Nominations, one row per person who answered and one column per person named, are read with ``--column
source=id --setting targets=net1_1,net1_2,net1_3`` (or ``targets=net1_*``). Where ids count anew in every
village or ward, ``--setting group=village`` keeps them apart. ``--setting relation=advice`` names what
the tie is.

Keys: platform ``ties``, community the place given for the import, id the value as written (``12.0`` is
``12``). All edge lists in one source are one network: give different networks different places.

A missing end, an end that is the other end, a weight that is not above zero, and a time that is none
reject the row; in a nomination table an empty answer, and whoever names himself, names nobody. A missing
weight is 1. It cannot tell whether an edge is directed: source is taken as the one who names, asks,
follows or sends.
"""

from luminary.collect.platforms.ties.columns import SETTINGS, TieColumns, tie_columns
from luminary.collect.platforms.ties.reader import FORMATS, TiesReader

__all__ = ["FORMATS", "SETTINGS", "TieColumns", "TiesReader", "tie_columns"]
