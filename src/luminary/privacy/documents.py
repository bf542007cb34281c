"""The documents that an organisation answers for: balancing of interests, decision, impact assessment.

Each is a form. A new version takes the place of the one before and the old one stays. The ten questions of
the impact assessment are the criteria under which supervisory authorities ask for one (WP 248 rev. 01 with
its nine, and power over the people as the tenth): from two of them on, results about single people are locked
until the number of a finished assessment is on record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Listing, Message, say
from luminary.privacy.bases import Basis, bases_in
from luminary.privacy.profiles import Ranks, switches_of
from luminary.store import Ledger

LIA: dict[str, Message] = {
    "interest": say("Which interest do you pursue?"),
    "why": say("Why is this data needed for it?"),
    "less_intrusive": say(
        "Which less intrusive way was considered (role inboxes, asking associations, self-nomination)?"
    ),
    "affected": say("Who is affected?"),
    "expects": say("What do they expect (public figure, expert in a role, private person)?"),
    "harm": say("What harm can follow when it is wrong?"),
    "safeguards": say(
        "Which safeguards are there (notice, opting out, no special categories, retention, no sale)?"
    ),
    "result": say("What is the result of the balancing?"),
}
"""Fields of the balancing of interests."""
DECISION: dict[str, Message] = {
    "task": say("Which task, in which law or decision?"),
    "need": say("Why is it needed to look at single people, and not only at groups?"),
    "people": say("Whose role is public enough, and why?"),
    "safeguards": LIA["safeguards"],
    "register": say("How are requests for the register, its archiving and its weeding handled?"),
    "decided": say("Who decided, and under which number?"),
}
"""Fields of the decision of an authority."""
PUBLIC_NOTICE: dict[str, Message] = {
    "address": say("Where does the notice stand for everybody to read?"),
    "reason": say("Why is writing to everybody in the data impossible or out of proportion?"),
    "decided": DECISION["decided"],
}
"""Fields of the decision on a public notice."""
QUESTIONS: dict[str, Message] = {
    "scoring": say("Are people scored, ranked or profiled?"),
    "automated": say("Does a figure alone decide something about a person?"),
    "monitoring": say("Is what people do watched over time, in places open to everybody?"),
    "sensitive": say("Is it about health, politics, religion, unions or anything as sensitive?"),
    "scale": say("Is it large: many people, a whole region or a long time?"),
    "matching": say("Are data from several sources put together in a way people do not expect?"),
    "vulnerable": say("Are patients, children, employees or others among them who can hardly object?"),
    "novel": say("Is a new technique used, or a known one in a new way?"),
    "hindered": say("Can it keep people from a service, a contract or a right?"),
    "power": say("Do you have power over the people: as employer, authority or payer?"),
}
"""The ten questions before an impact assessment; each yes is a criterion of high risk."""
STOP_AT = 2
"""Criteria from which on a finished assessment is needed."""
FORMS: Mapping[str, Mapping[str, Message]] = {
    "lia": LIA,
    "decision": DECISION,
    "public_notice": PUBLIC_NOTICE,
}
TITLES: Mapping[str, Message] = {
    "lia": say("Balancing of interests"),
    "decision": say("Decision"),
    "public_notice": say("Public notice"),
    "dpia": say("Impact assessment"),
}
_LONGEST = 4_000
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was recorded.

    Attributes
    ----------
    document : str
        Key; what other records name.
    kind : str
        lia, decision, public_notice or dpia.
    answers : mapping of str to str
        The fields of the form.
    until : date or None
        When it is looked at again.
    made_by : str
        Who recorded it.
    at : datetime
        When, in UTC.
    """

    document: str
    kind: str
    answers: Mapping[str, str]
    until: date | None
    made_by: str
    at: datetime

    @property
    def risks(self) -> tuple[str, ...]:
        """The criteria of high risk that an impact assessment was answered yes to."""
        return tuple(one for one in QUESTIONS if self.answers.get(one) == "yes")

    @property
    def assessment(self) -> str:
        """Number of the finished impact assessment; empty when there is none."""
        return self.answers.get("number", "")

    def is_due(self, today: date) -> bool:
        """Tell whether the day has passed on which it is looked at again."""
        return self.until is not None and self.until < today


