"""The language of a text, with a certainty, and honest about not knowing.

Short posts carry little evidence: "takk for hjelpen" fits Bokmål, Nynorsk and almost Danish. So the caller
may say what the author or the place usually writes (a prior), and Bayes' rule weighs it against the text; the
longer the text, the less the prior counts. Every text is compared with a dozen other languages too, so that
German is not taken for Danish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from luminary.language.clean import plain
from luminary.language.codes import LANGUAGES, UNDETERMINED

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

Prior: TypeAlias = Mapping[str, float]
"""Share of each language in what an author or a place usually writes; missing languages have none."""

_MODEL_CODES = {"sv": "sv", "nb": "no", "nn": "nn", "da": "da", "fi": "fi", "en": "en"}
"""Our codes and the model's: its Bokmål is called ``no``, and ``nb`` would be refused."""

_OUR_CODES = {code: language for language, code in _MODEL_CODES.items()}

_OTHERS = ("de", "nl", "fr", "es", "it", "pt", "pl", "et", "is", "ru", "zh", "ar", "so", "tr", "zxx")
"""Languages that are told apart from the six, without being named; ``zxx`` is no language at all."""

_OTHER_WEIGHT = 0.2
"""How likely each other language is beforehand, against an average one of the six."""

_FLOOR = 0.3
"""Part of the prior that is spread evenly: nobody's habits rule a language out."""

_SURE = 0.97
"""Probability in the text alone from which no prior could change the language; most longer texts reach it."""

_ENOUGH = 0.35
"""Certainty from which a language is named; an even guess among six would have 0.17."""

_READ = 160
"""Characters of a text that are read; more of them change nothing."""


class Detection(NamedTuple):
    """A language and how sure it is (0 to 1, a probability among the six; 0 for ``und``)."""

    language: str
    certainty: float


NOTHING = Detection(UNDETERMINED, 0.0)


def detect_languages(texts: Sequence[str], priors: Sequence[Prior | None] | None = None) -> list[Detection]:
    """Tell the language of each text.

    Parameters
    ----------
    texts : sequence of str
        Plain texts. Code, addresses and mentions in them are not looked at, and of long texts only the
        first 160 characters.
    priors : sequence of mappings, optional
        For each text what its author usually writes: language to share, 0 or more. None for no knowledge.

    Returns
    -------
    list of Detection
        One for each text. ``und`` where there are no letters, where the text is too short to tell, or where
        it looks like a language that is none of the six.

    Raises
    ------
    ValueError
        When there are not as many priors as texts, or one names a language that is none of the six.

    Notes
    -----
    The certainty is the model's own probability, softened by text length; it is no measured rate of right
    answers. It cannot tell languages apart within a text: the whole text gets one. Of the 96 short sentences
    in ``tests/language/sentences.py`` 84 are named right without a prior, 4 are not named, and 8 are taken
    for a neighbour among Bokmål, Nynorsk and Danish; with a prior of nine tenths for the author's language
    all are right.

    Examples
    --------
    >>> detect_languages(["Kiitos avusta!", "42"])[0].language
    'fi'
    >>> [found.language for found in detect_languages(["Bra!", "Bra!"], [{"sv": 1.0}, {"nb": 1.0}])]
    ['sv', 'nb']
    """
    if priors is None:
        return [_detect(text, None) for text in texts]
    if len(priors) != len(texts):
        raise ValueError(f"{len(texts)} texts, but {len(priors)} priors")
    return [_detect(text, prior) for text, prior in zip(texts, priors, strict=True)]


def _detect(text: str, prior: Prior | None) -> Detection:
    """Weigh what the model sees in one text against what was known before."""
    read = plain(text[: 4 * _READ]).strip()[:_READ]
    if not any(map(str.isalpha, read)):
        return NOTHING
    code, alone = _identifier().classify(read)
    if alone >= _SURE:
        return Detection(_OUR_CODES[code], alone) if code in _OUR_CODES else NOTHING
    seen = dict(_identifier().rank(read))
    weights = _weights(prior)
    known = {language: seen[code] * weights[language] for language, code in _MODEL_CODES.items()}
    other = _OTHER_WEIGHT * sum(seen[code] for code in _OTHERS)
    total = sum(known.values())
    best = max(known, key=known.__getitem__)
    if other > total or known[best] < _ENOUGH * total:
        return NOTHING
    return Detection(best, known[best] / total)


def _weights(prior: Prior | None) -> dict[str, float]:
    """Turn shares into weights that are 1 on average and never 0."""
    if not prior:
        return dict.fromkeys(LANGUAGES, 1.0)
    unknown = set(prior) - set(LANGUAGES)
    if unknown:
        raise ValueError(f"a prior names {sorted(unknown)}, but the languages are {', '.join(LANGUAGES)}")
    total = sum(prior.values())
    if total <= 0:
        return dict.fromkeys(LANGUAGES, 1.0)
    spread = (1 - _FLOOR) * len(LANGUAGES) / total
    return {language: _FLOOR + spread * prior.get(language, 0.0) for language in LANGUAGES}


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model, once for each process: about a second, 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*_MODEL_CODES.values(), *_OTHERS])
    return identifier
