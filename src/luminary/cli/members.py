"""People: `members`, who may use the workspace; `audit`, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import PORT, TABLE_ROWS, FormatOption, OutputOption, TopOption, opened, say
from luminary.cli.rows import Format, plain, show_rows

if TYPE_CHECKING:
    from luminary.workspace.rights import Role

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

LoginArgument = Annotated[str, typer.Argument(metavar="LOGIN", help="Name the member logs in with.")]
RoleArgument = Annotated[
    str,
    typer.Argument(metavar="ROLE", help="owner, editor, viewer or pseudonymous (sees numbers, no names)."),
]
AddressOption = Annotated[
    str,
    typer.Option("--address", metavar="URL", help="Where the web app is reached; the link begins with it."),
]
_ADDRESS = f"http://127.0.0.1:{PORT}"


@app.callback()
def members(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List, add and change who may use the workspace through the web app and the API."""
    if context.invoked_subcommand is None:
        listed(context, format, output)


@app.command("list")
def listed(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List the members, by name."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.members.list())
    show_rows(records, _MEMBERS, format, output)
    if not records:
        say("no member yet; `luminary web` prints a link for the first owner")


@app.command()
def add(
    context: typer.Context,
    login: LoginArgument,
    role: RoleArgument,
    name: Annotated[str, typer.Option(metavar="NAME", help="Name shown; the login when not given.")] = "",
) -> None:
    """Add a member; asks for the password. `members invite` lets them choose their own."""
    with opened(context) as workspace:
        workspace.members.add(login, name, _role(role), _asked_password())
    say(f"{login}: {role}, may log in")


@app.command()
def role(context: typer.Context, login: LoginArgument, role: RoleArgument) -> None:
    """Change what a member may do."""
    with opened(context) as workspace:
        workspace.members.change(workspace.members.get(login), role=_role(role))
    say(f"{login}: {role}")


@app.command()
def disable(
    context: typer.Context,
    login: LoginArgument,
    back: Annotated[bool, typer.Option("--back", help="Let the member log in again.")] = False,
) -> None:
    """End a member's sessions and tokens, and let nobody in under this login."""
    with opened(context) as workspace:
        workspace.members.change(workspace.members.get(login), active=back)
    say(f"{login}: {'may log in again' if back else 'may no longer log in'}")


@app.command()
def invite(context: typer.Context, role: RoleArgument, address: AddressOption = _ADDRESS) -> None:
    """Print a link with which one new member comes in, within three days."""
    with opened(context) as workspace:
        secret = workspace.members.invite(_role(role))
    print(f"{address.rstrip('/')}/invite/{secret}")
    say("the link works once, within 72 hours; who has it gets in, so send it safely")


@app.command()
def password(
    context: typer.Context,
    login: LoginArgument,
    link: Annotated[bool, typer.Option("--link", help="Print a link with which they choose it.")] = False,
    address: AddressOption = _ADDRESS,
) -> None:
    """Give a member a new password, or print a link with which they choose one; sessions end then."""
    with opened(context) as workspace:
        member = workspace.members.get(login)
        if not link:
            workspace.members.set_password(member, _asked_password())
            say(f"{login}: new password; all sessions have ended")
            return
        print(f"{address.rstrip('/')}/invite/{workspace.members.invite(member.role, member)}")
    say("the link works once, within 72 hours; who has it gets in, so send it safely")


def audit(
    context: typer.Context,
    verify: Annotated[
        bool, typer.Option("--verify", "--check", help="Check that no row was changed, removed or moved.")
    ] = False,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this member did.")] = None,
    action: Annotated[
        str | None, typer.Option(metavar="ACTION", help="Only this action, such as person.decide.")
    ] = None,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List who did what, the newest first: every change, every revealed name, every export.

    `--verify` goes through the seals of all rows, and exits 1 when one does not fit. Keep the seal it prints
    elsewhere: it proves later that nothing up to here was written anew.
    """
    if verify:
        _verify(context)
        return
    with opened(context) as workspace:
        every = workspace.audit.count(action=action, who=who)
        most = top or (TABLE_ROWS if format is Format.TABLE else max(every, 1))
        records: list[Record] = plain(workspace.audit.entries(most, action=action, who=who))
    show_rows(records, _AUDIT, format, output)
    say(f"{len(records)} of {every} shown")


def _verify(context: typer.Context) -> None:
    with opened(context) as workspace:
        check = workspace.audit.verify()
    say(check.told)
    print(check.seal)
    if not check.intact:
        raise typer.Exit(1)


def _role(text: str) -> Role:
    from luminary.errors import UnknownNameError
    from luminary.workspace.rights import Role

    if text not in set(Role):
        raise UnknownNameError.of("role", text, list(Role))
    return Role(text)


def _asked_password() -> str:
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer


_MEMBERS = (
    Column("login", lambda row: str(row["login"]), need=5),
    Column("name", lambda row: str(row["name"]), need=3),
    Column("role", lambda row: str(row["role"]), need=4),
    Column("may log in", lambda row: "yes" if row["active"] else "no", need=2),
    Column("last seen", lambda row: str(row["seen"] or "-")[:16].replace("T", " "), need=1),
)

_AUDIT = (
    Column("#", lambda row: str(row["number"]), right=True, need=1),
    Column("when", lambda row: str(row["at"])[:19].replace("T", " "), need=3, whole=True),
    Column("who", lambda row: str(row["who"]), need=4),
    Column("action", lambda row: str(row["action"]), need=5),
    Column("about", lambda row: str(row["about"] or "-"), need=2),
    Column("detail", lambda row: ", ".join(f"{k}: {v}" for k, v in row["detail"].items()), most=80, need=0),
)
