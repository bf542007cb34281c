"""The seeded invented world behind ``luminary demo``, and its planted truths.

Question: does the product find what is known to be there? Tables in and out: none; it writes exports that go
through the ordinary importers (a Slack export, a CSV table, a table of
JSON lines) and ``truth.json`` beside them.

Method: every account has a planted influence per subject; the response to a post is Poisson with that mean,
and who responds depends on community, language and interest. All randomness comes from one seeded generator.
Nobody in it exists, and no text is anybody's real words.

Public: `build_world`, `World`, `Export`, `read_truth`, `Truth`, `Plant`, `SubjectTruth`, `AccountTruth`.
"""

from luminary.demo.truth import AccountTruth, Plant, SubjectTruth, Truth, read_truth
from luminary.demo.world import Export, World, build_world

__all__ = ["AccountTruth", "Export", "Plant", "SubjectTruth", "Truth", "World", "build_world", "read_truth"]
