"""Rule packs from files: read, and checked until every fault in them is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from luminary.errors import InputError, UsageError
from luminary.i18n import Listing, Message, say, together
from luminary.law.letters import fold
from luminary.law.pack import NOT_SEEN, Confidence, Layer, Pack, Rule, Source, Strength, Word
from luminary.law.post import LANGS
from luminary.law.yamlfile import read_yaml

TOPICS = (
    "connection", "recognisable", "words", "place", "hashtags", "frames", "sender", "gifts", "benefits",
    "own_brand", "affiliate", "ambassadors", "employees", "state_role", "own_channel", "platform_label",
    "denial", "minors", "rx", "otc", "otc_content", "food_professional", "food_health", "food_disease",
    "devices", "patients", "patient_privacy", "before_after",
)  # fmt: skip
"""What every country must say something on, itself or through a layer."""
OPTIONAL_TOPICS = ("retouch", "political", "artificial", "green")

_DEMANDS = ("require", "review", "advise", "block", "start", "before_fold")
_KINDS = (
    "authority",
    "statute",
    "court",
    "self-regulation",
    "law firm",
    "trade",
    "news",
    "other",
    "knowledge",
)
_HEAD = {"pack_version", "reviewed_by", "reviewed_on", "valid_to", "name", "rules", "sources"}
_PACK = _HEAD | {"country", "langs", "authority", "statutes", "sender_required", "words", "links"}
_LAYER = _HEAD | {"layer", "for"}
_RULE = {"text", "confidence", "sources", "from", "to", "demand", "lines", "without_payment"}
_WORDS = {*(one.value for one in Strength), "minors_only", "brand_tags", "own_brand"}
_DATED = re.compile(r"(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?")
_UNSEEN = Source(NOT_SEEN, "from knowledge; no text was seen", "knowledge")


class Faults:
    """Everything that is wrong with one file."""

    def __init__(self) -> None:
        self.found: list[Message] = []

    def add(self, where: str, what: Message) -> None:
        """Note what is wrong, and where."""
        self.found.append(say("{where}: {what}", where=where, what=what))

    def unknown(self, where: str, names: Any, known: set[str]) -> None:
        """Note the keys that nobody reads."""
        for name in names:
            if isinstance(name, bool):
                self.add(where, say("a key is read as {seen}; put NO in quotes", seen=str(name).lower()))
            elif name not in known:
                self.add(
                    where,
                    say(
                        "'{name}' is not known; known: {known}", name=name, known=Listing(sorted(known), ", ")
                    ),
                )


@cache
def packaged() -> dict[str, Pack]:
    """Give the product's own packs by country."""
    return _assembled(list(_yaml_files(files("luminary.law") / "packs")))


def load_packs(folder: Path | None = None) -> dict[str, Pack]:
    """Give the packs by country: the product's own, and those of a folder, which go before them.

    Parameters
    ----------
    folder : Path or None
        Holds files ``COUNTRY.yaml``; None: only the product's own.

    Raises
    ------
    UsageError
        When the folder is none, or holds no pack.
    InputError
        Naming every fault of every file.
    """
    if folder is None:
        return packaged()
    if not folder.is_dir():
        raise UsageError(say("'{folder}' is no folder of rule packs", folder=str(folder)))
    given = list(_yaml_files(folder))
    if not given:
        raise UsageError(say("'{folder}' holds no rule pack; they are named SE.yaml", folder=str(folder)))
    named = {one.name for one in given}
    own = [one for one in _yaml_files(files("luminary.law") / "packs") if one.name not in named]
    return _assembled(own + given)


def _yaml_files(folder: Traversable) -> Iterator[Traversable]:
    found = (one for one in folder.iterdir() if one.name.endswith((".yaml", ".yml")))
    return iter(sorted((one for one in found if one.name != "channels.yaml"), key=lambda one: one.name))


def _assembled(given: list[Traversable]) -> dict[str, Pack]:
    packs: list[tuple[str, Pack]] = []
    layers: list[Layer] = []
    faults: list[Message] = []
    for file in given:
        noted = Faults()
        found = _read(file, noted)
        faults += [say("'{file}' {fault}", file=file.name, fault=one) for one in noted.found]
        if isinstance(found, Layer):
            layers.append(found)
        elif found is not None:
            packs.append((file.name, found))
    whole = {}
    for name, pack in packs:
        shared = tuple(one for one in layers if pack.country in one.countries)
        whole[pack.country] = full = pack.with_layers(shared)
        missing = [topic for topic in TOPICS if all(rule.topic != topic for rule in full.rules)]
        faults += [say("'{file}' rules: nothing on '{topic}'", file=name, topic=topic) for topic in missing]
    if faults:
        raise InputError(together(faults, "; "))
    return dict(sorted(whole.items()))


