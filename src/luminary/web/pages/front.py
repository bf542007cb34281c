"""The front page: where the workspace stands, in one look."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from luminary.errors import NotEnoughDataError, UnknownNameError
from luminary.i18n import Message, say
from luminary.leaders import Leader
from luminary.report.charts import Bar, bar, scale_for
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace import Question
from luminary.workspace.overview import ABOUT_NOBODY
from luminary.workspace.rights import Right

router = APIRouter()
NAV = (Nav(say("Overview"), "/", "house", Group.HOME, 0),)

_SHOWN = 3
NEXT_PATHS = {
    "data": "/import",
    "jobs": "/jobs?state=failed",
    "subjects": "/subjects",
    "test": "/proof",
    "duties": "/privacy",
    "safety": "/safety",
    "identity": "/identity",
    "conflicts": "/about/conflicts",
    "rejects": "/rejects",
}
ACTIONS: dict[str, Message] = {
    "import.run": say("imported data"),
    "import.cancel": say("cancelled an import"),
    "import.again": say("read an import again"),
    "import.withdraw": say("took an import back"),
    "inbox.receive": say("uploaded a file"),
    "inbox.discard": say("removed a file from the inbox"),
    "fetch.add": say("put a source on the list"),
    "fetch.remove": say("took a source off the list"),
    "fetch.run": say("fetched a source"),
    "fetch.schedule": say("said how often a source is fetched"),
    "fetch.pause": say("paused a source"),
    "fetch.resume": say("resumed a source"),
    "fetch.forget": say("removed posts that are gone where they came from"),
    "brand.add": say("put a brand on the list"),
    "brand.remove": say("took a brand off the list"),
    "connection.declare": say("put on record what a person has of an advertiser"),
    "terms.demand_origin": say("said whether imports must name their origin"),
    "job.ask": say("asked for a job"),
    "job.cancel": say("cancelled a job"),
    "person.decide": say("decided about a person"),
    "person.undecide": say("took a decision back"),
    "person.agree": say("recorded an agreement"),
    "person.withdraw": say("took an agreement back"),
    "person.reveal": say("revealed a name"),
    "person.object": say("recorded an objection"),
    "person.unobject": say("took an objection back"),
    "person.correct": say("corrected what is known of a person"),
    "person.erase": say("erased a person"),
    "retention.sweep": say("removed what was too old"),
    "product.add": say("added a product"),
    "product.remove": say("removed a product"),
    "safety.screen": say("screened texts for adverse events"),
    "safety.route": say("routed a safety case"),
    "safety.close": say("closed a safety case"),
    "safety.export": say("took safety cases out"),
    "safety.switch": say("switched the screening of texts"),
    "safety.address": say("recorded where safety cases go"),
    "identity.suggest": say("compared all accounts"),
    "identity.linked": say("joined accounts automatically"),
    "identity.retracted": say("took joins back whose evidence is gone"),
    "identity.merged": say("joined two people"),
    "identity.accepted": say("accepted two accounts as one person's"),
    "identity.rejected": say("said that two accounts are different people's"),
    "identity.split": say("took an account away from a person"),
    "identity.undone": say("took a decision about one person back"),
    "identity.export": say("exported who is one person"),
    "credentials.import": say("imported a list of people"),
    "credentials.remove": say("removed a list of people"),
    "credentials.export": say("exported what lists say of people"),
    "note.add": say("wrote a note"),
    "note.remove": say("removed a note"),
    "subject.add": say("kept a subject"),
    "subject.remove": say("removed a subject"),
    "tiers.choose": say("chose other tiers"),
    "purpose.set": say("set the purpose"),
    "privacy.document": say("recorded a document"),
    "privacy.dpia": say("answered the questions before an impact assessment"),
    "privacy.minors": say("found people who may be minors"),
    "processor.add": say("put a processor or source on the register"),
    "processor.remove": say("took a processor or source off the register"),
    "person.notice": say("recorded that a person was told"),
    "person.letter": say("wrote a letter to a person"),
    "person.minor": say("decided whether somebody is a minor"),
    "person.show_sensitive": say("let statements about health or faith be shown"),
    "person.hide_sensitive": say("let statements about health or faith be hidden"),
    "workspace.backup": say("made a backup"),
    "workspace.restore": say("restored a backup"),
    "notices.export": say("exported the register of notices"),
    "review.export": say("exported the list for review"),
    "report.write": say("wrote a report"),
    "member.add": say("added a member"),
    "member.change": say("changed a member"),
    "member.password": say("set a new password"),
    "member.link": say("tied an account elsewhere"),
    "session.open": say("logged in"),
    "token.make": say("made a token"),
    "token.drop": say("dropped a token"),
    "invite.make": say("made a one-time link"),
    "invite.cancel": say("took a one-time link back"),
    "audit.verify": say("checked the seals of the log"),
    "audit.export": say("exported the log"),
    "people.export": say("exported the list of people"),
    "person.export": say("exported one person"),
    "rejects.export": say("exported rejected rows"),
    "conflicts.export": say("exported names and ids to look at"),
    "leaders.export": say("exported leaders"),
    "network.export": say("exported the network"),
    "report.export": say("downloaded a report"),
    "shortlist.add": say("made a shortlist"),
    "shortlist.put": say("put people on a shortlist"),
    "shortlist.stage": say("moved a person on a shortlist"),
    "shortlist.export": say("exported a shortlist"),
    "visits.export": say("exported visits"),
    "connections.export": say("exported connections with advertisers"),
    "comment.add": say("commented"),
}
"""What was done, in words; an action without words is shown as the log writes it."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The first people on a subject; `leaders` is None while nothing is computed, empty when nobody fits."""

    subject: str | None
    leaders: tuple[tuple[Leader, Bar | None], ...] | None


@router.get("/")
def front(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show subjects, newest changes, what needs a decision, and how fresh the data are."""
    seen = ask.work.overview()
    subjects = [None, *(one.name for one in ask.work.listening.subjects())]
    return ask.page(
        "front.html",
        seen=seen,
        glances=[_glance(ask, one) for one in subjects] if seen.holding.posts else [],
        paths=NEXT_PATHS,
        actions=ACTIONS,
        named=ABOUT_NOBODY,
    )


def _glance(ask: Asking, subject: str | None) -> Glance:
    """Look at a ranking that is there already; the front page never waits for one."""
    question = Question(subject=subject, top=_SHOWN)
    try:
        board = ask.work.leaders.board_if_ready(question.scope)
        if board is None:
            return Glance(subject, None)
        leaders = ask.work.leaders.rank(question).leaders
    except (NotEnoughDataError, UnknownNameError):
        return Glance(subject, ())
    scale = scale_for([one.measures["influence"] for one in leaders if "influence" in one.measures])
    return Glance(subject, tuple((one, bar(one.measures["influence"], scale)) for one in leaders))
