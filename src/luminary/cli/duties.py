"""The duties of the organisation: `privacy` with its documents, registers, notices and review."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column
from luminary.cli.options import (
    FormatOption,
    OutputOption,
    PersonArgument,
    day,
    exported,
    opened,
    pairs,
    say,
)
from luminary.cli.rows import Format, plain, show_rows
from luminary.domain.safe import lines
from luminary.errors import LuminaryError, UsageError

if TYPE_CHECKING:
    from luminary.privacy import Document
    from luminary.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What is in order, missing or due: documents, processors, notices, review.",
)
processors = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Who handles data for you or hands data to you."
)
app.add_typer(processors, name="processors")

SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=TEXT", help="A field of the form; may be given several times."),
]
ReviewOption = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="When it is looked at again (2026-12-31).")
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="sv, nb, da, fi or en; else that of the workspace."),
]


@app.command()
def status(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """Tell what is in order, what is missing, and what is due."""
    with opened(context) as workspace:
        records = plain(workspace.duties.status())
    show_rows(records, _STATUS, format, output)


_STATUS = (
    Column("what", lambda row: str(row["what"]), need=3, whole=True),
    Column("state", lambda row: str(row["state"]), need=2, whole=True),
    Column("", lambda row: str(row["told"]), most=400, need=1),
)


@app.command()
def lia(context: typer.Context, fields: SetOption = None, until: ReviewOption = None) -> None:
    """Record the balancing of interests behind a legitimate interest; without fields, show it.

    On a terminal, missing fields are asked for.
    """
    _form(context, "lia", fields, until)


@app.command()
def decision(context: typer.Context, fields: SetOption = None, until: ReviewOption = None) -> None:
    """Record the decision of an authority; without fields, show it."""
    _form(context, "decision", fields, until)


@app.command("public-notice")
def public_notice(
    context: typer.Context,
    fields: SetOption = None,
    until: ReviewOption = None,
    text: Annotated[bool, typer.Option("--text", help="Write the text to publish instead.")] = False,
    language: LanguageOption = None,
) -> None:
    """Record where everybody in the data is told, and why not by letter; or write that text."""
    if text:
        with opened(context) as workspace:
            print(lines(workspace.duties.public_notice(language).text()), end="")
        return
    _form(context, "public_notice", fields, until)


def _form(context: typer.Context, kind: str, fields: list[str] | None, until: str | None) -> None:
    from luminary.privacy.documents import FORMS

    answers, again = pairs(fields or [], "--set"), day(until, "--until")
    if _asks() and answers:
        answers |= {
            name: typer.prompt(question, err=True)
            for name, question in FORMS[kind].items()
            if name not in answers
        }
    with opened(context) as workspace:
        if answers:
            made = workspace.duties.record(kind, answers, again)
            say(f"{made.document} is on record")
            return
        found = workspace.duties.document(kind)
        _show(FORMS[kind], {} if found is None else found.answers, kind)


def _show(questions: Mapping[str, str], answers: Mapping[str, str], kind: str) -> None:
    for name, question in questions.items():
        print(f"{name}: {question}\n  {lines(answers.get(name) or '-')}")
    if not answers:
        command = kind.replace("_", "-")
        say(f"nothing is on record; luminary privacy {command} --set {next(iter(questions))}=TEXT ...")


@app.command()
def dpia(
    context: typer.Context,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="QUESTION=yes|no", help="Answer; all ten are needed."),
    ] = None,
    number: Annotated[
        str, typer.Option("--number", metavar="ID", help="Number of the finished impact assessment.")
    ] = "",
    until: ReviewOption = None,
) -> None:
    """Answer the ten questions before an impact assessment, or record the number of the finished one.

    From two yes on, results about people are locked until that number is on record. On a terminal the
    questions are asked.
    """
    from luminary.privacy.documents import QUESTIONS

    given, again = pairs(answers or [], "--answer"), day(until, "--until")
    with opened(context) as workspace:
        if not given and not number and not _asks():
            found = workspace.duties.document("dpia")
            _show(QUESTIONS, {} if found is None else found.answers, "dpia")
            return
        made = _assess(workspace, given, number, again)
    risks = f"{len(made.risks)} criteria of high risk"
    say(f"{made.document} is on record: {risks}; impact assessment: {made.assessment or 'none'}")


def _assess(workspace: Workspace, given: dict[str, str], number: str, again: date | None) -> Document:
    from luminary.privacy.documents import QUESTIONS

    if number and not given:
        return workspace.duties.number_assessment(number, again)
    for name, question in QUESTIONS.items():
        if name not in given and _asks():
            given[name] = "yes" if typer.confirm(str(question), err=True) else "no"
    return workspace.duties.assess(given, number, again)


def _asks() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


@processors.command("list")
def list_processors(
    context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List the register."""
    with opened(context) as workspace:
        records = plain(workspace.duties.processors())
    show_rows(records, _PROCESSORS, format, output)


_PROCESSORS = (
    Column("processor", lambda row: str(row["processor"]), need=2, whole=True),
    Column("connector", lambda row: str(row["connector"]), most=30, need=5),
    Column("name", lambda row: str(row["name"]), most=40, need=4),
    Column("role", lambda row: str(row["role"]), need=3),
    Column("contract", lambda row: str(row["contract"]), most=60, need=1),
    Column("until", lambda row: str(row["until"] or "-"), need=2),
)


