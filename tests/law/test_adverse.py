"""What somebody responsible for safety must read is found; what is none of it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.law.adverse import Screening, Status, screen

PRODUCTS = ["Pollenfri", "Hjärtlugn"]
C, F, S, N = Status.COMPLETE, Status.INCOMPLETE, Status.SPECIAL, Status.NOT_AE

TRIAGE = [
    ("Min mamma, 71, fick svåra utslag av Pollenfri i går", True, C, "other", ()),
    ("Fikk hodepine av den nye pillen", False, F, "self", ()),
    ("Lægen siger, at Pollenfri kan give kløe", True, N, "", ()),
    ("Pollenfri ei toiminut minulla lainkaan", True, C, "self", ("lack_of_effect",)),
    ("Tog Pollenfri av misstag två gånger, mår bra", True, S, "self", ("medication_error",)),
    ("Älskar Pollenfri!", True, N, "", ()),
    # Swedish
    ("Jag blev yr och illamående av Pollenfri.", True, C, "self", ()),
    ("Jag blev yr av Pollenfri.", False, F, "self", ()),
    ("Har tagit Pollenfri i en vecka, inga biverkningar alls.", True, N, "self", ()),
    ("Jag tar Pollenfri mot klåda och det hjälper.", True, N, "self", ()),
    ("Klådan försvann när jag började med Pollenfri", True, N, "self", ()),
    ("Utslagen försvann när jag slutade med Pollenfri", True, C, "self", ()),
    ("Får man huvudvärk av Pollenfri?", True, N, "", ()),
    ("Får jag huvudvärk av Pollenfri? Det har jag i dag.", True, C, "self", ()),
    ("Jag är gravid och tar Pollenfri", True, S, "self", ("pregnancy",)),
    ("Kön till apoteket gav mig huvudvärk", True, N, "self", ()),
    ("pollenfritt väder i dag och ändå nysningar", True, N, "", ()),
    # Norwegian
    ("Jeg fikk utslett av Pollenfri i helga", True, C, "self", ()),
    ("Eg fekk hovudverk av Pollenfri", True, C, "self", ()),
    ("Datteren min kastet opp etter Pollenfri", True, C, "other", ()),
    ("Pollenfri virker ikke på meg", True, C, "self", ("lack_of_effect",)),
    ("Vanlige bivirkninger av Pollenfri er hodepine", True, N, "", ()),
    ("Tok dobbel dose Pollenfri", True, S, "self", ("medication_error",)),
    ("Ingen bivirkninger av Pollenfri så langt", True, N, "", ()),
    # Danish
    ("Jeg blev indlagt efter to tabletter Pollenfri", True, C, "self", ()),
    ("Min søn fik nældefeber af Pollenfri", True, C, "other", ()),
    ("Pollenfri virkede ikke", True, F, "", ("lack_of_effect",)),
    ("Tager Pollenfri mod kløe, det er fint", True, N, "self", ()),
    ("Kom til at tage Pollenfri to gange", True, S, "", ("medication_error",)),
    # Finnish
    ("Sain ihottumaa Pollenfristä", True, C, "self", ()),
    ("Äitini oksensi Pollenfrin jälkeen", True, C, "other", ()),
    ("Pollenfri voi aiheuttaa päänsärkyä", True, N, "", ()),
    ("Otan Pollenfriä päänsärkyyn", True, N, "self", ()),
    ("Otin vahingossa kaksi Pollenfriä", True, S, "self", ("medication_error",)),
    ("Ei mitään sivuvaikutuksia Pollenfristä", True, N, "", ()),
    # English
    ("I threw up after taking Pollenfri", True, C, "self", ()),
    ("My daughter had an allergic reaction to Pollenfri", True, C, "other", ()),
    ("Pollenfri may cause dizziness", True, N, "", ()),
    ("Took too many tablets of Pollenfri, an overdose I guess", True, S, "self", ("overdose",)),
    ("Felt dizzy all day, must be the new medication", True, F, "self", ()),
    ("No side effects from Pollenfri for me", True, N, "self", ()),
    ("Great coffee today", True, N, "", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reporter", "status", "whose", "special"), TRIAGE)
def test_a_text_is_sorted_as_somebody_responsible_would(
    text: str, reporter: bool, status: Status, whose: str, special: tuple[str, ...]
) -> None:
    told = screen(text, PRODUCTS, reporter=reporter)
    assert (told.status, told.special) == (status, special)
    if status is not N:
        assert told.whose == whose


def test_the_four_criteria_stand_apart_and_the_quote_holds_the_words() -> None:
    text = "Hej alla! Min mamma, 71, fick svåra utslag av Pollenfri i går. Ha det bra."
    told = screen(text, PRODUCTS)
    assert (told.reporter, told.patient, told.reaction, told.medicine) == (True,) * 4
    assert told.quote == "Min mamma, 71, fick svåra utslag av Pollenfri i går."
    assert [text[start:end] for start, end in told.spans] == ["utslag"]


def test_words_of_a_serious_case_shorten_the_time() -> None:
    assert screen("Jag hamnade på sjukhus av Pollenfri", PRODUCTS).days == 15
    assert screen("Jag fick klåda av Pollenfri", PRODUCTS).days == 90


def test_tricks_with_letters_hide_no_case() -> None:
    told = screen("Jag fick 𝐮𝐭𝐬𝐥𝐚𝐠 av Pоllenfri", PRODUCTS)  # the first 'o' is Cyrillic
    assert told.status is C
    assert told.products == ("Pollenfri",)


def test_without_a_product_or_a_word_for_one_nothing_is_routed() -> None:
    assert screen("Jag fick utslag av gräset", PRODUCTS).status is N


@given(st.text(max_size=400))
def test_no_text_breaks_the_screen(text: str) -> None:
    told = screen(f"{text} Pollenfri {text}", PRODUCTS)
    assert isinstance(told, Screening)
    assert len(told.quote) <= 400


@given(st.text(alphabet="abc .\n", max_size=60), st.text(alphabet="abc .\n", max_size=60))
def test_words_around_a_case_do_not_hide_it(before: str, after: str) -> None:
    told = screen(f"{before}. Jag fick utslag av Pollenfri. {after}", PRODUCTS)
    assert told.status is C


FURTHER = [
    ("Min farmor dog efter att ha tagit Hjärtlugn", C),
    ("Pollenfri gjorde mig jättetrött", C),
    ("Pollenfri hjälper mig inte", C),
    ("Pollenfri hjalp meg ikke", C),
    ("Pollenfri hjalp mig ikke", C),
    ("Inte bara trött, jag kräktes också av Pollenfri", C),
    ("Slutade med Pollenfri, blev så yr", C),
    ("Jouduin sairaalaan Pollenfrin takia", C),
    ("Pollenfri tog bort min klåda", N),
    ("Otan Pollenfriä kuumeeseen", N),
    ("Uden Pollenfri får jeg kløe", N),
    ("Without Pollenfri I get hives", N),
    ("Jeg fik ikke hovedpine af Pollenfri", N),
    ("En saanut päänsärkyä Pollenfristä", N),
]


@pytest.mark.parametrize(("text", "status"), FURTHER)
def test_a_strong_word_a_word_in_between_or_an_untold_i_hides_no_case(text: str, status: Status) -> None:
    assert screen(text, PRODUCTS).status is status
