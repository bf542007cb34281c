"""Columns of texts give what single texts give."""

import pyarrow as pa

from luminary.language import LANGUAGES, detect_languages, lemmas, word_columns

TEXTS = ["Vården saknar folk och pengar", "Potilaat odottavat liian kauan", None, "", "42", "x" * 300_000]


def test_columns_agree_with_single_texts():
    found = word_columns(pa.array(TEXTS, pa.string())).to_pylist()
    for text, row in zip(TEXTS, found, strict=True):
        [one] = detect_languages([text or ""])
        assert (row["language"], row["certainty"]) == one
        assert row["lemmas"] == lemmas(text or "", one.language)


def test_priors_are_heeded():
    priors = pa.table({code: [1.0 if code == "nb" else 0.0] for code in LANGUAGES})
    assert word_columns(pa.array(["Bra"]), priors)["language"].to_pylist() == ["nb"]


def test_no_texts_give_no_rows():
    assert word_columns(pa.array([], pa.string())).num_rows == 0
