"""Packs say what they are, are read on the day they hold, and are refused with every fault at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from luminary.errors import InputError, UnknownNameError, UsageError
from luminary.law import Checker, Confidence, load_packs
from luminary.law.loading import TOPICS
from luminary.law.yamlfile import packaged_data

DAY = date(2026, 12, 1)
DATA = ("phrases.yaml", "advice.yaml", "medicines.yaml", "health_words.yaml", "adverse.yaml")
ICELAND = (
    """\
country: IS
name: Iceland
langs: [nb]
pack_version: "1"
reviewed_by: Birna Ek
reviewed_on: 2026-11-01
valid_to: 2027-11-01
authority: Neytendastofa
statutes: [Lög]
sender_required: true
words:
  clear: [auglýsing]
  weak_settled: [samstarf]
rules:
"""
    + "".join(
        f"  {topic}: {{text: A rule on {topic}., confidence: likely, sources: [L1]}}\n" for topic in TOPICS
    )
    + """\
sources:
  L1: {name: Lög, kind: statute, date: 2005}
"""
)


def written(folder: Path, text: str, name: str = "IS.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, text: str, name: str = "IS.yaml") -> str:
    with pytest.raises(InputError) as caught:
        load_packs(written(folder, text, name))
    return str(caught.value)


@pytest.mark.parametrize("country", ["DE", "DK", "FI", "NO", "SE", "UK", "US"])
def test_every_packaged_rule_has_a_source_and_nobody_pretends_that_a_lawyer_read_it(country: str) -> None:
    pack = load_packs()[country]
    assert all(rule.sources and rule.text.endswith(".") for rule in pack.rules)
    assert {rule.topic for rule in pack.rules} >= set(TOPICS)
    assert pack.reviewed_by == ""
    assert "not reviewed by a lawyer yet" in pack.review()


@pytest.mark.parametrize("name", DATA)
def test_no_word_of_the_data_is_taken_for_yes_no_or_nothing(name: str) -> None:
    def strings(value: Any) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and strings(one) for key, one in value.items())
        return all(map(strings, value)) if isinstance(value, list) else isinstance(value, str)

    assert strings(packaged_data(name))


def test_every_language_has_the_same_phrases_and_advice() -> None:
    for name in ("phrases.yaml", "advice.yaml"):
        keys = {lang: set(content) for lang, content in packaged_data(name).items()}
        assert len({frozenset(one) for one in keys.values()}) == 1, keys


def test_a_new_country_is_one_new_file(tmp_path: Path) -> None:
    checker = Checker(written(tmp_path, ICELAND), today=DAY)
    post = {"country": "IS", "connection": "paid", "advertiser": "Hraun", "lang": "nb"}
    assert checker.check({**post, "text": "Auglýsing: Hraun"}).verdict == "PASS"
    told = checker.check({**post, "text": "Samstarf Hraun"})
    assert (told.verdict, told.codes) == ("FAIL", ("WEAK_WORD",))
    assert told.source == "Lög, 2005"
    assert "SE" in checker.packs


def test_an_expired_pack_is_sure_of_nothing_and_says_so(tmp_path: Path) -> None:
    post = {"country": "IS", "connection": "paid", "advertiser": "Hraun", "text": "Auglýsing: Hraun"}
    folder = written(tmp_path, ICELAND)
    assert Checker(folder, today=date(2027, 11, 1)).check(post).confidence is Confidence.LIKELY
    told = Checker(folder, today=date(2027, 11, 2)).check(post)
    assert told.confidence is Confidence.UNCLEAR
    assert "valid until" in told.notes[0]


@pytest.mark.parametrize(
    ("country", "before", "after", "post", "verdicts"),
    [
        ("FI", "2024-12-31", "2025-01-01", {"text": "Saatu tuote Hraun"}, ("ADVICE", "FAIL")),
        (
            "NO",
            "2022-06-30",
            "2022-07-01",
            {"text": "Reklame for Hraun", "retouched": True},
            ("PASS", "FAIL"),
        ),
        (
            "SE",
            "2025-10-09",
            "2025-10-10",
            {"text": "Reklam för Hraun", "political": True},
            ("PASS", "REVIEW"),
        ),
        (
            "SE",
            "2026-08-01",
            "2026-08-02",
            {"text": "Reklam för Hraun", "ai_generated": True},
            ("PASS", "REVIEW"),
        ),
        ("SE", "2026-09-26", "2026-09-27", {"text": "Reklam för Hraun, klimatneutral"}, ("PASS", "REVIEW")),
    ],
)
def test_a_post_is_judged_by_the_rules_of_its_day(
    country: str, before: str, after: str, post: dict, verdicts: tuple[str, str]
) -> None:
    checker = Checker(today=DAY)
    base = {"country": country, "connection": "paid", "advertiser": "Hraun", **post}
    told = tuple(checker.check({**base, "date": day}).verdict for day in (before, after))
    assert told == verdicts


def test_the_law_that_a_rule_rests_on_changes_on_its_day() -> None:
    checker = Checker(today=DAY)
    post = {"country": "UK", "connection": "paid", "advertiser": "Hraun", "text": "Lovely"}
    assert "Trading Regulations 2008" in checker.check({**post, "date": "2025-04-05"}).rule
    assert "Consumers Act 2024" in checker.check({**post, "date": "2025-04-06"}).rule


def test_all_faults_of_a_pack_are_told_at_once(tmp_path: Path) -> None:
    wrong = (
        ICELAND.replace("country: IS", "country: NO")
        .replace("  clear: [auglýsing]", "  clear: [auglýsing, AUGLÝSING, samstarf]\n  strange: [x]")
        .replace("valid_to: 2027-11-01", "valid_to: soon\ncolour: red")
        .replace("text: A rule on place., confidence: likely", "text: A rule on place., confidence: sure")
        .replace("text: A rule on rx., confidence: likely, sources: [L1]", "text: A., confidence: likely")
        .replace(
            "text: A rule on otc., confidence: likely, sources: [L1]",
            "text: A., confidence: likely, sources: [L9]",
        )
        .replace("langs: [nb]", "langs: [no, xx]")
    )
    told = faults(tmp_path, wrong)
    for part in (
        "country: is read as false; put NO in quotes",
        "'AUGLÝSING' stands twice",
        "'samstarf' stands in clear and in weak_settled",
        "'strange' is not known",
        "'colour' is not known",
        "valid_to: 'soon' is no day",
        "rules.place: confidence 'sure' is not known; known: settled, likely, unclear",
        "rules.rx: has no source",
        "rules.otc: source 'L9' is not in the list",
        "langs: is read as false; put NO in quotes",
        "langs: 'xx' is not known",
    ):
        assert part in told, told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("words:", "words: 3\nold:"), "words: is missing"),
        (("  frames: {", "  frames: 3\n  place: {"), "rules.frames: 3 is no rule"),
        (("authority: Neytendastofa", "authority: Neytendastofa\nauthority: B"), "'authority' stands twice"),
        (("country: IS", "country: [IS"), "is no YAML"),
        (("sender_required: true", "sender_required: maybe"), "sender_required: must be true or false"),
        (
            ("clear: [auglýsing]", "clear: [{word: auglýsing, from: 2026-02-01, to: 2026-01-01}]"),
            "before it begins",
        ),
        (
            ("confidence: likely, sources: [L1]}", "confidence: settled, sources: [K]}"),
            "is settled, though no text",
        ),
        (("kind: statute", "kind: rumour"), "kind 'rumour' is not known"),
        (("date: 2005", "date: lately"), "'lately' is no year, month or day"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert told in faults(tmp_path, ICELAND.replace(*change, 1))


def test_a_rule_that_nobody_gives_is_a_fault(tmp_path: Path) -> None:
    lines = [line for line in ICELAND.splitlines() if not line.startswith("  place:")]
    assert "nothing on 'place'" in faults(tmp_path, "\n".join(lines))


def test_the_same_word_may_change_its_strength_on_a_day(tmp_path: Path) -> None:
    text = ICELAND.replace(
        "weak_settled: [samstarf]",
        "acceptable: [{word: samstarf, to: 2025-12-31}]\n"
        "  weak_settled: [{word: samstarf, from: 2026-01-01}]",
    )
    checker = Checker(written(tmp_path, text), today=DAY)
    post = {"country": "IS", "connection": "paid", "advertiser": "Hraun", "text": "Samstarf Hraun"}
    assert checker.check({**post, "date": "2025-12-31"}).verdict == "ADVICE"
    assert checker.check({**post, "date": "2026-01-01"}).verdict == "FAIL"


def test_what_is_no_folder_of_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        load_packs(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="holds no rule pack"):
        load_packs(tmp_path)


def test_an_own_table_of_folds_goes_before_the_products(tmp_path: Path) -> None:
    written(written(tmp_path, ICELAND), "instagram: {fold: 10}\n", "channels.yaml")
    post = {"country": "SE", "connection": "paid", "advertiser": "Hraun", "channel": "instagram"}
    text = "Vilken morgon! Reklam för Hraun"
    assert Checker(today=DAY).check({**post, "text": text}).codes == ("NOT_FIRST",)
    assert Checker(tmp_path, today=DAY).check({**post, "text": text}).codes == ("AFTER_FOLD",)
    written(tmp_path, "myspace: {fold: 10}\nblog: {fold: many}\n", "channels.yaml")
    with pytest.raises(InputError, match=r"myspace.*blog"):
        Checker(tmp_path)


def test_an_unknown_country_is_told_which_packs_there_are() -> None:
    with pytest.raises(
        UnknownNameError, match="no rule pack for 'XX'; there are: DE, DK, FI, NO, SE, UK, US"
    ):
        Checker(today=DAY).check({"country": "XX", "text": "x"})
    assert Checker(today=DAY).check({"country": "gb", "connection": "paid", "text": "Ad"}).country == "UK"


def test_packs_are_written_as_yaml_that_every_reader_understands() -> None:
    from importlib.resources import files

    for file in (files("luminary.law") / "packs").iterdir():
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert content.get("country", content.get("layer")) == file.name.removesuffix(".yaml")
