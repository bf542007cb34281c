"""Languages and lemmas are computed once, for every post, and kept."""

import pytest

from luminary.errors import UsageError
from luminary.language import lemmas
from luminary.listening import fill_post_words, words
from luminary.settings import limits

LONG = "Pasientene må vente altfor lenge, og vi mangler sykepleiere på hele avdelingen i natt."


def _fill(world, **options):
    return fill_post_words(world.engine, world.lake, world.ledger, **options)


def _computed(world, **options):
    """Count the posts that one filling computed."""
    done = []
    _fill(world, progress=lambda now, total: done.append((now, total)), **options)
    return done[-1][0] if done else 0


def test_every_post_gets_its_words(world):
    world.land("b1", [{"post": "p1", "text": "Vården saknar sjuksköterskor"}, {"post": "p2", "text": "42"}])
    _fill(world)
    assert world.words() == {"p1": ("sv", ["vård", "sakna", "sjuksköterska"]), "p2": ("und", ["42"])}


def test_posts_without_text_and_no_posts_at_all_are_no_trouble(world):
    _fill(world)
    assert world.words() == {}
    world.land("b1", [{"post": "p1", "text": None}, {"post": "p2", "text": None, "title": "Vårdens köer"}])
    _fill(world)
    assert world.words()["p1"] == ("und", [])
    assert "vård" in world.words()["p2"][1]


def test_it_is_computed_once_and_only_for_what_came_after(world):
    world.land("b1", [{"post": "p1", "text": "Vården saknar folk"}])
    assert _computed(world) == 1
    assert _computed(world) == 0
    world.land("b2", [{"post": "p2", "text": "Patienterna får vänta"}])
    world.land("b0", [{"post": "p3", "text": "Barnen fick vänta"}])
    assert _computed(world) == 2
    assert set(world.words()) == {"p1", "p2", "p3"}


def test_a_withdrawn_import_takes_its_words_along(world):
    world.land("b1", [{"post": "p1", "text": "Vården saknar folk"}])
    world.land("b2", [{"post": "p2", "text": "Patienterna får vänta"}])
    _fill(world)
    world.ledger.change("batches", {"batch": "b1"}, state="withdrawn")
    _fill(world)
    assert set(world.words()) == {"p2"}


def test_filling_bit_by_bit_gives_the_same_words_as_all_at_once(world, tmp_path):
    texts = [
        "Vården saknar folk",
        "Potilaat odottavat liian kauan",
        "The nurses are tired",
        "Lægerne er trætte",
    ]
    for n, text in enumerate(texts):
        world.land(f"b{n}", [{"post": f"p{n}", "text": text, "account": f"zulip:v/{n}"}])
        _fill(world)
    assert world.words() == {
        f"p{n}": (language, lemmas(text, language))
        for n, (text, language) in enumerate(zip(texts, ["sv", "fi", "en", "da"], strict=True))
    }


def test_what_an_author_usually_writes_settles_a_short_post(world):
    own = [{"post": f"n{n}", "text": f"{LONG} {n}", "account": "zulip:v/2"} for n in range(6)]
    world.land("b1", [*own, {"post": "short", "text": "Bra", "account": "zulip:v/2"}])
    _fill(world)
    assert world.words()["short"][0] == "nb"


def test_the_habit_of_a_place_helps_a_newcomer(world):
    own = [{"post": f"n{n}", "text": f"{LONG} {n}", "account": f"zulip:v/{n}"} for n in range(6)]
    world.land("b1", [*own, {"post": "short", "text": "Bra", "account": "zulip:v/99"}])
    _fill(world)
    assert world.words()["short"][0] == "nb"


def test_several_processes_and_slices_give_what_one_gives(world, monkeypatch):
    posts = [
        {"post": f"p{n}", "text": f"Vården i region {n} saknar folk" * (n % 3 + 1), "row": n * 7}
        for n in range(300)
    ]
    world.land("b1", posts)
    _fill(world)
    alone = world.words()
    monkeypatch.setattr(words, "INLINE_POSTS", 10)
    monkeypatch.setattr(words, "_SLICE_TEXT", 2_000)
    world.ledger.remove("fills", name="post_words")
    seen = []
    _fill(
        world,
        limit=limits({"LUMINARY_WORKERS": "2"}),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert world.words() == alone
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == (300, 300)


def test_a_broken_filling_leaves_the_table_as_it_was(world, monkeypatch):
    world.land("b1", [{"post": "p1", "text": "Vården saknar folk"}])
    _fill(world)
    world.land("b2", [{"post": "p2", "text": "Patienterna får vänta"}])

    def broken(*_given):
        raise UsageError("stopped")

    with monkeypatch.context() as patched, pytest.raises(UsageError):
        patched.setattr(words, "word_columns", broken)
        _fill(world)
    world.lake.attach(world.engine, "post_words")
    assert set(world.words()) == {"p1"}
    assert list((world.lake.scratch().parent).glob("*.parquet")) == []
    _fill(world)
    assert set(world.words()) == {"p1", "p2"}
