"""What does the law ask of a post, and does it do that?

Tables in and out: none. Pure: a post and what the campaign record says about it go in, a verdict with its
rule and source comes out; nothing is read but the room's own packs and those of a user. It sees no payment.

``post``        a post as the checker needs it, and how it is read from a record
``pack``        a country's rules as data: words by strength, rules by topic and date, sources
``loading``     packs from files, with every fault at once; ``packs`` holds the product's own
``letters``     a text as a reader sees it, tricks with letters undone
``lexicon``     the words of a pack as one pattern
``labels``      which words could be a label, which deny it
``place``       where a label stands: first, visible, after the fold, among hashtags
``sender``      whether a text names somebody
``disclosure``  whether the payment is visible
``health``      what may not be said about medicines, devices and food
``extras``      further marks: retouched bodies, paid politics, green claims
``adverse``     texts that somebody responsible for safety must read
``check``       the checker that puts the steps together
``advice``      what to do, in the language of the post
``lines``       many posts as JSON lines, with their faults
``verdict``     what comes out; ``telling`` says it in words
``campaign``    what must be in place before a campaign starts
``guideline``   a page of rules of thumb to hand out
``traces``      what posts tell of collaborations: phrases, links, brands
``countries``   which country's rules the reader of a language needs; ``yamlfile`` reads the room's data

Method: words, place, sender and declared connection against the pack of the country, on the day of the post.
Not legal advice: every pack says who reviewed it, and until when it is valid.

References
----------
The sources stand in the packs, rule by rule.
"""

from luminary.law.adverse import Screening, Status, screen
from luminary.law.check import Checker
from luminary.law.lines import Checked, check_lines, read_products
from luminary.law.loading import load_packs
from luminary.law.pack import Confidence, Pack, Rule, Source, Strength, Word
from luminary.law.post import Post, read_post
from luminary.law.verdict import Finding, Outcome, Span, Verdict

__all__ = [
    "Checked",
    "Checker",
    "Confidence",
    "Finding",
    "Outcome",
    "Pack",
    "Post",
    "Rule",
    "Screening",
    "Source",
    "Span",
    "Status",
    "Strength",
    "Verdict",
    "Word",
    "check_lines",
    "load_packs",
    "read_post",
    "read_products",
    "screen",
]
