"""How a name is compared: spellings of one letter, order, titles, and how many people may bear it.

A name says little when many bear it. How many do is not known from a small collection of accounts, so the
share of people with a given name or surname is taken from both: counts within one platform of the
workspace, and the commonest names of the Nordic countries, weighed like ten thousand people.

References
----------
Shares of the commonest names are rounded from the public name statistics of Statistics Sweden, Statistics
Norway, Statistics Denmark and the Digital and Population Data Services Agency of Finland. Winkler,
"Frequency-based matching in the Fellegi-Sunter model of record linkage" (2000).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LETTERS = str.maketrans(
    dict(zip("øœłđðħıŋæþ", ("o", "o", "l", "d", "d", "h", "i", "n", "a", "th"), strict=True))
)
_TWO = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
"""Two letters that stand for one where a keyboard lacks it: Aase, Soeren, Mueller."""
_ASIDE = re.compile(r"<[^<>]{0,80}>|\([^)]{0,80}\)|\[[^\]]{0,80}\]|[|•·–—/].*|:[a-z0-9_+\-]+:")
_NO_LETTER = re.compile(r"[^\w\s'’\-.,]|[\d_]")


def words_of(told: str) -> frozenset[str]:
    """Read a list of words."""
    return frozenset(told.split())


_TITLES = words_of(
    "dr prof professor md phd msc mba rn ph med mr mrs ms fru herr sir dipl ing jr sr ii iii overlege"
    " overlakare lege lakare docent doktor"
)
_LONGEST = 200

OTHERS = 10_000
"""Weight, in people, of what is known of a name without looking at the workspace."""
RARE = 5e-5
"""Share of people who bear a surname or given name that is on no list."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared.

    Attributes
    ----------
    core : str
        First and last part ("anna berg"), the same for "Berg, Anna Maria".
    full : str
        All parts in the order of the alphabet.
    parts : tuple of str
        All parts in the order written.
    """

    core: str
    full: str
    parts: tuple[str, ...]


def plain(text: str) -> str:
    """Write letters without case, accents and the two spellings of one Nordic letter.

    Examples
    --------
    >>> plain("Åse"), plain("Aase"), plain("Søren"), plain("Soeren"), plain("Mäkinen")
    ('ase', 'ase', 'soren', 'soren', 'makinen')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text[:_LONGEST]).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_LETTERS)
    for two, one in _TWO:
        bare = bare.replace(two, one)
    return bare


def read_name(text: str | None) -> Name | None:
    """Read a name as a platform shows it; None when it is not made of at least two words.

    Examples
    --------
    >>> read_name("Dr. Anna-Karin Bergström | hjärtsjukvård 🇸🇪").core
    'anna bergstrom'
    >>> read_name("Bergström, Anna") == read_name("bergstrom, anna")
    True
    >>> read_name("Bergström, Anna").core, read_name("annab")
    ('anna bergstrom', None)
    """
    if not text:
        return None
    shown = _NO_LETTER.sub(" ", _ASIDE.sub(" ", unicodedata.normalize("NFKC", text[:_LONGEST])))
    last, comma, first = shown.partition(",")
    if comma and _parts(last) and _parts(first):
        shown = f"{first} {last}"
    parts = _parts(shown)
    if len(parts) < 2 or len(parts) > 6:
        return None
    return Name(f"{parts[0]} {parts[-1]}", " ".join(sorted(parts)), tuple(parts))


def _parts(text: str) -> list[str]:
    words = re.split(r"[\s\-.,'’]+", plain(text))
    return [word for word in words if word and word not in _TITLES]


def implied_name(handle: str) -> str | None:
    """Read the name out of a handle that keeps its words apart; None when it does not.

    Examples
    --------
    >>> implied_name("AnnaBergstrom"), implied_name("anna_bergstrom82"), implied_name("annab")
    ('Anna Bergstrom', 'anna bergstrom', None)
    """
    words = [word for word in re.split(r"[^a-zA-ZÀ-ÿ]+", handle) if word]
    if len(words) == 1:
        words = re.findall(r"[A-ZÀ-Þ][a-zß-ÿ]+", words[0]) if re.fullmatch(
            r"(?:[A-ZÀ-Þ][a-zß-ÿ]{2,}){2,3}", words[0]
        ) else []  # fmt: skip
    if not 2 <= len(words) <= 3 or min(map(len, (words[0], words[-1]))) < 2:
        return None
    return " ".join(words)


class Commonness:
    """How many people bear a name, as a share of all.

    Parameters
    ----------
    names : iterable of (scope, Name)
        Names of the accounts, with the platform each is on.
    """

    def __init__(self, names: Iterable[tuple[str, Name]]) -> None:
        given: dict[str, Counter[str]] = {}
        family: dict[str, Counter[str]] = {}
        for scope, name in names:
            first, last = name.parts[0], name.parts[-1]
            given.setdefault(scope, Counter())[first] += 1
            family.setdefault(scope, Counter())[last] += 1
        self._given, self._family = _shares(given), _shares(family)

    def given(self, name: str) -> float:
        """Give the share of people with a given name; an initial counts as one in twelve."""
        if len(name) == 1:
            return 1 / 12
        return self._given.get(name, 0.0) + _GIVEN.get(name, RARE * 4)

    def family(self, name: str) -> float:
        """Give the share of people with a surname; an initial counts as one in twelve."""
        if len(name) == 1:
            return 1 / 12
        return self._family.get(name, 0.0) + _FAMILY.get(name, RARE)

    def of(self, parts: Sequence[str]) -> float:
        """Give the share of people whose first and last names are these."""
        return self.given(parts[0]) * self.family(parts[-1])

    def spelled(self, word: str) -> float:
        """Give the share of people whose names a word is put together from; 0 when it begins with no name.

        Examples
        --------
        >>> Commonness(()).spelled("annandersson") > 1e-4, Commonness(()).spelled("mojavelinux")
        (True, 0.0)
        """
        found = 0.0
        for end in range(2, len(word) - 2):
            share = _GIVEN.get(word[:end], self._given.get(word[:end], 0.0))
            if share > 0:
                rest = max(self.family(word[end:]), _FAMILY.get(word[end - 1 :], 0.0))  # annandersson
                found = max(found, share * rest)
        if found == 0.0 and word[1:] in _FAMILY:
            return _FAMILY[word[1:]] / 12
        return found


