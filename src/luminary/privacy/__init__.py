"""May this be shown, for what purpose, and until when?

Tables in and out: `workspace`, `agreements` (ledger).

``purpose``  the profile of a workspace: what it is for, on what basis, who answers for it, until when
``gate``     what a profile lets out about a person

Method: no result about a person leaves a workspace without purpose, lawful basis and owner on record. An
`evaluation` workspace needs none of them, and every output of it says what it is. Under `employer` a
colleague is shown by name only after agreeing.
"""

from luminary.privacy.gate import Gate
from luminary.privacy.purpose import PROFILES, Purpose, has_purpose, read_purpose, write_purpose

__all__ = ["PROFILES", "Gate", "Purpose", "has_purpose", "read_purpose", "write_purpose"]
