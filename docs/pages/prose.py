"""Docstrings as Markdown: headings, lists of names, examples, and indented blocks."""

from __future__ import annotations

import inspect
import re

_NAMED = re.compile(r"^``(?P<name>[^`]+)``(?P<gap>\s+)(?P<text>\S.*)$")


def markdown(docstring: str, heading: str = "####", leave_out: frozenset[str] = frozenset()) -> str:
    """Write a numpydoc docstring as Markdown.

    Its headings get the given level; items of lists whose names are in `leave_out` are dropped.
    """
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(docstring))
    told = (_block(block, heading, leave_out) for block in blocks)
    return "\n\n".join(one for one in told if one)


def _block(block: str, heading: str, leave_out: frozenset[str]) -> str:
    lines = block.splitlines()
    if len(lines) > 1 and re.fullmatch(r"-{3,}", lines[1]):
        rest = "\n".join(lines[2:])
        return f"{heading} {lines[0]}" + (f"\n\n{_block(rest, heading, leave_out)}" if rest else "")
    if lines[0].startswith(">>> "):
        return "```python\n" + block + "\n```"
    if all(line.startswith("    ") for line in lines):
        return "```text\n" + inspect.cleandoc(block) + "\n```"
    if _NAMED.match(lines[0]):
        return "\n".join(_items(lines, leave_out))
    return _plain(block)


def _items(lines: list[str], leave_out: frozenset[str]) -> list[str]:
    """Write lines of the form "``name``  what it is", with their continuations, as a list."""
    items: dict[str, str] = {}
    name = ""
    for line in lines:
        found = _NAMED.match(line)
        name = found["name"] if found else name
        items[name] = _plain(found["text"]) if found else f"{items[name]} {_plain(line.strip())}"
    return [f"- `{name}`: {told}" for name, told in items.items() if name not in leave_out]


def _plain(text: str) -> str:
    """Turn double backticks into single ones; outside them, escape what Markdown would read as markup."""
    text = re.sub(r"::$", ":", text)
    pieces = re.split(r"(``.+?``|`[^`\n]+`)", text)
    return "".join(
        one.replace("``", "`") if one.startswith("`") else one.replace("*", "\\*").replace("<", "\\<")
        for one in pieces
    )
