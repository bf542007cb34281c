"""YAML, read without its traps: keys that stand twice are faults, only plain values are built from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from luminary.i18n import Message, say


def read_yaml(text: str, note: Callable[[str, Message], None]) -> Any:
    """Read a text; what is wrong with it goes to `note`, as place and sentence; None: nothing can be read."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Notes keys that stand twice."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            """Build a mapping."""
            seen: set[Any] = set()
            for key, _value in node.value:
                name = self.construct_object(key, deep=True)
                if isinstance(name, list | dict):
                    continue
                if name in seen:
                    line = key.start_mark.line + 1
                    note(f"line {line}", say("'{name}' stands twice", name=str(name)))
                seen.add(name)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        note(f"line {line}", say("is no YAML: {reason}", reason=str(error.problem)))
    except yaml.YAMLError as error:
        note("file", say("is no YAML: {reason}", reason=str(error).splitlines()[0]))
    except (ValueError, RecursionError) as error:
        note("file", say("cannot be read: {reason}", reason=str(error)))
    return None


@cache
def packaged_data(name: str) -> Any:
    """Read a file of the room's own data."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files("luminary.law") / "data" / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
