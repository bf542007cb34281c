"""Subjects as the user defines them, and what belongs to them.

A post belongs to a subject when it carries any of its words, or stands in any of its places. An interaction
belongs to it when the post acted on does; where no post is acted on (a mention), when the acting post does.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pyarrow as pa

from luminary.domain import Subject
from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import say
from luminary.language import LANGUAGES, UNDETERMINED, check_word, needles
from luminary.listening.words import METHOD, fill_post_words
from luminary.settings import Limits
from luminary.store import Engine, Lake, Ledger, fingerprint_of, identifier

Patterns: TypeAlias = Mapping[str, tuple[tuple[str, bool], ...]]
"""Language to the patterns that are looked for in its posts, each with whether it is a hashtag."""

_EMPTY_SQL = "SELECT post FROM posts WHERE FALSE"

_LINES_SQL = "SELECT post, language, ' ' || array_to_string(lemmas, ' ') || ' ' AS line FROM post_words"

_KNOWN_PLACES_SQL = """
SELECT place, name FROM places UNION SELECT place, NULL FROM posts ORDER BY 1, 2 NULLS FIRST
"""

_PLACES_SQL = "SELECT post FROM posts WHERE place IN (SELECT place FROM subject_places)"

_LONGEST_NAME = 100


def add_subject(ledger: Ledger, subject: Subject) -> None:
    """Keep a subject, in the place of one with the same name.

    Raises
    ------
    UsageError
        When it has no name or a very long one, neither words nor places, or a word that could never be found.
    """
    name = _tidy(subject.name)
    if not name:
        raise UsageError(say("a subject needs a name"))
    if len(name) > _LONGEST_NAME:
        raise UsageError(say("the name of a subject has at most {most} characters", most=_LONGEST_NAME))
    if not subject.words and not subject.places:
        raise UsageError(say("the subject '{name}' needs words, phrases, hashtags or places", name=name))
    for word in subject.words:
        check_word(word)
    if not all(map(_tidy, subject.places)):
        raise UsageError(say("the subject '{name}' has a place without a name", name=name))
    ledger.put(
        "subjects", name=name, words=_listed(subject.words), places=_listed(subject.places), at=ledger.now()
    )


def list_subjects(ledger: Ledger) -> list[Subject]:
    """List the subjects, by name."""
    return [_subject(row) for row in ledger.rows("subjects")]


def subject_named(ledger: Ledger, name: str) -> Subject:
    """Find a subject by its name; case does not matter where only one fits.

    Raises
    ------
    UnknownNameError
        When there is none, with the nearest names.
    """
    known = list_subjects(ledger)
    exact = [one for one in known if one.name == _tidy(name)]
    found = exact or [one for one in known if _folded(one.name) == _folded(name)]
    if len(found) == 1:
        return found[0]
    raise UnknownNameError.of("subject", name, [one.name for one in known])


def remove_subject(ledger: Ledger, name: str) -> None:
    """Forget a subject.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    ledger.remove("subjects", name=subject_named(ledger, name).name)


def posts_of_subject(
    engine: Engine,
    lake: Lake,
    ledger: Ledger,
    subject: Subject,
    *,
    limit: Limits | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    within: str | None = None,
) -> int:
    """Make the relation `subject_posts` (one column, `post`) in the engine.

    Parameters
    ----------
    engine, lake, ledger : Engine, Lake, Ledger
        Where posts are read and words are kept. Languages and lemmas are computed when they are not there yet
        and the subject has words.
    subject : Subject
        Stored or not.
    limit, progress
        As in `fill_post_words`.
    within : str, optional
        Relation with a column `post`: only these posts are looked at.

    Returns
    -------
    int
        How many posts belong to the subject.

    Raises
    ------
    UnknownNameError
        When a place of the subject is not in the data.
    UsageError
        When a word of the subject could never be found.
    """
    lake.attach(engine, "posts", "places")
    engine.give("subject_places", _places(engine, subject))
    among = "" if within is None else f"post IN (SELECT post FROM {identifier(within)})"
    selects = [f"{_PLACES_SQL} AND {among or 'TRUE'}"] if subject.places else []
    values: list[str] = []
    if subject.words:
        fill_post_words(engine, lake, ledger, limit=limit, progress=progress)
        sql, values = words_sql(subject.words, among, _patterns(ledger, subject.words))
        selects.append(sql)
    engine.materialise("subject_posts", " UNION ".join(selects or [_EMPTY_SQL]), values)
    engine.drop("subject_places")
    return int(str(engine.scalar("SELECT count(*) FROM subject_posts")))


