"""What the product says about people, and what it keeps to itself."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.code import PACKAGE, docstrings, modules

FORBIDDEN = re.compile(
    r"\b(bots?|frauds?|fraudulent|bought|fakes?|faked|illegal|influence score|proven uplift"
    r"|an unexpected error occurred)\b",
    re.IGNORECASE,
)

ALLOWED = {
    "luminary/collect/services.py": "names by which automated accounts call themselves; never shown",
    "luminary/collect/platforms/bluesky/api.py": "a label accounts give themselves; never shown",
    "luminary/collect/platforms/mastodon/api.py": "a field of the vendor's; never shown",
    "luminary/collect/platforms/mattermost/read.py": "a field of the vendor's; never shown",
    "luminary/collect/platforms/table/meaning.py": "what other tables call a service account; never shown",
}
"""Modules whose strings hold such a word because a vendor or an account uses it, with the reason."""


def _strings() -> Iterator[tuple[str, str]]:
    """Give every string of the source that is no docstring, and every line of a template."""
    for module in modules():
        told = docstrings(module.tree)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield module.name, node.value
    for file in sorted(PACKAGE.rglob("*")):
        if file.suffix in (".html", ".j2", ".jinja", ".css", ".txt", ".toml"):
            name = file.relative_to(PACKAGE.parent).as_posix()
            yield from ((name, line) for line in file.read_text(encoding="utf-8").splitlines())


def test_nobody_is_called_names() -> None:
    said = {(name, text) for name, text in _strings() if FORBIDDEN.search(text) and name not in ALLOWED}
    assert said == set()


def test_every_exception_to_this_is_still_needed() -> None:
    needed = {name for name, text in _strings() if FORBIDDEN.search(text)}
    assert set(ALLOWED) - needed == set()


def test_the_pattern_sees_what_it_must() -> None:
    assert FORBIDDEN.search("These followers were bought.")
    assert FORBIDDEN.search("Probably a Bot")
    assert not FORBIDDEN.search("service account; robotics; bot_message")
