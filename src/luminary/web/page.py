"""What a page says about itself: its place in the navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from luminary.i18n import Message, say
from luminary.workspace.rights import Right

if TYPE_CHECKING:
    from luminary.workspace import Workspace


class Group(StrEnum):
    """Parts of the navigation, in their order."""

    HOME = "home"
    FIND = "find"
    PROVE = "prove"
    RULES = "rules"
    DATA = "data"
    MANAGE = "manage"

    @property
    def heading(self) -> Message | None:
        """Heading of the part; None for the first."""
        return _TITLES.get(self)


_TITLES: dict[Group, Message] = {
    Group.FIND: say("Find"),
    Group.PROVE: say("Prove"),
    Group.RULES: say("Rules"),
    Group.DATA: say("Data"),
    Group.MANAGE: say("Manage"),
}


@dataclass(frozen=True, slots=True)
class Nav:
    """An entry of the navigation; a page module lists its own in `NAV`.

    Parameters
    ----------
    title : Message
        As the reader sees it.
    path : str
        Where it leads.
    icon : str
        Name of an icon of the sprite.
    group : Group
        Part of the navigation.
    order : int
        Place in its part.
    right : Right
        Shown only to those who have it.
    when : callable, optional
        Shown only in workspaces of which it is true.
    """

    title: Message
    path: str
    icon: str
    group: Group
    order: int
    right: Right = Right.READ
    when: Callable[[Workspace], bool] | None = None