@processors.command("add")
def add_processor(
    context: typer.Context,
    connector: Annotated[str, typer.Argument(metavar="SOURCE", help="Source or agency: mastodon, youtube.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Company or service.")],
    contract: Annotated[
        str, typer.Option("--contract", metavar="TEXT", help="Contract, or terms that were accepted.")
    ],
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="processor, joint or independent.")
    ] = "processor",
    country: Annotated[
        str, typer.Option("--country", metavar="NAME", help="Where the data are handled.")
    ] = "",
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Last day of contract or terms.")
    ] = None,
) -> None:
    """Put a company or service on the register; a source without entry is not fetched from."""
    last = day(until, "--until")
    with opened(context) as workspace:
        made = workspace.duties.add_processor(
            connector, name, contract, role=role, country=country, until=last
        )
    say(f"{made.processor}: {made.name} stands for '{made.connector}'")


@processors.command("remove")
def remove_processor(
    context: typer.Context,
    processor: Annotated[str, typer.Argument(metavar="ENTRY", help="Key, as the list shows it.")],
) -> None:
    """Take an entry off the register."""
    with opened(context) as workspace:
        workspace.duties.remove_processor(processor)
    say("the entry is removed")


@app.command()
def notices(
    context: typer.Context,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only who should have been told.")] = False,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List who must be told or was told: why, until when, how."""
    with opened(context) as workspace:
        records = plain(workspace.duties.notices(overdue=overdue))
        exported(workspace, "notices", len(records), format, output)
    show_rows(records, _NOTICES, format, output)
    say(f"listed: {len(records)}")


_NOTICES = (
    Column("name", lambda row: str(row["name"]), most=40, need=5),
    Column("because", lambda row: str(row["duty"]["because"]), need=2),
    Column("due", lambda row: str(row["duty"]["due"])[:10], need=4, whole=True),
    Column("sent", lambda row: str(row["duty"]["sent"] or "-")[:10], need=3, whole=True),
    Column("channel", lambda row: str(row["duty"]["channel"] or "-"), need=1),
    Column("overdue", lambda row: "yes" if row["overdue"] else "", need=3),
)


@app.command()
def letters(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the letters are written.")],
    language: LanguageOption = None,
) -> None:
    """Write a letter to everybody who is still to be told, as text and as a page; none is sent."""
    with opened(context) as workspace:
        written = workspace.duties.write_letters(folder, language)
    say(f"{written} letters are in '{folder}'; after sending: luminary person notice PERSON --channel letter")


@app.command()
def review(
    context: typer.Context,
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="Whom you looked at; else who waits is listed.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="She is no minor.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="She is a minor, and stays left out.")] = False,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason.")] = "",
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List people who may be minors, or decide about one of them."""
    with opened(context) as workspace:
        if person is None:
            new = workspace.duties.look_for_minors()
            records = plain(workspace.duties.review())
            exported(workspace, "review", len(records), format, output)
            show_rows(records, _REVIEW, format, output)
            say(f"waiting for somebody to look: {len(records)}, new: {new}")
            return
        if clear == confirm:
            raise UsageError("say --clear or --confirm")
        workspace.duties.decide_minor(person, "cleared" if clear else "confirmed", why)
    say("cleared" if clear else "confirmed: stays left out")


_REVIEW = (
    Column("person", lambda row: str(row["person"]), need=4, whole=True),
    Column("name", lambda row: str(row["name"]), most=40, need=3),
    Column("sign", lambda row: str(row["sign"]), need=2),
    Column("found", lambda row: str(row["at"])[:10], need=1),
)


@app.command()
def sensitive(
    context: typer.Context,
    person: PersonArgument,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason; it is kept.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
) -> None:
    """Let what a person states of her health, faith, politics or the like stand beside her name."""
    with opened(context) as workspace:
        if withdraw:
            gone = workspace.duties.hide_sensitive(person)
            say("it is not shown any more" if gone else "it was not shown")
            return
        workspace.duties.show_sensitive(person, why)
    say("it is shown from now on; the reason is in the log")


def notice(
    context: typer.Context,
    person: PersonArgument,
    channel: Annotated[
        str | None,
        typer.Option("--channel", metavar="NAME", help="letter, e-mail, message, 'in person' or other."),
    ] = None,
    sent: Annotated[
        str | None, typer.Option("--sent", metavar="DAY", help="When; today when not given.")
    ] = None,
    language: LanguageOption = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write the letter as a page to this file.")
    ] = None,
) -> None:
    """Write the letter to a person; with --channel, record that she was told."""
    with opened(context) as workspace:
        if channel is not None:
            version = workspace.duties.tell(person, channel, language=language, sent=day(sent, "--sent"))
            say(f"on record: told with text {version}")
            return
        if sent is not None:
            raise UsageError("--sent needs --channel (letter, e-mail, message, 'in person' or other)")
        letter = workspace.duties.letter(person, language)
    if page is None:
        print(lines(letter.text()), end="")
        return
    try:
        page.write_text(letter.html(), "utf-8")
    except OSError as error:
        raise LuminaryError(f"'{page}' cannot be written: {error.strerror}") from error
