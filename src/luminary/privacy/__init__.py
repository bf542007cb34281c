"""May this be shown, for what purpose, and until when?

Tables in and out: `batches`, `workspace`, `agreements`, `aliases`, `reveals`, `audit`, `settings`,
`objections`, `objection_list`, `erasures` (ledger).

``purpose``  the profile of a workspace: what it is for, on what basis, who answers for it, until when
``gate``     what a profile lets out about a person
``persons``  which keys are one person, as decided; rows of the ledger are read through it
``veil``     what the present reader may know of who people are; the numbers shown instead of names
``audit``    who did what, and when, each row sealing the one before
``standing``   who is left out of results now, and why: the registry of reasons
``objections`` who objected; keyed hashes of those of whom nothing is imported any more
``profiles`` what each profile allows and asks for; ``bases`` recognises lawful bases in the user's words
``documents``, ``processors``, ``notices`` what the organisation must have on record, and who must be told
``sensitive``, ``suspicions`` what must not become part of a profile; people who may be minors
``erasing``    from the word given to the last byte, whatever happens in between
``retention``  what is older than it may be, by tables, terms and purpose
``terms``    what the terms of the platforms allow with the data of each import

Method: no result about a person leaves a workspace without purpose, lawful basis and owner on record. An
`evaluation` workspace needs none of them, and every output of it says what it is. Under `employer` a
colleague is shown by name only after agreeing. A reader without the right to names sees numbers drawn by
chance, and reveals one person at a time for a reason that is kept.
"""

from luminary.privacy.audit import Audit, AuditCheck, Entry
from luminary.privacy.documents import Document, Documents
from luminary.privacy.gate import Gate
from luminary.privacy.notices import Because, Notices
from luminary.privacy.objections import Objection, ObjectionList, Objections, Scope
from luminary.privacy.processors import Processor, Processors, may_enable
from luminary.privacy.profiles import SWITCHES, Switches, switches_of
from luminary.privacy.purpose import PROFILES, Purpose, has_purpose, read_purpose, write_purpose
from luminary.privacy.standing import Reason, Use, left_out, reasons
from luminary.privacy.suspicions import Suspicion, Suspicions
from luminary.privacy.veil import Veil

__all__ = [
    "PROFILES",
    "SWITCHES",
    "Audit",
    "AuditCheck",
    "Because",
    "Document",
    "Documents",
    "Entry",
    "Gate",
    "Notices",
    "Objection",
    "ObjectionList",
    "Objections",
    "Processor",
    "Processors",
    "Purpose",
    "Reason",
    "Scope",
    "Suspicion",
    "Suspicions",
    "Switches",
    "Use",
    "Veil",
    "has_purpose",
    "left_out",
    "may_enable",
    "read_purpose",
    "reasons",
    "switches_of",
    "write_purpose",
]
