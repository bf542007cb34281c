"""What to do about a finding, in the language of the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from luminary.law.case import Case
from luminary.law.verdict import Finding, Outcome
from luminary.law.yamlfile import packaged_data

_AND = {"sv": "och", "nb": "og", "nn": "og", "da": "og", "fi": "ja", "en": "and", "de": "und"}
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and a label that would do."""

    advice: str
    suggestion: str


def advise(case: Case, findings: Sequence[Finding]) -> Advice:
    """Say what to do about the findings that decided."""
    lang = case.post.lang or case.pack.langs[0]
    label = _label(case, lang)
    told = [_sentence(lang, one, case, label) for one in findings]
    needed = findings[0].outcome in (Outcome.FAIL, Outcome.ADVICE) and findings[0].code != "STATE_ROLE"
    return Advice(" ".join(dict.fromkeys(told)), label if needed else "")


def _sentence(lang: str, finding: Finding, case: Case, label: str) -> str:
    texts = _texts(lang)
    kind = {Outcome.BLOCK: "stop", Outcome.PASS: "fine", Outcome.NO_LABEL_NEEDED: "none"}
    key = finding.code or ("CONNECTION_UNKNOWN" if finding.outcome is Outcome.REVIEW else "")
    if key not in texts or finding.outcome is Outcome.BLOCK:
        key = kind.get(finding.outcome, "look")
    found: str = texts[key]
    for name, value in (("{start}", label), ("{w}", finding.word[:_LONGEST]), ("{x}", _who(case, lang))):
        found = found.replace(name, value) if name in found else found
    return found


def _label(case: Case, lang: str) -> str:
    """Write the label as the country wants it: in the post's language where that is one of its own."""
    spoken = lang if lang in case.pack.langs else case.pack.langs[0]
    found: str = _texts(spoken)["start"]
    who = _who(case, spoken)
    return found.replace("{x}", who).strip() if who else found.split(" {x}")[0].strip(" :")


def _who(case: Case, lang: str) -> str:
    names = [one[:_LONGEST] for one in (case.post.advertiser or case.post.handles)[:5]]
    if not names:
        return "…"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {_AND[lang]} {names[-1]}"


@lru_cache(maxsize=16)
def _texts(lang: str) -> dict[str, Any]:
    found: dict[str, Any] = packaged_data("advice.yaml")["nb" if lang == "no" else lang]
    return found
