"""Templates in the reader's language.

Escaping is always on; imported text loses what escaping leaves in (control characters, marks that turn the
reading direction); a `Message` of the library is said in the reader's language wherever it stands.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from luminary.i18n import LANGUAGES, Message, catalog, formats, translate
from luminary.report import text
from luminary.web import drawings
from luminary.web.page import Group, Nav
from luminary.web.registry import navigation
from luminary.workspace.rights import Right

if TYPE_CHECKING:
    from luminary.web.visitor import Asking

SAID_COOKIE = "said"
_STATIC = Path(__file__).parent / "static" / "dist"
_MOST_SAID = 1_000
_COMMAND = re.compile(r"\s*\(luminary [a-z -]+\)")


def rendered(ask: Asking, template: str, **shown: Any) -> str:
    """Fill a template for a visitor."""
    seen = {
        "ask": ask,
        "request": ask.request,
        "nonce": ask.request.state.nonce,
        "said": said_before(ask.request),
        "csrf": partial(_hidden_field, ask),
        "with_query": partial(with_query, ask.request),
        "purpose_note": partial(_purpose_note, ask),
        "navigation": _navigation(ask),
        "Right": Right,
    }
    return environment(ask.language).get_template(template).render(seen | shown)


@cache
def environment(language: str) -> Environment:
    """Make the environment of one language."""
    made = Environment(
        loader=PackageLoader("luminary.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(_finalize, language=language),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalog(language)
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    for name in ("gettext", "ngettext"):
        made.globals[name] = _with_values(made.globals[name], language)
    made.filters |= _filters(language)
    made.globals |= {
        "asset": asset,
        "draw_interval": drawings.interval,
        "draw_sparkline": drawings.sparkline,
        "icon": icon,
        "language": language,
        "LANGUAGES": LANGUAGES,
    }
    return made


def _filters(language: str) -> dict[str, Any]:
    """Give the filters that write figures and times as the language does."""
    shown = ("number", "percent", "day", "moment", "month", "ago", "size", "decimal", "short")
    found = {name: partial(_or_dash, getattr(formats, name), language) for name in shown}
    return found | {
        "name": text.name,
        "line": text.clean,
        "say": partial(_say, language),
        "without_command": partial(_without_command, language),
        "pathpart": partial(quote, safe=""),
        "web_link": text.web_link,
        "host": text.host,
        "local_path": local_path,
    }


def _or_dash(write: Any, language: str, value: Any, *more: Any, **named: Any) -> str:
    """Write a value, or a dash where there is none: missing is never zero."""
    return "–" if value is None else str(write(value, language, *more, **named))


def _with_values(write: Any, language: str) -> Any:
    """Write the values that a sentence holds as the language does: messages, and whole numbers."""

    def shown(value: Any) -> Any:
        if isinstance(value, Message):
            return translate(value, language)
        return formats.number(value, language) if type(value) is int else value

    @pass_context
    def said(context: Context, *texts: Any, **values: Any) -> Any:
        if len(texts) == 3:
            values.setdefault("num", texts[2])
        return context.call(write, *texts, **{name: shown(value) for name, value in values.items()})

    return said


def _say(language: str, value: str) -> str:
    return translate(value, language)


def _without_command(language: str, value: str) -> str:
    """Say a sentence without the command that it names in brackets: the page has a form for it."""
    return _COMMAND.sub("", _say(language, value))


def _finalize(value: object, language: str) -> object:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return text.harmless(translate(value, language) if isinstance(value, Message) else value)


def with_query(request: Request, /, **changes: object) -> str:
    """Give the address of this page with some fields of its query changed; None takes a field away.

    Changing anything but the page goes back to the first page.
    """
    fields = [(name, value) for name, value in parse_qsl(request.url.query) if name not in changes]
    if "page" not in changes:
        fields = [(name, value) for name, value in fields if name != "page"]
    for name, value in changes.items():
        several = value if isinstance(value, list | tuple) else [value]
        fields += [(name, str(one)) for one in several if one is not None and one != ""]
    return request.url.path + (f"?{urlencode(fields)}" if fields else "")


@cache
def asset(name: str) -> str:
    """Give the address of a built asset; it changes with the content, so browsers may keep it for ever."""
    content = (_STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@cache
def icon(name: str, label: str = "") -> Markup:
    """Draw an icon of the sprite; decoration unless a label says what it means."""
    told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(
        told, asset("icons.svg"), name
    )


def _navigation(ask: Asking) -> list[tuple[Group, list[Nav]]]:
    """Give the entries that the visitor may open, and that this workspace has a use for."""
    work = ask.workspace
    parts = (
        (part, [one for one in found if ask.can(one.right) and (not one.when or (work and one.when(work)))])
        for part, found in navigation()
    )
    return [(part, seen) for part, seen in parts if seen]


def _purpose_note(ask: Asking) -> str:
    """Give the sentence that every page about people carries."""
    return ask.work.purpose.note(date.today())


def local_path(address: str | None) -> str:
    """Give the path of an address of ours; the front page for everything that could lead elsewhere.

    Examples
    --------
    >>> local_path("/leaders?by=standing"), local_path("//elsewhere.example"), local_path("https://e.example/x")
    ('/leaders?by=standing', '/', '/x')
    """
    parts = urlsplit(address or "/")
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe and "\\" not in path else "/"


def _hidden_field(ask: Asking) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(ask.sealed())


def keep_said(answer: Response, said: str, ask: Asking) -> None:
    """Keep a sentence for the next page."""
    shown = translate(said, ask.language)[:_MOST_SAID]
    answer.set_cookie(SAID_COOKIE, quote(shown), max_age=60, httponly=True, samesite="lax", path="/")


def said_before(request: Request) -> str:
    """Read the sentence that the page before left."""
    from urllib.parse import unquote

    return unquote(request.cookies.get(SAID_COOKIE, ""))[:_MOST_SAID]
