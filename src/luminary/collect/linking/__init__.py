"""Which accounts on different platforms are one person's?

Tables in: `accounts`, `account_links`, `identities` (its column `alone`); decisions about pairs and kinds,
and the terms of imports, are handed in by whoever asks. Tables out: `identity_pairs` (derived). What
becomes of a pair is decided in `luminary.workspace.identity`.

``card``      what is known of one person on one platform; ``table`` all cards as columns
``names``     how names are compared, and how common they are; ``handles`` the same for handles
``profiles``  what an address says: a profile, a website, an ORCID iD; which hosts and mailboxes mean nobody
``strong``    pairs by strong identifiers: checked and mutual links, e-mail, ORCID, website
``likely``    pairs by names, handles and words (Fellegi-Sunter, computed by splink)
``rules``     from evidence to a verdict: joined at once, asked about, nothing
``assign``    the best single links, one account of each platform, no chains
``find``      all of it, in order
``evidence``  pieces of evidence in words

Method: strong identifiers first; a name alone never joins; a wrong join is worse than a missing one.
"""

from luminary.collect.linking.evidence import Piece
from luminary.collect.linking.find import Given, Suggested, find_pairs

__all__ = ["Given", "Piece", "Suggested", "find_pairs"]