def _shares(counts: dict[str, Counter[str]]) -> dict[str, float]:
    """Give the largest share of each name on one platform, one bearer less: the one that is asked about."""
    found: dict[str, float] = {}
    for of_one in counts.values():
        total = sum(of_one.values())
        for name, often in of_one.items():
            share = (often - 1) / (total + OTHERS)
            found[name] = max(found.get(name, 0.0), share)
    return found


def _listed(told: str) -> dict[str, float]:
    """Read a list of names with their shares in per mille."""
    found: dict[str, float] = {}
    for line in told.split(";"):
        share, _, names = line.strip().partition(" ")
        found.update(dict.fromkeys((plain(name) for name in names.split()), float(share) / 1000))
    return found


_FAMILY = _listed(
    "25 Andersson Johansson; 20 Karlsson Nilsson Eriksson; 12 Larsson Olsson Persson Svensson Hansen"
    " Nielsen Jensen; 10 Johansen Olsen Pedersen Andersen; 7 Gustafsson Pettersson Jonsson Jansson Larsen"
    " Christensen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Nilsen; 5 Hansson Bengtsson"
    " Jönsson Carlsson Lindberg Lindström Magnusson Kristiansen Karlsen Olesen Thomsen Christiansen Poulsen"
    " Berg Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen;"
    " 3 Lindgren Axelsson Jakobsson Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund"
    " Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Engström Eklund Danielsson Lundin Håkansson"
    " Gunnarsson Bergman Björk Holm Johnsen Haugen Hagen Eriksen Jacobsen Solberg Halvorsen Lie Dahl"
    " Jakobsen Knudsen Mortensen Møller Bakke Strand Henriksen Lund Moen Johannessen Iversen Svendsen"
    " Martinsen Gundersen Eide Bakken Lehtonen Saarinen Lehtinen Niemi Salminen Heinonen Heikkilä Kinnunen"
    " Salonen Turunen Salo Laitinen Tuominen Rantanen Karjalainen Jokinen Mattila Savolainen Ahonen;"
    " 1.5 Samuelsson Viklund Ström Åberg Ek Hermansson Nyström Holmberg Arvidsson Löfgren Nyberg Isaksson"
    " Söderberg Björklund Wikström Mårtensson Blomqvist Nordström Lindqvist Gustavsson Eliasson Åström"
    " Hedlund Öberg Friberg Hellström Strömberg Falk Dahlberg Ali Mohamed Ahmed Hassan Nguyen Jørgensen"
    " Solheim Andreassen Nygård Lunde Berge Myhre Sæther Aas Kristoffersen Vik Ødegård Næss Nordby Schmidt"
    " Holst Simonsen Frederiksen Laursen Lauridsen Clausen Olsson Bang Vinther Ojala Leppänen Väisänen"
    " Hiltunen Miettinen Pitkänen Aaltonen Manninen Koivisto Hakala Laaksonen Hirvonen Räsänen Lahtinen"
    " Kallio Smith Jones Johnson Williams Brown Garcia Müller Lee Wang Singh Kim Martin Taylor Davis"
)
_GIVEN = _listed(
    "15 Anna Lars Anders Jan Johan; 11 Eva Maria Karin Erik Per Mikael Peter Thomas Karl Kari Anne Mette"
    " Hans Ole Jens Michael Niels Juha Timo Kari Matti Daniel; 8 Kristina Lena Sara Kerstin Emma Ingrid"
    " Marie Malin Jenny Fredrik Stefan Andreas Mats Marcus Bjørn Inger Marit Liv Berit Kirsten Hanne Henrik"
    " Christian Martin Søren Jørgen Tuula Ritva Leena Anne Päivi Jari Mika Antti John Alexander David;"
    " 5 Linda Susanne Annika Elin Sofia Emelie Johanna Helena Ida Åsa Anneli Ulla Birgitta Elisabeth"
    " Magnus Jonas Niklas Bengt Bo Oskar Simon Sven Gunnar Patrik Håkan Björn Viktor Robert Mattias Heidi"
    " Nina Randi Hilde Silje Camilla Julie Marianne Astrid Solveig Knut Svein Terje Morten Tor Geir Rune"
    " Kristian Arne Odd Helle Lone Gitte Charlotte Pia Susanne Louise Maja Freja Kim Klaus Rasmus Mads"
    " Jesper Frederik Mikkel Pirjo Sari Minna Tiina Marja Johanna Kaarina Pekka Ville Marko Sami Janne"
    " Jukka Petri Mohammed Ali Nils Olof Lennart Ulf Ove Ingvar Rolf Jörgen Jakob Filip William Hugo Emil"
    " James Mark Paul Andrew Chris Steve Richard Mary Laura Sarah Lisa Julia Victoria Frida Hanna Amanda"
)