def interactions_of_subject() -> str:
    """Give the SQL of the interactions that belong to the subject of `subject_posts`.

    It selects all columns of `interactions`. Stated ties point at no post and therefore belong to no subject.

    Examples
    --------
    >>> interactions_of_subject().split()[:4]
    ['SELECT', '*', 'FROM', 'interactions']
    """
    return (
        "SELECT * FROM interactions WHERE target_post IN (SELECT post FROM subject_posts) "
        "OR (target_post IS NULL AND post IN (SELECT post FROM subject_posts))"
    )


def words_sql(
    given: tuple[str, ...], among: str = "", patterns: Patterns | None = None
) -> tuple[str, list[str]]:
    """Build the SQL of the posts that carry any of the words, and its values.

    Lemmas are joined into one line, so that a word, a phrase and a beginning are all one search for a text.
    Languages in which the words take the same forms share their searches.

    Parameters
    ----------
    given : tuple of str
        The words.
    among : str, default ""
        Condition that narrows the posts.
    patterns : mapping, optional
        What to look for in each language, where it is known already.
    """
    by_patterns: defaultdict[tuple[tuple[str, bool], ...], list[str]] = defaultdict(list)
    for language, found in (patterns or looked_for(given)).items():
        by_patterns[found].append(language)
    cases: list[str] = []
    values: list[str] = []
    for searched, languages in by_patterns.items():
        cases.append(_language_sql(languages, searched))
        values += [pattern for pattern, _hashtag in searched]
    lines = f"{_LINES_SQL} WHERE {among}" if among else _LINES_SQL
    return f"SELECT post FROM ({lines}) AS lines WHERE {' OR '.join(cases)}", values


def looked_for(given: tuple[str, ...]) -> Patterns:
    """Give, for each language, the patterns of some words, each with whether it is a hashtag.

    This loads the dictionaries of all languages, which takes seconds and memory.
    """
    return {
        language: tuple(
            sorted({(one.pattern, one.hashtag) for word in given for one in needles(word, language)})
        )
        for language in (*LANGUAGES, UNDETERMINED)
    }


def _patterns(ledger: Ledger, given: tuple[str, ...]) -> Patterns:
    """Give the patterns of some words as they are kept; find and keep them when they are not there.

    So a page that shows a ranking which is ready need not load any dictionary.
    """
    name = "words " + fingerprint_of("patterns", METHOD, list(given))
    for row in ledger.rows("settings", name=name):
        kept: dict[str, list[tuple[str, bool]]] = json.loads(row["value"])
        return {language: tuple((text, tag) for text, tag in found) for language, found in kept.items()}
    found = looked_for(given)
    ledger.put("settings", name=name, value=json.dumps(found, ensure_ascii=False))
    return found


def _language_sql(languages: list[str], patterns: tuple[tuple[str, bool], ...]) -> str:
    """Build the condition for posts of some languages; hashtags count as words, words not as hashtags."""
    codes = ", ".join(f"'{code}'" for code in languages)
    searches = " OR ".join(
        f"contains({'line' if hashtag else _UNTAGGED}, ?)" for _pattern, hashtag in patterns
    )
    return f"(language IN ({codes}) AND ({searches}))"


_UNTAGGED = "replace(line, '#', '')"


def _places(engine: Engine, subject: Subject) -> pa.Table:
    """List the keys of the subject's places, given by key or by name; several may share a name."""
    keys, names = _known_places(engine)
    found: set[str] = set()
    for place in map(_tidy, subject.places):
        fitting = {place} if place in keys else names.get(_folded(place.removeprefix("#")), set())
        if not fitting:
            raise UnknownNameError.of("place", place, {*keys.values()})
        found |= fitting
    return pa.table({"place": pa.array(sorted(found), pa.string())})


def _known_places(engine: Engine) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Give the name of each place key, and the keys of each folded name; all names a place ever had count."""
    rows = engine.rows(_KNOWN_PLACES_SQL)
    keys: dict[str, str] = {}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for key, name in rows:
        keys[str(key)] = str(name or key)
        if name:
            names[_folded(str(name).removeprefix("#"))].add(str(key))
    return keys, names


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _folded(text: str) -> str:
    return _tidy(text).casefold()


def _listed(texts: tuple[str, ...]) -> str:
    return json.dumps([_tidy(text) for text in dict.fromkeys(texts)], ensure_ascii=False)


def _subject(row: Mapping[str, Any]) -> Subject:
    return Subject(row["name"], tuple(json.loads(row["words"])), tuple(json.loads(row["places"])))
