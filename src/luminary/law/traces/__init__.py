"""Where does a text show that somebody stands behind it?

A post tells of a collaboration by a label ("Reklam", "#ad"), by a statement ("i samarbete med Fjällskor",
"we were sent this for review"), or only by cues (a discount code, an address that counts buyers, thanks to a
brand). This package finds such traces, the form they point at and the brand they name, in sv, nb, da, fi, en
and de at once: posts mix languages. Whether a label is good enough is the checker's question, not this one.

What it cannot tell: whether anybody was paid. A statement is what the writer says; a cue is a reason to ask.

``phrases``  the short notation in which traces are written down, and how it is compiled
``find``     the traces of a text
``brands``   whom a trace names
``links``    addresses by which a shop knows who sent the buyer
"""

from luminary.law.traces.brands import Brand, Named, named_brands
from luminary.law.traces.find import FORMS, Says, Trace, sieve, traces_of
from luminary.law.traces.links import tracked_links

__all__ = ["FORMS", "Brand", "Named", "Says", "Trace", "named_brands", "sieve", "traces_of", "tracked_links"]