def _read(file: Traversable, faults: Faults) -> Pack | Layer | None:
    content = read_yaml(file.read_text(encoding="utf-8"), faults.add)
    if not isinstance(content, Mapping):
        if not faults.found:
            faults.add("file", say("holds no keys"))
        return None
    is_layer = "layer" in content
    faults.unknown("file", content, _LAYER if is_layer else _PACK)
    name = _country(
        content.get("layer" if is_layer else "country"), faults, "layer" if is_layer else "country"
    )
    sources = _sources(content.get("sources") or {}, faults)
    rules = tuple(_rules(content.get("rules") or {}, name, sources, faults))
    valid_to = _day(content, "valid_to", faults, needed=True)
    made = _layer if is_layer else _pack
    found = made(content, name, rules, tuple(sources.values()), valid_to or date.min, faults)
    return None if faults.found else found


def _layer(
    content: Mapping[str, Any],
    name: str,
    rules: tuple[Rule, ...],
    sources: tuple[Source, ...],
    valid_to: date,
    faults: Faults,
) -> Layer:
    countries = tuple(_country(one, faults, "for") for one in _list(content, "for", faults, of=object))
    return Layer(name, countries, valid_to, rules, sources)


def _pack(
    content: Mapping[str, Any],
    name: str,
    rules: tuple[Rule, ...],
    sources: tuple[Source, ...],
    valid_to: date,
    faults: Faults,
) -> Pack:
    words = content.get("words")
    if not isinstance(words, Mapping):
        faults.add("words", say("is missing"))
        words = {}
    faults.unknown("words", words, _WORDS)
    read = tuple(_words(words, faults))
    _check_words(read, faults)
    langs = tuple(_list(content, "langs", faults))
    for lang in set(langs) - set(LANGS):
        faults.add(
            "langs", say("'{lang}' is not known; known: {known}", lang=lang, known=Listing(LANGS, ", "))
        )
    if not langs:
        faults.add("langs", say("is missing"))
    links = content.get("links") or {}
    return Pack(
        name,
        _text(content, "name", faults),
        langs,
        _text(content, "pack_version", faults),
        _text(content, "reviewed_by", faults) if content.get("reviewed_by") else "",
        _day(content, "reviewed_on", faults),
        valid_to,
        _text(content, "authority", faults),
        tuple(_list(content, "statutes", faults)),
        _flag(content, "sender_required", faults),
        read,
        frozenset(map(_key, _list(words, "minors_only", faults))),
        tuple(map(_key, _list(words, "brand_tags", faults))),
        tuple(_list(words, "own_brand", faults)),
        links.get("link_labels") != "acceptable",
        rules,
        sources,
    )


def _words(words: Mapping[str, Any], faults: Faults) -> Iterator[Word]:
    for strength in Strength:
        for entry in _list(words, strength.value, faults, of=object):
            where = f"words.{strength.value}"
            if isinstance(entry, str):
                yield Word(entry, strength)
            elif isinstance(entry, Mapping) and isinstance(entry.get("word"), str):
                faults.unknown(where, entry, {"word", "forms", "set_apart", "from", "to"})
                forms = tuple(_list(entry, "forms", faults))
                yield Word(
                    entry["word"],
                    strength,
                    forms,
                    entry.get("set_apart") is True,
                    *_days(entry, where, faults),
                )
            else:
                faults.add(where, say("{seen} is no word", seen=str(entry)))


def _check_words(words: tuple[Word, ...], faults: Faults) -> None:
    """Note words that stand twice, or in two lists at the same time, whatever letters they are written in."""
    seen: dict[str, Word] = {}
    for word in words:
        for form in (word.word, *word.forms):
            key = _key(form)
            if not key:
                faults.add(f"words.{word.strength}", say("'{word}' has no letter", word=form))
            other = seen.setdefault(key, word)
            if other is word:
                continue
            if other.strength is word.strength:
                faults.add(f"words.{word.strength}", say("'{word}' stands twice", word=form))
            elif _overlap(other, word):
                told = {"word": form, "one": str(other.strength), "other": str(word.strength)}
                faults.add("words", say("'{word}' stands in {one} and in {other}", **told))


def _overlap(one: Word, other: Word) -> bool:
    first = max(one.first or date.min, other.first or date.min)
    return first <= min(one.last or date.max, other.last or date.max)


def _key(word: str) -> str:
    return "".join(sign for sign in fold(str(word)).plain if sign.isalnum())


def _rules(rules: Any, pack: str, sources: Mapping[str, Source], faults: Faults) -> Iterator[Rule]:
    if not isinstance(rules, Mapping):
        faults.add("rules", say("is no list of topics"))
        return
    faults.unknown("rules", rules, {*TOPICS, *OPTIONAL_TOPICS})
    for topic, given in rules.items():
        for entry in given if isinstance(given, list) else [given]:
            if not isinstance(entry, Mapping):
                faults.add(f"rules.{topic}", say("{seen} is no rule", seen=str(entry)))
                continue
            yield _rule(str(topic), entry, pack, sources, faults)


