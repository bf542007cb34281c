"""What did people say, where, and to whom? Exports of any platform, read into one model.

Tables in: none; files from outside, all of them hostile.
Tables out: `raw_rows`, `posts`, `refs`, `accounts`, `account_links`, `places`, `metrics`, `ties`, `visits`,
`rejects` (lake), `batches` (ledger); and derived from them `identities`, `people`, `key_conflicts`.

``source``     the port: Format, Reader, Unit, Options
``registry``   which formats there are; which one a source is in
``provenance`` where an import came from, and under which terms of the platform
``archive``    files, folders and archives, guarded
``cut``        a source in pieces; ``chunk`` one piece in a process of its own
``land``       leaving out what is there already; ``batch`` an import from beginning to end
``again``      landed imports: read again from their raw rows, or taken back
``visits``     what web analytics tell, as each tool counted it
``identity``   which person an account belongs to; ``linking`` which accounts are one person's
``profile``    what sources show of one person
``safexml``    XML from strangers, without entities
``addresses``  addresses of pages, so that links and pages meet
``services``   which accounts are automated services
``notes``      what a reader of an import's counts must know
``sheets``     exports that are tables; ``showing``, ``items`` what social platforms have in common
``fetch``      how live sources are asked; ``live`` how what they give is kept, landed and resumed
``platforms``  one folder per platform: what reads its files, and what fetches from it

Method: an import is one batch, named by the hash of its content and options. Its rows count when the ledger
says so, in one transaction, after everything is written.
"""

from luminary.collect.batch import Importer, ImportResult
from luminary.collect.identity import link_identities
from luminary.collect.profile import AccountSeen, FigureSeen, Shown, shown_of
from luminary.collect.provenance import Asked, Provenance
from luminary.collect.registry import formats
from luminary.collect.source import Format, Options

__all__ = [
    "AccountSeen",
    "Asked",
    "FigureSeen",
    "Format",
    "ImportResult",
    "Importer",
    "Options",
    "Provenance",
    "Shown",
    "formats",
    "link_identities",
    "shown_of",
]
