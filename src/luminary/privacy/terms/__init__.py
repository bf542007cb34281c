"""What do the terms of the platforms allow with these data?

Tables in: `batches` (ledger), whose columns `terms` and `obtained` say under which policy an import came and
when its data left the platform. Tables out: none.

``policy``   what one policy says: `Terms`; what a computation needs: `Need`
``load``     policies from YAML, all faults at once
``book``     all policies: the files in ``sources``, and those in the folder LUMINARY_TERMS over them
``obeyed``   which imports may go where: what rooms above ask

Method: one file a source, one entry a way the data came; every import is recorded under one policy, so every
stored value carries where it is from, when it came, and what may be done with it. For the rooms above:

- `left_out(ledger, need)`: imports that may not go into a computation (rankings need `DERIVED`). Whoever
  leaves rows out hashes these keys into the fingerprint, and says so in the result.
- `joinable(ledger, batch)`, `unjoinable(ledger)`: whose accounts may be joined with accounts elsewhere.
- `due(ledger, today)`: imports older than their terms allow, for whoever removes or fetches again.
- `terms_of(ledger, batch)`, `policy(name)`, `chosen(said, format)`.

It is no legal advice: who relies on a policy has it looked at by a lawyer, and writes that into the file.
"""

from luminary.privacy.terms.book import chosen, for_format, policies, policy
from luminary.privacy.terms.load import read_terms
from luminary.privacy.terms.obeyed import (
    Overdue,
    due,
    first_landed,
    joinable,
    left_out,
    obtained_on,
    of_batches,
    terms_of,
    unjoinable,
)
from luminary.privacy.terms.policy import (
    DERIVED,
    Basis,
    Confidence,
    Due,
    Inference,
    Joining,
    Need,
    Terms,
    Way,
)

__all__ = [
    "DERIVED",
    "Basis",
    "Confidence",
    "Due",
    "Inference",
    "Joining",
    "Need",
    "Overdue",
    "Terms",
    "Way",
    "chosen",
    "due",
    "first_landed",
    "for_format",
    "joinable",
    "left_out",
    "obtained_on",
    "of_batches",
    "policies",
    "policy",
    "read_terms",
    "terms_of",
    "unjoinable",
]
