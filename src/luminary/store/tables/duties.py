"""Tables of the duties towards people: documents, processors, notices, and who must be looked at first."""

from luminary.store.tables.declare import UNTIL_END, Home, Keep, Table, moment, text

_PROOF = Keep(None, None, "proof that a duty was met; stays as long as the workspace")

PRIVACY_DOCUMENTS = Table(
    "privacy_documents",
    Home.LEDGER,
    "a document that the organisation answers for: balancing of interests, decision, impact assessment",
    (
        text("document", "key", required=True),
        text("kind", "lia, decision, dpia or public_notice", required=True),
        text("answers", "the fields of the form as JSON", required=True),
        text("until", "ISO day on which it is looked at again"),
        text("made_by", "who recorded it", required=True),
        moment("at", "when", required=True),
    ),
    _PROOF,
    key=("document",),
)

PROCESSORS = Table(
    "processors",
    Home.LEDGER,
    "who handles data for the organisation or hands data to it, and under which contract or terms",
    (
        text("processor", "key", required=True),
        text("connector", "source or agency it stands for, such as mastodon", required=True),
        text("name", "name of the company or service", required=True),
        text("role", "processor, joint or independent", required=True),
        text("contract", "contract under article 28, or the terms that were accepted", required=True),
        text("country", "where the data are handled"),
        text("until", "ISO day on which contract or terms end"),
        text("recorded_by", "who recorded it", required=True),
        moment("at", "when", required=True),
    ),
    _PROOF,
    key=("processor",),
)

NOTICE_DUTIES = Table(
    "notice_duties",
    Home.LEDGER,
    "a person who must be told what is held about her, and until when",
    (
        text("person", "key of the person", person=True, required=True),
        text("because", "shortlisted, exported, reported or contacted", required=True),
        moment("seen", "when the work with the person began", required=True),
        moment("due", "until when she must be told", required=True),
    ),
    UNTIL_END,
    key=("person",),
)

NOTICES = Table(
    "notices",
    Home.LEDGER,
    "a person was told what is held about her",
    (
        text("notice", "key", required=True),
        text("person", "key of the person", person=True, required=True),
        text("channel", "letter, e-mail, message, in person or other", required=True),
        text("text_version", "version of the text that was sent", required=True),
        text("language", "language of the text", required=True),
        moment("sent", "when it was sent", required=True),
        text("recorded_by", "who recorded it", required=True),
        moment("at", "when it was recorded", required=True),
    ),
    _PROOF,
    key=("notice",),
)

SUSPICIONS = Table(
    "suspicions",
    Home.LEDGER,
    "a person who may be a minor and is left out until somebody has looked",
    (
        text("person", "key of the person", person=True, required=True),
        text("what", "minor_suspected", required=True),
        text("sign", "kind of sign, such as an age stated; never the words themselves", required=True),
        text("state", "open, confirmed or cleared", required=True),
        text("decided_by", "who looked"),
        text("why", "reason given"),
        moment("at", "when it was found or decided", required=True),
    ),
    UNTIL_END,
    key=("person", "what"),
)

TABLES = (PRIVACY_DOCUMENTS, PROCESSORS, NOTICE_DUTIES, NOTICES, SUSPICIONS)