def _rule(
    topic: str, entry: Mapping[str, Any], pack: str, sources: Mapping[str, Source], faults: Faults
) -> Rule:
    where = f"rules.{topic}"
    faults.unknown(where, entry, _RULE)
    named = _list(entry, "sources", faults, where=where)
    if not named:
        faults.add(where, say("has no source"))
    for one in named:
        if one not in sources:
            faults.add(where, say("source '{name}' is not in the list of sources", name=one))
    demand = entry.get("demand") or ""
    if demand and demand not in _DEMANDS:
        told = {"seen": str(demand), "known": Listing(_DEMANDS, ", ")}
        faults.add(where, say("demand '{seen}' is not known; known: {known}", **told))
    first, last = _days(entry, where, faults)
    found = tuple(sources[one] for one in named if one in sources)
    sure = _confidence(entry.get("confidence"), where, faults)
    if sure is Confidence.SETTLED and set(named) == {NOT_SEEN}:
        faults.add(where, say("is settled, though no text was seen; say likely"))
    return Rule(
        topic,
        _text(entry, "text", faults, where),
        sure,
        found,
        pack,
        str(demand),
        int(entry.get("lines") or 0),
        entry.get("without_payment") is True,
        first,
        last,
    )


def _confidence(value: Any, where: str, faults: Faults) -> Confidence:
    if value in list(Confidence):
        return Confidence(value)
    known = Listing([str(one) for one in Confidence], ", ")
    faults.add(where, say("confidence '{seen}' is not known; known: {known}", seen=str(value), known=known))
    return Confidence.UNCLEAR


def _sources(given: Any, faults: Faults) -> dict[str, Source]:
    found = {NOT_SEEN: _UNSEEN}
    for key, entry in given.items() if isinstance(given, Mapping) else ():
        where = f"sources.{key}"
        if not isinstance(entry, Mapping):
            faults.add(where, say("is no source"))
            continue
        faults.unknown(where, entry, {"name", "kind", "at", "date"})
        kind = str(entry.get("kind"))
        if kind not in _KINDS:
            told = {"seen": kind, "known": Listing(_KINDS, ", ")}
            faults.add(where, say("kind '{seen}' is not known; known: {known}", **told))
        name = _text(entry, "name", faults, where)
        found[str(key)] = Source(
            str(key), name, kind, str(entry.get("at") or ""), _dated(entry, where, faults)
        )
    return found


def _country(value: Any, faults: Faults, where: str) -> str:
    if isinstance(value, bool):
        faults.add(where, say("is read as {seen}; put NO in quotes", seen=str(value).lower()))
        return ""
    if not isinstance(value, str) or not value.isascii() or not value.isupper():
        faults.add(where, say("{seen} is no code in capitals, such as SE", seen=str(value)))
        return ""
    return value


def _list(entry: Mapping[str, Any], key: str, faults: Faults, of: type = str, where: str = "") -> list[Any]:
    given = entry.get(key)
    if given is None:
        return []
    where = f"{where}.{key}" if where else key
    if not isinstance(given, list):
        faults.add(where, say("is no list"))
        return []
    for one in given:
        if isinstance(one, bool):
            faults.add(where, say("is read as {seen}; put NO in quotes", seen=str(one).lower()))
        elif not isinstance(one, of):
            faults.add(where, say("{seen} is no text; put it in quotes", seen=str(one)))
    return [one for one in given if isinstance(one, of) and not (of is str and isinstance(one, bool))]


def _text(entry: Mapping[str, Any], key: str, faults: Faults, where: str = "") -> str:
    value = entry.get(key)
    if isinstance(value, str) and value.strip():
        return " ".join(value.split())
    faults.add(f"{where}.{key}" if where else key, say("is missing") if value is None else say("is no text"))
    return ""


def _flag(entry: Mapping[str, Any], key: str, faults: Faults) -> bool:
    value = entry.get(key)
    if not isinstance(value, bool):
        faults.add(key, say("must be true or false"))
    return value is True


def _dated(entry: Mapping[str, Any], where: str, faults: Faults) -> str:
    """Read when a source was made, as far as that is known: a year, a month or a day."""
    value = entry.get("date")
    if value is None:
        return ""
    if not _DATED.fullmatch(str(value)):
        told = say("'{seen}' is no year, month or day", seen=str(value))
        faults.add(f"{where}.date", told)
    return str(value)


def _days(entry: Mapping[str, Any], where: str, faults: Faults) -> tuple[date | None, date | None]:
    first, last = (_day(entry, key, faults, where=where) for key in ("from", "to"))
    if first and last and first > last:
        faults.add(where, say("ends on {last}, before it begins on {first}", first=first, last=last))
    return first, last


def _day(
    entry: Mapping[str, Any], key: str, faults: Faults, where: str = "", needed: bool = False
) -> date | None:
    value = entry.get(key)
    if type(value) is date or (value is None and not needed):
        return value
    told = say("'{seen}' is no day; write 2026-12-31", seen="" if value is None else str(value))
    faults.add(f"{where}.{key}" if where else key, told)
    return None