class Documents:
    """The documents of a workspace.

    Parameters
    ----------
    ledger : Ledger
        Where they are kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def newest(self, kind: str) -> Document | None:
        """Give the document of a kind that holds now; None when there is none."""
        rows = self._ledger.newest("privacy_documents", by="at", limit=1, kind=kind)
        if not rows:
            return None
        row = rows[0]
        until = date.fromisoformat(row["until"]) if row["until"] else None
        return Document(
            row["document"], row["kind"], json.loads(row["answers"]), until, row["made_by"], row["at"]
        )

    def record(self, kind: str, answers: Mapping[str, str], until: date | None, by: str) -> Document:
        """Record a form that was filled in.

        Raises
        ------
        UnknownNameError
            When there is no such form or field.
        UsageError
            When a field is missing or too long; all missing ones are named at once.
        """
        if kind not in FORMS:
            raise UnknownNameError.of("document", kind, FORMS)
        given = _cleaned(answers, FORMS[kind])
        missing = [name for name in FORMS[kind] if not given.get(name)]
        if missing:
            raise UsageError(
                say(
                    "'{title}' needs {missing}",
                    title=TITLES[kind],
                    missing=Listing(missing, ", "),
                )
            )
        return self._keep(kind, given, until, by)

    def assess(self, answers: Mapping[str, str], number: str, until: date | None, by: str) -> Document:
        """Record the ten answers before an impact assessment, and the number of the finished one.

        Raises
        ------
        UnknownNameError
            When there is no such question.
        UsageError
            When a question is not answered with yes or no.
        """
        given = {name: _yes_no(name, value) for name, value in _cleaned(answers, QUESTIONS).items()}
        missing = [name for name in QUESTIONS if name not in given]
        if missing:
            raise UsageError(
                say("answer all ten questions with yes or no; missing: {missing}",
                    missing=Listing(missing, ", "))
            )  # fmt: skip
        return self._keep("dpia", {**given, "number": " ".join(number.split())[:200]}, until, by)

    def _keep(self, kind: str, answers: Mapping[str, str], until: date | None, by: str) -> Document:
        key = f"{kind}-{uuid4().hex[:10]}"
        now = self._ledger.now()
        self._ledger.add(
            "privacy_documents",
            document=key,
            kind=kind,
            answers=json.dumps(answers, ensure_ascii=False, sort_keys=True),
            until=until.isoformat() if until else None,
            made_by=by,
            at=now,
        )
        return Document(key, kind, answers, until, by, now)


def locked(ledger: Ledger, profile: str) -> Message | None:
    """Say why results about single people are locked, and what would unlock them; None when they are not."""
    if switches_of(profile).ranks is Ranks.ROLE and (told := missing_ground(ledger, profile, "")) is not None:
        return told
    return stopped(ledger, profile)


def stopped(ledger: Ledger, profile: str) -> Message | None:
    """Say that the answers ask for an impact assessment that is not on record; None where they do not."""
    if "dpia" not in switches_of(profile).documents:
        return None
    found = Documents(ledger).newest("dpia")
    if found is None or len(found.risks) < STOP_AT or found.assessment:
        return None
    return say(
        "{risks} criteria of high risk were answered yes ({named}) and no impact assessment is on record, so "
        "results about people are locked; record its number with `luminary privacy dpia --number ID`, or "
        "answer anew when the work has changed",
        risks=len(found.risks),
        named=Listing(found.risks, ", "),
    )


def missing_ground(ledger: Ledger, profile: str, basis: str) -> Message | None:
    """Say which document the lawful basis needs and lacks; None where nothing is missing.

    A legitimate interest needs the balancing of interests, an authority its decision.
    """
    wanted = switches_of(profile).documents
    if "decision" in wanted and Documents(ledger).newest("decision") is None:
        return say(
            "an authority looks at single people only for a need that is written down; record the decision "
            "with `luminary privacy decision`"
        )
    weighed = Basis.LEGITIMATE_INTEREST in bases_in(basis)
    if "lia" in wanted and weighed and Documents(ledger).newest("lia") is None:
        return say(
            "a legitimate interest needs the balancing of interests; record it with `luminary privacy lia`"
        )
    return None


def _cleaned(answers: Mapping[str, str], known: Mapping[str, Message]) -> dict[str, str]:
    for name, value in answers.items():
        if name not in known:
            raise UnknownNameError.of("field", name, known)
        if len(value) > _LONGEST:
            raise UsageError(
                say(
                    "'{name}' has {n} characters; {most} are the most", name=name, n=len(value), most=_LONGEST
                )
            )
    return {name: _stripped(value) for name, value in answers.items()}


def _stripped(value: str) -> str:
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _yes_no(name: str, value: str) -> str:
    told = value.strip().lower()
    if told not in _YES | _NO:
        raise UsageError(say("'{name}' is '{value}'; answer yes or no", name=name, value=value))
    return "yes" if told in _YES else "no"
