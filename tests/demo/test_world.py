import csv
import hashlib
from collections import defaultdict

import py3langid.langid as langid
import pytest

from luminary.demo import build_world, read_truth
from luminary.demo.speech import LANGUAGES, SUBJECTS, texts
from luminary.errors import InputError, UsageError

GREETINGS = {text for lang in LANGUAGES for text in texts(lang)["say"]["greeting"]}


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    build_world(first, seed=3, size=0.25)
    build_world(again, seed=3, size=0.25)
    build_world(other, seed=4, size=0.25)
    assert digest(first) == digest(again)
    assert not set(digest(first)) & set(digest(other))


@pytest.mark.parametrize(("seed", "size"), [(7, 0.1), (7, 9.0), (-1, 1.0)])
def test_a_size_or_seed_out_of_range_is_refused(tmp_path, seed, size):
    with pytest.raises(UsageError, match=r"size|seed"):
        build_world(tmp_path, seed=seed, size=size)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_truth_is_refused(tmp_path):
    wrong = tmp_path / "truth.json"
    wrong.write_text('{"seed": 7}', "utf-8")
    with pytest.raises(InputError, match=r"truth\.json"):
        read_truth(wrong)


def test_the_world_has_about_four_hundred_people_and_ten_thousand_posts(written):
    assert 370 <= written.world.people <= 430
    assert 9_000 <= written.world.posts <= 11_000
    assert written.world.posts == len(written.slack) + len(written.mikro) + len(written.blogg)


def test_repeated_and_unusable_rows_are_in_the_files_as_stated(written):
    export = written.world.exports[1]
    with export.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == export.rows
    assert len(rows) - len({row["id"] for row in rows}) == export.repeated
    assert len(rows) - export.repeated - len(written.mikro) == export.unusable
    assert sum(e.repeated for e in written.world.exports) == 100
    assert sum(e.unusable for e in written.world.exports) == 6


def test_every_answer_points_at_an_earlier_post_of_the_same_platform(written):
    for row in written.mikro.values():
        aim = row["reply_to"] or row["repost_of"] or row["quote_of"]
        assert not aim or written.mikro[aim]["created_at"] <= row["created_at"]
    for row in written.blogg.values():
        assert row["reply_to"] is None or row["reply_to"] in written.blogg
    for message in written.slack.values():
        assert message.get("thread_ts", message["ts"]) in written.slack
        assert "bot_id" in message or message["user"] in written.users


def test_no_text_is_written_by_two_accounts_except_by_the_ring(written):
    writers = defaultdict(set)
    for row in (*written.mikro.values(), *written.blogg.values()):
        writers[row["text"]].add(row["author_id"])
    for message in written.slack.values():
        writers[message["text"]].add(message.get("user", "integration"))
    ring = {key.split("/")[1] for key in written.truth.of("copy_ring")[0].accounts}
    shared = {t: w for t, w in writers.items() if t and len(w) > 1 and t not in GREETINGS}
    assert shared
    assert all(who == ring for who in shared.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_detected_as_the_language_they_are_written_in(written, language):
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    model.set_languages(["sv", "no", "nn", "da", "fi", "en"])
    rows = (*written.mikro.values(), *written.blogg.values())
    said = [row["text"] for row in rows if row["language"] == language and len(row["text"].split()) > 5]
    codes = {"nb": ("no", "nn")}.get(language, (language,))
    right = sum(model.classify(text)[0] in codes for text in said)
    assert len(said) > 150
    assert right / len(said) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_hundreds_of_sentence_shapes(language):
    stock = texts(language)
    acts = ("news", "question", "experience", "opinion", "advice")
    shapes = [shape for subject in SUBJECTS for act in acts for shape in stock["subject"][subject][act]]
    shapes += [shape for group in stock["say"].values() for shape in group]
    assert len(set(shapes)) == len(shapes) >= 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_nearly_all_sentences_of_news_and_questions_hold_a_word_of_their_subject(language, subject):
    stock = texts(language)["subject"][subject]
    shapes = stock["news"] + stock["question"]
    found = [s for s in shapes if any(word.lower()[:7] in s.lower() for word in stock["words"])]
    assert len(found) >= 0.7 * len(shapes)
