"""The page itself: templates filled, and written so that a half-written file is never seen."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from luminary.report import text
from luminary.report.charts import SPARK_HEIGHT
from luminary.report.drawing import HEIGHT, STYLES, WIDTH, shape
from luminary.report.inputs import ReportInput
from luminary.report.views import FRONT_PEOPLE, FRONT_SUBJECTS, page_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luminary.i18n import Message
    from luminary.report.letter import Letter
    from luminary.report.personfile import PersonFile

LANGUAGES = {"sv": "Swedish", "nb": "Norwegian", "nn": "Norwegian", "da": "Danish", "fi": "Finnish"}
"""Languages a workspace may ask for in which the page is not yet written."""


def render_report(data: ReportInput) -> str:
    """Make the report as one self-contained HTML page.

    Parameters
    ----------
    data : ReportInput
        What to show. All text in it is taken to be hostile.

    Returns
    -------
    str
        HTML with its style sheet and pictures inside; it contains no script and asks for nothing.

    Raises
    ------
    ValueError
        When the network picture has a tie that leads to nobody.
    KeyError
        When a leader lacks the measure that his ranking is made by.

    Notes
    -----
    The page is written in English whatever `data.language` is; it says so where another one is asked for.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from luminary.report.inputs import Held
    >>> made = datetime(2026, 1, 5, tzinfo=UTC)
    >>> held = Held(0, 0, 0, 0, None, None)
    >>> page = render_report(ReportInput("<Wards>", made, "evaluation", "en", held, ()))
    >>> "<title>&lt;Wards&gt;" in page
    True
    """
    style = _style()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            page=page_view(data),
            data=data,
            style=Markup(style),  # noqa: S704  our own file, nothing imported
            policy=_policy(style),
            asked_language=LANGUAGES.get(data.language),
        )
    )


def styled_page(template: str, style: str, **values: object) -> str:
    """Make a page from a template and one style sheet of ours, without script and without anything else."""
    sheet = (Path(__file__).parent / "templates" / style).read_text("utf-8")
    told = {"style": Markup(sheet), "policy": _policy(sheet), **values}  # noqa: S704  our own file, nothing imported
    return _environment().get_template(template).render(**told)


def letter_page(letter: Letter) -> str:
    """Make a letter as one page without script and style."""
    return _environment().get_template("letter.html.j2").render(letter=letter)


def person_file_page(found: PersonFile, language: str, headings: Mapping[str, Message]) -> str:
    """Make everything that is held about a person as one page without script."""
    from luminary.i18n import formats, translate

    style = (Path(__file__).parent / "templates" / "person.css").read_text("utf-8")
    return (
        _environment()
        .get_template("person.html.j2")
        .render(
            found=found,
            language=language,
            say={name: translate(one, language) for name, one in headings.items()},
            tell=lambda text: translate(text, language),
            figure=lambda value: "–" if value is None else formats.decimal(value, language, 1),
            moment=lambda when: formats.moment(when, language, "UTC"),
            style=Markup(style),  # noqa: S704  our own file, nothing imported
            policy=_policy(style),
        )
    )


def write_report(data: ReportInput, path: Path) -> None:
    """Write the report to a file, whole or not at all.

    Raises
    ------
    OSError
        When the folder is not there or cannot be written to.
    """
    page = render_report(data).encode("utf-8")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "report.css").read_text("utf-8")


def _policy(style: str) -> str:
    """Allow this one style sheet and nothing else."""
    seal = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{seal}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _environment() -> Environment:
    """Make the environment in which escaping and cleaning happen to every value, asked or not."""
    made = Environment(
        loader=PackageLoader("luminary.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "name": text.name,
        "clean": text.clean,
        "number": text.number,
        "day": _day,
        "host": text.host,
        "places": lambda leader: text.places(leader.rank_low, leader.rank_high),
        "listing": text.listing,
    }
    made.globals |= {
        "count": text.count,
        "shape": shape,
        "FRONT_PEOPLE": FRONT_PEOPLE,
        "FRONT_SUBJECTS": FRONT_SUBJECTS,
        "SPARK_HEIGHT": SPARK_HEIGHT,
        "PICTURE": (WIDTH, HEIGHT),
        "STYLES": STYLES,
    }
    return made


def _finalize(value: object) -> object:
    """Clean every text on its way into the page; what is markup was made here."""
    return text.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(when: datetime | None) -> Markup:
    """Show a day for people and programs; "not known" where there is none."""
    if when is None:
        return Markup("not known")
    return Markup('<time datetime="{}">{}</time>').format(when.date().isoformat(), text.long_date(when))
