"""May this be shown, for what purpose, and until when?

Tables in and out: `batches`, `workspace`, `agreements`, `aliases`, `reveals`, `audit`, `settings` (ledger).

``purpose``  the profile of a workspace: what it is for, on what basis, who answers for it, until when
``gate``     what a profile lets out about a person
``veil``     what the present reader may know of who people are; the numbers shown instead of names
``audit``    who did what, and when, each row sealing the one before
``terms``    what the terms of the platforms allow with the data of each import

Method: no result about a person leaves a workspace without purpose, lawful basis and owner on record. An
`evaluation` workspace needs none of them, and every output of it says what it is. Under `employer` a
colleague is shown by name only after agreeing. A reader without the right to names sees numbers drawn by
chance, and reveals one person at a time for a reason that is kept.
"""

from luminary.privacy.audit import Audit, AuditCheck, Entry
from luminary.privacy.gate import Gate
from luminary.privacy.purpose import PROFILES, Purpose, has_purpose, read_purpose, write_purpose
from luminary.privacy.veil import Veil

__all__ = [
    "PROFILES",
    "Audit",
    "AuditCheck",
    "Entry",
    "Gate",
    "Purpose",
    "Veil",
    "has_purpose",
    "read_purpose",
    "write_purpose",
]
