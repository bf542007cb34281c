"""Who may do what: the roles of members, and what each role may."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """Something that a member may or may not do."""

    READ = "read"
    """See rankings and everything else that carries no name."""
    NAMES = "names"
    """See who people are."""
    REVEAL = "reveal"
    """See who one person is, giving a reason that is logged."""
    EDIT = "edit"
    """Decide about people, write notes, keep shortlists and subjects."""
    IMPORT = "import"
    """Bring data in, and see what could not be used."""
    EXPORT = "export"
    """Take results out of the workspace."""
    MANAGE = "manage"
    """Manage members and the purpose, and read the audit log."""


class Role(StrEnum):
    """What a member is in a workspace."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"
    PSEUDONYMOUS = "pseudonymous"

    @property
    def rights(self) -> frozenset[Right]:
        """What the role may."""
        return _RIGHTS[self]


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(set(Right) - {Right.REVEAL}),
    Role.EDITOR: frozenset({Right.READ, Right.NAMES, Right.EDIT, Right.IMPORT, Right.EXPORT}),
    Role.VIEWER: frozenset({Right.READ, Right.NAMES}),
    Role.PSEUDONYMOUS: frozenset({Right.READ, Right.REVEAL}),
}
