"""Bring the translations up to date with the source: ``make messages``; ``--check`` only tells what is wrong.

Sentences come from ``say("...")`` and ``say_count("...", "...", n)`` in the package (not from the command
line and the demo, which speak English), and from ``_("...")``, ``ngettext`` and ``{% trans %}`` in templates.
Each language has one file, ``src/luminary/i18n/locales/LANGUAGE.po``: in the order of the English text, with
the files in which a sentence stands but without line numbers and dates, so that two branches seldom touch the
same lines. A new sentence comes in with an empty translation; one that is used no more goes.

``--list LANGUAGE`` writes the sentences that are not translated yet, one a line, as JSON.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "luminary"
LOCALES = SOURCE / "i18n" / "locales"
LANGUAGES = ("da", "fi", "nb", "sv")
ENGLISH_ONLY = ("cli", "demo")
"""Rooms whose sentences are not translated."""

_SAY: dict[str, tuple[int, ...] | None] = {"say": None, "say_count": (1, 2)}
_TEMPLATE = ("_", "gettext", "ngettext")
_OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_HEADER = """\
# {name} of Luminary. Terms and tone: docs/translating.md. Bring up to date with: make messages
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_NAMES = {"da": "Danish", "fi": "Finnish", "nb": "Norwegian (bokmål)", "sv": "Swedish"}
_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}|%\([a-z][a-z0-9_]*\)[sd]|%%")

Key = tuple[str, ...]
"""A sentence; or its forms for one and for several."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a translation."""

    language: str
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: {self.text}"


def sentences() -> dict[Key, set[str]]:
    """Give every sentence of the source with the files in which it stands."""
    found: dict[Key, set[str]] = {}
    for file, key in _extracted():
        found.setdefault(key, set()).add(file.relative_to(ROOT).as_posix())
    for one, several in [key for key in found if len(key) == 2]:
        found[one, several] |= found.pop((one,), set())
    return found


def _extracted() -> Iterator[tuple[Path, Key]]:
    for file in sorted(SOURCE.rglob("*.py")):
        if file.relative_to(SOURCE).parts[0] not in ENGLISH_ONLY:
            for _, name, texts, _ in extract_python(_bytes(file), _SAY, (), {}):
                yield from _keys(file, name, texts)
    for file in sorted([*SOURCE.glob("*/templates/**/*.html"), *SOURCE.glob("*/templates/**/*.j2")]):
        for _, name, strings, _ in babel_extract(_bytes(file), list(_TEMPLATE), (), dict(_OPTIONS)):
            yield from _keys(file, name, strings)


def _bytes(file: Path) -> io.BytesIO:
    return io.BytesIO(file.read_bytes())


def _keys(file: Path, name: object, texts: object) -> Iterator[tuple[Path, Key]]:
    """Give the sentence of one call; none where it is no literal."""
    several = texts if isinstance(texts, tuple | list) else (texts,)
    wanted = 2 if name in ("say_count", "ngettext") else 1
    literal = tuple(one for one in several if isinstance(one, str) and one)[:wanted]
    if len(literal) == wanted:
        yield file, literal


def read(language: str) -> Catalog:
    """Read the translations of a language; none where there is no file yet."""
    file = LOCALES / f"{language}.po"
    if not file.exists():
        return Catalog(language)
    with file.open("rb") as lines:
        return read_po(lines, locale=language)


def _forms(strings: object) -> Key:
    return (strings,) if isinstance(strings, str) else tuple(strings)  # type: ignore[arg-type]


def brought_up_to_date(language: str, found: dict[Key, set[str]]) -> str:
    """Compose the file of a language: what the source says now, with the translations there are."""
    known = translations(language)
    made = Catalog(language)
    for key, files in found.items():
        forms = known.get(key, ("",) * len(key))
        places = [(file, 0) for file in sorted(files)]
        if len(key) == 1:
            made.add(key[0], forms[0], locations=places)
        else:
            made.add(key, forms, locations=places)
    written = io.BytesIO()
    write_po(written, made, width=0, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(name=_NAMES[language], language=language)
    return header + written.getvalue().decode("utf-8").strip("\n") + "\n"


def translations(language: str) -> dict[Key, Key]:
    """Give what a language has: sentence to translation, empty where there is none."""
    return {_forms(one.id): _forms(one.string) for one in read(language) if one.id}


def faults(language: str, found: dict[Key, set[str]]) -> list[Fault]:
    """List what is wrong with the translations of a language."""
    known = translations(language)
    told = [Fault(language, "no longer said", key[0]) for key in known.keys() - found.keys()]
    told += [Fault(language, "marked fuzzy", _forms(one.id)[0]) for one in read(language) if one.fuzzy]
    for key in sorted(found):
        told += _faults_of(language, key, known.get(key, ()))
    return told


def _faults_of(language: str, key: Key, forms: Key) -> Iterator[Fault]:
    """List what is wrong with one translation."""
    if not forms or not all(forms):
        yield Fault(language, "not translated", key[0])
        return
    for original, form in zip(key, forms, strict=True):
        if _values(original) != _values(form) and not (len(key) == 2 and original == key[0]):
            yield Fault(language, f"other values than in '{original}'", form)
        if _around(original) != _around(form):
            yield Fault(language, f"other space around it than in '{original}'", form)
    if _values(forms[0]) - _values(key[1] if len(key) == 2 else key[0]):
        yield Fault(language, f"unknown values for '{key[0]}'", forms[0])


def _values(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def _around(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def stale() -> dict[Path, str]:
    """Give the files that are not what they would be if they were brought up to date now."""
    found = sentences()
    made = {LOCALES / f"{language}.po": brought_up_to_date(language, found) for language in LANGUAGES}
    return {
        file: text
        for file, text in made.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    }


def missing(language: str) -> list[Key]:
    """List the sentences of the source that a language has no translation for."""
    known = translations(language)
    return [key for key in sorted(sentences()) if not all(known.get(key, ("",)))]


def main(arguments: list[str]) -> int:
    """Do what the command line asks; gives the exit code."""
    if "--list" in arguments:
        listed = missing(arguments[arguments.index("--list") + 1])
        sys.stdout.writelines(json.dumps(key, ensure_ascii=False) + "\n" for key in listed)
        return 0
    late = stale()
    if "--check" not in arguments:
        LOCALES.mkdir(exist_ok=True)
        for file, text in late.items():
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"written: {file.name}\n")
    found = sentences()
    told = [fault for language in LANGUAGES for fault in faults(language, found)]
    sys.stdout.writelines(f"{fault}\n" for fault in told)
    return int(bool(told or ("--check" in arguments and late)))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
