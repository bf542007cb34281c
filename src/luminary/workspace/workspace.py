"""A workspace: one folder with a ledger and a lake."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote

from luminary.errors import WorkspaceError
from luminary.i18n import say
from luminary.privacy import Audit, Gate, Purpose, Veil, has_purpose, write_purpose
from luminary.privacy.persons import Persons
from luminary.settings import Limits, limits
from luminary.store import DuckDBEngine, Engine, Lake, Ledger
from luminary.workspace.audit import AuditLog, operator
from luminary.workspace.checking import Checking
from luminary.workspace.collaborating import Collaborating
from luminary.workspace.collecting import Collecting
from luminary.workspace.credentials import Credentials
from luminary.workspace.duties import Duties
from luminary.workspace.fetching import Fetching
from luminary.workspace.identity import Identity
from luminary.workspace.jobs import Jobs
from luminary.workspace.leading import Leading
from luminary.workspace.listening import Listening
from luminary.workspace.member import Member
from luminary.workspace.members import Members
from luminary.workspace.networking import Networking
from luminary.workspace.overview import Overview, overview
from luminary.workspace.people import People
from luminary.workspace.permitted import Permitted
from luminary.workspace.personal import Personal
from luminary.workspace.policies import Policies
from luminary.workspace.reporting import Reporting
from luminary.workspace.rights import Right
from luminary.workspace.safety import Safety
from luminary.workspace.shortlists import Shortlists
from luminary.workspace.standing import Standings
from luminary.workspace.sweeping import Sweeping
from luminary.workspace.visiting import Visiting

_LEDGER = "ledger.sqlite"


class Workspace:
    """One folder of data and decisions, and everything that can be done with it.

    Open it with `Workspace.open`, use it in a ``with`` block or `close` it.

    Attributes
    ----------
    collect : Collecting
        Imports, rejects, formats.
    fetch : Fetching
        Live sources: what is fetched, and how often.
    people : People
        Who is there, and what was decided about them.
    credentials : Credentials
        What lists and registers say of people.
    identity : Identity
        Which accounts are one person's.
    listening : Listening
        Subjects.
    leaders : Leading
        Rankings, one leader's evidence, back-tests.
    report : Reporting
        Reports for the management.
    network : Networking
        Communities, bridges, and a map of the people.
    shortlists : Shortlists
        Who is considered, how far the work with them is, and who changed what.
    visits : Visiting
        What web analytics tell of one's own pages.
    policies : Policies
        What the terms of the platforms say.
    permitted : Permitted
        Which imports may be computed with, after the terms of the platforms.
    collaborations : Collaborating
        Brands to look for, and what posts tell of collaborations.
    personal : Personal
        The rights of one person: objection, correction, export, erasure.
    sweeping : Sweeping
        What is older than it may be, and its removal.
    standing : Standings
        Who is left out of rankings, exports and contacts, and why.
    members : Members
        Who may use the workspace, and how they prove who they are.
    law : Checking
        What the law asks of a post, and the products it restricts.
    safety : Safety
        Texts that may tell of adverse events.
    duties : Duties
        Documents, processors, notices, review: what is in order, missing or due.
    audit : AuditLog
        Who did what.
    jobs : Jobs
        Work that takes longer than a page may wait.
    actor : str
        In whose name the log is written: the login of a member, or ``cli:`` and the user of the machine.
    unattended : bool
        True where a program works on its own: it decides nothing about a person.
    """

    def __init__(self, path: Path, ledger: Ledger, limit: Limits) -> None:
        self.path = path
        self.ledger = ledger
        self.limits = limit
        self.lake = Lake(path / "lake", ledger)
        self.gate = Gate(ledger)
        self.veil = Veil(ledger, self.gate)
        self.actor = operator()
        self.unattended = False
        self._reader: Member | None = None

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> Self:
        """Open the workspace in a folder.

        Parameters
        ----------
        path : str or Path
            The folder.
        create : bool, default False
            Make an evaluation workspace when the folder is empty or not there.

        Raises
        ------
        WorkspaceError
            When the folder holds no workspace, or one of a newer version.
        """
        folder = Path(path)
        if not _is_workspace(folder):
            if not create or (folder.exists() and any(folder.iterdir())):
                raise WorkspaceError(
                    say(
                        "'{folder}' is no workspace; make one with `luminary init {folder}`, or name one "
                        "with -w or LUMINARY_WORKSPACE",
                        folder=folder,
                    )
                )
            return cls.init(folder, Purpose())
        ledger = _ledger(folder)
        if create and not has_purpose(ledger):  # a program that was killed while it made the workspace
            _put_on_record(ledger, Purpose())
        opened = cls(folder, ledger, limits())
        if ledger.count("erasures", state=("running", "wiping")):  # a program was killed while it erased
            opened.personal.resume()
        return opened

    @classmethod
    def init(cls, path: str | Path, purpose: Purpose) -> Self:
        """Make a workspace, or record a new purpose on an existing one.

        Raises
        ------
        WorkspaceError
            When the folder cannot be written, or its name is one that tables cannot be kept under.
        """
        folder = Path(path)
        _check_name(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                say("'{folder}' cannot be made: {strerror}", folder=folder, strerror=error.strerror)
            ) from error
        ledger = _ledger(folder)
        _put_on_record(ledger, purpose)
        return cls(folder, ledger, limits())

    @classmethod
    def filled(cls, path: Path, fill: Callable[[Ledger], object]) -> Self:
        """Make a workspace in a new folder, and let its empty ledger be filled.

        Raises
        ------
        WorkspaceError
            When the ledger is in use already, or tables cannot be kept under the folder's name.
        """
        _check_name(path)
        path.mkdir(parents=True)
        ledger = _ledger(path)
        if has_purpose(ledger):
            ledger.close()
            raise WorkspaceError(say("the ledger named in LUMINARY_LEDGER is in use; name an empty one"))
        fill(ledger)
        return cls(path, ledger, limits())

    @property
    def purpose(self) -> Purpose:
        """The purpose on record."""
        return self.gate.purpose

    def change_purpose(self, purpose: Purpose) -> None:
        """Record another purpose."""
        _put_on_record(self.ledger, purpose, self.actor)

    @property
    def reader(self) -> Member | None:
        """The member who reads; None for whoever uses the library or the command line."""
        return self._reader

    @reader.setter
    def reader(self, member: Member | None) -> None:
        """Let a member read, as far as the member's role may see names."""
        self._reader = member
        hidden = member is not None and Right.NAMES not in member.role.rights
        self.veil = Veil(self.ledger, self.gate, member.member if member is not None and hidden else None)

    def act_for(self, member: Member | None) -> None:
        """Act and read in the name of a member from now on; None is a stranger, who sees no name."""
        self.actor = "visitor" if member is None else member.login
        self.reader = member
        if member is None:
            self.veil = Veil(self.ledger, self.gate, "")

    @cached_property
    def audit(self) -> AuditLog:
        """Who did what."""
        return AuditLog(self)

    @cached_property
    def persons(self) -> Persons:
        """Which keys are one person, as decided; rows of the ledger are read through it."""
        return Persons(self.ledger)

    @cached_property
    def credentials(self) -> Credentials:
        """What lists and registers say of people."""
        return Credentials(self)

    @cached_property
    def identity(self) -> Identity:
        """Which accounts are one person's, and why."""
        return Identity(self)

    @cached_property
    def jobs(self) -> Jobs:
        """Work that takes longer than a page may wait."""
        return Jobs(self)

    @cached_property
    def members(self) -> Members:
        """Who may use the workspace, and how they prove who they are."""
        return Members(self)

    @cached_property
    def engine(self) -> Engine:
        """The database engine of this session."""
        return DuckDBEngine(self.path / "lake" / "_spill" / str(os.getpid()), self.limits.memory)

    @cached_property
    def collect(self) -> Collecting:
        """Imports, rejects, formats."""
        return Collecting(self)

    @cached_property
    def fetch(self) -> Fetching:
        """Live sources."""
        return Fetching(self)

    @cached_property
    def people(self) -> People:
        """Who is there, and what was decided about them."""
        return People(self)

    @cached_property
    def listening(self) -> Listening:
        """What people talk about."""
        return Listening(self)

    @cached_property
    def leaders(self) -> Leading:
        """Who is listened to."""
        return Leading(self)

    @cached_property
    def report(self) -> Reporting:
        """Reports for the management."""
        return Reporting(self)

    @cached_property
    def network(self) -> Networking:
        """Communities, bridges, and a map of the people."""
        return Networking(self)

    @cached_property
    def visits(self) -> Visiting:
        """What web analytics tell of one's own pages."""
        return Visiting(self)

    @cached_property
    def policies(self) -> Policies:
        """What the terms of the platforms say."""
        return Policies(self)

    @cached_property
    def permitted(self) -> Permitted:
        """Which imports may be computed with, after the terms of the platforms."""
        return Permitted(self)

    @cached_property
    def personal(self) -> Personal:
        """The rights of one person: objection, correction, export, erasure."""
        return Personal(self)

    @cached_property
    def sweeping(self) -> Sweeping:
        """What is older than it may be."""
        return Sweeping(self)

    @cached_property
    def standing(self) -> Standings:
        """Who is left out of rankings, exports and contacts."""
        return Standings(self)

    @cached_property
    def collaborations(self) -> Collaborating:
        """Brands to look for, and what posts tell of collaborations."""
        return Collaborating(self)

    @cached_property
    def law(self) -> Checking:
        """What the law asks of a post."""
        return Checking(self)

    @cached_property
    def safety(self) -> Safety:
        """Texts that may tell of adverse events."""
        return Safety(self)

    @cached_property
    def duties(self) -> Duties:
        """Documents, processors, notices and review."""
        return Duties(self)

    @cached_property
    def shortlists(self) -> Shortlists:
        """Who is considered, and how far the work with them is."""
        return Shortlists(self)

    def overview(self) -> Overview:
        """Look where the workspace stands: what it holds, how fresh it is, what needs a decision."""
        return overview(self)

    def close(self) -> None:
        """Give back memory and connections."""
        if "engine" in self.__dict__:
            self.engine.close()
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _put_on_record(ledger: Ledger, purpose: Purpose, actor: str | None = None) -> None:
    """Write down a purpose, and who did so."""
    with ledger.together():
        write_purpose(ledger, purpose)
        until = purpose.until.isoformat() if purpose.until else None
        Audit(ledger).record(
            actor or operator(),
            "purpose.set",
            None,
            profile=purpose.profile,
            owner=purpose.owner,
            until=until,
        )


def _is_workspace(folder: Path) -> bool:
    """Tell whether a folder has a ledger, beside it or elsewhere."""
    return (folder / _LEDGER).exists() or (bool(os.environ.get("LUMINARY_LEDGER")) and folder.is_dir())


def _check_name(folder: Path) -> None:
    """Refuse a folder whose name Delta, which takes it for a part of an address, would read as another."""
    if unquote(told := str(folder.absolute())) != told:
        raise WorkspaceError(
            say("'{folder}' cannot hold a workspace: take the % out of its name", folder=told)
        )


def _ledger(folder: Path) -> Ledger:
    """Open the ledger of a folder: SQLite beside the lake, or the address in LUMINARY_LEDGER."""
    url = os.environ.get("LUMINARY_LEDGER") or f"sqlite:///{quote(str(folder / _LEDGER))}"
    return Ledger(url, backups=folder / "backups")
