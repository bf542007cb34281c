"""Reads policies from YAML, and tells everything that is wrong with a file at once.

YAML 1.1 reads unquoted ``NO``, ``on`` and ``yes`` as true or false and ``1:30`` as ninety, and of a key that
stands twice it silently keeps the last. All three are faults here, named with their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import yaml

from luminary.errors import UsageError
from luminary.i18n import Listing, Message, say, together
from luminary.privacy.terms.policy import Basis, Confidence, Due, Inference, Joining, Terms, Way

_TOLD = {
    Way.API_KEY: "read through the platform's interface, with a key or without",
    Way.OWN_EXPORT: "exported by the owner of the account or of the organisation",
    Way.AUTHORISED: "read with the owner's leave",
    Way.FILE: "a file from somewhere else",
}
_OF_FILE = ("title", "attribution", "written_on", "reviewed_by", "reviewed_on", "valid_to", "ways")
_OF_WAY = (
    "told", "formats", "retention_days", "due", "derived_measures", "joining", "sensitive_inference",
    "honours_deletions", "attribution", "note", "confidence", "basis",
)  # fmt: skip
_MAY_LACK = {"attribution", "reviewed_by", "reviewed_on", "told", "formats"}
_BOOL, _INT = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TRUTH = re.compile(r"true|false", re.IGNORECASE)
_WHOLE = re.compile(r"0|-?[1-9][0-9]*")


def read_terms(source: str, text: str, file: str) -> tuple[Terms, ...]:
    """Read the policies of one source, one for each way.

    Parameters
    ----------
    source : str
        Name of the source: the name of the file without its ending.
    text : str
        What stands in the file.
    file : str
        How the file is called in messages.

    Raises
    ------
    UsageError
        When anything is wrong with it; all faults are named at once.
    """
    reading = _Reading(source)
    found = reading.read(text)
    if reading.faults:
        raise UsageError(
            say(
                "'{file}' is no policy of terms: {faults}",
                file=file,
                faults=together(reading.faults, "; "),
            )
        )
    return found


@dataclass(slots=True)
class _Reading:
    """One file while it is read, with the faults found so far."""

    source: str
    faults: list[Message] = field(default_factory=list)

    def read(self, text: str) -> tuple[Terms, ...]:
        if not _SOURCE.fullmatch(self.source):
            self.fault(say("the name '{name}' may hold a-z, 0-9, _ and - only", name=self.source))
        told = self.parsed(text)
        if told is None:
            return ()
        self.names(told, "", _OF_FILE)
        common = {
            "title": self.text(told, "", "title"),
            "attribution": self.text(told, "", "attribution"),
            "written_on": self.day(told, "", "written_on"),
            "reviewed_by": self.text(told, "", "reviewed_by") or None,
            "reviewed_on": self.day(told, "", "reviewed_on"),
            "valid_to": self.day(told, "", "valid_to"),
        }
        if (common["reviewed_by"] is None) != (common["reviewed_on"] is None):
            self.fault(say("reviewed_by and reviewed_on belong together: give both, or neither"))
        return tuple(self.ways(told.get("ways"), common))

    def parsed(self, text: str) -> Mapping[str, Any] | None:
        try:
            tree = yaml.compose(text, Loader=yaml.SafeLoader)
            self.faults += _traps(tree) if tree is not None else ()
            found = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError) as error:  # a ValueError is a day that no calendar has
            self.fault(say("it cannot be read as YAML: {error}", error=" ".join(str(error).split())))
            return None
        if isinstance(found, dict):
            return found
        self.fault(say("it holds no fields"))
        return None

    def fault(self, told: Message) -> None:
        self.faults.append(told)

    def names(self, told: Mapping[str, Any], where: str, known: tuple[str, ...]) -> None:
        for name in told:
            if name not in known:
                self.fault(
                    say(
                        "{where}'{name}' is no field; known: {known}",
                        where=where,
                        name=name,
                        known=Listing(known, ", "),
                    )
                )
        for name in known:
            if name not in told and name not in _MAY_LACK:
                self.fault(say("{where}{name} is missing", where=where, name=name))

    def ways(self, told: object, common: Mapping[str, Any]) -> Iterator[Terms]:
        if not isinstance(told, dict) or not told:
            self.fault(say("ways must name at least one of {known}", known=Listing(tuple(Way), ", ")))
            return
        for name, fields in told.items():
            if name not in tuple(Way):
                self.fault(
                    say("no way is named '{name}'; known: {known}", name=name, known=Listing(Way, ", "))
                )
            elif not isinstance(fields, dict):
                self.fault(say("{where}holds no fields", where=f"{name}: "))
            else:
                yield from self.way(Way(name), fields, dict(common))

    def way(self, way: Way, told: Mapping[str, Any], common: dict[str, Any]) -> Iterator[Terms]:
        where, before = f"{way}: ", len(self.faults)
        self.names(told, where, _OF_WAY)
        if attribution := self.text(told, where, "attribution"):
            common["attribution"] = attribution
        found = {
            "told": self.text(told, where, "told") or _TOLD[way],
            "formats": self.texts(told, where, "formats"),
            "retention_days": self.days(told, where),
            "due": None if told.get("due") is None else self.one_of(told, where, "due", Due),
            "derived_measures": self.truth(told, where, "derived_measures"),
            "joining": self.one_of(told, where, "joining", Joining),
            "sensitive_inference": self.one_of(told, where, "sensitive_inference", Inference),
            "honours_deletions": self.truth(told, where, "honours_deletions"),
            "note": self.text(told, where, "note"),
            "confidence": self.one_of(told, where, "confidence", Confidence),
            "basis": self.basis(told, where),
        }
        if (found["retention_days"] is None) != (found["due"] is None):
            self.fault(
                say("{where}retention_days and due belong together: give both, or null twice", where=where)
            )
        if len(self.faults) == before:
            yield Terms(name=f"{self.source}/{way}", source=self.source, way=way, **common, **found)

    def text(self, told: Mapping[str, Any], where: str, name: str) -> str:
        value = told.get(name)
        if value is None or isinstance(value, str):
            return " ".join((value or "").split())
        return self.wrong(where, name, value, "a text") or ""

    def texts(self, told: Mapping[str, Any], where: str, name: str) -> tuple[str, ...]:
        value = told.get(name, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        return self.wrong(where, name, value, "a list of texts") or ()

    def truth(self, told: Mapping[str, Any], where: str, name: str) -> Any:
        value = told.get(name)
        if name not in told or isinstance(value, bool):
            return value
        return self.wrong(where, name, value, "true or false")

    def day(self, told: Mapping[str, Any], where: str, name: str) -> Any:
        value = told.get(name)
        if value is None and name == "reviewed_on":
            return None
        if name not in told or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        return self.wrong(where, name, value, "a day, such as 2026-12-31")

    def days(self, told: Mapping[str, Any], where: str) -> Any:
        value = told.get("retention_days")
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        return self.wrong(where, "retention_days", value, "a whole number of days above 0, or null")

    def one_of(self, told: Mapping[str, Any], where: str, name: str, known: type[StrEnum]) -> Any:
        value = told.get(name)
        if name not in told:
            return None
        if value in tuple(known):
            return known(str(value))
        return self.wrong(where, name, value, Listing(tuple(known), ", "))

    def basis(self, told: Mapping[str, Any], where: str) -> tuple[Basis, ...]:
        value = told.get("basis")
        if "basis" not in told:
            return ()
        if isinstance(value, list) and value and all(_is_basis(one) for one in value):
            return tuple(Basis(" ".join(one["text"].split()), one["seen"]) for one in value)
        return self.wrong(where, "basis", value, "a list of 'text' and 'seen' (a day)") or ()

    def wrong(self, where: str, name: str, value: object, needed: object) -> Any:
        self.fault(
            say(
                "{where}{name} is '{value}'; it must be {needed}",
                where=where,
                name=name,
                value=str(value)[:80],
                needed=needed,
            )
        )
        return None


def _is_basis(one: object) -> bool:
    if not isinstance(one, dict) or set(one) != {"text", "seen"}:
        return False
    seen = one["seen"]
    return isinstance(one["text"], str) and isinstance(seen, date) and not isinstance(seen, datetime)


def _traps(node: yaml.Node) -> Iterator[Message]:
    """Name what YAML 1.1 reads otherwise than it looks, and keys that stand twice."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield say("line {line}: '{name}' stands there twice", line=_line(key), name=key.value)
            seen.add(str(key.value))
            yield from _traps(key)
            yield from _traps(value)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _traps(one)
    elif _is_trap(node):
        yield say(
            "line {line}: YAML reads {text} as something else when it is not quoted; write '{text}'",
            line=_line(node),
            text=node.value,
        )


def _is_trap(node: yaml.Node) -> bool:
    if node.tag == _BOOL:
        return not _TRUTH.fullmatch(node.value)
    return node.tag == _INT and not _WHOLE.fullmatch(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
