"""Start: `demo`, `init`, `info`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from luminary.cli.columns import Column
from luminary.cli.options import PORT, FormatOption, OutputOption, day, folder, opened, say
from luminary.cli.progress import progress
from luminary.cli.rows import Format, plain, show_rows
from luminary.errors import UsageError


def demo(
    place: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Folder of the demo workspace.", show_default=True)
    ] = Path("demo"),
    seed: Annotated[int, typer.Option("--seed", metavar="NUMBER", help="Which invented world.")] = 7,
    web: Annotated[bool, typer.Option("--web", help="Open the web app on it afterwards.")] = False,
    port: Annotated[int, typer.Option(metavar="NUMBER", help="Port of the web app.")] = PORT,
) -> None:
    """Build an invented Nordic world, run the whole job on it, and write report.html."""
    from luminary.cli.summary import summary_text
    from luminary.demo.run import run_demo

    with progress("demo") as tell:
        result = run_demo(place, seed=seed, progress=tell)
    print(summary_text(result), end="")
    if web:
        from luminary.web.serve import serve

        serve(place, port=port, tell=say, open_browser=sys.stdout.isatty())


def init(
    place: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the workspace.")],
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="company, pharma, authority, employer, research or evaluation."),
    ] = None,
    purpose: Annotated[str | None, typer.Option(metavar="TEXT", help="What the results are for.")] = None,
    basis: Annotated[str | None, typer.Option(metavar="TEXT", help="Lawful basis.")] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Who answers for it.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Last day of the purpose (2026-12-31).")
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="sv, nb, da, fi or en.")] = None,
) -> None:
    """Make a workspace, or record a new purpose on one.

    On a terminal, missing answers are asked for. Without answers it becomes an evaluation workspace: for
    evaluating the software, not for decisions about people.
    """
    from luminary.workspace import Workspace

    answers = {"profile": profile, "purpose": purpose, "basis": basis, "owner": owner, "until": until}
    given = {name: text for name, text in answers.items() if text is not None}
    given |= {"language": language} if language is not None else {}
    _keep_purpose(place, given)
    asked = _ask(given) if sys.stdin.isatty() and sys.stderr.isatty() else given
    with Workspace.init(place, _purpose(asked)) as workspace:
        say(f"workspace '{place}'; {workspace.purpose.note(_today())}")
        for duty in workspace.duties.open():
            say(f"{duty.state.told}: {duty.told}")
        if not asked:
            say("no answers were given; record a purpose with: luminary init DIR --profile ... --purpose ...")


def _keep_purpose(place: Path, given: dict[str, str]) -> None:
    """Refuse to overwrite a purpose on record with none."""
    if not given and (place / "ledger.sqlite").exists():
        raise UsageError(
            f"'{place}' is a workspace already; give --profile, --purpose, ... to record a new purpose"
        )


def _purpose(answers: dict[str, str]) -> Any:
    from luminary.privacy import Purpose

    until = day(answers.get("until") or None, "--until")
    texts = {name: text for name, text in answers.items() if name != "until"}
    if texts and "profile" not in texts and texts.keys() != {"language"}:
        raise UsageError(f"--{min(texts)} needs a --profile (company, authority, employer, ...)")
    return Purpose(**texts, until=until)


def _ask(given: dict[str, str]) -> dict[str, str]:
    """Ask on the terminal for what was not said; an evaluation workspace needs nothing more."""
    from luminary.privacy import PROFILES

    answers = dict(given)
    if "profile" not in answers:
        for name, meaning in PROFILES.items():
            say(f"  {name:<11}{meaning}")
        answers["profile"] = typer.prompt("Profile", default="evaluation", err=True)
    if answers["profile"] == "evaluation":
        return answers
    questions = {
        "purpose": "What are the results for",
        "basis": "On what lawful basis",
        "owner": "Who answers for it",
        "until": "Until which day (2026-12-31)",
    }
    for name, question in questions.items():
        if name not in answers:
            answers[name] = typer.prompt(question, err=True)
    return answers


def info(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """Tell what the workspace holds, and for what purpose."""
    with opened(context) as workspace:
        holding = plain(workspace.collect.holding())
        purpose = plain(workspace.purpose)
        record = {"workspace": str(folder(context)), **holding, **purpose}
        record["imports"] = len(workspace.collect.batches())
        record["subjects"] = [one.name for one in workspace.listening.subjects()]
        say(workspace.purpose.note(_today()))
    if format is not Format.TABLE:
        show_rows([record], (), format, output)
        return
    lines = [{"what": name, "value": _told(value)} for name, value in record.items()]
    show_rows(lines, _INFO, format, output)


_INFO = (
    Column("what", lambda row: str(row["what"]), need=2),
    Column("value", lambda row: str(row["value"]), most=200, need=1),
)


def _today() -> Any:
    from datetime import date

    return date.today()


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "-" if value in (None, "") else f"{value:,}" if isinstance(value, int) else str(value)
