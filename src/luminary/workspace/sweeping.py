"""Removes what is older than it may be: rows, and files that wait or lie about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.privacy.retention import Expired, Retention

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

FILES_STAY = timedelta(days=90)
"""How long uploads that were not imported or not removed, and reports of jobs, stay."""
_FOLDERS = ("inbox", "reports")
_LOOKED = "sweep_looked"
"""Setting that holds when it was last looked for what is too old."""
_DAILY = timedelta(hours=24)


class Sweeping:
    """What is too old, and its removal."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _retention(self) -> Retention:
        return Retention(self._workspace.lake, self._workspace.ledger)

    def expired(self, now: datetime | None = None) -> list[Expired]:
        """List what is too old; nothing is changed.

        Parameters
        ----------
        now : datetime, optional
            The moment at which it is looked, in UTC without zone.
        """
        moment = now or self._workspace.ledger.now()
        return [*self._retention.expired(moment), *self._old_files(moment)]

    def sweep(self, now: datetime | None = None) -> list[Expired]:
        """Remove what is too old; gives what that was, and writes it into the log."""
        work, moment = self._workspace, now or self._workspace.ledger.now()
        files = list(self._old_files(moment))
        found = [*self._retention.sweep(moment), *files]
        for file in [file for one in files for file in self._files(one.what, one.before)]:
            file.unlink(missing_ok=True)
            with suppress(OSError):  # the folder of an upload goes with its last file
                if file.parent.parent.name in _FOLDERS:
                    file.parent.rmdir()
        if found:
            told = [
                {"what": one.what, "rows": one.rows, "batch": one.batch, "why": str(one.why)} for one in found
            ]
            work.audit.record("retention.sweep", None, removed=told)
            work.ledger.wipe()
        return found

    def ask_due(self) -> bool:
        """Ask once a day for the removal of what is too old, where there is something; several may ask."""
        work, now = self._workspace, self._workspace.ledger.now()
        with work.ledger.together():
            rows = work.ledger.rows("settings", name=_LOOKED)
            if rows and now - datetime.fromisoformat(json.loads(rows[0]["value"])) < _DAILY:
                return False
            work.ledger.put("settings", name=_LOOKED, value=json.dumps(now.isoformat()))
        if not self.expired(now):
            return False
        work.jobs.ask("sweep", {})
        return True

    def _old_files(self, now: datetime) -> Iterator[Expired]:
        before = now - FILES_STAY
        for name in _FOLDERS:
            if files := len(self._files(name, before)):
                yield Expired(name, files, before, say("files stay {days} days", days=FILES_STAY.days))

    def _files(self, name: str, before: datetime) -> list[Path]:
        """List the files below a folder that were last changed before a moment."""
        at = before.replace(tzinfo=UTC).timestamp()
        folder = self._workspace.path / name
        return [one for one in folder.rglob("*") if one.is_file() and one.stat().st_mtime < at]
